import SaudaCore

/// A notice in words: a line of title, and a body. Texts come from brokers and strategies, so both are cleaned and cut.
package struct NoticeText: Hashable, Sendable {
    /// `sauda: critical order-stuck, RELIANCE, main`, on one line.
    package let title: String
    /// When, and what. Lines end with `\n`.
    package let body: String

    /// In bytes of UTF-8.
    package static let longestTitle = 120
    /// In bytes of UTF-8; the narrowest channel takes 4,096.
    package static let longestBody = 3000

    package init(_ notice: Notice) {
        let parts = [notice.instrument, notice.account].compactMap(\.self).map { ", \($0)" }.joined()
        let head = "sauda: \(notice.level.word) \(notice.code)\(parts)"
        title = Self.cut(Self.clean(head, keepsLines: false), to: Self.longestTitle) ?? head
        var text = Self.clean(notice.text, keepsLines: true)
        if let short = Self.cut(text, to: Self.longestBody) {
            text = short + " (cut; it had \(notice.text.utf8.count) bytes)"
        }
        let again = notice.since.map { " (came \(notice.count) more times since \($0.time))" } ?? ""
        body = "\(notice.time.day) \(notice.time.time)  \(text)\(again)"
    }

    /// Without what steers a terminal or turns the reading direction; emoji stay whole.
    static func clean(_ text: String, keepsLines: Bool) -> String {
        var scalars = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            switch scalar.properties.generalCategory {
            case .control where keepsLines && scalar == "\n": scalars.append(scalar)
            case .control where keepsLines && scalar == "\r": break
            case .format where scalar == "\u{200D}": scalars.append(scalar)
            case .control, .format, .lineSeparator, .paragraphSeparator: scalars.append(" ")
            default: scalars.append(scalar)
            }
        }
        return String(scalars)
    }

    /// The first `limit` bytes at most, whole scalars; nil when there is nothing to cut.
    static func cut(_ text: String, to limit: Int) -> String? {
        guard text.utf8.count > limit else { return nil }
        var size = 0
        let kept = text.unicodeScalars.prefix { scalar in
            size += UTF8.width(scalar)
            return size <= limit
        }
        return String(String.UnicodeScalarView(kept)) + "…"
    }
}

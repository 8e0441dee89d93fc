/// Everything that an adapter writes, call by call, as a text that a person reviews and cards compare with: the calls are
/// the same for every adapter, the requests its own. Secrets stand as the names that the adapter has for them.
public struct GoldenRequests: Sendable {
    /// One for each card that compares.
    public enum Part: String, Hashable, Sendable, CaseIterable {
        case signIn = "sign-in"
        case place, change, errand, feed
    }

    public struct Entry: Hashable, Sendable {
        /// Begins with its part: `place limit day buy`.
        public var name: String
        /// Lines; an empty one separates a request's body from its head.
        public var text: String
    }

    public let entries: [Entry]

    /// What the adapter writes now.
    public init(of subject: CardSubject) {
        let writer = GoldenWriter(subject)
        entries = Part.allCases.flatMap { writer.entries($0) }
    }

    /// Reads what `text(of:)` gave; lines before the first entry are for people.
    public init(reading text: String) {
        var entries: [(name: String, lines: [Substring])] = []
        for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
            if line.hasPrefix(Self.mark) {
                entries.append((String(line.dropFirst(Self.mark.count)), []))
            } else if !entries.isEmpty {
                entries[entries.count - 1].lines.append(line)
            }
        }
        self.entries = entries.map { Entry($0.name, lines: $0.lines.map(String.init)) }
    }

    public func text(of broker: String) -> String {
        let head = [
            "What \(broker) is sent, call by call: made by `sauda conformance \(broker) --golden`, and read by a person",
            "before it is kept. <names> stand for secrets.", "",
        ]
        let blocks = entries.map { "\(Self.mark)\($0.name)\n\($0.text)\n" }
        return head.joined(separator: "\n") + "\n" + blocks.joined(separator: "\n")
    }

    /// Where a part differs from what is written now; nil when it is the same.
    ///
    /// - Parameter kept: as a person has reviewed it.
    public func difference(to kept: GoldenRequests, in part: Part) -> String? {
        let (now, then) = (of(part), kept.of(part))
        let known = Dictionary(then.map { ($0.name, $0.text) }) { first, _ in first }
        for entry in now {
            guard let text = known[entry.name] else { return "the golden file has no '\(entry.name)'" }
            if let difference = Self.difference(entry.text, text) { return "'\(entry.name)': \(difference)" }
        }
        let names = Set(now.map(\.name))
        return then.first { !names.contains($0.name) }.map { "nobody writes '\($0.name)' any more" }
    }

    private func of(_ part: Part) -> [Entry] {
        entries.filter { $0.name == part.rawValue || $0.name.hasPrefix(part.rawValue + " ") }
    }

    /// The first line that differs.
    private static func difference(_ now: String, _ then: String) -> String? {
        guard now != then else { return nil }
        let lines = now.split(separator: "\n", omittingEmptySubsequences: false)
        let kept = then.split(separator: "\n", omittingEmptySubsequences: false)
        let place = zip(lines, kept).prefix { $0 == $1 }.count
        func line(_ lines: [Substring]) -> String { place < lines.count ? "'\(lines[place])'" : "nothing more" }
        return "line \(place + 1) is \(line(lines)), the golden file has \(line(kept))"
    }

    private static let mark = "== "
}

extension GoldenRequests.Entry {
    /// Empty lines at the end are left out.
    init(_ name: String, lines: [String]) {
        let text = lines.joined(separator: "\n")
        self.init(name: name, text: text.lastIndex { $0 != "\n" }.map { String(text[...$0]) } ?? "")
    }
}

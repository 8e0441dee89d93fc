public import SaudaCore

/// When the broker closes intraday positions, by date, as a time before the end of the day's trading, so that a Muhurat
/// session has one too: ten minutes are 15:20 on a normal day.
public struct SquareOff: Hashable, Sendable {
    private struct Rule: Hashable, Sendable {
        var from: Day
        var beforeClose: TimeSpan
    }

    /// Oldest first.
    private var rules: [Rule]

    /// 15:20 on every normal day, as brokers' pages have it; times of after the closing auction are not published.
    public static let standard = SquareOff(beforeClose: .seconds(600))

    public init(beforeClose: TimeSpan) { rules = [Rule(from: Day(number: .min), beforeClose: beforeClose)] }

    /// Another time from a day on.
    public mutating func change(from day: Day, beforeClose: TimeSpan) {
        rules.removeAll { $0.from == day }
        rules.append(Rule(from: day, beforeClose: beforeClose))
        rules.sort { $0.from < $1.from }
    }

    /// The moment on a day; never before its opening.
    func time(on day: TradingDay) -> Timestamp {
        let span = rules.last { $0.from <= day.day }?.beforeClose ?? .zero
        let most = day.close.since(day.open)
        return day.close.advanced(by: TimeSpan(microseconds: -min(max(span, .zero), most).microseconds))
    }

    /// `10 min before the close`, and from which day on where it changes.
    var text: String {
        rules.map { rule in
            let span = "\(rule.beforeClose.microseconds / 60_000_000) min before the close"
            return rule.from.number == .min ? span : "\(span) from \(rule.from)"
        }
        .joined(separator: ", ")
    }
}

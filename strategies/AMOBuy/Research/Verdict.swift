/// What an evening's analysis makes of an instrument (SIG-10), from worst to best.
package enum Verdict: UInt8, Hashable, Comparable, Sendable, CaseIterable {
    case avoid, watch, buy, strongBuy

    /// As in the candidates table: `strong_buy`.
    package var word: String {
        switch self {
        case .avoid: "avoid"
        case .watch: "watch"
        case .buy: "buy"
        case .strongBuy: "strong_buy"
        }
    }

    package var buys: Bool { self >= .buy }

    package static func < (a: Verdict, b: Verdict) -> Bool { a.rawValue < b.rawValue }
}

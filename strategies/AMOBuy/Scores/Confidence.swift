/// How far a final verdict is to be trusted, by the trades of its backtest (SCO-4).
package enum Confidence: UInt8, Hashable, Comparable, Sendable {
    case low, medium, high

    package init(trades: Int) { self = trades >= 5 ? .high : trades >= 2 ? .medium : .low }

    package var word: String { self == .high ? "High" : self == .medium ? "Medium" : "Low" }

    package static func < (a: Confidence, b: Confidence) -> Bool { a.rawValue < b.rawValue }
}

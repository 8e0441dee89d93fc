import SaudaCore

/// What a market order pays for taking the price there is, against the trader, in basis points (a hundredth of 1 %).
///
/// Limit orders and auctions have none: a limit is never beaten, and an auction has one price for all (BUY-10).
public enum Slippage: Hashable, Sendable {
    case none
    case fixed(Int)
    /// Thrown anew for every fill, evenly within the range; 10 to 30 is PAP-1.
    case uniform(ClosedRange<Int>)
    /// So much for the whole volume of a candle, in proportion to the part that is taken.
    case impact(Int)

    /// PAP-1: 0.1 to 0.3 %.
    public static let paper = Slippage.uniform(10...30)

    /// In parts per crore of the price, at most half of it.
    ///
    /// - Parameter volume: what the candle traded; the whole of it is taken to be needed when it is not known.
    func rate(for quantity: Quantity, of volume: Quantity, dice: UInt64) -> Int64 {
        let perPoint: Int64 = 1000
        switch self {
        case .none: return 0
        case .fixed(let points): return bounded(Int64(points)) * perPoint
        case .uniform(let points):
            let least = bounded(Int64(points.lowerBound)) * perPoint
            let most = bounded(Int64(points.upperBound)) * perPoint
            var random = SplitMix64(seed: dice)
            return least + Int64(random.below(Int(most - least) + 1))
        case .impact(let points):
            let share = quantity >= volume ? perPoint : max(0, quantity.units) * perPoint / volume.units
            return bounded(Int64(points)) * share
        }
    }

    private func bounded(_ points: Int64) -> Int64 { min(max(points, 0), 5000) }
}

extension Slippage: LosslessStringConvertible {
    /// Reads `none`, `fixed:5`, `uniform:10..30`, `impact:100`, up to 5,000 basis points; nil for anything else.
    public init?(_ text: String) {
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        func points(_ text: Substring) -> Int? { Int(text).flatMap { (0...5000).contains($0) ? $0 : nil } }
        switch (parts.first, parts.count) {
        case ("none", 1): self = .none
        case ("fixed", 2):
            guard let points = points(parts[1]) else { return nil }
            self = .fixed(points)
        case ("impact", 2):
            guard let points = points(parts[1]) else { return nil }
            self = .impact(points)
        case ("uniform", 2):
            guard let dots = parts[1].firstRange(of: ".."), let least = points(parts[1][..<dots.lowerBound]),
                let most = points(parts[1][dots.upperBound...]), least <= most
            else { return nil }
            self = .uniform(least...most)
        default: return nil
        }
    }

    public var description: String {
        switch self {
        case .none: "none"
        case .fixed(let points): "fixed:\(points)"
        case .uniform(let points): "uniform:\(points.lowerBound)..\(points.upperBound)"
        case .impact(let points): "impact:\(points)"
        }
    }
}

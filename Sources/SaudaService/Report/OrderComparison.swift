package import SaudaCore
import SaudaStore

/// What was traded, beside a backtest of the same days with the same settings: order by order, as far as both have one.
///
/// The same order is one of the same strategy, share, side and day: numbers and moments differ. Parts of it count as one
/// at their average.
package struct OrderComparison: Hashable, Sendable {
    package struct Key: Hashable, Sendable {
        package var day: Day
        package var strategy: String
        package var symbol: String
        package var side: Side

        package init(day: Day, strategy: String, symbol: String, side: Side) {
            self.day = day
            self.strategy = strategy
            self.symbol = symbol
            self.side = side
        }
    }

    package struct Traded: Hashable, Sendable {
        package var quantity = Quantity.zero
        package var value = Money.zero

        package var price: Price { value.price(per: quantity) }

        package mutating func add(_ quantity: Quantity, _ value: Money) {
            self.quantity += quantity
            self.value += value
        }

        package init() {}
    }

    package struct Row: Hashable, Sendable {
        package var key: Key
        /// Nil for an order of the backtest's alone.
        package var ours: Traded?
        /// Nil when the backtest has no such order.
        package var theirs: Traded?

        /// What our price cost beside the backtest's, for our units.
        package var slippage: FillSlippage? {
            guard let ours, let theirs else { return nil }
            return FillSlippage(key.side, ours.quantity, ours.value, reference: theirs.price)
        }
    }

    /// By day, strategy and share.
    package var rows: [Row]
    /// What the reader must know of the backtest, a sentence each.
    package var assumptions: [String]

    package init(ours: [Key: Traded], theirs: [Key: Traded], assumptions: [String] = []) {
        self.assumptions = assumptions
        rows = Set(ours.keys).union(theirs.keys).map { Row(key: $0, ours: ours[$0], theirs: theirs[$0]) }
            .sorted { a, b in
                let (a, b) = (a.key, b.key)
                return (a.day, a.strategy, a.symbol, a.side.rawValue) < (b.day, b.strategy, b.symbol, b.side.rawValue)
            }
    }

    /// Of the orders that both have.
    package var slippage: FillSlippage {
        rows.reduce(into: FillSlippage()) { if let part = $1.slippage { $0 += part } }
    }

    /// - Parameter fills: Ours; what no strategy did is left out.
    package static func ours(_ fills: [SlippedFill]) -> [Key: Traded] {
        fills.reduce(into: [:]) { sum, slipped in
            let fill = slipped.fill
            guard let strategy = fill.strategy else { return }
            let key = Key(day: fill.at.day, strategy: strategy, symbol: fill.instrument.symbol, side: fill.side)
            sum[key, default: Traded()].add(fill.quantity, fill.value)
        }
    }
}

import SaudaCore
import SaudaStore

/// What another configuration would have made of a recorded day, order by order.
package struct DayDifference: Encodable, Sendable {
    /// An order, as one side had it.
    package struct Shape: Encodable, Hashable, Sendable {
        package var at: String
        package var quantity: Int64
        /// The limit when it was placed; nil at the market.
        package var limit: Amount?
        /// The limit asked for last, where it was changed.
        package var lastLimit: Amount?
        package var variety: String
        package var reason: String
        package var filled: Int64
        package var fillPrice: Amount?
        package var filledAt: String?
        package var outcome: String

        enum CodingKeys: String, CodingKey {
            case at, quantity, limit, variety, reason, filled, outcome
            case lastLimit = "last_limit"
            case fillPrice = "fill_price"
            case filledAt = "filled_at"
        }
    }

    package struct Row: Encodable, Sendable {
        package enum Kind: String, Encodable, Sendable {
            case onlyRecorded = "only-recorded"
            case onlyOther = "only-other"
            case changed
        }

        package var kind: Kind
        package var account: String
        package var strategy: String
        package var side: String
        package var symbol: String
        package var recorded: Shape?
        package var other: Shape?
        /// Of `quantity`, `price`, `time`, `fill`, `outcome`, `reason`.
        package var differs: [String]
    }

    package struct Sums: Encodable, Hashable, Sendable {
        package var orders: Int
        package var fills: Int
        /// After charges, with what is held at the last prices.
        package var profit: Amount
        package var charges: Amount
    }

    package var day: String
    package var journal: String
    package var other: String
    /// What the left side is.
    package var basis: String
    /// No order differs.
    package var isEqual: Bool
    /// Nor does a byte of any order command.
    package var isByteEqual: Bool
    package var recorded: Sums
    package var with: Sums
    package var same: Int
    package var rows: [Row]
    package var notes: [String]

    enum CodingKeys: String, CodingKey {
        case day, journal, other, basis, recorded, with, same, rows, notes
        case isEqual = "equal"
        case isByteEqual = "byte_equal"
    }
}

extension DayDifference {
    /// Plays the day twice on the practice exchange and compares.
    ///
    /// - Throws: `RequestError` for a configuration that the day cannot be played under, or a recorded side that is not
    ///   the day's.
    package init(_ stage: DayStage, recorded left: DayCast, with right: DayCast) throws {
        let header = stage.recorded.header
        guard left.strategies.map(\.name) == header.strategies, left.accounts.map(\.name) == header.accounts else {
            throw RequestError(
                "\(left.title) is not what \(header.day) was traded with: then ran \(header.strategies) in "
                    + "\(header.accounts)",
                "give the day's own configuration with --config, the other one with --with"
            )
        }
        let (then, now) = (try stage.play(left), try stage.play(right))
        day = "\(header.day)"
        journal = stage.recorded.path
        other = right.title
        let isRepeated = then.intents == stage.recorded.intents
        basis =
            !stage.isPaper
            ? "a day with a broker: both sides are played on the practice exchange, from the recorded prices as minutes"
            : isRepeated
                ? "the day as recorded: its \(then.intents.count) order commands come out byte for byte"
                : "the day played anew: this sauda's order commands are not the journal's"
        recorded = Sums(then)
        with = Sums(now)
        let pairs = OrderPairs(then, now)
        rows = pairs.rows
        same = pairs.same
        isEqual = pairs.rows.isEmpty
        isByteEqual = then.intents == now.intents
        notes = stage.notes(then, now)
    }
}

extension DayDifference.Sums {
    fileprivate init(_ side: PlayedSide) {
        orders = side.orders.count { !$0.isHandedOver }
        fills = side.fills
        profit = Amount(side.profit)
        charges = Amount(side.charges)
    }
}

extension DayStage {
    fileprivate func notes(_ left: PlayedSide, _ right: PlayedSide) -> [String] {
        var notes: [String] = []
        let gone = opening.orders.count - right.orders.count { $0.isHandedOver }
        if gone > 0 {
            notes.append(
                "\(gone) orders that waited from the evening before have no strategy under \(right.cast.title)."
            )
        }
        if !recorded.isWhole { notes.append("The day is recorded to \(recorded.lastTime.time), and played to there.") }
        if !isPaper {
            let bare = instruments.ids.filter { !hasPrices($0) }.map { instruments[$0].symbol }
            if !bare.isEmpty {
                notes.append(
                    "No price was recorded of \(bare.prefix(8).joined(separator: ", ")): nothing trades there."
                )
            }
        }
        notes.append("Cash, shares and waiting orders of the morning are the recorded day's on both sides.")
        return notes
    }
}

package import SaudaCore

/// A day of the books as a report adds it up: orders and fills with the strategies they serve, what was traded and what
/// is left. Names, not handles, so that days of different instrument lists add up.
package struct DayLedger: Hashable, Sendable {
    package struct Order: Hashable, Sendable {
        package var account: String
        /// Whose intention it serves; nil of an order by hand.
        package var strategy: String?
        package var isForeign: Bool
        /// Placed on an evening before.
        package var isCarried: Bool
        /// As the books write it: `filled`, `cancelled`, `rejected`, `expired`, `absent`, `working`, `in-doubt`.
        package var status: String
        package var filled: Int64
    }

    package struct Fill: Hashable, Sendable {
        /// Of the journal's record.
        package var sequence: UInt64
        package var account: String
        package var strategy: String?
        /// `own`, `foreign`, `deposit`, `carried` or `write-off`.
        package var source: String
        package var instrument: DayHeader.Name
        package var product: Product
        package var side: Side
        package var quantity: Quantity
        package var value: Money
        package var price: Price
        package var at: Timestamp
        package var reason: String
        /// By the names of the books' parts.
        package var charges: [String: Money]
    }

    /// A trade of shares that was closed on the day, or one that began and ended within it.
    package struct Trade: Hashable, Sendable {
        package var account: String
        package var strategy: String?
        package var instrument: DayHeader.Name
        package var product: Product
        package var quantity: Int64
        package var entry: Price
        package var exit: Price
        /// Of what was sold, before charges.
        package var profit: Money
        package var charges: Money
        /// Indian time, ISO 8601.
        package var exitedAt: String
        package var reason: String

        package var net: Money { profit - charges }

        package init(
            account: String,
            strategy: String?,
            instrument: DayHeader.Name,
            product: Product,
            quantity: Int64,
            entry: Price,
            exit: Price,
            profit: Money,
            charges: Money,
            exitedAt: String,
            reason: String
        ) {
            self.account = account
            self.strategy = strategy
            self.instrument = instrument
            self.product = product
            self.quantity = quantity
            self.entry = entry
            self.exit = exit
            self.profit = profit
            self.charges = charges
            self.exitedAt = exitedAt
            self.reason = reason
        }
    }

    /// At the end of the day.
    package struct Position: Hashable, Sendable {
        package var account: String
        package var instrument: DayHeader.Name
        package var product: Product
        /// Negative when short.
        package var quantity: Int64
        package var cost: Money
        package var average: Price
    }

    package struct Account: Hashable, Sendable {
        package var name: String
        package var cash: Money
        /// Of the day, before charges.
        package var realised: Money
    }

    package var day: Day
    /// False when the day has not come to the end of its evening.
    package var isComplete: Bool
    /// Why not, in words.
    package var ending: String
    package var journalDigest: String
    package var accounts: [Account] = []
    package var orders: [Order] = []
    package var fills: [Fill] = []
    /// Of shares first, in the order of their ends.
    package var trades: [Trade] = []
    package var positions: [Position] = []
    /// Requests that got no answer, by account.
    package var unanswered: [String: Int] = [:]
    /// Alerts by level.
    package var alerts: [String: Int] = [:]

    package static let chargeParts = ["brokerage", "stt", "exchange", "ipft", "sebi", "stamp", "gst", "dp"]
}

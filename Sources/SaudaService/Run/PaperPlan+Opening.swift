package import SaudaCore
import SaudaStore

extension PaperPlan {
    /// What the day begins with: cash, what is held and ordered, what strategies keep.
    package struct Opening: Sendable {
        /// By account.
        package var cash: [Money]
        /// Positions that a person puts in.
        package var deposits: [Deposit]
        /// What the day before left.
        package var holdings: [CarriedHolding]
        package var orders: [CarriedOrder]
        package var memos: [Memo]
        package var lastOrder: OrderID
        /// The day that all this is the end of; nil at the start of a desk.
        package var since: Day?
        /// Where it comes from, for people.
        package var note: String
        /// What could not be taken over, and why.
        package var warnings: [String]

        package init(
            cash: [Money],
            deposits: [Deposit] = [],
            holdings: [CarriedHolding] = [],
            orders: [CarriedOrder] = [],
            memos: [Memo] = [],
            lastOrder: OrderID = OrderID(number: 0),
            since: Day? = nil,
            note: String,
            warnings: [String] = []
        ) {
            self.cash = cash
            self.deposits = deposits
            self.holdings = holdings
            self.orders = orders
            self.memos = memos
            self.lastOrder = lastOrder
            self.since = since
            self.note = note
            self.warnings = warnings
        }

        /// All but the cash as one text: equal for equal mornings.
        var fingerprint: String {
            let time = Timestamp(microseconds: 0)
            var kinds: [Event.Kind] = deposits.map(Event.Kind.deposit) + holdings.map(Event.Kind.carriedHolding)
            kinds += orders.map(Event.Kind.carriedOrder)
            kinds += [.remembered(memos), .lastOrder(lastOrder)]
            var writer = ByteWriter()
            for kind in kinds { Event(time, kind).encode(into: &writer) }
            return Fingerprint.of("\(since.map { "\($0)" } ?? "") \(writer.bytes)")
        }
    }
}

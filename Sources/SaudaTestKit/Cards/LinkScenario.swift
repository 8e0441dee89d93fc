public import SaudaBroker
public import SaudaCore

/// A few minutes of a practice day from 09:14:50 on: what is asked of a link, and what goes wrong meanwhile.
///
/// The link watches one share from the start. Its driver plays it against a practice broker, on one thread or over real
/// sockets, and hands back a `LinkRecord`.
public struct LinkScenario: Sendable {
    public static let start = TimeOfDay(9, 14, 50)

    public enum Action: Hashable, Sendable {
        /// A new order to buy the share, under a number of ours.
        case buy(UInt64, Price, Quantity)
        /// Another total quantity; waits until the broker has named the order.
        case resize(UInt64, Quantity)
        case cancel(UInt64)
        /// So many questions for the account's funds at once.
        case ask(Int)
    }

    public enum Price: Hashable, Sendable {
        case market
        /// A limit a twenty-fifth below the day's open, where it rests.
        case far
    }

    public struct Step: Hashable, Sendable {
        public var time: TimeOfDay
        public var action: Action

        public init(_ time: TimeOfDay, _ action: Action) {
            self.time = time
            self.action = action
        }
    }

    public var faults: [PracticeFault]
    public var steps: [Step]
    /// Then the broker's order book is read and it ends.
    public var end: TimeOfDay

    public init(faults: [PracticeFault] = [], _ steps: [Step] = [], until end: TimeOfDay) {
        self.faults = faults
        self.steps = steps
        self.end = end
    }
}

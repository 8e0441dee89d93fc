package import SaudaCore

/// What each account had at the end of its latest day in the books, to begin the next day with. Names, not handles:
/// the next day has an instrument table of its own.
package struct OpeningBooks: Hashable, Sendable {
    /// A position, with the trade it belongs to where one is tracked.
    package struct Holding: Hashable, Sendable {
        package var instrument: DayHeader.Name
        /// Its handles are those of no day yet.
        package var carried: CarriedHolding

        package init(instrument: DayHeader.Name, carried: CarriedHolding) {
            self.instrument = instrument
            self.carried = carried
        }
    }

    /// An after-market order that waits; without the broker's reference when its placing was never answered.
    package struct Order: Hashable, Sendable {
        package var strategy: String
        package var instrument: DayHeader.Name
        /// Its handles are those of the day before.
        package var carried: CarriedOrder

        package init(strategy: String, instrument: DayHeader.Name, carried: CarriedOrder) {
            self.strategy = strategy
            self.instrument = instrument
            self.carried = carried
        }
    }

    /// What a strategy keeps.
    package struct Memo: Hashable, Sendable {
        package var strategy: String
        package var instrument: DayHeader.Name
        package var topic: String
        package var text: String

        package init(strategy: String, instrument: DayHeader.Name, topic: String, text: String) {
            self.strategy = strategy
            self.instrument = instrument
            self.topic = topic
            self.text = text
        }
    }

    package struct Account: Hashable, Sendable {
        /// As in config.yaml.
        package var name: String
        /// The day this is the end of.
        package var day: Day
        /// False when that day's journal was cut or ends before the evening did: more may have happened at the broker. Compare
        /// with its books before trading on.
        package var isComplete: Bool
        /// Why, in words.
        package var ending: String
        package var cash: Money
        package var holdings: [Holding]
        /// In the order of their numbers.
        package var orders: [Order]

        package var isInUse: Bool { !holdings.isEmpty || !orders.isEmpty }

        package init(
            name: String,
            day: Day,
            isComplete: Bool,
            ending: String,
            cash: Money,
            holdings: [Holding],
            orders: [Order] = []
        ) {
            self.name = name
            self.day = day
            self.isComplete = isComplete
            self.ending = ending
            self.cash = cash
            self.holdings = holdings
            self.orders = orders
        }
    }

    /// By name.
    package var accounts: [Account]
    /// By strategy, instrument and topic.
    package var memos: [Memo]
    /// The highest number that an order has had; zero before there was one.
    package var lastOrder: OrderID

    package init(accounts: [Account], memos: [Memo] = [], lastOrder: OrderID = OrderID(number: 0)) {
        self.accounts = accounts
        self.memos = memos
        self.lastOrder = lastOrder
    }

    /// Whatever the day needs to know by name: held, ordered or kept in mind.
    package var instruments: [DayHeader.Name] {
        var seen: Set<DayHeader.Name> = []
        return (neededInstruments + memos.map(\.instrument)).filter { seen.insert($0).inserted }
    }

    /// Those that are held or ordered: a day without their prices must not begin.
    package var neededInstruments: [DayHeader.Name] {
        accounts.flatMap { $0.holdings.map(\.instrument) + $0.orders.map(\.instrument) }
    }
}

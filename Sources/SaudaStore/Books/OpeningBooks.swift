package import SaudaCore

/// What each account had at the end of its latest day in the books, to begin the next day with. Names, not handles:
/// the next day has an instrument table of its own.
package struct OpeningBooks: Hashable, Sendable {
    /// A round trip that is not over.
    package struct Trade: Hashable, Sendable {
        package var instrument: DayHeader.Name
        package var quantity: Quantity
        /// Over all its fills (REN-6).
        package var average: Price
        package var entered: Timestamp
        /// Empty where the journal does not say.
        package var reason: String

        package init(
            instrument: DayHeader.Name,
            quantity: Quantity,
            average: Price,
            entered: Timestamp,
            reason: String
        ) {
            self.instrument = instrument
            self.quantity = quantity
            self.average = average
            self.entered = entered
            self.reason = reason
        }
    }

    /// What is held beyond the open trades; negative when short.
    package struct Holding: Hashable, Sendable {
        package var instrument: DayHeader.Name
        package var product: Product
        package var quantity: Quantity
        package var average: Price

        package init(instrument: DayHeader.Name, product: Product, quantity: Quantity, average: Price) {
            self.instrument = instrument
            self.product = product
            self.quantity = quantity
            self.average = average
        }
    }

    package struct Account: Hashable, Sendable {
        /// As in config.yaml.
        package var name: String
        /// The day this is the end of.
        package var day: Day
        /// False when that day's journal was cut or ends before the close: more may have happened at the broker. Compare
        /// with its books before trading on.
        package var isComplete: Bool
        /// Why, in words.
        package var ending: String
        package var cash: Money
        package var trades: [Trade]
        package var holdings: [Holding]

        package init(
            name: String,
            day: Day,
            isComplete: Bool,
            ending: String,
            cash: Money,
            trades: [Trade],
            holdings: [Holding]
        ) {
            self.name = name
            self.day = day
            self.isComplete = isComplete
            self.ending = ending
            self.cash = cash
            self.trades = trades
            self.holdings = holdings
        }
    }

    /// By name.
    package var accounts: [Account]

    package init(accounts: [Account]) { self.accounts = accounts }
}

package import SaudaCore
package import SaudaStore

/// What a day came to, account by account, made of the books: the same on the evening and a year later.
package struct DaySummary: Hashable, Sendable {
    package struct Held: Hashable, Sendable {
        package var position: DayLedger.Position
        /// The last price of the day; nil when none is known.
        package var price: Price?

        /// Negative of what is short.
        package var worth: Money? { price.map { $0 * Quantity(position.quantity) } }
    }

    package struct Account: Hashable, Sendable {
        package var name: String
        package var orders: OrderCounts
        /// Closed on the day.
        package var trades: [DayLedger.Trade]
        /// Of all sales of the day, before charges.
        package var realised: Money
        /// Of the day's fills, by part.
        package var charges: [String: Money]
        package var cash: Money
        package var held: [Held]

        package var chargesTotal: Money { charges.values.reduce(.zero, +) }
        package var net: Money { realised - chargesTotal }
        package var cost: Money { held.reduce(.zero) { $0 + $1.position.cost } }
        /// Of what is held; nil when of one the price is not known.
        package var worth: Money? {
            held.reduce(Money.zero as Money?) { sum, held in
                if let sum, let worth = held.worth { sum + worth } else { nil }
            }
        }
    }

    package var day: Day
    /// False when the day has not come to the end of its evening.
    package var isComplete: Bool
    package var accounts: [Account]
    package var incidents: DayIncidents

    /// - Parameter price: the last one of the day.
    package init(_ ledger: DayLedger, _ incidents: DayIncidents, price: (DayHeader.Name) -> Price?) {
        day = ledger.day
        isComplete = ledger.isComplete
        self.incidents = incidents
        let trips = RoundTrips.closed(in: ledger.fills)
        accounts = ledger.accounts.map { account in
            var charges: [String: Money] = [:]
            for fill in ledger.fills where fill.account == account.name {
                charges.merge(fill.charges) { $0 + $1 }
            }
            return Account(
                name: account.name,
                orders: OrderCounts(ledger.orders.filter { $0.account == account.name }),
                trades: (ledger.trades + trips).filter { $0.account == account.name },
                realised: account.realised,
                charges: charges,
                cash: account.cash,
                held: ledger.positions.filter { $0.account == account.name }.map { position in
                    Held(position: position, price: price(position.instrument))
                }
            )
        }
    }
}

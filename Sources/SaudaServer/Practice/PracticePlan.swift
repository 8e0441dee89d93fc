package import SaudaBroker
package import SaudaCore
package import SaudaSimulation

/// What a practice session starts from: a market, days of it, and an account.
package struct PracticePlan: Sendable {
    package var instruments: InstrumentTable
    package var history: MarketHistory
    package var days: [TradingDay]
    package var start: Timestamp
    package var cash: Money
    package var holdings: [PracticeSetup.Holding]
    package var faults: [PracticeFault]
    package var seed: UInt64
    /// Where a login ends; nil for a page of the server's own.
    package var redirect: String?
    /// The login page wants password and second factor.
    package var asksForLogin = false

    package init(
        instruments: InstrumentTable,
        history: MarketHistory,
        days: [TradingDay],
        start: Timestamp,
        cash: Money = Money(rupees: 1_000_000),
        holdings: [PracticeSetup.Holding] = [],
        faults: [PracticeFault] = [],
        seed: UInt64 = 1
    ) {
        self.instruments = instruments
        self.history = history
        self.days = days
        self.start = start
        self.cash = cash
        self.holdings = holdings
        self.faults = faults
        self.seed = seed
    }

    /// What the broker knows at the start: only days that are over.
    package var setup: PracticeSetup {
        let first = days.first?.day ?? start.day
        return PracticeSetup(
            instruments: instruments,
            daily: history.daily.map { $0.filter { $0.start.day < first } },
            minutes: history.minutes.map { $0.filter { $0.start.day < first } },
            holdings: holdings,
            seed: seed,
            redirect: redirect,
            asksForLogin: asksForLogin
        )
    }

    /// Joins a broker's side to the exchange.
    package func floor(_ broker: any PracticeBroker) -> PracticeFloor {
        var model = ExchangeModel(seed: seed)
        model.hasClosingAuction = false
        model.locksFromPrices = false
        var market = PracticeMarket(
            instruments,
            history,
            plan: .paper,
            settings: ExchangeSettings(charges: .builtIn, ticks: .builtIn, model: model),
            seed: seed
        )
        market.fund(cash)
        let before = (days.first?.day ?? start.day).advanced(by: -7)
        for holding in holdings {
            market.deposit(
                Deposit(
                    account: AccountID(index: 0),
                    instrument: holding.instrument,
                    quantity: holding.quantity,
                    price: holding.average,
                    entered: before.at(TimeOfDay(10, 0)),
                    reason: "",
                    isPaid: false
                )
            )
        }
        var faulty = FaultyBroker(broker, seed: seed)
        let first = min(start, days.first.map { $0.day.at(TimeOfDay(8, 30)) } ?? start)
        for fault in faults {
            // One without a time of day begins when clients can come, not while the morning is caught up.
            if fault.moment == .now {
                faulty.add(PracticeFault(fault.kind, .at(start.time), duration: fault.duration), at: first)
            } else {
                faulty.add(fault, at: first)
            }
        }
        return PracticeFloor(faulty, market, days: days, start: start)
    }
}

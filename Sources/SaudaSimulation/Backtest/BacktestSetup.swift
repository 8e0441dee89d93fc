package import SaudaCore

/// Everything a backtest is made of, as values.
package struct BacktestSetup: Sendable {
    /// What the result is called.
    package var title: String
    package var instruments: InstrumentTable
    package var accounts: [AccountSetup]
    /// The cash each account starts with.
    package var capital: [Money]
    package var strategies: [Engine.Entry]
    package var history: MarketHistory
    package var from: Day?
    package var to: Day?
    /// Positions put in before the first trade of their day; charged to the account's cash.
    package var deposits: [Deposit]
    package var calendar: MarketCalendar
    package var charges: ChargeSchedule
    package var ticks: TickLadder
    package var latency: TimeSpan
    /// What the exchange is believed to be like.
    package var model: ExchangeModel
    package var order: ExtremeOrder
    /// With `.minute` strategies are told of each minute's end too, and an order given then trades at the next price.
    package var candles: CandleSpan
    package var research: ResearchDesk
    /// Said in the result.
    package var assumptions: [String]

    package init(
        title: String,
        instruments: InstrumentTable,
        accounts: [AccountSetup],
        capital: [Money],
        strategies: [Engine.Entry],
        history: MarketHistory,
        from: Day? = nil,
        to: Day? = nil,
        deposits: [Deposit] = [],
        calendar: MarketCalendar = .builtIn,
        charges: ChargeSchedule = .builtIn,
        ticks: TickLadder = .builtIn,
        latency: TimeSpan = .zero,
        model: ExchangeModel = ExchangeModel(),
        order: ExtremeOrder = .nearerExtremeFirst,
        candles: CandleSpan = .day,
        research: ResearchDesk = ResearchDesk(),
        assumptions: [String] = []
    ) {
        self.title = title
        self.instruments = instruments
        self.accounts = accounts
        self.capital = capital
        self.strategies = strategies
        self.history = history
        self.from = from
        self.to = to
        self.deposits = deposits
        self.calendar = calendar
        self.charges = charges
        self.ticks = ticks
        self.latency = latency
        self.model = model
        self.order = order
        self.candles = candles
        self.research = research
        self.assumptions = assumptions
    }

    /// The first day there are prices of.
    package var firstDay: Day { history.days(from: from, to: to).first ?? Day(number: 0) }

    package func engine() -> Engine {
        Engine(
            instruments: instruments,
            accounts: accounts,
            strategies: strategies,
            charges: charges,
            ticks: ticks
        )
    }

    package func exchange() -> PracticeExchange {
        PracticeExchange(
            instruments: instruments,
            plans: accounts.map(\.plan),
            settings: ExchangeSettings(
                latency: latency,
                charges: charges,
                ticks: ticks,
                calendar: calendar,
                model: model
            )
        )
    }
}

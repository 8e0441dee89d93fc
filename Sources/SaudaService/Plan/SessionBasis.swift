package import SaudaCore

/// What a plan of a session is computed from. All of it is on this machine: nobody is asked.
package struct SessionBasis: Sendable {
    package var day: Day
    package var home: String
    package var instruments: InstrumentTable
    package var accounts: [AccountSetup]
    /// Those that run; their places are their `StrategyID`s.
    package var strategies: [ChosenStrategy]
    /// Daily candles that end before the day, by instrument, oldest first.
    package var daily: [[Candle]]
    package var opening: PaperPlan.Opening
    /// The session whose closes should be there: the last one that has ended before the day.
    package var lastSession: Day
    /// Where the candles come from, for people, and the command that gets newer ones; `SYMBOL` stands for the share.
    package var source: String
    package var remedy: String
    /// False where cash and shares are the broker's word, which nobody asks before the morning.
    package var isPaper: Bool
    package var flags: DayFlags?
    package var notes: [String] = []

    package init(
        day: Day,
        home: String,
        instruments: InstrumentTable,
        accounts: [AccountSetup],
        strategies: [ChosenStrategy],
        daily: [[Candle]],
        opening: PaperPlan.Opening,
        lastSession: Day,
        source: String,
        remedy: String,
        isPaper: Bool,
        flags: DayFlags?
    ) {
        self.day = day
        self.home = home
        self.instruments = instruments
        self.accounts = accounts
        self.strategies = strategies
        self.daily = daily
        self.opening = opening
        self.lastSession = lastSession
        self.source = source
        self.remedy = remedy
        self.isPaper = isPaper
        self.flags = flags
    }

    package var hasBegun: Bool { Folders.exists(journalPath) }
    package var journalPath: String { "\(home)/journal/\(day).journal" }

    func engine() -> Engine {
        Engine(
            instruments: instruments,
            accounts: accounts,
            strategies: strategies.entries,
            charges: .builtIn,
            ticks: .builtIn
        )
    }

    /// The day that an instrument's candles reach to; nil without any.
    func through(_ id: InstrumentID) -> Day? { daily[Int(id.index)].last?.start.day }

    func close(of id: InstrumentID) -> Price? { daily[Int(id.index)].last?.close }
}

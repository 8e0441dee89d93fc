package import SaudaCore
package import SaudaSimulation
import SaudaStore

/// A trading day with real brokers, ready to be begun.
package struct LivePlan: Sendable {
    package var day: Day
    package var hours: TradingDay
    package var instruments: InstrumentTable
    package var accounts: [AccountSetup]
    package var strategies: [Engine.Entry]
    /// The account whose feed gives the prices, and the one that is asked for history.
    package var feed: AccountID
    package var history: AccountID
    /// The accounts whose shares of before sauda may be sold.
    package var sellsHeld: Set<AccountID> = []
    /// What the books have and the broker lists no more: known by name, and nothing can be ordered in it.
    package var unlisted: Set<InstrumentID> = []
    package var calendar = MarketCalendar.builtIn {
        didSet { hours = TradingDay(day, in: calendar, holdsPrices: false) }
    }
    /// Says what the settings were, so that a begun day is not continued with others.
    package var fingerprint: String
    package var home: String
    /// For whoever asks later why an order was placed.
    package var settings: DaySettings?
    /// What the days before left.
    package var evening = LiveEvening()
    /// Answers what is no broker's to answer.
    package var research = ResearchDesk()
    /// A person's word that nothing may leave.
    package var halt: HaltFile

    package init(
        day: Day,
        instruments: InstrumentTable,
        accounts: [AccountSetup],
        strategies: [Engine.Entry],
        feed: AccountID,
        history: AccountID,
        fingerprint: String,
        home: String
    ) {
        self.day = day
        hours = TradingDay(day, in: .builtIn, holdsPrices: false)
        self.instruments = instruments
        self.accounts = accounts
        self.strategies = strategies
        self.feed = feed
        self.history = history
        self.fingerprint = Fingerprint.of(fingerprint)
        self.home = home
        halt = HaltFile(home: home)
    }

    var handover: Handover? {
        evening.books.map { books in
            let places = strategies.map { (name: $0.name, account: $0.account) }
            return Handover(books, accounts: accounts.map(\.name), strategies: places, instruments)
        }
    }

    /// What the day begins with, for people.
    package var handoverNote: String { handover?.note ?? "money and shares as the broker has them" }

    package var journalPath: String { "\(home)/journal/\(day).journal" }
    package var booksPath: String { "\(home)/books.sqlite" }

    var header: DayHeader {
        DayHeader(
            day: day,
            config: fingerprint,
            accounts: accounts.map(\.name),
            instruments: instruments,
            strategies: strategies.map(\.name)
        )
    }

    func engine() -> Engine {
        Engine(
            instruments: instruments,
            accounts: accounts,
            strategies: strategies,
            charges: .builtIn,
            ticks: .builtIn
        )
    }
}

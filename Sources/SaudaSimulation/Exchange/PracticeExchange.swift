public import SaudaCore

/// The practice exchange with a broker in front of it: takes orders, fills them from the market's moves, keeps the
/// account, answers questions. It knows nothing later than the last move it was given, but what a `Listing` says of the
/// day, which it tells nobody.
///
/// Its books are its own, so that the engine's view can be checked against it.
public struct PracticeExchange: Sendable {
    let instruments: InstrumentTable
    let settings: ExchangeSettings
    public package(set) var accounts: [AccountBook]
    /// Orders in the market, by instrument index.
    var books: [[RestingOrder]]
    /// After-market orders, waiting for the next opening.
    var queued: [RestingOrder] = []
    /// By instrument index.
    var last: [LastTrade]
    /// By instrument index.
    var listings: [Listing]
    /// Price bands of the day, by instrument index; empty on a day without any.
    var limits: [DayLimit] = []
    /// The day started last; its rules hold until the next one starts.
    private(set) var day: TradingDay?
    private(set) var sessions: DaySessions?
    private(set) var hasClosingAuction = false
    /// From the start of a day to its close.
    private(set) var isInSession = false
    /// What the exchange and the broker do of themselves today.
    var turns = Turns()
    /// Whether an intraday order was taken that may have left a position.
    var hasIntraday = false
    // What the model says, where every move and order asks for it.
    let needsVolume: Bool
    let slips: Bool
    let participation: Int?
    let findsLocks: Bool
    /// Whether anything here expires.
    let hasContracts: Bool
    /// By instrument index, as instruments are large to look at.
    let haveDerivatives: [Bool]
    /// By account.
    private let plans: [ChargePlan]
    private(set) var rates: [DayRates]
    /// Cash set aside for open buys, by account.
    var blocked: [Money]
    private var orders: UInt64 = 0

    /// - Parameter plans: what each account pays its broker.
    public init(instruments: InstrumentTable, plans: [ChargePlan], settings: ExchangeSettings) {
        self.plans = plans
        self.instruments = instruments
        self.settings = settings
        accounts = plans.indices.map { AccountBook(id: AccountID(index: UInt16($0))) }
        books = Array(repeating: [], count: instruments.count)
        last = Array(repeating: LastTrade(), count: instruments.count)
        listings = Array(repeating: .none, count: instruments.count)
        blocked = Array(repeating: .zero, count: plans.count)
        rates = plans.map { DayRates(settings.charges, $0, on: Day(number: 0)) }
        needsVolume = settings.model.needsVolume
        participation = settings.model.participation
        slips = settings.model.slippage != .none
        findsLocks = settings.model.locksFromPrices
        haveDerivatives = instruments.instruments.map(\.hasDerivatives)
        hasContracts = instruments.instruments.contains { $0.expiry != nil }
    }

    mutating func nextBrokerID() -> BrokerOrderID {
        orders += 1
        return BrokerOrderID("P" + String(orders))
    }

    var model: ExchangeModel { settings.model }
}

// MARK: - Days

extension PracticeExchange {
    /// Goes on where another exchange ended on `day`: its rates hold until the next start, its numbers go on.
    package mutating func resume(after day: Day, orders count: UInt64) {
        rates = plans.map { DayRates(settings.charges, $0, on: day) }
        orders = max(orders, count)
    }

    /// Opens the book of a new day: after-market orders enter the market before its first trade. One that does not
    /// fit the day's ticks or bands any more is refused.
    public mutating func start(_ newDay: TradingDay, at time: Timestamp, into events: inout [Event]) {
        let sessions = DaySessions(newDay, in: settings.calendar, hasClosingAuction: model.hasClosingAuction)
        self.sessions = sessions
        day = newDay
        hasClosingAuction = sessions.hasClosingAuction
        isInSession = true
        turns = Turns(sessions, squareOff: model.squareOff)
        for index in rates.indices { rates[index].turn(to: newDay.day) }
        for index in last.indices { last[index].state = .untraded }
        for index in accounts.indices { accounts[index].settle(by: newDay.day) }
        for order in queued {
            if let rejection = entryRejection(of: order, on: newDay.day) {
                release(order)
                events.append(Event(time, .report(Report(order.request.id, .rejected(rejection)))))
            } else {
                books[Int(order.request.instrument.index)].append(order)
            }
        }
        queued.removeAll(keepingCapacity: true)
    }

    /// Ends the day: what rests lapses.
    public mutating func end(at time: Timestamp, into events: inout [Event]) {
        isInSession = false
        turns = Turns()
        for index in books.indices where !books[index].isEmpty {
            for order in books[index] { lapse(order, at: time, into: &events) }
            books[index].removeAll(keepingCapacity: true)
        }
    }

    /// Puts shares or cash into an account.
    package mutating func deposit(_ deposit: Deposit) {
        accounts[Int(deposit.account.index)].deposit(deposit)
    }

    package mutating func add(cash amount: Money, to account: AccountID) {
        accounts[Int(account.index)].add(cash: amount)
    }

    /// Says what today's market of an instrument is like.
    package mutating func list(_ instrument: InstrumentID, as listing: Listing) {
        let index = Int(instrument.index)
        listings[index] = listing
        if findsLocks { listings[index].findLock(tick: tick(of: instrument, at: listing.close)) }
    }
}

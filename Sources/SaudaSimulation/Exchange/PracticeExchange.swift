public import SaudaCore

/// The practice exchange with a broker in front of it: takes orders, fills them from the market's moves, keeps the
/// account, answers questions. It knows nothing later than the last move it was given.
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
    var last: [Price]
    /// The day's first trade of the instrument has happened.
    var hasTraded: [Bool]
    var today: TradingDay?
    /// By account.
    private let plans: [ChargePlan]
    var rates: [DayRates]
    var blocked: [Money]
    private var orders: UInt64 = 0

    /// - Parameter plans: what each account pays its broker.
    public init(instruments: InstrumentTable, plans: [ChargePlan], settings: ExchangeSettings) {
        let accounts = plans.count
        self.plans = plans
        self.instruments = instruments
        self.settings = settings
        self.accounts = (0..<accounts).map { AccountBook(id: AccountID(index: UInt16($0))) }
        books = Array(repeating: [], count: instruments.count)
        last = Array(repeating: .zero, count: instruments.count)
        hasTraded = Array(repeating: false, count: instruments.count)
        blocked = Array(repeating: .zero, count: accounts)
        rates = plans.map { DayRates(settings.charges, $0, on: Day(number: 0)) }
    }

    /// Whether a move of this instrument could fill something.
    public func hasOrders(in instrument: InstrumentID) -> Bool { !books[Int(instrument.index)].isEmpty }

    /// Opens the book of a new day: after-market orders enter the market before its first trade.
    public mutating func start(_ day: TradingDay) {
        today = day
        rates = plans.map { DayRates(settings.charges, $0, on: day.day) }
        for index in hasTraded.indices { hasTraded[index] = false }
        for index in accounts.indices { accounts[index].settle(by: day.day) }
        for order in queued { books[Int(order.request.instrument.index)].append(order) }
        queued.removeAll(keepingCapacity: true)
    }

    /// Ends the day: what rests lapses.
    public mutating func end(at time: Timestamp, into events: inout [Event]) {
        for index in books.indices where !books[index].isEmpty {
            for order in books[index] {
                lapse(order, at: time, into: &events)
            }
            books[index].removeAll()
        }
        today = nil
    }

    /// Moves the market of one instrument, filling what the move reaches.
    public mutating func trade(
        _ instrument: InstrumentID,
        at price: Price,
        isGap: Bool,
        time: Timestamp,
        into events: inout [Event]
    ) {
        let index = Int(instrument.index)
        let previous = last[index]
        last[index] = price
        hasTraded[index] = true
        guard !books[index].isEmpty else { return }
        // Taken out while filling, so that a fill may look at the rest of the exchange.
        let book = books[index]
        books[index] = []
        for var order in book {
            if let traded = order.execution(from: previous, to: price, isGap: isGap) {
                fill(&order, at: traded, time: time, into: &events)
            } else {
                books[index].append(order)
            }
        }
    }

    /// Notes the last price of an instrument that was not fed move by move.
    mutating func mark(_ instrument: InstrumentID, at price: Price) { last[Int(instrument.index)] = price }

    /// Puts shares or cash into an account.
    package mutating func deposit(_ deposit: Deposit) {
        accounts[Int(deposit.account.index)].deposit(deposit, settlement: today?.settlement ?? deposit.entered.day)
    }

    package mutating func add(cash amount: Money, to account: AccountID) {
        accounts[Int(account.index)].add(cash: amount)
    }

    mutating func nextBrokerID() -> BrokerOrderID {
        orders += 1
        return BrokerOrderID("P\(orders)")
    }
}

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
    /// By instrument index.
    var last: [LastTrade]
    /// The day started last; its rules hold until the next one starts.
    private(set) var day: TradingDay?
    /// From the start of a day to its close.
    private(set) var isInSession = false
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
        blocked = Array(repeating: .zero, count: plans.count)
        rates = plans.map { DayRates(settings.charges, $0, on: Day(number: 0)) }
    }

    mutating func nextBrokerID() -> BrokerOrderID {
        orders += 1
        return BrokerOrderID("P\(orders)")
    }
}

// MARK: - Days

extension PracticeExchange {
    /// Opens the book of a new day: after-market orders enter the market before its first trade. One that does not
    /// fit the day's ticks any more is refused.
    public mutating func start(_ newDay: TradingDay, at time: Timestamp, into events: inout [Event]) {
        day = newDay
        isInSession = true
        rates = plans.map { DayRates(settings.charges, $0, on: newDay.day) }
        for index in last.indices { last[index].state = .untraded }
        for index in accounts.indices { accounts[index].settle(by: newDay.day) }
        for order in queued {
            if isOnTick(order, on: newDay.day) {
                books[Int(order.request.instrument.index)].append(order)
            } else {
                release(order)
                events.append(Event(time, .report(Report(order.request.id, .rejected(.offTick)))))
            }
        }
        queued.removeAll(keepingCapacity: true)
    }

    /// Ends the day: what rests lapses.
    public mutating func end(at time: Timestamp, into events: inout [Event]) {
        isInSession = false
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
}

// MARK: - The market

extension PracticeExchange {
    /// The number of the oldest order in this instrument's book; the largest number when there is none.
    func firstOrder(in instrument: InstrumentID) -> UInt64 {
        books[Int(instrument.index)].first?.request.id.number ?? .max
    }

    /// Whether a move of this instrument could fill something.
    public func hasOrders(in instrument: InstrumentID) -> Bool { !books[Int(instrument.index)].isEmpty }

    /// Moves the market of one instrument, filling what the move reaches.
    ///
    /// - Parameter isGap: the price appeared here; otherwise it came through every price since the last one.
    public mutating func trade(
        _ instrument: InstrumentID,
        at price: Price,
        isGap: Bool,
        time: Timestamp,
        into events: inout [Event]
    ) {
        let index = Int(instrument.index)
        last[index] = LastTrade(price: price, time: time, state: .standing)
        guard !books[index].isEmpty else { return }
        // Taken out while filling, so that a fill may look at the rest of the exchange.
        var book: [RestingOrder] = []
        swap(&book, &books[index])
        var kept = 0
        for place in book.indices {
            if let traded = book[place].execution(at: price, isGap: isGap) {
                fill(&book[place], at: traded, time: time, into: &events)
            } else if book[place].terms.validity == .ioc {
                lapse(book[place], at: time, into: &events)
            } else {
                if kept < place { book.swapAt(kept, place) }
                kept += 1
            }
        }
        book.removeSubrange(kept...)
        swap(&book, &books[index])
    }

    /// Notes the last price of an instrument that was not fed move by move because nothing waited for it.
    mutating func mark(_ instrument: InstrumentID, at price: Price, time: Timestamp) {
        guard time > last[Int(instrument.index)].time else { return }
        last[Int(instrument.index)] = LastTrade(price: price, time: time, state: .standing)
    }

    /// Says that a candle has ended: an order that comes before the next price waits for it.
    mutating func endCandle(of instrument: InstrumentID, at price: Price, time: Timestamp) {
        last[Int(instrument.index)] = LastTrade(price: price, time: time, state: .ended)
    }
}

import SaudaCore

/// The books of one day, grown record by record.
///
/// They cannot disagree with the engine, because the rules are not written a second time: a report goes through the
/// same `OrderLifecycle`, which decides what is a fill, and a fill goes through the same `AccountBook`, which decides
/// what it costs and what it does to cash, position and trade. What is left here is to hand each record on as the
/// engine does, and a test runs both on the same day.
///
/// One thing the engine knows and no record says: that it adopted a foreign order. It shows at the first change asked
/// of that order. Until then its fills stand here as a person's: the same money, but under a person's reason, and a buy
/// is part of no trade.
struct DayFold {
    /// The journal's path, for errors.
    let path: String
    let header: DayHeader
    let schedule: ChargeSchedule
    let plans: [ChargePlan]
    /// By handle; nil for one that the instrument list given does not hold.
    let instruments: [Instrument?]

    var today: TradingDay?
    var books: [AccountBook]
    var rates: [DayRates]
    /// By account: what was put in or taken out.
    var added: [Money]

    var stamp = BookStamp(sequence: 0, cause: 0, time: Timestamp(microseconds: .min))
    var first: Timestamp?
    var last: Timestamp?
    var hasEnded = false
    var events = 0
    var commands = 0
    var unknownReports = 0
    /// By record; nil for commands. A command's time is that of its cause.
    private var times: [Timestamp?] = []

    var orders: [BookOrder] = []
    var steps: [BookOrderStep] = []
    var fills: [BookFill] = []
    var alerts: [(stamp: BookStamp, alert: Alert)] = []
    var decisions: [(stamp: BookStamp, decision: Decision)] = []
    /// The last row of each strategy and instrument.
    var candidates: [CandidateKey: (stamp: BookStamp, candidate: Candidate)] = [:]
    /// The last text of each strategy, instrument and topic.
    var memos: [MemoKey: (stamp: BookStamp, memo: Memo)] = [:]
    /// After-market orders that wait for an opening.
    var waiting = WaitingOrders()
    /// The highest order number that was used, today or before.
    var lastOrder: UInt64 = 0
    /// Places in `orders`.
    var own: [OrderID: Int] = [:]
    var foreign: [Foreign: Int] = [:]
    /// Reasons of orders, also of those whose adoption has not shown yet.
    var explained: [OrderID: String] = [:]
    /// What of each foreign order stands in the books.
    var booked: [Foreign: (filled: Quantity, value: Money)] = [:]

    struct CandidateKey: Hashable {
        var strategy: StrategyID
        var instrument: InstrumentID
    }

    struct MemoKey: Hashable {
        var strategy: StrategyID
        var instrument: InstrumentID
        var topic: String
    }

    struct Foreign: Hashable {
        var account: AccountID
        var id: BrokerOrderID
    }

    init(path: String, header: DayHeader, schedule: ChargeSchedule, plans: [ChargePlan], instruments: [Instrument?]) {
        self.path = path
        self.header = header
        self.schedule = schedule
        self.plans = plans
        self.instruments = instruments
        books = plans.indices.map { AccountBook(id: AccountID(index: UInt16($0))) }
        // As in the engine: before the day has started no rate is known.
        rates = plans.map { DayRates(schedule, $0, on: Day(number: 0)) }
        added = plans.map { _ in .zero }
    }

    /// Whether the market had closed when the last event came; the evening's work may be open.
    var hasClosed: Bool {
        guard let today, let last else { return false }
        return last >= today.close
    }

    mutating func take(_ record: JournalRecord) throws(StoreError) {
        let entry: JournalEntry
        do {
            entry = try JournalEntry(record)
        } catch {
            throw StoreError(error, in: path, record: record.sequence)
        }
        stamp.sequence = record.sequence
        stamp.cause = record.cause
        switch entry {
        case .event(let event):
            events += 1
            times.append(event.time)
            first = first ?? event.time
            last = event.time
            stamp.time = event.time
            try take(event.kind)
        case .command(let command):
            commands += 1
            times.append(nil)
            guard record.cause > 0, let time = times[Int(record.cause) - 1] else {
                throw refusal("is a command without the event that caused it")
            }
            stamp.time = time
            try take(command)
        }
    }
}

import Foundation
import SaudaBroker
import SaudaCore
import Testing

@testable import SaudaService

/// LOG-2 and the words of a run in its log.
@Suite struct RunLogTests {
    private static let day = Day(year: 2026, month: 11, day: 20)!
    private let folder = ScratchFolder()
    private let order = OrderRequest(
        id: OrderID(number: 1),
        account: AccountID(index: 0),
        instrument: InstrumentID(index: 1),
        side: .sell,
        product: .delivery,
        variety: .regular,
        terms: OrderTerms(kind: .limit, quantity: Quantity(10), limit: Price(rupees: 1500)),
        strategy: StrategyID(index: 0),
        reason: "EMA9"
    )

    private func at(_ hour: Int, _ minute: Int) -> Timestamp { Self.day.at(TimeOfDay(hour, minute)) }

    private func run(level: LogLevel = .info) -> RunLog {
        var settings = Config.Log()
        settings.level = level
        let machine = at(20, 0)
        let log = DayLog(home: folder.path, settings, secrets: KnownSecrets(), machine: { machine }, complain: { _ in })
        return RunLog(log, now: at(8, 0))
    }

    private func started(level: LogLevel = .info, jobs: [DayLine] = []) throws -> RunLog {
        var table = InstrumentTable()
        for symbol in ["TCS", "INFY"] { try table.add(Instrument(symbol: symbol)) }
        let log = run(level: level)
        log.start("paper  2026-11-20", table, "nothing held", nil, jobs: jobs)
        return log
    }

    /// Without the day.
    private func lines() throws -> [String] {
        let path = LogFolder.file(folder.path, Self.day)
        guard FileManager.default.fileExists(atPath: path) else { return [] }
        return try String(contentsOfFile: path, encoding: .utf8).split(separator: "\n").map { String($0.dropFirst(11)) }
    }

    private func report(_ time: Timestamp, _ kind: Report.Kind) -> Event {
        Event(time, .report(Report(order.id, kind)))
    }

    @Test func `an order's life stands in the log, with levels`() throws {
        let log = try started(level: .debug)
        let worse = OrderTerms(kind: .market, quantity: Quantity(10))
        log.take(Event(at(9, 15), .clock(WakeKey(owner: StrategyID(index: 0), label: 1))), [.place(order)], isNew: true)
        log.take(report(at(9, 15), .accepted(BrokerOrderID("B7"))), [], isNew: true)
        log.take(report(at(9, 16), .traded(total: Quantity(4), value: Money(rupees: 6000))), [], isNew: true)
        let change = Command.modify(order.id, order.account, BrokerOrderID("B7"), worse, request: 1)
        log.take(report(at(9, 17), .modifyRefused(.offTick, request: 1)), [change], isNew: true)
        for kind in [
            Report.Kind.traded(total: Quantity(4), value: Money(rupees: 6000)),
            .completed(total: Quantity(10), value: Money(rupees: 15000)),
            .traded(total: Quantity(10), value: Money(rupees: 15000)),
        ] { log.take(report(at(9, 18), kind), [], isNew: true) }
        log.take(report(at(9, 19), .rejected(.noHoldings)), [], isNew: true)
        log.take(report(at(9, 19), .placeTimedOut), [], isNew: true)
        log.take(Event(at(9, 20), .control(.stop)), [.alert(Alert(.critical, code: "x", text: "look"))], isNew: true)
        #expect(
            try lines() == [
                "09:15:00 — INFO — engine — paper 2026-11-20, 2 instruments, nothing held",
                "09:15:00 — INFO — orders — place: SELL INFY 10 at 1500.00",
                "09:15:00 — DEBUG — orders — broker: SELL INFY taken as B7",
                "09:16:00 — INFO — orders — fill: SELL INFY 4 at 1500.00",
                "09:17:00 — WARNING — orders — REFUSED: SELL INFY the price is not a multiple of the tick",
                "09:17:00 — INFO — orders — modify: SELL INFY 10 at the market",
                "09:18:00 — INFO — orders — fill: SELL INFY 6 at 1500.00",
                "09:19:00 — WARNING — orders — REJECTED: SELL INFY no holdings to sell",
                "09:19:00 — WARNING — orders — in doubt: SELL INFY no answer: the broker's book is read before anything "
                    + "else",
                "09:20:00 — WARNING — halt — HALT: nothing leaves until `sauda resume`; what works is cancelled",
                "09:20:00 — CRITICAL — alerts — ALERT: look",
            ]
        )
    }

    @Test func `LOG-2: each task writes its line at its start`() throws {
        let log = run()
        for task in ScheduledTask.allCases {
            log.take(TaskEvent(at(9, 0), Self.day, TaskSlot(task), .started(attempt: 1)))
            log.take(TaskEvent(at(9, 0), Self.day, TaskSlot(task), .failed("no session: sign in")))
            log.take(TaskEvent(at(9, 1), Self.day, TaskSlot(task), .started(attempt: 2)))
            log.take(TaskEvent(at(9, 1), Self.day, TaskSlot(task), .done))
        }
        let expected = ScheduledTask.allCases.flatMap { task in
            [
                "09:00:00 — INFO — tasks — TASK: \(task.title)",
                "09:00:00 — ERROR — tasks — \(task.title): FAILED, no session: sign in",
                "09:01:00 — INFO — tasks — TASK: \(task.title)", "09:01:00 — INFO — tasks — \(task.title): try 2",
                "09:01:00 — INFO — tasks — \(task.title): done",
            ]
        }
        #expect(try lines() == expected)
        for title in ["PRE-MARKET RETRY", "SELL ORDER PLACEMENT", "POSITION MONITOR", "MARKET ANALYSIS"] {
            #expect(try lines().contains { $0.hasSuffix("TASK: \(title)") })
        }
    }

    @Test func `the steps of the end of the day are told, and what was left out with its reason`() throws {
        let log = run()
        log.take(TaskEvent(at(18, 0), Self.day, TaskSlot(.cleanup), .step(.removeExpired, failure: nil)))
        log.take(TaskEvent(at(18, 0), Self.day, TaskSlot(.cleanup), .step(.checkPending, failure: "no line")))
        log.take(TaskEvent(at(18, 0), Self.day, TaskSlot(.buyOrders), .missed(.noAnalysis)))
        #expect(
            try lines() == [
                "18:00:00 — INFO — tasks — END-OF-DAY CLEANUP: remove expired failed orders: done",
                "18:00:00 — ERROR — tasks — END-OF-DAY CLEANUP: check pending orders: FAILED, no line",
                "18:00:00 — WARNING — tasks — PLACE BUY ORDERS: left out, the evening's analysis was not done",
            ]
        )
    }

    @Test func `on paper the day's clock calls the tasks, and one that a person asks for is called once`() throws {
        let jobs = try #require(DayLines(Self.day, .builtIn)).lines
        let log = try started(jobs: jobs)
        // Played again: another process has told it.
        log.take(Event(at(9, 1), .control(.resume)), [], isNew: false)
        log.take(Event(at(16, 0), .job(.analysis)), [], isNew: true)
        log.take(Event(at(16, 1), .job(.analysis)), [], isNew: true)
        let told = try lines().filter { $0.contains("TASK: ") }
        #expect(told.first == "09:03:00 — INFO — tasks — TASK: PRE-MARKET ADJUSTMENT")
        #expect(told.last == "16:00:00 — INFO — tasks — TASK: MARKET ANALYSIS")
        #expect(told.count == 10, "\(told)")
    }

    @Test func `LOG-2: a login tells that it completed and that it stays active for the day`() throws {
        let log = run()
        log.take(LinkNotice(.info, "signed-in", "signed in to acme as AB1234."), at: at(8, 30))
        #expect(
            try lines() == [
                "08:30:00 — INFO — login — login completed: signed in to acme as AB1234.",
                "08:30:00 — INFO — login — the login stays active for the entire trading day",
            ]
        )
    }

    @Test func `what strategies note stands by its share, or by itself`() throws {
        let log = try started(level: .debug)
        let id = StrategyID(index: 0)
        let notes = [
            Command.note(
                Decision(strategy: id, instrument: order.instrument, kind: .skipped, code: "no-cash", text: "5")
            ),
            .note(Decision(strategy: id, instrument: nil, kind: .seen, code: "monitored", text: "1 held")),
        ]
        log.take(Event(at(9, 30), .control(.resume)), notes, isNew: true)
        #expect(
            try lines().suffix(2) == [
                "09:30:00 — INFO — strategies — skip: INFY no-cash 5",
                "09:30:00 — DEBUG — strategies — note: monitored 1 held",
            ]
        )
    }

    @Test func `notices about orders are never left out, those about prices are`() throws {
        let log = run()
        for number in 0..<20 {
            log.take(LinkNotice(.info, "sliced", "order \(number) became 2."), at: at(9, 15))
            log.take(LinkNotice(.warning, "feed-lost", "no message for \(number) s"), at: at(9, 15))
            log.take(LinkNotice(.critical, "rest-mode", "no tick for \(number) s"), at: at(9, 15))
        }
        #expect(try lines().count { $0.contains("INFO — orders — sliced: order") } == 20)
        #expect(try lines().count { $0.contains("WARNING — feed — feed-lost") } == 1)
        #expect(try lines().count { $0.contains("CRITICAL — feed — rest-mode") } == 20)
        log.finish()
        #expect(try lines().last == "09:15:00 — WARNING — feed — 19 more like: feed-lost: no message for 19 s")
    }

    @Test func `a day that is played again says so in one line, and one that only is played again says nothing`() throws
    {
        let log = try started()
        for _ in 0..<3 { log.take(report(at(9, 15), .accepted(BrokerOrderID("B7"))), [.place(order)], isNew: false) }
        log.finish()
        #expect(try lines().isEmpty)
        log.take(report(at(9, 16), .cancelled), [], isNew: true)
        #expect(
            try lines().dropFirst() == [
                "09:16:00 — INFO — engine — taken up: 3 events played again from the journal, nothing sent twice",
                "09:16:00 — INFO — orders — cancelled: SELL INFY",
            ]
        )
    }

    @Test func `an error that ends a run stands in the log, unless nothing was begun`() throws {
        run().failed(RequestError("no such day", "name another"))
        #expect(try lines().isEmpty)
        try started().failed(RequestError("the journal is damaged", "restore it"))
        #expect(try lines().last == "08:00:00 — ERROR — engine — FAILED: the journal is damaged; restore it")
    }
}

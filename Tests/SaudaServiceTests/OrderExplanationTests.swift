import Foundation
import SaudaCore
import SaudaService
import SaudaStore
import Testing

/// `sauda explain`: why an order was placed and what became of it.
@Suite struct OrderExplanationTests {
    private let home: AuditedHome

    init() throws { home = try AuditedHome() }

    private func explain(_ order: String, on day: Day? = nil) throws -> OrderExplanation {
        try OrderExplainer(home: home.path).explain(order, on: day)
    }

    @Test func `an order has its cause, decision, price and outcome, each with its record`() throws {
        let told = try explain("1")
        #expect(told.causes.map(\.record) == [3])
        #expect(told.causes.first?.text == "a price of INFY-EQ: 1500.00 (simulated)")
        #expect(told.decisions.map(\.record) == [4])
        #expect(told.decisions.first?.text == "dip: =3 %, \"deep\"")
        #expect(told.price?.price == "1500.00" && told.price?.ageSeconds == 60)
        #expect(told.steps.map(\.what) == ["sent", "accepted", "traded", "completed"])
        #expect(told.steps.map(\.record) == [5, 6, 7, 8])
        #expect(told.outcomeText == "filled; 10 filled at an average of 1499.90")
        #expect(told.account == "main" && told.strategy == "dip" && told.reason == "DIP" && told.config == "c0ffee")
        #expect(told.unknown.isEmpty)
        for line in [
            "order 1, broker's B1: BUY INFY-EQ, 10, LIMIT 1500.00, DAY, delivery",
            "  2026-11-19 09:23:00  record 8  completed  10 in all at an average of 1499.90, 14999.00 rupees",
            "Outcome: filled; 10 filled at an average of 1499.90",
        ] {
            #expect(told.text.contains(line), "\(told.text)")
        }
    }

    @Test func `it is found by our number, the broker's reference and our tag, on the latest day that has it`() throws {
        let day = AuditedHome.second
        let prefix = DeskTag.prefix(home: home.path, account: "main", owner: "R", day: day)
        let told = try ["11", "B11", prefix + "B"].map { try explain($0) }
        #expect(Set(told).count == 1 && told.first?.day == "\(day)")
        #expect(try explain("B1").day == "\(AuditedHome.first)")
        #expect(throws: DataError.self) { try explain("1", on: day) }
        #expect(throws: DataError.self) { try explain("RFFFFFFB") }
    }

    @Test func `a refused order says why, and what its strategy did not say is said to be unknown`() throws {
        let told = try explain("2")
        #expect(told.outcome == "rejected")
        #expect(told.outcomeText == "rejected: needs 1050000.00 rupees, has 985001.00; nothing was filled")
        #expect(told.causes.map(\.record) == [9])
        #expect(told.price?.record == 3)
        let byHand = try explain("H1", on: AuditedHome.first)
        #expect(byHand.outcome == "working" && byHand.order == nil && byHand.strategy == nil)
        #expect(byHand.unknown.first == "why it was placed: it is not one of ours")
        #expect(byHand.unknown.count == 2)
    }

    @Test
    func `it was held against the offer, its shape and the limits on money, whose figures an older home has not kept`()
        throws
    {
        let told = try explain("1")
        #expect(told.settings.isEmpty)
        #expect(
            told.checks == [
                "LIMIT, DAY, delivery is what the broker takes",
                "10 is a whole number of lots, and its prices lie on the tick and within the day's band",
                "its prices are plausible beside 1500.00, the price known then",
                "orders were not halted",
                "15000.00 is within order_value, which was not kept for that day",
                "it was order 1 of the account's day, within orders_per_day, which was not kept for that day",
                "the day's loss was below daily_loss, which was not kept for that day",
            ]
        )
    }

    @Test func `a day's settings are told with their lines of config.yaml, whatever it says today`() async throws {
        let played = try await PlayedHome(days: 8, seed: 3)
        let buy = try #require(played.orders.first { $0.request.side == .buy })
        let sell = try #require(played.orders.first { $0.request.side == .sell && $0.request.product == .delivery })
        let told = try OrderExplainer(home: played.path).explain("\(buy.request.id.number)", on: buy.day)
        #expect(
            told.settings.first { $0.key == "strategies.\(told.strategy ?? "")" }?.place.hasPrefix("config.yaml:")
                == true
        )
        #expect(told.settings.first { $0.key == "accounts.main.limits.order_value" }?.value == "500000.00")
        #expect(told.checks.contains { $0.hasSuffix(" is within order_value of 500000.00") }, "\(told.checks)")
        #expect(told.text.contains("  accounts.main.limits.daily_loss: 25000.00"), "\(told.text)")
        let closing = try OrderExplainer(home: played.path).explain("\(sell.request.id.number)", on: sell.day)
        #expect(closing.checks.last?.hasPrefix("it only closes a position") == true, "\(closing.checks)")
    }

    @Test func `an order that is not there is answered with the nearest`() throws {
        let error = try #require(throws: DataError.self) { try explain("3", on: AuditedHome.first) }
        #expect(error.what == "no order '3' on 2026-11-19")
        #expect(
            error.nextStep == "the nearest of 2026-11-19 are: 2 BUY 700 INFY-EQ at 09:30:00; 1 (B1) BUY 10 INFY-EQ at "
                + "09:20:00; by hand (H1) BUY 1 TCS-EQ at 10:00:00"
        )
        let typed = try #require(throws: DataError.self) { try explain("H2", on: AuditedHome.first) }
        #expect(typed.nextStep.contains("are: by hand (H1)"))
        #expect(throws: DataError.self) { try OrderExplainer(home: ScratchFolder().path).explain("1", on: nil) }
    }

    @Test func `every prefix of a journal tells the order as far as it goes, and never more`() throws {
        let whole = try home.bytes(AuditedHome.first)
        let full = try explain("1", on: AuditedHome.first)
        var lengths: Set<Int> = []
        for size in whole.indices {
            try home.put(whole[..<size], AuditedHome.first)
            guard let told = try? explain("1", on: AuditedHome.first) else { continue }
            #expect(full.steps.starts(with: told.steps), "cut at \(size)")
            #expect(told.steps.count == 4 || told.unknown.contains { $0.contains("journal's last record") })
            lengths.insert(told.steps.count)
        }
        #expect(lengths == [1, 2, 3, 4])
    }

    @Test func `the wake-ups and questions behind an order are walked back to what came from outside`() throws {
        let day = AuditedHome.first
        let key = WakeKey(owner: AuditedHome.strategy, label: 7)
        func at(_ minute: Int) -> Timestamp { day.at(TimeOfDay(9, minute)) }
        let question = Question.history(AuditedHome.infy, days: 30)
        let candle = Candle(
            start: day.advanced(by: -1).at(TimeOfDay(9, 15)),
            open: Price(rupees: 100),
            high: Price(rupees: 100),
            low: Price(rupees: 100),
            close: Price(rupees: 100),
            volume: Quantity(1)
        )
        var entries: [JournalEntry] = [.event(Event(at(0), .job(.buyOrders)))]
        for minute in 1...3 {
            entries.append(.command(.wake(at: at(minute), key)))
            entries.append(.event(Event(at(minute), .clock(key))))
        }
        entries.append(.command(.fetch(RequestID(number: 1), question)))
        entries.append(.event(Event(at(4), .answer(RequestID(number: 1), .candles([candle])))))
        for case .command(.place(let request)) in AuditedHome.entries(day).prefix(5) {
            entries.append(.command(.place(request)))
        }
        try FileManager.default.removeItem(atPath: home.file(day))
        _ = try AuditedHome.write(day, to: home.file(day), entries: entries)
        let told = try explain("1", on: day)
        #expect(told.causes.map(\.record) == [9, 8, 7, 2, 1])
        #expect(told.causes.map(\.text)[1] == "asked for 30 days of candles of INFY-EQ")
        #expect(told.causes[2].text.hasSuffix("(its label 7), after 2 such"))
        #expect(told.causes.last?.text == "the schedule or a person asked for buy-orders")
        #expect(told.price?.source == "daily candle" && told.price?.ageSeconds == nil)
        #expect(told.outcome == "placing" && told.unknown.count == 2)
    }

    @Test func `what a strategy finds while an order works is told where the order was changed`() throws {
        let day = AuditedHome.first
        func seen(_ text: String) -> JournalEntry {
            let strategy = AuditedHome.strategy
            return .command(
                .note(Decision(strategy: strategy, instrument: AuditedHome.infy, kind: .seen, code: text))
            )
        }
        func price(_ minute: Int) -> JournalEntry {
            let time = day.at(TimeOfDay(9, minute))
            let price = Price(paise: 150_000)
            return .event(
                Event(time, .tick(Tick(instrument: AuditedHome.infy, price: price, exchangeTime: time, source: .rest)))
            )
        }
        let terms = OrderTerms(kind: .limit, quantity: Quantity(10), limit: Price(rupees: 1499))
        let change = Command.modify(OrderID(number: 1), AuditedHome.main, BrokerOrderID("B1"), terms, request: 2)
        var entries = Array(AuditedHome.entries(day).prefix(6))
        entries += [price(30), seen("quiet"), price(31), seen("before"), .command(change), seen("after"), price(32)]
        entries.append(seen("quiet"))
        try FileManager.default.removeItem(atPath: home.file(day))
        _ = try AuditedHome.write(day, to: home.file(day), entries: entries)
        let told = try explain("1", on: day)
        #expect(told.steps.map(\.what) == ["sent", "accepted", "seen", "change", "seen"])
        #expect(told.steps.map(\.text)[2] == "before" && told.steps.last?.text == "after")
        #expect(told.findingsLeftOut == 2 && told.decisions.count == 1)
    }

    @Test func `a journal whose records do not fit each other is told as it is, and ends nothing`() throws {
        let day = AuditedHome.first
        let key = WakeKey(owner: AuditedHome.strategy, label: 7)
        let id = OrderID(number: 1)
        let none = OrderTerms(kind: .limit, quantity: .zero, limit: Price(rupees: 1))
        let change = Command.modify(id, AuditedHome.main, BrokerOrderID("B1"), none, request: 1)
        let cancel = Command.cancel(id, AuditedHome.main, BrokerOrderID("B1"), request: 1)
        let place = try #require(AuditedHome.entries(day).prefix(5).last)
        func report(_ kind: Report.Kind) -> JournalEntry {
            .event(Event(day.at(TimeOfDay(9, 1)), .report(Report(id, kind))))
        }
        let entries: [JournalEntry] = [
            .event(Event(day.at(TimeOfDay(9, 0)), .clock(key))), .command(.wake(at: .distantFuture, key)),
            .event(Event(day.at(TimeOfDay(9, 0)), .clock(key))), .command(cancel), .command(change), place, place,
            report(.traded(total: Quantity(.max), value: Money(raw: .max))), .command(change), .command(cancel),
            report(.completed(total: Quantity(-1), value: Money(raw: .min + 1))), report(.cancelled), place,
        ]
        try FileManager.default.removeItem(atPath: home.file(day))
        _ = try AuditedHome.write(day, to: home.file(day), entries: entries)
        let told = try explain("1", on: day)
        #expect(told.steps.count { $0.what == "sent" } == 3)
        #expect(told.steps.contains { $0.text.contains("at an average of -") })
        #expect(!told.text.isEmpty)
    }

    @Test func `every order of played days has its cause, decision, price and outcome`() async throws {
        let home = try await PlayedHome(days: 8, seed: 3)
        let audit = try #require(try HomeAudit.run(home.path))
        #expect(audit.isSound && audit.count(.remark) == 0, "\(audit.days.flatMap(\.findings))")
        #expect(home.orders.count > 3)
        var overnight = 0
        for (day, request) in home.orders {
            let told = try OrderExplainer(home: home.path).explain("\(request.id.number)", on: day)
            #expect(told.day == "\(day)" && told.reason == request.reason && !told.reason.isEmpty)
            #expect(!told.causes.isEmpty && told.price != nil, "order \(request.id.number)")
            #expect(!told.decisions.isEmpty || told.unknown.contains { $0.contains("its strategy noted none") })
            #expect(told.steps.first?.what == "sent")
            if Set(told.steps.map(\.day)).count > 1 { overnight += 1 }
            switch home.outcomes[request.id] {
            case .completed?: #expect(told.outcome == "filled", "order \(request.id.number)")
            case .rejected?: #expect(told.outcome == "rejected", "order \(request.id.number)")
            case .cancelled?: #expect(told.outcome == "cancelled", "order \(request.id.number)")
            case .expired?: #expect(told.outcome == "expired", "order \(request.id.number)")
            default: #expect(!told.outcome.isEmpty)
            }
        }
        #expect(overnight > 0)
    }
}

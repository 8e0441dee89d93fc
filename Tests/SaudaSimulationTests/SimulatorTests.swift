import SaudaCore
import SaudaSimulation
import Testing

/// When orders reach the market and at which price, in days played from candles.
///
/// A daily candle is played as its open at 09:15:00, the extremes at 11:20:00 and 13:25:00, and its close a microsecond
/// before 15:30. Thursday: 100, 105, 90, 102. Friday: 104, 99, 110, 101, the low being nearer to the open.
@Suite struct SimulatorTests {
    typealias Market = SimulatorMarket

    /// Runs a script that does one thing at one time of Friday, or of Thursday's evening.
    func run(
        at time: Timestamp,
        latency: TimeSpan = .zero,
        daily: [[Candle]] = [Market.rows, Market.rows],
        minutes: [[Candle]]? = nil,
        _ act: @escaping @Sendable (inout Desk) -> Void
    ) throws -> SimulatorLog {
        var script = SimulatorScript()
        script.onDay = { day, desk in if day.day == time.day { desk.wake(at: time) } }
        script.onWake = { _, desk in act(&desk) }
        return try Market.play(Market.setup(script, daily: daily, minutes: minutes, latency: latency))
    }

    static func buy(
        _ price: Target.PriceRule,
        timing: Target.Timing = .now,
        _ id: InstrumentID = Market.alpha
    ) -> @Sendable (inout Desk) -> Void {
        { desk in desk.set(Target(desk.key(id), .buy, Quantity(10), price, timing: timing, reason: "")) }
    }

    func at(_ hour: Int, _ minute: Int, _ second: Int = 0, _ day: Day = Market.friday) -> Timestamp {
        day.at(TimeOfDay(hour, minute, second))
    }

    // MARK: - Entering the market

    @Test func `a market order trades at the price that stands, never at yesterday's`() throws {
        let log = try run(at: at(12, 0), Self.buy(.market))
        #expect(log.fill() == SimulatorFill(time: at(12, 0), price: 99))
    }

    @Test func `a rule that looks at 09:15:00 sees the opening price: the market comes before wake-ups`() throws {
        let log = try run(at: at(9, 15), Self.buy(.market))
        #expect(log.fill() == SimulatorFill(time: at(9, 15), price: 104))
        let before = try run(at: at(13, 24, 59), Self.buy(.market))
        #expect(before.fill()?.price == 99)
        let after = try run(at: at(13, 25), Self.buy(.market))
        #expect(after.fill()?.price == 110)
    }

    @Test func `a limit placed at noon meets only what comes after noon`() throws {
        let missed = try run(at: at(14, 0), Self.buy(.limit(Price(rupees: 100))))
        #expect(missed.fill() == nil)
        #expect(missed.reports().last?.kind == .expired)
        #expect(missed.reports().last?.time == at(15, 30))
        let met = try run(at: at(10, 0), Self.buy(.limit(Price(rupees: 100))))
        #expect(met.fill() == SimulatorFill(time: at(11, 20), price: 100))
    }

    @Test func `a stop placed after its trigger was passed and left waits for the next pass`() throws {
        let log = try run(at: at(12, 0), Self.buy(.stopMarket(trigger: Price(rupees: 103))))
        #expect(log.fill() == SimulatorFill(time: at(13, 25), price: 103))
    }

    @Test func `an after-market order of the evening trades at the next opening`() throws {
        let log = try run(at: at(18, 0, 0, Market.thursday), Self.buy(.market, timing: .nextOpen))
        #expect(log.reports().first?.time == at(18, 0, 0, Market.thursday))
        #expect(log.fill() == SimulatorFill(time: at(9, 15), price: 104))
    }

    @Test func `an after-market limit trades at a better opening`() throws {
        let limit = Target.PriceRule.limit(Price(rupees: 106))
        let log = try run(at: at(16, 5, 0, Market.thursday), Self.buy(limit, timing: .nextOpen))
        #expect(log.fill() == SimulatorFill(time: at(9, 15), price: 104))
    }

    @Test func `an after-market order lapses at the close when its share has no candle`() throws {
        let rows = [Market.rows, [Market.rows[0]]]
        let order = Self.buy(.market, timing: .nextOpen, Market.beta)
        let log = try run(at: at(18, 0, 0, Market.thursday), daily: rows, order)
        #expect(log.fill() == nil)
        #expect(log.reports().last?.kind == .expired)
        #expect(log.reports().last?.time == at(15, 30))
    }

    @Test func `an order in a share that is seen for the first time trades like one that was watched all day`() throws {
        for time in [at(9, 15), at(10, 0), at(11, 20), at(12, 0), at(13, 25), at(15, 0)] {
            var script = SimulatorScript()
            script.onDay = { day, desk in
                desk.watch(Market.alpha)
                if day.day == Market.friday { desk.wake(at: time) }
            }
            script.onWake = { _, desk in
                for id in [Market.alpha, Market.beta] { Self.buy(.market, id)(&desk) }
            }
            let log = try Market.play(Market.setup(script))
            #expect(log.fill(of: 1) != nil)
            #expect(log.fill(of: 1) == log.fill(of: 2))
        }
    }

    // MARK: - Latency

    @Test func `latency delays the effect and its report by exactly its span`() throws {
        let span = TimeSpan.milliseconds(250)
        // Sent a tenth of a second before the price goes from 99 to 110, it arrives after.
        let sent = at(13, 25).advanced(by: .milliseconds(-100))
        let log = try run(at: sent, latency: span, Self.buy(.market))
        #expect(log.reports().first?.time == sent.advanced(by: span))
        #expect(log.fill() == SimulatorFill(time: sent.advanced(by: span), price: 110))
        let early = try run(at: sent, latency: .milliseconds(99), Self.buy(.market))
        #expect(early.fill()?.price == 99)
        // At equal times the market comes first.
        let equal = try run(at: sent, latency: .milliseconds(100), Self.buy(.market))
        #expect(equal.fill() == SimulatorFill(time: at(13, 25), price: 110))
    }

    @Test func `latency keeps the order in which commands were sent`() throws {
        let log = try run(at: at(10, 0), latency: .milliseconds(500)) { desk in
            for leg in 0..<20 {
                let key = desk.key(Market.alpha, leg: UInt16(leg))
                desk.set(Target(key, .buy, Quantity(1), .limit(Price(rupees: 90)), reason: ""))
            }
        }
        let accepted = log.entries.compactMap { entry -> UInt64? in
            guard case .report(let report) = entry.event.kind, case .accepted = report.kind else { return nil }
            #expect(entry.event.time == at(10, 0).advanced(by: .milliseconds(500)))
            return report.order.number
        }
        #expect(accepted == Array(1...20))
    }

    @Test func `an order that arrives after the close is rejected`() throws {
        let log = try run(at: at(15, 29, 59), latency: .seconds(2), Self.buy(.limit(Price(rupees: 100))))
        #expect(log.reports().map(\.kind) == [.rejected(.marketClosed)])
        #expect(log.reports().first?.time == at(15, 30, 1))
    }

    @Test func `an order under way at the start of the day is fed`() throws {
        var script = SimulatorScript()
        script.onDay = { day, desk in
            if day.day == Market.friday { Self.buy(.market, timing: .nextOpen)(&desk) }
        }
        let log = try Market.play(Market.setup(script, latency: .milliseconds(500)))
        #expect(log.fill() == SimulatorFill(time: at(9, 15), price: 104))
    }

    // MARK: - Minutes

    /// 09:15 to 09:18 on Friday; nothing trades at 09:17. The bars at 09:10 and 15:30 are no continuous trading.
    static let minutes = [
        SimulatorMarket.candle(friday(9, 10), 500, 500, 500, 500),
        SimulatorMarket.candle(friday(9, 15), 100, 104, 99, 103),
        SimulatorMarket.candle(friday(9, 16), 105, 106, 101, 102),
        SimulatorMarket.candle(friday(9, 18), 98, 99, 97, 97),
        SimulatorMarket.candle(friday(15, 30), 5, 5, 5, 5),
    ]

    static func friday(_ hour: Int, _ minute: Int) -> Timestamp { Market.friday.at(TimeOfDay(hour, minute)) }

    /// Acts at the end of the minute that began at `time`.
    func runMinutes(
        at time: Timestamp,
        latency: TimeSpan = .zero,
        _ act: @escaping @Sendable (inout Desk) -> Void
    ) throws -> SimulatorLog {
        var script = SimulatorScript()
        script.onCandle = { candle, span, _, desk in if span == .minute, candle.start == time { act(&desk) } }
        let setup = try Market.setup(
            script,
            daily: [[]],
            minutes: [Self.minutes],
            latency: latency,
            candles: .minute
        )
        return try Market.play(setup)
    }

    @Test(arguments: [TimeSpan.zero, .milliseconds(1)])
    func `an order at the end of a minute trades at the open of the next, not at the close it was decided on`(
        _ latency: TimeSpan
    ) throws {
        let market = try runMinutes(at: at(9, 15), latency: latency, Self.buy(.market))
        #expect(market.fill() == SimulatorFill(time: at(9, 16).advanced(by: latency), price: 105))
        let limit = try runMinutes(at: at(9, 15), latency: latency, Self.buy(.limit(Price(rupees: 104))))
        #expect(limit.fill() == SimulatorFill(time: at(9, 16, 40), price: 104))
    }

    @Test func `over minutes without a trade it waits for the next price`() throws {
        let log = try runMinutes(at: at(9, 16), Self.buy(.market))
        #expect(log.fill() == SimulatorFill(time: at(9, 18), price: 98))
        // With latency it arrives after 09:17:00, when no price is newer than the minute that ended.
        let late = try runMinutes(at: at(9, 16), latency: .seconds(1), Self.buy(.market))
        #expect(late.fill() == SimulatorFill(time: at(9, 18), price: 98))
    }

    @Test func `strategies hear of the session's minutes at their ends, then of the day`() throws {
        let log = try runMinutes(at: at(9, 15)) { _ in }
        let told = log.entries.compactMap { entry -> String? in
            guard case .candle(_, let span, let candle) = entry.event.kind else { return nil }
            return "\(entry.event.time.time) \(span.description) \(candle.close)"
        }
        #expect(told.prefix(3) == ["09:16:00 minute 103.00", "09:17:00 minute 102.00", "09:19:00 minute 97.00"])
        #expect(told.count == 4)
        #expect(told.last?.hasPrefix("15:30:00 day") == true)
    }

    @Test func `what traded before the opening fills nothing`() throws {
        let early = Market.candle(at(9, 8, 0, Market.thursday), 100, 100, 100, 100)
        let minutes = [[early] + Self.minutes]
        let log = try run(at: at(9, 0), daily: [[]], minutes: minutes, Self.buy(.market, timing: .nextOpen))
        #expect(log.fill() == SimulatorFill(time: at(9, 15), price: 100))
    }

    // MARK: - Time

    @Test func `events never run backwards, and wake-ups fire on their minute, over a weekend too`() throws {
        let monday = Market.friday.advanced(by: 3)
        let rows = Market.rows + [Market.candle(monday, 101, 103, 100, 102)]
        let saturday = at(1, 0, 0, Market.friday.advanced(by: 1))
        let log = try run(at: at(23, 59, 30), latency: .seconds(60), daily: [rows]) { desk in
            if desk.now == saturday { return }
            desk.wake(at: saturday)
            Self.buy(.market, timing: .nextOpen)(&desk)
        }
        let times = log.entries.map(\.event.time)
        #expect(zip(times, times.dropFirst()).allSatisfy { $0 <= $1 })
        #expect(log.entries.contains { $0.event.time == saturday })
        #expect(log.reports().first?.time == at(0, 0, 30, Market.friday.advanced(by: 1)))
        #expect(log.fill() == SimulatorFill(time: at(9, 15, 0, monday), price: 101))
    }

    @Test func `a recorder that cannot keep the record stops the simulation before a command leaves`() throws {
        struct Full: Recorder {
            struct Failure: Error {}
            func record(_ event: Event, _ commands: [Command]) throws {
                if commands.contains(where: \.isIntent) { throw Failure() }
            }
        }
        var script = SimulatorScript()
        script.onDay = { _, desk in Self.buy(.market, timing: .nextOpen)(&desk) }
        script.onCandle = { _, _, id, desk in Self.buy(.market, timing: .nextOpen, id)(&desk) }
        let setup = try Market.setup(script)
        var simulator = Simulator(
            engine: setup.engine(),
            exchange: setup.exchange(),
            history: setup.history,
            recorder: Full()
        )
        try simulator.begin(TradingDay(Market.thursday, in: .builtIn, holdsPrices: true))
        #expect(throws: Full.Failure.self) { while try simulator.step() {} }
        #expect(!simulator.exchange.hasOrders(in: Market.alpha))
        #expect(simulator.exchange.answer(.orderBook(AccountID(index: 0))) == .orderBook([]))
    }
}

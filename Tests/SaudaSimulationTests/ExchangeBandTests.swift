import SaudaCore
import SaudaSimulation
import Testing

/// Fixed bands, working ranges, locked days and drill Saturdays (market-facts.md 3 and 6, SEL-10).
@Suite struct ExchangeBandTests {
    static let thursday = SimulatorMarket.thursday
    static let friday = SimulatorMarket.friday

    func at(_ hour: Int, _ minute: Int, _ second: Int = 0) -> Timestamp {
        Self.friday.at(TimeOfDay(hour, minute, second))
    }

    /// Thursday closes at 100; "A" has a band of 5 %.
    func banded(_ rows: [Candle], list: String = "symbol,band\nA,5\n", held: Int64 = 0) throws -> ModelMarket {
        let yesterday = ModelMarket.day(Self.thursday, 100, 100, 100, 100)
        let bands = try BandList(parsing: list, file: "bands.csv")
        return ModelMarket([yesterday] + rows, ModelExchange.banded(bands), held: held)
    }

    enum ModelExchange {
        static func banded(_ bands: BandList) -> ExchangeModel { ExchangeModel(bands: bands) }
    }

    let calm = [ModelMarket.day(friday, 100, 102, 98, 101)]

    // MARK: - Fixed bands

    @Test func `SEL-10: the morning tells the band, and the engine sends nothing outside it`() throws {
        let log = try banded(calm, held: 100).play([
            ModelOrder(at(10, 0), .sell, 10, .limit(105)), ModelOrder(at(10, 0), .sell, 10, .limit(105.05)),
        ])
        let band = PriceBand(lower: 95, upper: 105)
        #expect(log.bands.map(\.band) == [band])
        #expect(log.bands.first?.time == TimeOfDay(8, 30))
        #expect(log.reports(of: 1).first?.kind == .accepted(BrokerOrderID("P1")))
        let skipped = log.entries.flatMap(\.commands).compactMap { command -> String? in
            if case .note(let note) = command, note.kind == .skipped { note.code } else { nil }
        }
        #expect(skipped == ["outside-band"])
    }

    @Test(arguments: [
        (ExchangeTerms.limit(105), true), (.limit(105.05), false), (.limit(95), true), (.limit(94.95), false),
        (.stopMarket(105.05), false), (.stop(104, limit: 105.05), false), (.market, true),
    ])
    func `market-facts 6: the exchange refuses prices outside the band`(_ terms: ExchangeTerms, _ isTaken: Bool) throws
    {
        let setup = try banded(calm).setup(SimulatorScript())
        var exchange = setup.exchange()
        exchange.add(cash: Money(rupees: 100_000), to: AccountID(index: 0))
        var events: [Event] = []
        let day = TradingDay(Self.friday, in: .builtIn, holdsPrices: true)
        exchange.setBands(on: day, [(ModelMarket.share, 100)], at: at(8, 30), into: &events)
        exchange.start(day, at: at(8, 30), into: &events)
        let request = OrderRequest(
            id: OrderID(number: 1),
            account: AccountID(index: 0),
            instrument: ModelMarket.share,
            side: .buy,
            product: .delivery,
            variety: .regular,
            terms: terms.terms(10, .day),
            strategy: StrategyID(index: 0),
            reason: ""
        )
        exchange.accept(.place(request), at: at(10, 0), into: &events)
        guard case .report(let report) = events.last?.kind else {
            Issue.record("no report")
            return
        }
        let refusal = Report.Kind.rejected(.outsideBand(low: 95, high: 105))
        #expect(report.kind == (isTaken ? .accepted(BrokerOrderID("P1")) : refusal))
    }

    @Test func `an after-market order outside the next day's band is refused in the morning`() throws {
        let evening = Self.thursday.at(TimeOfDay(18, 0))
        let log = try banded(calm).play([
            ModelOrder(evening, .buy, 10, .limit(94), timing: .nextOpen),
            ModelOrder(evening, .buy, 10, .limit(99), timing: .nextOpen),
        ])
        #expect(log.reports(of: 1).last?.kind == .rejected(.outsideBand(low: 95, high: 105)))
        #expect(log.reports(of: 1).last?.time == at(8, 30))
        #expect(log.fills(of: 2).map(\.price) == [99])
    }

    @Test func `bands are dated, and a share without one is not checked`() throws {
        let text = "symbol,from,band\nA,always,20\nA,2026-11-20,2\nA,2026-11-23,none\nB,2020-01-01,10\n"
        let bands = try BandList(parsing: text, file: "bands.csv")
        #expect(bands.percent(of: "A", on: Self.thursday) == 20)
        #expect(bands.percent(of: "A", on: Self.friday) == 2)
        #expect(bands.percent(of: "A", on: Self.friday.advanced(by: 3)) == nil)
        #expect(bands.percent(of: "B", on: Day(number: 0)) == nil)
        #expect(bands.percent(of: "C", on: Self.friday) == nil)
        #expect(try banded(calm, list: "symbol,band\nB,5\n").play([]).bands.isEmpty)
    }

    @Test(arguments: [
        ("symbol,band\nA,7\n", "bands.csv:2: unknown band '7'"), ("symbol,band\n,5\n", "bands.csv:2: has no symbol"),
        ("symbol,band\nA,5\nA,10\n", "bands.csv:3: is not later"), ("A,5\n", "bands.csv:1: is not the header"),
        ("symbol,from,band\nA,soon,5\n", "bands.csv:2: 'soon' is not a date"),
    ])
    func `a faulty list names its line`(_ text: String, _ problem: String) {
        #expect { try BandList(parsing: text, file: "bands.csv") } throws: { "\($0)".hasPrefix(problem) }
    }

    @Test func `prices beyond a fixed band show that it was not the day's: it is dropped`() throws {
        let split = [ModelMarket.day(Self.friday, 60, 62, 59, 61)]
        let log = try banded(split).play([
            ModelOrder(at(9, 1), .buy, 10, .market, timing: .nextOpen), ModelOrder(at(10, 0), .buy, 10, .limit(59.5)),
        ])
        #expect(log.bands.map(\.band) == [PriceBand(lower: 95, upper: 105), nil])
        #expect(log.fills(of: 1).map(\.price) == [60])
        #expect(log.fills(of: 2).map(\.price) == [59.5])
    }

    // MARK: - Shares with derivatives

    @Test func `market-facts 6: a working range widens a quarter of an hour after the price presses on it`() throws {
        // 100 at 09:15, 109.95 at 11:15; the range becomes 95.00 to 115.00 at 11:30. The other edge moves along.
        var market = try banded([ModelMarket.day(Self.friday, 100, 109.95, 85, 100)], list: "symbol,band\nB,5\n")
        market.hasDerivatives = true
        market.daily[1] = ModelMarket.day(Self.friday, 105, 109.95, 97, 104)
        let log = try market.play([
            ModelOrder(at(9, 20), .buy, 1, .limit(97)), ModelOrder(at(11, 29), .buy, 1, .limit(110.05)),
            ModelOrder(at(11, 31), .sell, 1, .limit(114)), ModelOrder(at(11, 31), .buy, 1, .limit(94)),
        ])
        let bands = log.bands
        #expect(bands.map(\.band) == [PriceBand(lower: 90, upper: 110), PriceBand(lower: 95, upper: 115)])
        #expect(bands.last?.time == TimeOfDay(11, 30))
        let codes = log.entries.flatMap(\.commands).compactMap { command -> String? in
            if case .note(let note) = command, note.kind == .skipped { note.code } else { nil }
        }
        #expect(codes == ["outside-band", "no-holdings", "outside-band"])
    }

    @Test func `a price beyond a working range shows that it has been widened`() throws {
        var market = try banded([ModelMarket.day(Self.friday, 118, 119, 117, 118)], list: "symbol,band\nB,5\n")
        market.hasDerivatives = true
        let log = try market.play([ModelOrder(at(9, 20), .buy, 1, .limit(117.5))])
        #expect(log.bands.map(\.band) == [PriceBand(lower: 90, upper: 110), PriceBand(lower: 100, upper: 120)])
        #expect(log.bands.last?.time == TimeOfDay(9, 15))
        #expect(log.fills().map(\.price) == [117.5])
    }

    // MARK: - Drill Saturdays

    @Test func `market-facts 3: on a drill Saturday every share has 5 %, in both sessions`() throws {
        let saturday = try #require(Day("2024-03-02"))
        let market = ModelMarket(
            [
                ModelMarket.day(saturday.advanced(by: -1), 100, 100, 100, 100),
                ModelMarket.day(saturday, 100, 102, 98, 101),
            ],
            held: 100
        )
        func at(_ hour: Int, _ minute: Int) -> Timestamp { saturday.at(TimeOfDay(hour, minute)) }
        let log = try market.play([
            ModelOrder(at(9, 30), .sell, 10, .limit(105.05)), ModelOrder(at(9, 30), .sell, 10, .limit(105)),
            ModelOrder(at(11, 40), .buy, 10, .market),
        ])
        #expect(log.bands.map(\.band) == [PriceBand(lower: 95, upper: 105)])
        let orders = log.entries.flatMap(\.commands).count { if case .place = $0 { true } else { false } }
        #expect(orders == 2)
        #expect(log.fills(of: 2).first?.time == TimeOfDay(11, 40))
    }

    @Test func `market-facts 3: what comes in the break of a drill Saturday waits for the second session`() throws {
        let saturday = try #require(Day("2024-03-02"))
        var counter = try ExchangeCounter()
        counter.start(saturday)
        try counter.move(to: 100, isGap: true, at: ExchangeCounter.at(9, 15, day: saturday))
        let early = counter.place(.buy, .market, at: ExchangeCounter.at(10, 5, day: saturday))
        #expect(counter.end(of: early) == .rejected(.marketClosed))
        let kept = counter.place(.buy, .market, .afterMarket, at: ExchangeCounter.at(10, 5, day: saturday))
        let collected = counter.place(.buy, .market, at: ExchangeCounter.at(11, 20, day: saturday))
        #expect(counter.price(of: kept) == nil)
        #expect(counter.price(of: collected) == nil)
        try counter.move(to: 101, at: ExchangeCounter.at(11, 30, day: saturday))
        #expect(counter.price(of: kept) == 101)
        #expect(counter.price(of: collected) == 101)
    }

    // MARK: - Locked days

    struct Lock: Sendable {
        var name: String
        var candle: Candle
        var order: ModelOrder
        var fill: Price?
        var isOn = true

        init(
            _ name: String,
            _ prices: (Price, Price, Price, Price),
            _ side: Side,
            _ fill: Price?,
            at time: TimeOfDay = TimeOfDay(9, 1),
            _ rule: Target.PriceRule = .market,
            isOn: Bool = true
        ) {
            self.name = name
            candle = ModelMarket.day(ExchangeBandTests.friday, prices.0, prices.1, prices.2, prices.3)
            let when = ExchangeBandTests.friday.at(time)
            order = ModelOrder(when, side, 10, rule, timing: time < TimeOfDay(9, 15) ? .nextOpen : .now)
            self.fill = fill
            self.isOn = isOn
        }
    }

    /// Thursday closed at 100.
    @Test(arguments: [
        Lock("5 % up all day", (105, 105, 105, 105), .buy, nil),
        Lock("5 % up all day, sold", (105, 105, 105, 105), .sell, 105),
        Lock("20 % up all day", (120, 120, 120, 120), .buy, nil),
        Lock("a tick short of 10 %", (109.95, 109.95, 109.95, 109.95), .buy, nil),
        Lock("2 % down all day", (98, 98, 98, 98), .sell, nil),
        Lock("2 % down all day, bought", (98, 98, 98, 98), .buy, 98),
        Lock("3 % up is no lock", (103, 103, 103, 103), .buy, 103),
        Lock("switched off", (105, 105, 105, 105), .buy, 105, isOn: false),
        Lock("locked later, bought before", (101, 105, 100, 105), .buy, 101),
        Lock("locked later, bought at the lock", (101, 105, 100, 105), .buy, nil, at: TimeOfDay(14, 0), .limit(105)),
        Lock("left the edge again", (101, 105, 100, 104), .buy, 105, at: TimeOfDay(14, 0), .limit(105)),
    ])
    func `market-facts 6: nobody buys at an upper lock, nobody sells at a lower one`(_ row: Lock) throws {
        let rows = [ModelMarket.day(Self.thursday, 100, 100, 100, 100), row.candle]
        var market = ModelMarket(rows, ExchangeModel(locksFromPrices: row.isOn), held: 50)
        // The low first, then the high at 13:25.
        market.latency = .zero
        let log = try market.play([row.order])
        #expect(log.fills().map(\.price) == (row.fill.map { [$0] } ?? []), "\(row.name)")
        if row.fill == nil { #expect(log.reports().last?.kind == .expired) }
    }
}

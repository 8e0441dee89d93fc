import Foundation
import SaudaCore
import SaudaSimulation
import Testing

/// What a careless file or setting may bring: it never stops the exchange.
@Suite struct ExchangeBadInputTests {
    static let friday = SimulatorMarket.friday

    func at(_ hour: Int, _ minute: Int) -> Timestamp { Self.friday.at(TimeOfDay(hour, minute)) }

    @Test func `a share dearer than the capital is not bought`() throws {
        var counter = try ExchangeCounter(cash: 100_000, plan: .named("flat:1%"))
        counter.start()
        try counter.move(to: 112_000, isGap: true, at: at(9, 15))
        let id = counter.place(.buy, 1, .market)
        let need = Money(rupees: 113_120)
        #expect(counter.end(of: id) == .rejected(.funds(need: need, have: Money(rupees: 100_000))))
    }

    @Test func `a tick of 0.01 has its own slippage, bands and locks`() throws {
        var counter = try ExchangeCounter(tick: Price(paise: 1), model: ExchangeModel(slippage: .fixed(10)))
        counter.start()
        try counter.move(to: 84.26, isGap: true, at: at(9, 15))
        // 84.26 and 8.426 paise: 84.35 after rounding up.
        let id = counter.place(.buy, .market)
        #expect(counter.price(of: id) == 84.35)
        let band = PriceBand(around: 84.26, percent: 5, tick: Price(paise: 1))
        #expect(band == PriceBand(lower: 80.05, upper: 88.47))

        var locked = try ExchangeCounter(tick: Price(paise: 1))
        locked.start()
        let day = Listing(day: Self.friday, previousClose: 84.26, low: 88.47, high: 88.47, close: 88.47)
        locked.exchange.list(ExchangeCounter.share, as: day)
        try locked.move(to: 88.47, isGap: true, at: at(9, 15))
        let buy = locked.place(.buy, .market)
        #expect(locked.price(of: buy) == nil)
    }

    @Test func `a band too narrow for its tick goes with the first price, and no lock is found in it`() throws {
        let rows = [
            ModelMarket.day(Self.friday.advanced(by: -1), 1, 1, 1, 1),
            ModelMarket.day(Self.friday, 1.05, 1.05, 1.05, 1.05),
        ]
        let bands = try BandList(parsing: "symbol,band\nA,2\n", file: "bands.csv")
        let log = try ModelMarket(rows, ExchangeModel(bands: bands)).play([
            ModelOrder(at(9, 1), .buy, 10, .market, timing: .nextOpen)
        ])
        #expect(log.fills().map(\.price) == [1.05])
    }

    @Test func `a share listed for ten days is played with every model, its first day without band or lock`() throws {
        let days = (0..<14).map { Self.friday.advanced(by: $0) }.filter { !$0.weekday.isWeekend }
        let rows = days.map { ModelMarket.day($0, 100, 105, 100, 105, volume: 100_000) }
        #expect(rows.count == 10)
        var market = ModelMarket(rows, ExchangeModelTests.everything)
        market.model.bands = try BandList(parsing: "symbol,band\nA,5\n", file: "bands.csv")
        market.model.participation = 10_000
        let log = try market.play([
            ModelOrder(at(15, 29), .buy, 10, .limit(105)), ModelOrder(days[1].at(TimeOfDay(9, 20)), .buy, 10, .market),
        ])
        #expect(log.bands.count == 9)
        #expect(log.bands.first?.band == PriceBand(lower: 99.75, upper: 110.25))
        // Nothing is known of the day before the first one: 105 is no lock.
        #expect(log.fills(of: 1).map(\.price) == [105])
        #expect(log.fills(of: 2).count == 1)
    }

    @Test(arguments: [Int64.max, Int64.min, -1, 0, 1])
    func `a volume that cannot be is bounded`(_ volume: Int64) throws {
        let day = ModelMarket.day(Self.friday, 100, 103, 98, 101, volume: volume)
        for model in [
            ExchangeModel(participation: 10_000), ExchangeModel(participation: .max), ExchangeModel(participation: -5),
            ExchangeModel(slippage: .impact(.max)), ExchangeModel(slippage: .fixed(.max)),
            ExchangeModel(slippage: .uniform(.min ... .max)),
        ] {
            let fills = try ModelMarket([day], model).play([ModelOrder(at(10, 0), .buy, 10, .market)]).fills()
            #expect(fills.allSatisfy { $0.price >= 98 && $0.price <= 103 })
            if volume <= 0, model.participation != nil { #expect(fills.isEmpty) }
        }
    }

    @Test func `settings beyond reason are bounded`() throws {
        var market = ModelMarket(SimulatorMarket.rows)
        market.model.jitter = TimeSpan(microseconds: .max)
        market.model.squareOff = SquareOff(beforeClose: TimeSpan(microseconds: .max))
        let orders = [
            ModelOrder(at(10, 0), .buy, 10, .market), ModelOrder(at(10, 0), .buy, 1, .market, product: .intraday),
        ]
        let reports = try market.play(orders).reports()
        #expect(try #require(reports.first).time <= at(11, 0))
        market.model.squareOff = SquareOff(beforeClose: TimeSpan(microseconds: .min))
        #expect(try market.play(orders).squaredOff.isEmpty)
    }

    @Test func `every setting is encoded under its name`() throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys]
        let text = String(decoding: try encoder.encode(ExchangeModelTests.everything), as: UTF8.self)
        #expect(
            text == #"{"banded_shares":3,"closing_auction":true,"indicative_price":true,"jitter_microseconds":900000,"#
                + #""locks_from_prices":true,"participation_basis_points":1,"seed":5,"slippage":"uniform:10..30","#
                + #""square_off":"10 min before the close","working_range":true}"#
        )
    }
}

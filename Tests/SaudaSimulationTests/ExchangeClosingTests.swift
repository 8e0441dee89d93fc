import SaudaCore
import SaudaSimulation
import Testing

/// The closing auction of shares with derivatives, from 2026-08-03 on (market-facts.md 2, DEC-15).
@Suite struct ExchangeClosingTests {
    static let friday = SimulatorMarket.friday

    func at(_ hour: Int, _ minute: Int, _ second: Int = 0) -> Timestamp {
        Self.friday.at(TimeOfDay(hour, minute, second))
    }

    /// 104 at 09:15, 99 at 11:15, 110 at 13:15, 101 at the end of continuous trading, and the auction at 101.
    func market(held: Int64 = 0, hasDerivatives: Bool = true) -> ModelMarket {
        var market = ModelMarket(SimulatorMarket.rows, held: held)
        market.hasDerivatives = hasDerivatives
        return market
    }

    @Test func `market-facts 2: the last move of continuous trading comes before 15:15`() throws {
        let order = ModelOrder(at(14, 0), .sell, 10, .stopMarket(trigger: 105))
        let fills = try market(held: 10).play([order]).fills()
        #expect(fills == [ModelFill(15, 14, 59, 10, 105)])
        let plain = try market(held: 10, hasDerivatives: false).play([order]).fills()
        #expect(plain == [ModelFill(15, 29, 59, 10, 105)])
        var old = market(held: 10)
        old.daily = old.daily.map { candle in
            var candle = candle
            candle.start = Timestamp(microseconds: candle.start.microseconds - 112 * 86_400_000_000)
            return candle
        }
        // Thursday and Friday of 2026-07-31, the last day before the auction.
        let before = old.daily[1].start.day.at(TimeOfDay(14, 0))
        let fills2 = try old.play([ModelOrder(before, .sell, 10, .stopMarket(trigger: 105))]).fills()
        #expect(fills2 == [ModelFill(15, 29, 59, 10, 105)])
    }

    @Test func `DEC-15: a resting limit is carried into the auction and trades at its one price, the close`() throws {
        var market = market(held: 20)
        // The auction finds 103, above all that traded since noon.
        let minutes = [(9, 15, Price(rupees: 100)), (15, 0, 100), (15, 14, 100)].map {
            ModelMarket.candle(at($0.0, $0.1), $0.2, $0.2, $0.2, $0.2)
        }
        market.minutes = minutes
        market.daily[1] = ModelMarket.day(Self.friday, 100, 103, 100, 103)
        let log = try market.play([
            ModelOrder(at(10, 0), .sell, 10, .limit(102)), ModelOrder(at(10, 0), .sell, 10, .limit(103.05)),
        ])
        #expect(log.fills() == [ModelFill(15, 30, 0, 10, 103)])
        #expect(log.fills(of: 2).isEmpty)
        #expect(log.reports(of: 2).last?.kind == .expired)
        #expect(log.reports(of: 2).last?.time == at(15, 30))
    }

    @Test func `market-facts 2: stops, IOC and disclosed orders end at 15:15, and rest for tomorrow if they should`()
        throws
    {
        let log = try market(held: 400).play([
            ModelOrder(at(14, 0), .sell, 100, .stopMarket(trigger: 95)),
            ModelOrder(at(14, 0), .sell, 100, .limit(115), disclosed: 10),
            ModelOrder(at(14, 0), .sell, 100, .limit(115)),
            ModelOrder(at(14, 0), .sell, 100, .stopMarket(trigger: 94), persistence: .rest),
        ])
        for number in [UInt64(1), 2] {
            #expect(log.reports(of: number).last?.kind == .expired)
            #expect(log.reports(of: number).last?.time == at(15, 15))
        }
        #expect(log.reports(of: 3).last?.time == at(15, 30))
        let orders = log.entries.flatMap(\.commands).count { if case .place = $0 { true } else { false } }
        #expect(orders == 4, "the stop that rests is not tried in the auction")
    }

    struct Row: Sendable {
        var hour = 15
        var minute: Int
        var market: Bool
        var limit: Bool
    }

    @Test(arguments: [
        Row(minute: 14, market: true, limit: true), Row(minute: 15, market: false, limit: false),
        Row(minute: 19, market: false, limit: false), Row(minute: 20, market: true, limit: true),
        Row(minute: 24, market: true, limit: true), Row(minute: 25, market: false, limit: true),
        Row(minute: 29, market: false, limit: true), Row(minute: 30, market: false, limit: false),
    ])
    func `market-facts 2: the auction collects from 15:20, market orders until 15:25`(_ row: Row) throws {
        for (terms, isTaken) in [(ExchangeTerms.market, row.market), (.limit(99), row.limit)] {
            var counter = try ExchangeCounter(hasDerivatives: true)
            counter.start()
            try counter.move(to: 100, isGap: true, at: ExchangeCounter.at(9, 15))
            let time = ExchangeCounter.at(row.hour, row.minute)
            let id = counter.place(.buy, terms, at: time)
            let isAccepted = counter.reports(of: id).first == .accepted(BrokerOrderID("P1"))
            #expect(isAccepted == isTaken, "\(terms) at \(time)")
            // Nothing trades while the auction collects.
            if isTaken, row.minute >= 20 { #expect(counter.price(of: id) == nil) }
        }
    }

    @Test func `market-facts 2: in the auction limit orders stay free, market orders are held from 15:25`() throws {
        var counter = try ExchangeCounter(hasDerivatives: true)
        counter.start()
        let market = counter.place(.buy, .market, at: ExchangeCounter.at(15, 21))
        let limit = counter.place(.buy, .limit(99), at: ExchangeCounter.at(15, 21))
        counter.modify(market, .market, at: ExchangeCounter.at(15, 24))
        #expect(counter.end(of: market) == .modified(request: 2))
        counter.cancel(market, at: ExchangeCounter.at(15, 26))
        guard case .cancelRefused(.other("frozen", _), _) = counter.end(of: market) else {
            Issue.record("cancelled")
            return
        }
        counter.modify(limit, .limit(98), at: ExchangeCounter.at(15, 29))
        #expect(counter.end(of: limit) == .modified(request: 2))
        counter.cancel(limit, at: ExchangeCounter.at(15, 29))
        #expect(counter.end(of: limit) == .cancelled)
    }

    /// The minutes from 15:00 average to 100, so that 97.00 to 103.00 is taken.
    @Test(arguments: [(Price(rupees: 97), true), (96.95, false), (103, true), (103.05, false)])
    func `market-facts 2: orders in the auction lie within 3 % of its reference price`(
        _ limit: Price,
        _ isTaken: Bool
    ) throws {
        var market = market(held: 10)
        market.minutes = [
            ModelMarket.candle(at(9, 15), 90, 90, 90, 90), ModelMarket.candle(at(14, 59), 90, 90, 90, 90),
            ModelMarket.candle(at(15, 0), 99, 99, 99, 99, volume: 3000),
            ModelMarket.candle(at(15, 14), 103, 103, 103, 103, volume: 1000),
        ]
        market.daily[1] = ModelMarket.day(Self.friday, 90, 103, 90, 101)
        let reports = try market.play([ModelOrder(at(15, 21), .sell, 10, .limit(limit))]).reports()
        if isTaken {
            #expect(reports.first?.kind == .accepted(BrokerOrderID("P1")))
        } else {
            #expect(reports.map(\.kind) == [.rejected(.outsideBand(low: 97, high: 103))])
        }
    }

    @Test func `DEC-15: the day's last bar and tick are the auction's`() throws {
        var market = market()
        market.candles = .minute
        market.minutes = [
            ModelMarket.candle(at(9, 15), 100, 101, 99, 100), ModelMarket.candle(at(15, 14), 100, 100, 100, 100),
            ModelMarket.candle(at(15, 30), 102, 102, 102, 102, volume: 700),
        ]
        market.daily[1] = ModelMarket.day(Self.friday, 100, 102, 99, 102)
        var script = SimulatorScript()
        script.onDay = { _, desk in desk.watch(ModelMarket.share) }
        var bars: [String] = []
        var ticks: [String] = []
        for entry in try market.play(script).entries where entry.event.time.day == Self.friday {
            switch entry.event.kind {
            case .candle(_, .minute, let bar): bars.append("\(entry.event.time.time) \(bar.close) \(bar.volume)")
            case .tick(let tick): ticks.append("\(entry.event.time.time) \(tick.price)")
            default: break
            }
        }
        #expect(bars == ["09:16:00 100.00 1000", "15:15:00 100.00 1000", "15:30:00 102.00 700"])
        #expect(ticks.last == "15:30:00 102.00")
    }

    @Test func `without the model a share with derivatives trades to 15:30`() throws {
        var market = market(held: 10)
        market.model.hasClosingAuction = false
        let fills = try market.play([ModelOrder(at(15, 17), .sell, 10, .market)]).fills()
        #expect(fills == [ModelFill(15, 17, 0, 10, 110)])
    }
}

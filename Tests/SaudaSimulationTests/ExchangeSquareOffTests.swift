import SaudaCore
import SaudaSimulation
import Testing

/// What the broker closes of itself: intraday positions before the close, contracts on their last day
/// (market-facts.md 2 and 3).
@Suite struct ExchangeSquareOffTests {
    static let friday = SimulatorMarket.friday

    func at(_ hour: Int, _ minute: Int, _ second: Int = 0, _ day: Day = friday) -> Timestamp {
        day.at(TimeOfDay(hour, minute, second))
    }

    /// Friday: 104 at 09:15, 99 at 11:20, 110 from 13:25 on, 101 at the close.
    func market() -> ModelMarket { ModelMarket(SimulatorMarket.rows) }

    func sent(_ log: SimulatorLog) -> [String] {
        log.squaredOff.map { "\($0.time) \($0.order.side) \($0.order.filled) for \($0.order.value)" }
    }

    @Test func `market-facts 2: intraday positions are closed at the market at 15:20, long and short`() throws {
        let long = try market().play([ModelOrder(at(10, 0), .buy, 10, .market, product: .intraday)])
        #expect(sent(long) == ["15:20:00 SELL 10 for 1100.00"])
        let short = try market().play([ModelOrder(at(10, 0), .sell, 5, .market, product: .intraday)])
        #expect(sent(short) == ["15:20:00 BUY 5 for 550.00"])
        let delivery = try market().play([ModelOrder(at(10, 0), .buy, 10, .market)])
        #expect(sent(delivery).isEmpty)
    }

    @Test func `open intraday orders end at 15:20, and later ones are refused`() throws {
        let log = try market().play([
            ModelOrder(at(14, 0), .buy, 10, .limit(90), product: .intraday),
            ModelOrder(at(14, 0), .buy, 10, .limit(90)),
            ModelOrder(at(15, 19), .buy, 10, .limit(90), product: .intraday),
            ModelOrder(at(15, 20), .buy, 10, .limit(90), product: .intraday),
        ])
        #expect(log.reports(of: 1).last?.kind == .expired)
        #expect(log.reports(of: 1).last?.time == at(15, 20))
        #expect(log.reports(of: 2).last?.time == at(15, 30))
        #expect(log.reports(of: 3).last?.time == at(15, 20))
        guard case .rejected(.other("square-off", let text)) = log.reports(of: 4).first?.kind else {
            Issue.record("an intraday order was taken at 15:20")
            return
        }
        #expect(text.contains("15:20:00"))
    }

    @Test func `the time is a setting, dated, and none closes nothing`() throws {
        let order = ModelOrder(at(10, 0), .buy, 10, .market, product: .intraday)
        var market = market()
        market.model.squareOff = nil
        #expect(try sent(market.play([order])).isEmpty)
        var rule = SquareOff(beforeClose: .seconds(600))
        rule.change(from: Self.friday, beforeClose: .seconds(2 * 3600 + 900))
        market.model.squareOff = rule
        #expect(try sent(market.play([order])) == ["13:15:00 SELL 10 for 990.00"])
        rule.change(from: Self.friday.advanced(by: 1), beforeClose: .zero)
        rule.change(from: Self.friday, beforeClose: .seconds(1200))
        market.model.squareOff = rule
        #expect(try sent(market.play([order])) == ["15:10:00 SELL 10 for 1100.00"])
    }

    @Test func `a share that closes in an auction is squared off there`() throws {
        var market = market()
        market.hasDerivatives = true
        let log = try market.play([ModelOrder(at(10, 0), .buy, 10, .market, product: .intraday)])
        #expect(sent(log) == ["15:30:00 SELL 10 for 1010.00"])
    }

    @Test func `a Muhurat session has its own time`() throws {
        let diwali = try #require(Day(year: 2024, month: 11, day: 1))
        let market = ModelMarket([ModelMarket.day(diwali, 100, 100, 100, 100)])
        let log = try market.play([ModelOrder(at(18, 10, 0, diwali), .buy, 10, .market, product: .intraday)])
        #expect(sent(log) == ["18:50:00 SELL 10 for 1000.00"])
    }

    /// Friday falls to the lower lock, 5 % under 102, before 15:20; the position can only be closed on Monday.
    @Test func `what cannot be sold at a lock stays, and is closed the next day`() throws {
        let locked = ModelMarket.day(Self.friday, 104, 104, 96.90, 96.90)
        let monday = ModelMarket.day(Self.friday.advanced(by: 3), 97, 98, 96, 97)
        let log = try ModelMarket([SimulatorMarket.rows[0], locked, monday]).play([
            ModelOrder(at(10, 0), .buy, 10, .market, product: .intraday)
        ])
        #expect(log.fills() == [ModelFill(10, 0, 0, 10, 104)])
        let closing = log.entries.filter { if case .foreign = $0.event.kind { true } else { false } }
        #expect(closing.map(\.event.time) == [at(15, 20, 0, monday.start.day)])
    }

    @Test func `both books agree on what the broker closed`() throws {
        let market = market()
        var script = SimulatorScript()
        script.onDay = { day, desk in desk.wake(at: day.day.at(TimeOfDay(10, 0))) }
        script.onWake = { _, desk in
            desk.set(ModelOrder(desk.now, .buy, 10, .market, product: .intraday).target(desk.key(ModelMarket.share)))
        }
        let setup = try market.setup(script)
        var backtest = Backtest(setup)
        try backtest.open(SimulatorMarket.thursday)
        for day in [SimulatorMarket.thursday, Self.friday] { try backtest.play(day) }
        // Thursday has no earlier price to judge an order by.
        let (ours, theirs) = (backtest.simulator.engine.desk.books[0], backtest.simulator.exchange.accounts[0])
        #expect(ours.position(ModelMarket.share, .intraday).quantity == .zero)
        #expect(ours.cash == theirs.cash)
        #expect(ours.charges == theirs.charges)
        #expect(ours.traded == Money(rupees: 1040 + 1100))
    }

    // MARK: - Expiry

    /// A future that ends on Thursday: 100, 105, 90, 102; on Friday it still has (bad) prices.
    func future() -> ModelMarket {
        var market = ModelMarket(SimulatorMarket.rows)
        market.segment = .nseDerivatives
        market.kind = .future(expiry: SimulatorMarket.thursday)
        return market
    }

    @Test func `market-facts 3: a contract is settled at its last price on the day it expires`() throws {
        let morning = at(9, 20, 0, SimulatorMarket.thursday)
        let long = try future().play([ModelOrder(morning, .buy, 10, .market, product: .carryForward)])
        #expect(sent(long) == ["15:30:00 SELL 10 for 1020.00"])
        let short = try future().play([ModelOrder(morning, .sell, 10, .market, product: .carryForward)])
        #expect(sent(short) == ["15:30:00 BUY 10 for 1020.00"])
    }

    @Test func `an order in an expired contract is refused, in the evening before too`() throws {
        let evening = at(18, 0, 0, SimulatorMarket.thursday)
        let log = try future().play([
            ModelOrder(evening, .buy, 10, .market, product: .carryForward, timing: .nextOpen),
            ModelOrder(at(10, 0), .buy, 10, .market, product: .carryForward),
        ])
        for (number, time) in [(UInt64(1), at(8, 30)), (2, at(10, 0))] {
            guard case .rejected(.other("expired", _)) = log.reports(of: number).last?.kind else {
                Issue.record("order \(number) was not refused")
                continue
            }
            #expect(log.reports(of: number).last?.time == time)
        }
        #expect(log.squaredOff.isEmpty)
    }

    @Test func `a contract that does not expire today is carried`() throws {
        var market = future()
        market.kind = .option(expiry: Self.friday, strike: 100, isCall: true)
        let morning = at(9, 20, 0, SimulatorMarket.thursday)
        let log = try market.play([ModelOrder(morning, .buy, 10, .market, product: .carryForward)])
        #expect(sent(log) == ["15:30:00 SELL 10 for 1010.00"])
        #expect(
            log.entries.last { if case .foreign = $0.event.kind { true } else { false } }?.event.time.day == Self.friday
        )
    }
}

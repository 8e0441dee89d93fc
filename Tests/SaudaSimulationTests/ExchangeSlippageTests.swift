import SaudaCore
import SaudaSimulation
import Testing

/// What market orders pay, and how long orders take (PAP-1).
@Suite struct ExchangeSlippageTests {
    static let friday = SimulatorMarket.friday

    func at(_ hour: Int, _ minute: Int, _ second: Int = 0) -> Timestamp {
        Self.friday.at(TimeOfDay(hour, minute, second))
    }

    /// 1,000.00 at 09:15 and until 11:20; the day's range is 900 to 1,100.
    func market(_ slippage: Slippage, seed: UInt64 = 1, high: Price = 1100, low: Price = 900) -> ModelMarket {
        let day = ModelMarket.day(Self.friday, 1000, high, low, 1000, volume: 10_000)
        return ModelMarket([day], ExchangeModel(seed: seed, slippage: slippage), held: 1000)
    }

    func price(_ market: ModelMarket, _ side: Side, _ quantity: Int64 = 100, _ rule: Target.PriceRule = .market) throws
        -> Price?
    {
        try market.play([ModelOrder(at(10, 0), side, quantity, rule)]).fills().first?.price
    }

    @Test(arguments: [
        (Slippage.none, Price(rupees: 1000), Price(rupees: 1000)), (.fixed(10), 1001, 999),
        (.fixed(0), 1000, 1000), (.fixed(1), 1000.10, 999.90), (.uniform(20...20), 1002, 998),
        // A hundredth of the volume pays a hundredth of 1 %; rounded to the tick against the trader.
        (.impact(100), 1000.10, 999.90), (.impact(4), 1000.05, 999.95),
    ])
    func `a market order pays the slippage, on the tick and against the trader`(
        _ slippage: Slippage,
        _ buy: Price,
        _ sell: Price
    ) throws {
        #expect(try price(market(slippage), .buy) == buy)
        #expect(try price(market(slippage), .sell) == sell)
    }

    @Test func `PAP-1: slippage is thrown between 0.1 and 0.3 %, by the seed`() throws {
        var prices: Set<Price> = []
        for seed in UInt64(0)..<40 {
            let price = try #require(try price(market(.paper, seed: seed), .buy))
            #expect(price >= 1001 && price <= 1003)
            #expect(try self.price(market(.paper, seed: seed), .buy) == price)
            prices.insert(price)
        }
        #expect(prices.count > 20)
        #expect(try #require(prices.min()) < 1001.50)
        #expect(try #require(prices.max()) > 1002.50)
    }

    @Test func `slippage stays inside the day's range`() throws {
        #expect(try price(market(.fixed(30), high: 1001.10, low: 999.50), .buy) == 1001.10)
        #expect(try price(market(.fixed(30), high: 1001.10, low: 999.50), .sell) == 999.50)
    }

    @Test func `PAP-1: a limit order has none, nor an order for the opening; a stop at the market has`() throws {
        #expect(try price(market(.fixed(30)), .buy, 100, .limit(1005)) == 1000)
        #expect(try price(market(.fixed(30)), .sell, 100, .limit(995)) == 1000)
        let stop = try market(.fixed(30)).play([ModelOrder(at(10, 0), .buy, 10, .stopMarket(trigger: 1050))])
        #expect(stop.fills().map(\.price) == [1053.15])
        let opening = try market(.fixed(30)).play([ModelOrder(at(9, 1), .buy, 10, .market, timing: .nextOpen)])
        #expect(opening.fills().map(\.price) == [1000])
    }

    @Test(arguments: [
        ("none", Slippage.none), ("fixed:5", .fixed(5)), ("uniform:10..30", .paper), ("impact:100", .impact(100)),
    ])
    func `slippage is read and written`(_ text: String, _ slippage: Slippage) {
        #expect(Slippage(text) == slippage)
        #expect(slippage.description == text)
    }

    @Test(arguments: [
        "", "none:1", "fixed", "fixed:", "fixed:-1", "fixed:x", "fixed:5001", "uniform:30..10", "uniform:10",
        "impact:1.5",
        "uniform:..", "large", "fixed:99999999999999999999",
    ])
    func `slippage that makes no sense is refused`(_ text: String) { #expect(Slippage(text) == nil) }

    // MARK: - Latency

    @Test func `jitter makes orders later by a chance of their own, the same at every run`() throws {
        var market = market(.none)
        market.latency = .milliseconds(100)
        market.model.jitter = .milliseconds(400)
        func times(_ seed: UInt64) throws -> [Int64] {
            market.model.seed = seed
            let orders = (0..<30).map { ModelOrder(at(10, $0), .buy, 1, .limit(900)) }
            let log = try market.play(orders)
            return try (0..<30).map { index in
                let report = try #require(log.reports(of: UInt64(index + 1)).first)
                return report.time.since(at(10, index)).microseconds
            }
        }
        let first = try times(1)
        #expect(first.allSatisfy { $0 >= 100_000 && $0 <= 500_000 })
        #expect(Set(first).count == 30)
        #expect(try times(1) == first)
        #expect(try times(2) != first)
    }
}

import SaudaCore
import Testing

/// The gate alone, with numbers by hand.
@Suite struct RiskGateTests {
    /// DALBHARAT: tick 0.10, yesterday at 2100, last 2110.
    func context(
        position: Int64 = 0,
        lot: Int64 = 1,
        band: PriceBand? = nil,
        openPositions: Int = 0,
        dayProfit: Int64 = 0,
        last: Int64 = 2110,
        previousClose: Int64 = 2100
    ) -> RiskGate.Context {
        var quote = MarketView.Quote()
        quote.last = Price(rupees: last)
        quote.previousClose = Price(rupees: previousClose)
        quote.band = band
        return RiskGate.Context(
            lot: Quantity(lot),
            tick: Price(paise: 10),
            quote: quote,
            position: Quantity(position),
            openPositions: openPositions,
            dayProfit: Money(rupees: dayProfit)
        )
    }

    func limit(_ units: Int64, _ paise: Int64) -> OrderTerms {
        OrderTerms(kind: .limit, quantity: Quantity(units), limit: Price(paise: paise))
    }

    // MARK: - Shape

    @Test func `S0-6: DALBHARAT at 10 is another instrument's price when the previous close is 2100`() {
        let gate = RiskGate(limits: RiskLimits())
        let wrong = Refusal.wrongInstrument(price: Price(rupees: 10), previousClose: Price(rupees: 2100))
        #expect(gate.refusal(of: limit(1, 1000), .sell, in: context(position: 1)) == wrong)
        // A market order has no price of its own; the last one tells.
        let market = OrderTerms(kind: .market, quantity: Quantity(1))
        #expect(gate.refusal(of: market, .sell, in: context(position: 1, last: 10)) == wrong)
        #expect(gate.refusal(of: market, .sell, in: context(position: 1)) == nil)
    }

    @Test(
        "a price from half to twice the previous close is believed",
        arguments: [(104_990, false), (105_000, true), (420_000, true), (420_010, false)] as [(Int64, Bool)]
    )
    func plausible(paise: Int64, passes: Bool) {
        let refusal = RiskGate(limits: RiskLimits()).refusal(of: limit(1, paise), .buy, in: context())
        let wrong = Refusal.wrongInstrument(price: Price(paise: paise), previousClose: Price(rupees: 2100))
        #expect(refusal == (passes ? nil : wrong))
    }

    @Test func `without any price of the instrument nothing is sent, a closing order neither`() {
        let gate = RiskGate(limits: RiskLimits())
        let blind = context(position: 10, last: 0, previousClose: 0)
        #expect(gate.refusal(of: limit(10, 210_000), .sell, in: blind) == .noReference)
        // In the evening of the first day there is a last price only.
        #expect(gate.refusal(of: limit(10, 210_000), .sell, in: context(position: 10, previousClose: 0)) == nil)
    }

    @Test(
        "a price off the tick of 0.10 is refused",
        arguments: [(210_000, true), (210_005, false), (210_010, true), (210_001, false)] as [(Int64, Bool)]
    )
    func tick(paise: Int64, passes: Bool) {
        let refusal = RiskGate(limits: RiskLimits()).refusal(of: limit(1, paise), .buy, in: context())
        #expect(refusal == (passes ? nil : .offTick(tick: Price(paise: 10))))
    }

    @Test(
        "prices that do not fit the kind of order are refused",
        arguments: [
            OrderTerms(kind: .limit, quantity: Quantity(1)),
            OrderTerms(kind: .limit, quantity: Quantity(1), limit: Price(paise: -210_000)),
            OrderTerms(kind: .market, quantity: Quantity(1), limit: Price(paise: 210_000)),
            OrderTerms(kind: .limit, quantity: Quantity(1), limit: Price(rupees: 2100), trigger: Price(rupees: 2100)),
            OrderTerms(kind: .stopMarket, quantity: Quantity(1)),
            OrderTerms(kind: .stopLimit, quantity: Quantity(1), limit: Price(paise: 210_000)),
            OrderTerms(kind: .stopLimit, quantity: Quantity(1), trigger: Price(paise: 210_000)),
            OrderTerms(kind: .stopMarket, quantity: Quantity(1), trigger: Price(paise: 210_003)),
        ]
    )
    func kinds(terms: OrderTerms) {
        let gate = RiskGate(limits: RiskLimits())
        #expect(gate.refusal(of: terms, .buy, in: context()) == .offTick(tick: Price(paise: 10)))
    }

    @Test(
        "the quantity is whole lots of 65, positive, and not absurd",
        arguments: [0, -65, 64, 66, 50_000_015] as [Int64]
    )
    func lots(units: Int64) {
        let gate = RiskGate(limits: RiskLimits())
        #expect(gate.refusal(of: limit(units, 210_000), .buy, in: context(lot: 65)) == .notALot(lot: Quantity(65)))
        #expect(gate.refusal(of: limit(130, 210_000), .buy, in: context(lot: 65)) == nil)
    }

    @Test(
        "a limit outside the band 1995.00 to 2205.00 is refused, its ends are not",
        arguments: [(199_500, true), (199_490, false), (220_500, true), (220_510, false)] as [(Int64, Bool)]
    )
    func band(paise: Int64, passes: Bool) throws {
        let band = try #require(PriceBand(around: Price(rupees: 2100), percent: 5, tick: Price(paise: 10)))
        #expect(band == PriceBand(lower: Price(paise: 199_500), upper: Price(paise: 220_500)))
        let refusal = RiskGate(limits: RiskLimits()).refusal(of: limit(1, paise), .buy, in: context(band: band))
        #expect(refusal == (passes ? nil : .outsideBand(band)))
    }

    // MARK: - Money

    @Test func `DEC-6: the order value counts the limit, else the last price, else the previous close`() {
        let gate = RiskGate(limits: RiskLimits(orderValue: Money(rupees: 500_000)))
        func refused(_ rupees: Int64) -> Refusal {
            .orderValue(value: Money(rupees: rupees), limit: Money(rupees: 500_000))
        }
        // 238 at 2100 is 499,800; 239 is 501,900.
        #expect(gate.refusal(of: limit(238, 210_000), .buy, in: context()) == nil)
        #expect(gate.refusal(of: limit(239, 210_000), .buy, in: context()) == refused(501_900))
        // 237 at 2110 is 500,070.
        let market = OrderTerms(kind: .market, quantity: Quantity(237))
        #expect(gate.refusal(of: market, .buy, in: context()) == refused(500_070))
        let dear = OrderTerms(kind: .market, quantity: Quantity(239))
        #expect(gate.refusal(of: dear, .buy, in: context(last: 0)) == refused(501_900))
        // A stop buys at its trigger or above: 200 at 2600 is 520,000.
        let stop = OrderTerms(kind: .stopMarket, quantity: Quantity(200), trigger: Price(rupees: 2600))
        #expect(gate.refusal(of: stop, .buy, in: context()) == refused(520_000))
    }

    @Test func `a loss of the day at its limit stops new orders, and lets a position be closed`() {
        let gate = RiskGate(limits: RiskLimits(dailyLoss: Money(rupees: 10_000)))
        #expect(gate.refusal(of: limit(1, 210_000), .buy, in: context(dayProfit: -9_999)) == nil)
        let refused = Refusal.dailyLoss(loss: Money(rupees: 10_000), limit: Money(rupees: 10_000))
        #expect(gate.refusal(of: limit(1, 210_000), .buy, in: context(dayProfit: -10_000)) == refused)
        #expect(gate.refusal(of: limit(50, 210_000), .sell, in: context(position: 50, dayProfit: -20_000)) == nil)
        #expect(gate.refusal(of: limit(51, 210_000), .sell, in: context(position: 50, dayProfit: -20_000)) != nil)
        #expect(gate.refusal(of: limit(50, 210_000), .buy, in: context(position: -50, dayProfit: -20_000)) == nil)
    }

    @Test func `the seventh position is refused, more of one that is held is not`() {
        let gate = RiskGate(limits: RiskLimits(positions: 6))
        #expect(gate.refusal(of: limit(1, 210_000), .buy, in: context(openPositions: 5)) == nil)
        #expect(gate.refusal(of: limit(1, 210_000), .buy, in: context(openPositions: 6)) == .positions(limit: 6))
        #expect(gate.refusal(of: limit(1, 210_000), .buy, in: context(position: 10, openPositions: 6)) == nil)
    }

    @Test func `halted, only what reduces a position passes`() {
        var gate = RiskGate(limits: RiskLimits())
        gate.halt()
        #expect(gate.refusal(of: limit(1, 210_000), .buy, in: context()) == .halted)
        #expect(gate.refusal(of: limit(1, 210_000), .buy, in: context(position: 5)) == .halted)
        #expect(gate.refusal(of: limit(5, 210_000), .sell, in: context(position: 5)) == nil)
        // The shape is looked at all the same.
        let offTick = Refusal.offTick(tick: Price(paise: 10))
        #expect(gate.refusal(of: limit(5, 210_005), .sell, in: context(position: 5)) == offTick)
        gate.resume()
        #expect(gate.refusal(of: limit(1, 210_000), .buy, in: context()) == nil)
    }

    @Test func `several orders at once count as many against the day's number`() {
        let gate = RiskGate(limits: RiskLimits(ordersPerDay: 3))
        var context = context()
        context.orders = 3
        #expect(gate.refusal(of: limit(1, 210_000), .buy, in: context) == nil)
        context.orders = 4
        #expect(gate.refusal(of: limit(1, 210_000), .buy, in: context) == .ordersPerDay(limit: 3))
    }

    @Test func `every refusal has a word to be counted under`() {
        let refusals: [(Refusal, String)] = [
            (.halted, "halted"), (.noReference, "no-reference-price"), (.positions(limit: 1), "position-limit"),
            (.rejected(.noHoldings), "no-holdings"), (.rejected(.offTick), "rejected"), (.outdated, "outdated"),
            (.unknownCharges, "unknown-charges"),
            (.rejected(.funds(need: .zero, have: .zero)), "insufficient-funds"), (.marketClosed, "market-closed"),
            (.rejected(.outsideBand(low: .zero, high: .zero)), "outside-band"), (.notOffered("SL"), "not-offered"),
        ]
        for (refusal, word) in refusals { #expect(refusal.code == word) }
    }
}

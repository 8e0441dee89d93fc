import AMOBuyStrategy
import SaudaCore
import SaudaSimulation
import Testing

/// BUY-15: waiting orders before the open.
@Suite struct AMOAdjustmentTests {
    /// A was bought for the next opening at a close of 500, whose EMA9 is about 510; the quote says `price` at 09:01.
    private func morning(_ price: Price?, with given: [String: Parameter.Value] = [:], shares: [Instrument]? = nil)
        -> Rig
    {
        var values = given
        if values["max_of_ema9"] == nil { values["max_of_ema9"] = .number(1.1) }
        var rig = Dip.rig(with: values, shares: shares, factor: 500.0 / 98)
        rig.evening(["A": 500])
        rig.start("2026-06-19")
        if let price { rig.quotes[rig.id("A")] = (price, "09:01:00") }
        rig.run(to: "09:14:00")
        return rig
    }

    private func summary(_ rig: Rig) -> String { rig.codes("premarket-adjustment").last ?? "" }

    @Test(
        "BUY-15: 100000 capital, close 500: 200 shares become 192 at 520 and 208 at 480",
        arguments: [("520", 192), ("480", 208)] as [(Price, Int)]
    )
    func resized(price: Price, quantity: Int) {
        let rig = morning(price)
        #expect(rig.orders == ["16:05:00 place A BUY 200 MARKET", "09:05:00 modify #1 \(quantity) MARKET"])
        #expect(summary(rig).contains("adjusted 1"))
        #expect(rig.memo("pending")?.contains("qty=\(quantity)") == true)
    }

    @Test func `BUY-15: an unchanged quantity at the market changes nothing`() {
        let higher = morning("499.95")
        #expect(higher.orders.count == 1, "200 shares as well")
        let same = morning("500")
        #expect(same.orders == ["16:05:00 place A BUY 200 MARKET"])
        #expect(summary(same).contains("no_adjustment_needed 1"))
    }

    @Test func `BUY-15: a price over 99 % of the live EMA9 cancels the order`() {
        let rig = morning("520", with: ["max_of_ema9": .number(0.99)])
        #expect(rig.orders == ["16:05:00 place A BUY 200 MARKET", "09:05:00 cancel #1"])
        #expect(summary(rig).contains("cancelled_above_ema9 1"))
        #expect(rig.memo("pending") == nil)
    }

    @Test func `BUY-15: no price before the open leaves the order; yesterday's is none`() {
        let rig = morning(nil)
        #expect(rig.orders.count == 1)
        #expect(summary(rig).contains("price_unavailable 1"))
    }

    @Test func `BUY-15: a limit order becomes a market order, even with the same quantity`() {
        let rig = morning("500", with: ["order_type": .word("limit")])
        #expect(rig.orders == ["16:05:00 place A BUY 200 @ 500.00", "09:05:00 modify #1 200 MARKET"])
    }

    @Test func `BUY-15, DEC-6: the new quantity is cut to the order value`() {
        let rig = morning("480", with: ["max_order_value": .money(Money(rupees: 96_500))])
        #expect(rig.orders == ["16:05:00 place A BUY 193 MARKET", "09:05:00 modify #1 201 MARKET"])
    }

    @Test func `BUY-15: it can be switched off`() {
        let rig = morning("480", with: ["premarket_adjustment": .bool(false)])
        #expect(rig.orders.count == 1)
        #expect(!rig.asked.contains { $0.contains("quote") })
    }

    @Test func `BUY-15: it can be asked for by name, once`() {
        var rig = Dip.rig(with: ["max_of_ema9": .number(1.1)], factor: 500.0 / 98)
        rig.evening(["A": 500])
        rig.start("2026-06-19")
        rig.quotes[rig.id("A")] = ("480", "08:59:00")
        rig.run(to: "08:59:00")
        rig.post(.job(.premarketAdjustment))
        rig.run(to: "09:14:00")
        #expect(rig.orders == ["16:05:00 place A BUY 200 MARKET", "08:59:00 modify #1 208 MARKET"])
    }

    @Test(
        "BUY-15, BUY-8: a raise needs the cash for it, else the good order stays as it is",
        arguments: [(nil, 200), (3_999, 200), (4_000, 200), (5_100, 208)] as [(Int64?, Int64)]
    )
    func raised(funds: Int64?, quantity: Int64) {
        // Eight more at yesterday's 500, which is what a broker sets aside, and a hundredth of all for charges.
        var rig = Dip.rig(with: ["max_of_ema9": .number(1.1)], factor: 500.0 / 98)
        rig.evening(["A": 500])
        rig.funds = funds.map { Money(rupees: $0) }
        rig.start("2026-06-19")
        rig.quotes[rig.id("A")] = ("480", "09:01:00")
        rig.run(to: "09:14:00")
        let isRaised = quantity > 200
        #expect(rig.orders.dropFirst() == (isRaised ? ["09:05:00 modify #1 208 MARKET"] : []))
        #expect(summary(rig).contains("insufficient_balance \(isRaised ? 0 : 1)"))
        #expect(rig.memo("pending")?.contains("qty=\(quantity)") == true)
    }

    @Test func `BUY-15, BUY-6: what cannot be sized anew keeps the size it has`() throws {
        var evening = Dip.rig(with: ["max_of_ema9": .number(1.1)], factor: 500.0 / 98)
        evening.evening(["A": 500])
        guard case .place(let request)? = evening.commands.last(where: \.isPlace) else { return #expect(Bool(false)) }
        let tie = try #require(evening.commands.compactMap { if case .tie(let tie) = $0 { tie } else { nil } }.last)
        // The new process cannot read the share's history.
        var rig = Dip.rig(with: ["max_of_ema9": .number(1.1)], factor: 500.0 / 98, starting: false)
        rig.closes = [nil]
        rig.now = Day("2026-06-19")!.at(TimeOfDay(8, 0))
        let id = BrokerOrderID("B1")
        rig.post(.carriedOrder(CarriedOrder(request: request, brokerID: id, tie: tie, placed: evening.day)))
        rig.post(.remembered(evening.memos))
        rig.start("2026-06-19")
        rig.quotes[rig.id("A")] = ("480", "09:01:00")
        rig.run(to: "09:14:00")
        #expect(rig.orders == [])
        #expect(summary(rig).contains("missing_data 1"))
        #expect(rig.memo("pending") == nil, "kept as it was")
        #expect(rig.alerts.map(\.code) == ["no-history"])
    }
}

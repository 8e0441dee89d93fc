import SaudaCore
import Testing

/// SEL-6: which price counts. A history flat at 101.50 makes EMA9 = 0.2 P + 81.20.
@Suite struct EMA9PriceTests {
    @Test("SEL-6: a price counts for 60 seconds, inclusive", arguments: [("09:20:00", true), ("09:19:59", false)])
    func agesPrices(last: String, isFresh: Bool) {
        var rig = placed()
        rig.tick("99.55", at: last)
        rig.wakes.removeAll { $0.time < rig.day.at(TimeOfDay(9, 21)) }
        rig.forget()
        rig.now = rig.day.at(TimeOfDay(9, 21))
        rig.post(.clock(WakeKey(owner: StrategyID(index: 0), label: 0)))
        #expect(rig.orders == (isFresh ? ["09:21:00 modify #1 50 @ 101.15"] : []))
        #expect(rig.asked == (isFresh ? [] : ["09:21:00 quote A"]))
    }

    @Test func `SEL-6: without a fresh price a quote is asked for and used when it is fresh itself`() {
        var rig = placed()
        rig.quotes[rig.id("A")] = ("99.55", "09:16:30")
        rig.run(to: "09:17:00")
        #expect(rig.orders == ["09:15:00 place A SELL 50 @ 101.25", "09:17:00 modify #1 50 @ 101.15"])
        #expect(rig.asked.filter { $0.contains("quote") } == ["09:17:00 quote A"])
    }

    @Test func `SEL-6: an old quote, or none, moves no live order`() {
        var rig = placed()
        rig.quotes[rig.id("A")] = ("95", "09:15:30")
        rig.run(to: "09:30:00")
        rig.quotes[rig.id("A")] = nil
        rig.run(to: "09:40:00")
        #expect(rig.orders == ["09:15:00 place A SELL 50 @ 101.25"])
        rig.tick("99.55", at: "09:40:30")
        rig.run(to: "09:41:00")
        #expect(rig.orders.last == "09:41:00 modify #1 50 @ 101.15", "a failed quote does not blind the position")
    }

    @Test func `SEL-6: without a fresh price a live order is not lowered to yesterday's EMA9 either`() {
        var rig = Rig(closes: [flat(101.5)], with: ["rsi_exit": .bool(false)])
        rig.hold()
        rig.start()
        rig.tick("102", at: "09:15:00")
        rig.run(to: "09:30:00")
        #expect(rig.orders == ["09:15:00 place A SELL 50 @ 101.60"])
    }

    @Test func `SEL-6, IND-3: without any price a missing order is placed at yesterday's EMA9`() {
        var rig = Rig(closes: [flat(101.5)])
        rig.hold()
        rig.start()
        rig.run(to: "09:15:00")
        #expect(rig.orders == ["09:15:00 place A SELL 50 @ 101.50"])
    }

    @Test func `SEL-6: with neither price nor reference nothing is placed until there is one`() {
        var rig = Rig(closes: [flat(101.5)])
        rig.hold()
        rig.start(references: false)
        rig.run(to: "09:25:00")
        #expect(rig.orders == [])
        #expect(rig.alerts.map(\.code) == ["no-price"])
        rig.tick("100.15", at: "09:25:30")
        rig.run(to: "09:26:00")
        #expect(rig.orders == ["09:26:00 place A SELL 50 @ 101.25"])
    }

    @Test func `SEL-6: an answer that never comes is given up after three minutes and asked for again`() {
        var rig = Rig(closes: [flat(101.5)])
        rig.hold()
        rig.isSilent = true
        rig.start()
        rig.answer(1, .orderBook([]))
        rig.run(to: "09:16:00")
        #expect(rig.asked.filter { $0.contains("history") } == ["08:30:00 history A", "09:16:00 history A"])
        rig.answer(rig.questions.count - 1, .candles(Candle.days(flat(101.5), before: rig.day)))
        rig.tick("100.15", at: "09:16:30")
        rig.run(to: "09:17:00")
        #expect(rig.orders == ["09:17:00 place A SELL 50 @ 101.25"])
    }

    @Test func `SEL-6, S0: the price is the instrument's own, never that of the same symbol in another series`() {
        var rig = Rig(
            [
                Instrument(symbol: "DALBHARAT", series: "BE", tick: "0.05"),
                Instrument(symbol: "DALBHARAT", tick: "0.05"),
            ],
            closes: [flat(10), flat(2100)]
        )
        rig.post(
            .deposit(
                Deposit(
                    account: AccountID(index: 0),
                    instrument: rig.id("DALBHARAT-EQ"),
                    quantity: Quantity(5),
                    price: "2100",
                    entered: rig.day.advanced(by: -9).at(TimeOfDay(9, 15)),
                    reason: "RSI10_DIP",
                    isPaid: false
                )
            )
        )
        rig.start()
        rig.post(.tick(Tick(instrument: rig.id("DALBHARAT-BE"), price: "10", exchangeTime: rig.now, source: .socket)))
        rig.tick("2095", of: "DALBHARAT-EQ", at: "09:15:00")
        rig.run(to: "09:15:00")
        #expect(rig.orders == ["09:15:00 place DALBHARAT SELL 5 @ 2099.00"])
    }
}

import SaudaCore
import SaudaSimulation
import Testing

@testable import AMOBuyStrategy

/// The day of the strategy: when its jobs run, once each, one question at a time.
@Suite struct AMODayTests {
    private func times(_ date: String) -> [String] {
        let schedule = Schedule(TradingDay(Day(date)!, in: .builtIn, holdsPrices: true))
        return Errand.scheduled.compactMap { schedule.time(of: $0)?.time.description } + [
            schedule.latestBuys.time.description
        ]
    }

    @Test
    func `BUY-14, SVC-2: retry at 09:00, adjustment at 09:05, analysis at 16:00, buys at 16:05, cleanup at 18:00`() {
        #expect(times("2026-06-18") == ["09:00:00", "09:05:00", "16:00:00", "16:05:00", "18:00:00", "17:55:00"])
    }

    @Test func `DEC-16: from 2026-09-07 the adjustment runs at 09:03`() {
        #expect(times("2026-09-04")[1] == "09:05:00")
        #expect(times("2026-09-07")[1] == "09:03:00")
    }

    @Test func `BUY-14: an evening session has its jobs around it`() {
        #expect(times("2024-11-01") == ["17:45:00", "17:50:00", "19:30:00", "19:35:00", "21:30:00", "21:25:00"])
        #expect(times("2025-10-21")[0] == "13:30:00")
        #expect(times("2025-10-21")[2] == "16:00:00", "a session at noon has a normal evening")
    }

    @Test func `IND-5: charts are read once, one instrument per answer, with at least 2400 days`() {
        var rig = Dip.rig(["A", "B", "C"], starting: false)
        rig.isSilent = true
        rig.start()
        for count in 1...3 {
            #expect(
                rig.asked.filter { $0.contains("history") }.count == count,
                "the next is asked when the last has come"
            )
            if case .history(_, let days)? = rig.questions.first?.question { #expect(days >= 2400) }
            rig.answer(0, .candles(Candle.days(Dip.closes, before: rig.day, volume: Quantity(1_000_000))))
        }
        rig.isSilent = false
        rig.evening(["A": 101, "B": 101, "C": 101])
        rig.start("2026-06-19")
        #expect(rig.asked.filter { $0.contains("history") }.count == 3, "later the day's candles keep them up")
    }

    @Test func `IND-5: a history that cannot be had is asked for again the next morning`() {
        var rig = Dip.rig(["A", "B"], starting: false)
        rig.closes[0] = nil
        rig.start()
        #expect(rig.notes == ["no-history A: the source does not know it"])
        rig.closes[0] = Dip.closes
        rig.evening(["A": 98, "B": 98])
        #expect(rig.orders == ["16:05:00 place B BUY 1020 MARKET"])
        rig.start("2026-06-19")
        #expect(rig.asked.filter { $0.contains("history A") }.count == 2)
    }

    @Test func `IND-5: no history at all is told to a person`() {
        var rig = Dip.rig(["A", "B"], starting: false)
        rig.closes = [nil, nil]
        rig.start()
        #expect(rig.alerts.map(\.code) == ["no-history"])
    }

    @Test func `IND-5: a candle that comes before its history is not lost`() {
        var rig = Dip.rig(starting: false)
        rig.isSilent = true
        rig.start()
        rig.post(.candle(rig.id("A"), .day, Candle(on: rig.day, close: 98, volume: rig.volume)))
        rig.isSilent = false
        rig.answer(0, .candles(Candle.days(Dip.closes, before: rig.day, volume: Quantity(1_000_000))))
        rig.run(to: "16:05:00")
        #expect(rig.orders == ["16:05:00 place A BUY 1020 MARKET"])
    }

    @Test func `SVC-5: buys wait for an analysis that takes long, and start as soon as it ends`() {
        var rig = Dip.rig()
        rig.closeDay(["A": 98])
        rig.isSilent = true
        // The fundamentals never came and count as missing after three minutes.
        rig.run(to: "16:05:30")
        #expect(rig.asked.suffix(2) == ["16:00:00 fundamentals A", "16:03:00 headlines A"])
        #expect(rig.orders == [])
        rig.isSilent = false
        rig.answer(1, .headlines([]))
        #expect(rig.orders == ["16:05:30 place A BUY 1020 MARKET"])
    }

    @Test func `SVC-5: after 17:55 it is too late to buy`() {
        var rig = Dip.rig()
        rig.closeDay(["A": 98])
        rig.isSilent = true
        rig.run(to: "16:01:00")
        rig.now = rig.day.at(TimeOfDay(17, 56))
        rig.post(.job(.buyOrders))
        rig.isSilent = false
        rig.answer(0, .fundamentals(nil))
        #expect(rig.orders == [])
        #expect(rig.alerts.map(\.code) == ["buys-missed"])
    }

    @Test func `SVC-4: a job asked for by name is done once a day, and again the next`() {
        var rig = Dip.rig()
        rig.closeDay(["A": 98])
        rig.run(to: "15:50:00")
        rig.post(.job(.analysis))
        rig.post(.job(.buyOrders))
        #expect(rig.orders == ["15:50:00 place A BUY 1020 MARKET"])
        rig.post(.job(.buyOrders))
        rig.run(to: "18:00:00")
        #expect(rig.orders.count == 1)
        #expect(rig.codes("already-done") == ["already-done: buy-orders"])
        rig.start("2026-06-19")
        rig.run(to: "09:14:00")
        rig.forget()
        rig.evening(["A": 97])
        #expect(rig.codes("analysed").count == 1)
    }

    @Test func `SVC-4: a day said twice does nothing twice`() {
        var rig = Dip.rig()
        rig.start()
        rig.evening(["A": 98])
        #expect(rig.orders.count == 1)
        #expect(rig.candidates.count == 1)
        #expect(rig.codes("day-cleaned").count == 1)
    }

    @Test func `SVC-3: a day that starts late skips what is more than two minutes past`() {
        var rig = Dip.rig(starting: false)
        rig.start(at: "16:03:00")
        rig.run(to: "18:00:00")
        #expect(rig.candidates.isEmpty)
        #expect(rig.codes("day-cleaned").count == 1)
    }

    @Test func `SVC-6: the evening's cleaning says what is left`() {
        var rig = Dip.rig(["A", "B"], funds: 150_000)
        rig.evening(["A": 98, "B": 98])
        #expect(
            rig.codes("day-cleaned") == [
                "day-cleaned: failed orders 1 (0 expired), buys waiting 1 (0 stale), positions 0 (0 completed)"
            ]
        )
    }
}

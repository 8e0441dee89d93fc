import SaudaCore
import Testing

@testable import AMOBuyStrategy

/// The evening's analysis: who is looked at, who becomes a candidate, in which order.
@Suite struct AMOAnalysisTests {
    private func tally(_ rig: Rig) -> String? { rig.codes("analysed").last }

    @Test func `SCO-7: an oversold share is analysed and listed, the others are counted once for all`() {
        var rig = Dip.rig(["A", "B", "C"])
        rig.evening(["A": 98, "B": 102, "C": 101.5])
        #expect(rig.candidates.count == 1)
        let row = rig.candidates[0]
        #expect(row.instrument == rig.id("A"))
        #expect(row.day == rig.day)
        #expect(row.status == "success")
        #expect(row.finalVerdict == "buy")
        #expect(row.close == "98")
        #expect(row.rsi == 230_798)
        #expect(row.averageVolume == Quantity(1_000_000))
        #expect(row.reasons.contains("rsi_oversold"))
        #expect(
            tally(rig)
                == "analysed: universe 3, no_history 0, no_candle 0, not_oversold 2, analysed 1, candidates 1, failed 0, "
                + "barred 0, by_verdict 0, by_score 0, no_backtest 0"
        )
    }

    @Test func `SCO-7: candidates are of the last session, or they are not bought`() {
        let monday = TradingDay(
            day: Day("2026-06-22")!,
            open: Day("2026-06-22")!.at(TimeOfDay(9, 15)),
            close: Day("2026-06-22")!.at(TimeOfDay(15, 30)),
            auctionFrom: Day("2026-06-22")!.at(TimeOfDay(15, 30)),
            settlement: Day("2026-06-23")!,
            holdsPrices: true
        )
        func areFresh(_ day: String, at time: String) -> Bool {
            var picks = Picks()
            picks.day = Day(day)!
            return picks.areFresh(at: monday.day.at(TimeOfDay(time)!), on: monday, lastSession: Day("2026-06-19"))
        }
        #expect(areFresh("2026-06-22", at: "16:05:00"))
        #expect(!areFresh("2026-06-19", at: "16:05:00"))
        #expect(areFresh("2026-06-19", at: "08:45:00"))
        #expect(!areFresh("2026-06-18", at: "08:45:00"))
    }

    @Test func `SCO-7: yesterday's candidates are refused in the evening, and a person is told`() {
        var rig = Dip.rig(["A"], with: ["max_positions": .integer(1)])
        rig.closeDay(["A": 98])
        rig.run(to: "16:00:00")
        rig.wakes.removeAll()
        rig.start("2026-06-19")
        rig.wakes.removeAll()
        rig.closeDay(["A": 97])
        rig.now = rig.day.at(TimeOfDay(16, 5))
        rig.post(.job(.buyOrders))
        #expect(rig.orders == [])
        #expect(rig.alerts.map(\.code) == ["candidates-stale"])
    }

    @Test func `SIG-1: funds, other series and an index are not looked at`() {
        let shares = [
            share("A"), Instrument(symbol: "NIFTYETF", tick: "0.05"),
            Instrument(symbol: "T", series: "BE", tick: "0.05"),
            Instrument(symbol: "G", kind: .etf, tick: "0.05"),
            Instrument(symbol: "NIFTY 50", series: "", segment: .nseIndex, kind: .index),
        ]
        var rig = Dip.rig(shares: shares)
        rig.evening(["A": 98, "NIFTYETF": 98, "T": 98, "G": 98, "NIFTY 50": 98])
        #expect(rig.asked.filter { $0.contains("history") } == ["08:30:00 history A"])
        #expect(rig.orders == ["16:05:00 place A BUY 1020 MARKET"])
    }

    @Test func `SIG-1: a universe without any share ends with an error, not with an empty table`() {
        var rig = Dip.rig(shares: [Instrument(symbol: "T", series: "BE", tick: "0.05")])
        rig.evening(["T": 98])
        #expect(rig.alerts.map(\.code) == ["universe-empty"])
        #expect(rig.alerts.map(\.level) == [.critical])
    }

    @Test func `SCO-6: the best comes first, and with one place left it is the one that is bought`() {
        var rig = Dip.rig(["A", "B"], with: ["max_positions": .integer(1)])
        rig.evening(["A": 98, "B": 96])
        #expect(rig.orders == ["16:05:00 place B BUY 1041 MARKET"], "RSI10 15.3 has the higher priority")
        #expect(rig.counters == ["attempted": 1, "placed": 1, "skipped_portfolio_limit": 1])
        #expect(rig.codes("portfolio-limit") == ["portfolio-limit A: "])
    }

    @Test func `SCO-6: equal candidates are bought in the order of the instruments`() {
        var rig = Dip.rig(["C", "A", "B"])
        rig.evening(["A": 98, "B": 98, "C": 98])
        #expect(rig.orders.map { $0.split(separator: " ")[2] } == ["C", "A", "B"])
    }

    // MARK: - Scores

    private func scored(_ figures: StudyFigures?, with given: [String: Parameter.Value] = [:]) -> Rig {
        var rig = Dip.rig(["A"], with: given.merging(["score_with_backtest": .bool(true)]) { $1 })
        if let figures { rig.studies[rig.id("A")] = figures }
        rig.evening(["A": 98])
        return rig
    }

    @Test func `SCO-2, SCO-5: a share with a good past is bought`() {
        let rig = scored(study(positions: 8, gain: 8, wins: 80))
        #expect(rig.asked.contains("16:00:00 study A"))
        #expect(rig.candidates[0].backtest > 0)
        #expect(rig.candidates[0].combined >= 250_000)
        #expect(rig.orders == ["16:05:00 place A BUY 1020 MARKET"])
    }

    @Test func `SCO-5: one with a bad past is left, and counted`() {
        let rig = scored(study(positions: 8, gain: -20, wins: 10))
        #expect(rig.orders == [])
        #expect(rig.candidates.map(\.finalVerdict) == ["watch"])
        #expect(tally(rig)?.contains("by_verdict 1") == true)
    }

    @Test func `SCO-5: the combined score has a minimum of its own`() {
        let rig = scored(study(positions: 8, gain: 8, wins: 80), with: ["min_combined_score": .number(60)])
        #expect(rig.orders == [])
        #expect(tally(rig)?.contains("by_score 1") == true)
    }

    @Test func `SCO-5: without a backtest the plain verdict stands, and a person is told that it was missing`() {
        let rig = scored(nil)
        #expect(rig.orders == ["16:05:00 place A BUY 1020 MARKET"])
        #expect(rig.alerts.map(\.code) == ["no-backtest"])
        let unscored = scored(nil, with: [:])
        #expect(unscored.candidates[0].backtest == 0)
    }

    @Test func `SCO-2: a share that a filter bars is not backtested`() {
        var rig = Dip.rig(["A"], with: ["score_with_backtest": .bool(true)])
        rig.fundamentals[rig.id("A")] = Fundamentals(pe: -4, pb: 9, asOf: rig.day)
        rig.evening(["A": 98])
        #expect(!rig.asked.contains { $0.contains("study") })
        #expect(rig.orders == [])
        #expect(tally(rig)?.contains("barred 1") == true)
    }

    @Test func `SIG-7, SIG-8, DEC-20: fundamentals and headlines are asked for oversold shares only`() {
        var rig = Dip.rig(["A", "B"])
        rig.headlines[rig.id("A")] = ["fraud probe", "shares plunge", "default", "loss", "raid"].map {
            Headline(day: rig.day, title: $0)
        }
        rig.evening(["A": 98, "B": 101])
        #expect(rig.asked.filter { $0.hasPrefix("16:00") } == ["16:00:00 fundamentals A", "16:00:00 headlines A"])
        #expect(rig.candidates.map(\.verdict) == ["watch"])
        var deaf = Dip.rig(["A"], with: ["news": .bool(false)])
        deaf.headlines = rig.headlines
        deaf.evening(["A": 98])
        #expect(deaf.orders.count == 1)
    }

    // MARK: - Bad input

    @Test func `IND-5: a share listed for ten days is listed as no data, not bought`() {
        var rig = Dip.rig(["A"], starting: false)
        rig.closes[0] = [120, 119, 118, 117, 116, 115, 114, 113, 112]
        rig.start()
        rig.evening(["A": 100])
        #expect(rig.candidates.map(\.status) == ["no_data"])
        #expect(rig.orders == [])
        #expect(tally(rig)?.contains("failed 1") == true)
    }

    @Test func `SIG-6: a share without volume is no candidate`() {
        var rig = Dip.rig(["A"], starting: false)
        rig.volume = .zero
        rig.start()
        rig.evening(["A": 98])
        #expect(rig.orders == [])
        #expect(rig.candidates.count == 1)
    }

    @Test func `IND-6: a share that did not trade today is not judged by yesterday's close`() {
        var rig = Dip.rig(["A", "B"])
        rig.evening(["A": 98])
        #expect(tally(rig)?.contains("no_candle 1") == true)
        #expect(rig.orders.count == 1)
    }

    @Test func `IND-6: asked for before the close, the last finished day is judged`() {
        var rig = Dip.rig(["A"], starting: false)
        rig.closes[0]!.append(98)
        rig.start()
        rig.run(to: "08:45:00")
        rig.post(.job(.analysis))
        rig.post(.job(.buyOrders))
        #expect(rig.candidates.map(\.day) == [Day("2026-06-17")!])
        #expect(rig.orders == ["08:45:00 place A BUY 1020 MARKET"])
    }
}

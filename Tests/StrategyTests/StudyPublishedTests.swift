import AMOBuyStrategy
import SaudaCore
import Testing

/// BT-7: the results of the original programs on the synthetic data, digit for digit.
@Suite struct StudyPublishedTests {
    @Test func `BT-7: the synthetic data have the published rows and sums`() {
        let candles = Published.candles
        let rows = candles.prefix(3).map { [$0.open, $0.high, $0.low, $0.close].map(\.raw) }
        #expect(
            rows == [
                [1_000_000, 1_006_000, 990_000, 1_000_000], [1_003_000, 1_023_100, 993_900, 1_014_000],
                [1_013_200, 1_037_000, 1_006_500, 1_027_100],
            ]
        )
        #expect(candles.prefix(3).map(\.volume.units) == [200_000, 201_973, 207_582])
        func sum(_ column: KeyPath<Candle, Price>) -> Int64 { candles.reduce(0) { $0 + $1[keyPath: column].raw } }
        #expect(sum(\.open) == 869_323_300)
        #expect(sum(\.high) == 877_655_700)
        #expect(sum(\.low) == 861_533_300)
        #expect(sum(\.close) == 869_866_400)
        #expect(candles.reduce(0) { $0 + $1.volume.units } == 157_499_555)
        #expect(candles.last?.start.day == Day("2024-09-06"))
    }

    @Test(
        "BT-2, BT-3, BT-7: study A has the published positions",
        arguments: [RSI.Variant.firstChange, .zeroSeedReportedLate]
    )
    func publishedA(variant: RSI.Variant) {
        let result = SinglePass(rsi: variant).run(Published.candles[...], Published.terms)
        let figures = result.figures
        #expect((figures.signals, figures.executed, figures.skipped, figures.positions) == (11, 24, 0, 11))
        #expect((figures.wins, figures.losses, figures.invested) == (6, 5, 2_400_000))
        #expect(near(figures.profit, -8597.9079, 1e-4))
        #expect(near(figures.returnPercent, -0.3582, 1e-4))
        #expect(near(figures.winRatePercent, 54.5455, 1e-4))
        #expect(result.warnings == [])
        #expect(result.positions.count == Published.tableA.count)
        for (position, row) in zip(result.positions, Published.tableA) {
            #expect(position.entered == Day(row.0) && position.exited == Day(row.2))
            #expect(near(position.entry, row.1, 1e-4) && near(position.exit, row.3, 1e-4))
            #expect(position.quantity == row.4 && position.fills.count == row.5)
            #expect(near(position.profit, row.6, 0.01))
            #expect(near(position.worstDrawdownPercent, row.7, 0.005 + 1e-9))
            #expect(position.exitReason == "Target reached")
            #expect(position.capital == Double(row.5) * 100_000)
            #expect(near(position.returnPercent, (position.exit / position.entry - 1) * 100, 1e-9))
        }
    }

    @Test(
        "BT-4, BT-5, BT-7: study B has the published figures",
        arguments: [RSI.Variant.firstChange, .zeroSeedReportedLate]
    )
    func publishedB(variant: RSI.Variant) {
        let result = TwoStage(rsi: variant).run(Published.candles[...], Published.terms)
        let figures = result.figures
        #expect((figures.signals, figures.executed, figures.positions) == (23, 15, 15))
        #expect((figures.wins, figures.losses, figures.invested) == (14, 1, 2_300_000))
        #expect(near(figures.profit, 14215.8144, 1e-4))
        #expect(near(figures.returnPercent, 0.6181, 1e-4))
        #expect(near(figures.buyAndHoldPercent ?? 0, 24.4001, 1e-4))
        #expect(near(figures.againstBuyAndHold ?? 0, -23.782, 1e-3))
        #expect(near(figures.approvalPercent, 15.0 / 23 * 100, 1e-9))
        let first = result.positions.prefix(3)
        #expect(first.map(\.entered) == [Day("2023-03-07"), Day("2023-03-29"), Day("2023-06-20")])
        #expect(first.map(\.exited) == [Day("2023-03-07"), Day("2023-03-29"), Day("2023-06-20")])
        for (position, prices) in zip(first, [(119.9926, 119.7002), (115.3876, 115.6820), (124.2846, 125.6851)]) {
            #expect(near(position.entry, prices.0, 1e-4) && near(position.exit, prices.1, 1e-4))
        }
        let wins = result.positions.map(\.profit).filter { $0 > 0 }
        #expect(near(result.averageWin, wins.reduce(0, +) / 14, 1e-9))
        #expect(near(result.averageLoss * 1 + result.averageWin * 14, figures.profit, 1e-6))
    }

    @Test func `SCO-2, BT-7: the published runs score 24.88 and 35.05`() {
        let a = SinglePass().run(Published.candles[...], Published.terms).figures
        let b = TwoStage().run(Published.candles[...], Published.terms).figures
        #expect(near(ScoreReading.singlePass.score(a), 24.88, 0.005))
        #expect(near(ScoreReading.twoStage.score(b), 35.05, 0.005))
    }

    @Test func `BT-2: on a chart the study is the same as on candles`() throws {
        let view = try #require(Chart(Published.candles).latest)
        for mode in SinglePass.TargetMode.allCases {
            let study = SinglePass(targetMode: mode)
            for validates in [false, true] {
                var terms = Published.terms
                terms.validates = validates
                #expect(study.run(view, terms) == study.run(Published.candles[...], terms))
            }
        }
    }

    @Test func `BT-7: the studies are offered under the names of the modes`() {
        let table = AMOBuy.studyParameters
        let studies = AMOBuy.studies(Parameters(table))
        #expect(studies.map(\.name) == ["parity-a", "parity-b", "parity-simple"])
        #expect(studies.map(\.warmUp) == [420, 420, 0])
        let older = AMOBuy.studies(Parameters(table, given: ["profile": .word("v2_1")]))
        #expect(older.map(\.name) == ["parity-b", "parity-a", "parity-simple"], "the profile's own comes first")
        #expect(studies[0].run(Published.candles[...], Published.terms).figures.executed == 24)
        #expect(studies[1].run(Published.candles[...], Published.terms).figures.signals == 23)
        let previous = AMOBuy.studies(Parameters(table, given: ["target_mode": .word("previous_day_ema9")]))
        #expect(
            previous[0].run(Published.candles[...], Published.terms)
                == SinglePass(targetMode: .previousDayEMA9).run(Published.candles[...], Published.terms)
        )
    }
}

func near(_ value: Double, _ expected: Double, _ tolerance: Double) -> Bool { abs(value - expected) <= tolerance }

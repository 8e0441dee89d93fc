import SaudaCore
import Testing

@Suite struct IndicatorEMATests {
    func series(_ closes: [Double], _ variant: EMA.Variant, span: Int = 9) -> [Double?] {
        var ema = EMA(span: span, variant: variant)
        return closes.map {
            ema.update($0)
            return ema.value
        }
    }

    func fed(_ closes: some Sequence<Double>, _ variant: EMA.Variant = .recursive) -> EMA {
        var ema = EMA(span: 9, variant: variant)
        for close in closes { ema.update(close) }
        return ema
    }

    @Test(
        "IND-4: the golden vector, four decimals",
        arguments: [
            (3, 101.0976, 100.6480, nil), (8, 97.4950, 97.8312, 98.6667), (10, 95.2871, 95.6920, 96.2267),
            (14, 91.3105, 91.6162, 91.8352), (17, 91.5065, 91.6595, 91.7716), (19, 93.7500, 93.8221, 93.8939),
        ] as [(Int, Double, Double, Double?)]
    )
    func golden(index: Int, biasCorrected: Double, recursive: Double, seededByMean: Double?) throws {
        let a = try #require(series(goldenCloses, .biasCorrected)[index])
        let r = try #require(series(goldenCloses, .recursive)[index])
        #expect(abs(a - biasCorrected) < 0.00005)
        #expect(abs(r - recursive) < 0.00005)
        let s = series(goldenCloses, .seededByMean)[index]
        #expect((s == nil) == (seededByMean == nil))
        if let s, let seededByMean { #expect(abs(s - seededByMean) < 0.00005) }
    }

    @Test(
        "IND-2: the first defined index",
        arguments: [(.biasCorrected, 0), (.recursive, 0), (.seededByMean, 8)] as [(EMA.Variant, Int)]
    )
    func firstDefined(variant: EMA.Variant, index: Int) {
        #expect(EMA(span: 9, variant: variant).value == nil)
        #expect(series(goldenCloses, variant).firstIndex { $0 != nil } == index)
    }

    @Test("IND-2: bar by bar equals all at once", arguments: EMA.Variant.allCases, [1, 9, 50])
    func batch(variant: EMA.Variant, span: Int) {
        for seed in 1...3 as ClosedRange<UInt64> {
            let closes = randomCloses(120, seed: seed)
            for (one, all) in zip(series(closes, variant, span: span), IndicatorBatch.ema(closes, span: span, variant))
            {
                #expect((one == nil) == (all == nil))
                if let one, let all { #expect(abs(one - all) < 1e-8) }
            }
        }
    }

    @Test("IND-2: a peek is the next update and changes nothing", arguments: EMA.Variant.allCases)
    func peek(variant: EMA.Variant) {
        var ema = EMA(span: 9, variant: variant)
        for (index, close) in randomCloses(100, seed: 9).enumerated() {
            let before = ema
            let peeked = ema.value(after: close)
            #expect(ema == before)
            ema.update(close)
            #expect(ema.value == peeked)
            #expect(ema.count == index + 1)
        }
    }

    @Test("IND-4: live EMA9 after bar 19", arguments: [(99, 94.8577), (95, 94.0577), (101.5, 95.3577)])
    func live(price: Double, expected: Double) throws {
        let ema = fed(goldenCloses)
        let value = try #require(ema.live(price))
        #expect(abs(value - expected) < 0.00005)
        #expect(abs(value - (0.2 * price + 0.8 * (try #require(ema.value)))) < 1e-12)
    }

    @Test func `IND-3: without a price the live value is yesterday's`() {
        let ema = fed(goldenCloses)
        #expect(ema.live(nil) == ema.value)
        #expect(ema.live(nil) != nil)
    }

    @Test func `IND-3: fewer than nine bars give no live value, nine do`() {
        #expect(fed(goldenCloses.prefix(8)).live(100) == nil)
        #expect(fed(goldenCloses.prefix(8)).live(nil) == nil)
        #expect(fed(goldenCloses.prefix(9)).live(100) != nil)
    }

    @Test func `IND-3: after 137 bars more history changes nothing`() throws {
        let closes = randomCloses(600, seed: 4)
        let long = try #require(fed(closes).live(1500))
        let short = try #require(fed(closes.suffix(137)).live(1500))
        #expect(abs(long - short) < 1e-9)
    }
}

import AMOBuyStrategy
import SaudaCore
import Testing

/// Charts, and reading them as of a day (IND-1, IND-2, IND-5).
@Suite struct ResearchChartTests {
    @Test("IND-1, IND-2: every bar has the indicators of its close", arguments: RSI.Variant.allCases)
    func keepsIndicators(variant: RSI.Variant) throws {
        let candles = Drawn.walk(300, seed: 1)
        let chart = Chart(candles, rsi: variant)
        var rsi = RSI(period: 10, variant: variant)
        var averages = [9, 20, 50, 200].map { EMA(span: $0, variant: .seededByMean) }
        for (index, candle) in candles.enumerated() {
            rsi.update(candle.close.rupees)
            for average in averages.indices { averages[average].update(candle.close.rupees) }
            let bar = try #require(chart.view(at: index)).last
            #expect(bar.close == candle.close.rupees && bar.day == candle.start.day)
            #expect(value(bar.rsi) == rsi.value)
            #expect([bar.ema9, bar.ema20, bar.ema50, bar.ema200].map(value) == averages.map(\.value))
        }
    }

    @Test func `IND-4: the golden vector stands in the columns`() throws {
        let closes: [Double] = [100, 101, 102, 101, 99, 97, 96, 97, 95, 93, 91, 92, 90, 88, 87, 89, 91, 94, 96, 99]
        let late = Chart(Drawn.candles(closes: closes), rsi: .zeroSeedReportedLate)
        let first = Chart(Drawn.candles(closes: closes), rsi: .firstChange)
        func bar(_ chart: Chart, _ index: Int) throws -> Bar { try #require(chart.view(at: index)).last }
        #expect(abs(try bar(late, 10).rsi - 14.9528) < 1e-4)
        #expect(try bar(late, 9).rsi.isNaN)
        #expect(abs(try bar(first, 14).rsi - 28.3433) < 1e-4)
        #expect(abs(try bar(first, 19).ema9 - 93.8939) < 1e-4)
        #expect(try bar(first, 7).ema9.isNaN)
    }

    @Test func `SIG-4: weeks end on Friday, and the running one is the last`() throws {
        // Two weeks of five days, then Monday to Wednesday.
        let rows = (0..<13).map { day -> (Double, Double, Double, Double, Int64) in
            let level = 100 + Double(day)
            return (level, level + 2, level - 3, level + 1, 10)
        }
        let view = Drawn.chart(rows).now
        #expect(view.weeks == 3)
        let running = view.week(back: 0)
        #expect((running.weekOpen, running.weekHigh, running.weekLow) == (110, 114, 107))
        #expect((running.close, running.weekVolume) == (113, 30))
        let before = view.week(back: 1)
        #expect((before.weekOpen, before.weekHigh, before.weekLow) == (105, 111, 102))
        #expect((before.close, before.weekVolume) == (110, 50))
        #expect(view.week(back: 2).day == Drawn.firstDay.advanced(by: 4))
    }

    @Test func `IND-5: a special session on a weekend counts to the week that ended`() {
        var chart = Drawn.chart(Array(repeating: (100, 101, 99, 100, 10), count: 5))
        let saturday = Drawn.firstDay.advanced(by: 5)
        let isAdded = chart.append(Drawn.candle(saturday, 100, 105, 100, 104, 7))
        #expect(isAdded)
        #expect(chart.now.weeks == 1)
        #expect((chart.now.last.weekHigh, chart.now.last.weekVolume) == (105, 57))
    }

    @Test func `IND-1, IND-2: weekly indicators are those of the weeks' closes`() throws {
        let candles = Drawn.walk(330, seed: 2)
        let chart = Chart(candles)
        var rsi = RSI(period: 10)
        var average = EMA(span: 50, variant: .seededByMean)
        for (index, candle) in candles.enumerated() {
            let bar = try #require(chart.view(at: index)).last
            let close = candle.close.rupees
            #expect(value(bar.weekRSI) == rsi.value(after: close))
            #expect(value(bar.weekEMA50) == average.value(after: close))
            if candle.start.day.weekday == .friday {
                rsi.update(close)
                average.update(close)
            }
        }
    }

    @Test func `IND-5: a view as of a day is the chart cut off there`() throws {
        let candles = Drawn.walk(200, seed: 3)
        let chart = Chart(candles)
        for index in candles.indices {
            let view = try #require(chart.view(at: index))
            let cut = try #require(Chart(candles[...index]).latest)
            #expect(view.count == index + 1 && view.weeks == cut.weeks)
            #expect(view.bars.suffix(12).map(same) == cut.bars.suffix(12).map(same))
            for back in 0..<view.weeks { #expect(same(view.week(back: back)) == same(cut.week(back: back))) }
        }
    }

    @Test func `IND-5: as of a day without a bar, the one before counts, and before the first there is nothing`() {
        let chart = Drawn.chart(Array(repeating: (100, 101, 99, 100, 10), count: 5))
        #expect(chart.asOf(Drawn.firstDay.advanced(by: 6))?.day == Drawn.firstDay.advanced(by: 4))
        #expect(chart.asOf(Drawn.firstDay)?.count == 1)
        #expect(chart.asOf(Drawn.firstDay.advanced(by: -1)) == nil)
        #expect(Chart().latest == nil && Chart().asOf(Drawn.firstDay) == nil)
        #expect(chart.view(at: 5) == nil && chart.view(at: -1) == nil)
    }

    @Test func `IND-5: a bar that is late, doubled or not a candle is refused`() {
        var chart = Drawn.chart(Array(repeating: (100, 101, 99, 100, 10), count: 5))
        let next = Drawn.firstDay.advanced(by: 7)
        let offered = [
            Drawn.candle(Drawn.firstDay, 100, 101, 99, 100),
            Drawn.candle(Drawn.firstDay.advanced(by: 4), 100, 101, 99, 100),
            Drawn.candle(next, 100, 99, 98, 100),
            Drawn.candle(next, 0, 1, 0, 1),
            Drawn.candle(next, 100, 101, 99, 100),
        ]
        let taken = offered.map { chart.append($0) }
        #expect(taken == [false, false, false, false, true])
        #expect(chart.count == 6)
    }

    @Test func `SIG-11: without its last bar a view is that of the day before`() throws {
        let chart = Chart(Drawn.walk(27, seed: 4))
        for index in 1..<27 {
            let shorter = try #require(chart.view(at: index)?.withoutLast)
            let before = try #require(chart.view(at: index - 1))
            #expect(shorter.count == before.count && shorter.weeks == before.weeks)
            #expect(same(shorter.last) == same(before.last))
        }
        #expect(chart.view(at: 0)?.withoutLast == nil)
    }

    private func value(_ column: Double) -> Double? { column.isNaN ? nil : column }

    /// A bar that equals itself although values are undefined.
    private func same(_ bar: Bar) -> Bar {
        var bar = bar
        for field in [\Bar.rsi, \.ema9, \.ema20, \.ema50, \.ema200, \.weekRSI, \.weekEMA50]
        where bar[keyPath: field].isNaN {
            bar[keyPath: field] = -1
        }
        return bar
    }
}

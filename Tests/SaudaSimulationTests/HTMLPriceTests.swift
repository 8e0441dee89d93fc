import Foundation
import SaudaCore
import SaudaSimulation
import Testing

/// Prices and fills in the page: exact, with averages that go on from the history before the run, within 5 MB.
@Suite struct HTMLPriceTests {
    private let generator = MarketGenerator(seed: 3)

    private func report(_ charts: [SymbolChart], days: [Day], trades: [TradeRecord] = []) throws -> HTMLReport {
        var record = BacktestRecord(title: "prices", equity: [])
        record.equity = ([days[0].advanced(by: -1)] + days).map {
            EquityPoint(day: $0, equity: Money(rupees: 100_000), invested: .zero)
        }
        record.trades = trades
        return HTMLReport(result: try BacktestResult(of: record), charts: charts)
    }

    private func fill(_ day: Day, _ side: Side, at price: Price, reason: String) -> FillRecord {
        FillRecord(
            instrument: InstrumentID(index: 0),
            time: day.at(TimeOfDay(9, 15)),
            side: side,
            quantity: Quantity(25),
            price: price,
            reason: reason
        )
    }

    @Test func `closes, candles, gaps and fills are read back, and averages start where the history has them`() throws {
        let all = BacktestMarket.days(260)
        let run = Array(all.suffix(50))
        var candles = generator.history(of: "M&M", tick: Price(paise: 5), on: all)
        // Two days without a price, and one with a price no other symbol has traded on.
        candles.removeSubrange(230...231)
        let fills = [
            fill(run[3], .buy, at: candles[213].low, reason: "dip"),
            fill(run[40], .sell, at: Price(raw: 1_234_567), reason: "top"),
        ]
        let charts = [SymbolChart(symbol: "M&M", candles: candles, fills: fills)]
        let island = try HTMLIsland(String(decoding: report(charts, days: run).bytes(), as: UTF8.self))
        let chart = try #require((island.json["charts"] as? [[String: Any]])?.first)
        let shown = Array(candles.suffix(48))
        let unit = try #require(chart["u"] as? Int64)
        #expect(unit % 500 == 0)
        #expect(HTMLIsland.sums(chart["c"]).map { $0 * unit } == shown.map(\.close.raw))
        #expect(HTMLIsland.unpack(chart["g"]) == [0, 0, 20, 22])
        let extremes = HTMLIsland.unpack(chart["x"]).map { $0 * unit }
        for (index, candle) in shown.enumerated() {
            #expect(candle.close.raw + extremes[index * 3] == candle.open.raw)
            #expect(max(candle.open.raw, candle.close.raw) + extremes[index * 3 + 1] == candle.high.raw)
            #expect(min(candle.open.raw, candle.close.raw) - extremes[index * 3 + 2] == candle.low.raw)
        }
        for (key, span) in [("e9", 9), ("e200", 200)] {
            var average = EMA(span: span, variant: .seededByMean)
            for candle in candles.prefix(candles.count - 47) { average.update(candle.close.rupees) }
            let start = try #require(chart[key] as? [Int64])
            let value = try #require(average.value) * 10_000
            #expect(start == [0, Int64(value.rounded())])
        }
        let packed = HTMLIsland.unpack(chart["f"])
        #expect(packed.count == 10)
        #expect(packed[0] == Int64(run[3].number))
        #expect(packed[1] == 9 * 3600 + 15 * 60)
        #expect(packed[4] == candles[213].low.raw)
        #expect(packed[7] & 1 == 1)
        #expect(packed[4] + packed[9] == 1_234_567)
    }

    @Test func `a short history starts its averages late or not at all`() throws {
        let days = BacktestMarket.days(30)
        let candles = generator.history(of: "NEW", tick: Price(paise: 5), on: days)
        let charts = [SymbolChart(symbol: "NEW", candles: candles, fills: [])]
        let island = try HTMLIsland(String(decoding: report(charts, days: days).bytes(), as: UTF8.self))
        let chart = try #require((island.json["charts"] as? [[String: Any]])?.first)
        #expect((chart["e9"] as? [Int64])?.first == 8)
        #expect(chart["e200"] == nil)
    }

    @Test func `10,000 trades on 250 symbols over ten years stay under 5 MB`() throws {
        let days = BacktestMarket.days(2600)
        let few = (0..<5).map { generator.history(of: "S\($0)", tick: Price(paise: 1), on: days) }
        var charts: [SymbolChart] = []
        var trades: [TradeRecord] = []
        for symbol in 0..<250 {
            let candles = few[symbol % 5]
            var fills: [FillRecord] = []
            for number in 0..<40 {
                let (entry, exit) = (candles[number * 60 + symbol % 50], candles[number * 60 + symbol % 50 + 9])
                let trade = TradeRecord(
                    symbol: "SYMBOL\(symbol)",
                    instrument: InstrumentID(index: UInt32(symbol)),
                    quantity: Quantity(Int64(10 + number)),
                    entryTime: entry.start.day.at(TimeOfDay(9, 15)),
                    entryPrice: entry.open,
                    entryReason: "RSI10 under 30, above EMA200",
                    exitTime: exit.start.day.at(TimeOfDay(13, 25)),
                    exitPrice: exit.high,
                    exitReason: "EMA9 reached",
                    charges: Money(paise: 12_345),
                    fills: 2
                )
                trades.append(trade)
                fills.append(fill(entry.start.day, .buy, at: entry.open, reason: trade.entryReason))
                fills.append(fill(exit.start.day, .sell, at: exit.high, reason: "EMA9 reached"))
            }
            charts.append(SymbolChart(symbol: "SYMBOL\(symbol)", candles: candles, fills: fills))
        }
        let bytes = try report(charts, days: days, trades: trades).bytes()
        #expect(bytes.count < 5_000_000)
        let island = try HTMLIsland(String(decoding: bytes, as: UTF8.self))
        let written = try #require(island.json["charts"] as? [[String: Any]])
        #expect(written.count == 250)
        // Every symbol has its closes; whole candles for as many as there is room.
        #expect(written.allSatisfy { $0["c"] != nil })
        #expect(written.contains { $0["x"] != nil })
        #expect((island.json["trades"] as? [String: Any])?["n"] as? Int == 10_000)
    }

    @Test func `the fills that are kept are the ones that were booked`() throws {
        let setup = try BacktestMarket.setup(BacktestDice(seed: 4))
        let outcome = try Backtest.run(setup, keepsFills: true)
        let books = try Backtest.books(after: setup)
        let traded = books.reduce(Money.zero) { $0 + $1.traded }
        let sum = outcome.fills.reduce(Money.zero) { $0 + $1.price * $1.quantity }
        #expect(outcome.fills.count > 50)
        // Prices of fills are rounded to 1/10,000 rupee a unit: half of that at most.
        let units = outcome.fills.reduce(Quantity.zero) { $0 + $1.quantity }.units
        #expect((sum - traded).raw.magnitude <= UInt64(units / 2 + 1))
        #expect(outcome.fills.map(\.time) == outcome.fills.map(\.time).sorted())
        #expect(try Backtest.run(setup).fills.isEmpty)
        #expect(try Backtest.run(setup).digest == outcome.digest)
        let report = String(decoding: HTMLReport(of: outcome, setup).bytes(), as: UTF8.self)
        let names = try #require(try HTMLIsland(report).json["symbols"] as? [String])
        #expect(Set(names) == Set(BacktestMarket.symbols))
    }
}

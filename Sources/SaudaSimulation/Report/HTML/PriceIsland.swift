import SaudaCore

/// Prices and fills for the script, within a budget of bytes: closes first, then whole candles, both for the symbols
/// that were traded most. A symbol whose closes do not fit keeps its fills.
struct PriceIsland {
    /// All prices together; with 10,000 trades the page stays under 5 MB.
    static let budget = 3_400_000

    /// By day number less the first one: the place of the day in the calendar of the run, or -1.
    private let places: [Int32]
    private let first: Day

    /// - Parameter days: the days of the run, ascending.
    init(days: [Day]) {
        let first = days.first ?? Day(number: 0)
        var places = [Int32](repeating: -1, count: days.last.map { $0.days(since: first) + 1 } ?? 0)
        for (place, day) in days.enumerated() { places[day.days(since: first)] = Int32(place) }
        self.first = first
        self.places = places
    }

    func script(of charts: [SymbolChart], symbols: inout TextTable, reasons: inout TextTable) -> String {
        let byTrade = charts.indices.sorted { (charts[$1].fills.count, $0) < (charts[$0].fills.count, $1) }
        let series = charts.map { Series($0.candles, in: self) }
        var left = Self.budget
        var closes: [Int: String] = [:]
        for index in byTrade {
            guard let text = series[index]?.closes, text.utf8.count <= left else { continue }
            left -= text.utf8.count
            closes[index] = text
        }
        var extremes: [Int: String] = [:]
        for index in byTrade where closes[index] != nil {
            guard let text = series[index]?.extremes, text.utf8.count <= left else { break }
            left -= text.utf8.count
            extremes[index] = text
        }
        return Script.list(
            charts.indices.map { index in
                let chart = charts[index]
                let parts = [closes[index], extremes[index]].compactMap(\.self)
                let prices = parts.isEmpty ? "" : "," + parts.joined(separator: ",")
                let fills = packed(chart.fills, &reasons).script
                return "{\"s\":\(symbols.number(of: chart.symbol)),\"f\":\(fills)\(prices)}"
            }
        )
    }

    /// Day, second of the day, side and reason, units, price in 1/10,000 rupee; days and prices as differences.
    private func packed(_ fills: [FillRecord], _ reasons: inout TextTable) -> PackedIntegers {
        var packed = PackedIntegers()
        var last = (day: Int64(0), price: Int64(0))
        for fill in fills {
            let day = Int64(fill.time.day.number)
            packed.add(day - last.day)
            packed.add(Int64(fill.time.time.seconds))
            packed.add(Int64(reasons.number(of: fill.reason)) * 2 + (fill.side == .buy ? 0 : 1))
            packed.add(fill.quantity.units)
            packed.add(fill.price.raw - last.price)
            last = (day, fill.price.raw)
        }
        return packed
    }

    /// Where `day` stands in the calendar of the run; nil outside of it.
    private func place(of day: Day) -> Int? {
        let offset = day.days(since: first)
        guard places.indices.contains(offset), places[offset] >= 0 else { return nil }
        return Int(places[offset])
    }

    /// The candles of one symbol on the days of the run.
    private struct Series {
        var shown: [Candle] = []
        /// Places in the calendar.
        var places: [Int64] = []
        var unit: Int64 = 0
        var averages: [String] = []

        /// Nil when no candle lies in the run.
        init?(_ candles: [Candle], in island: PriceIsland) {
            var spans = [(name: "e9", average: EMA(span: 9, variant: .seededByMean), start: String?.none)]
            spans.append(("e200", EMA(span: 200, variant: .seededByMean), nil))
            for candle in candles {
                for index in spans.indices where spans[index].start == nil {
                    spans[index].average.update(candle.close.rupees)
                }
                guard let place = island.place(of: candle.start.day), Int64(place) > places.last ?? -1 else { continue }
                // Where the average begins on the chart, and its value there: the script goes on from it.
                for index in spans.indices where spans[index].start == nil {
                    guard let value = spans[index].average.value else { continue }
                    spans[index].start = Script.list(["\(shown.count)", Script.number(value, scale: 10_000)])
                }
                for price in [candle.open, candle.high, candle.low, candle.close] {
                    unit = Self.divisor(unit, price.raw)
                }
                shown.append(candle)
                places.append(Int64(place))
            }
            guard !shown.isEmpty, unit > 0 else { return nil }
            averages = spans.compactMap { span in span.start.map { "\"\(span.name)\":\($0)" } }
        }

        /// Days as gaps between places, most of them one, and closes in units as differences.
        var closes: String {
            var gaps: [Int64] = []
            for (index, place) in places.enumerated() where index == 0 || place != places[index - 1] + 1 {
                gaps += [Int64(index), place]
            }
            let packed = PackedIntegers.differences(shown.map { $0.close.raw / unit })
            let start = "\"u\":\(unit),\"g\":\(PackedIntegers(gaps).script),\"c\":\(packed.script)"
            return ([start] + averages).joined(separator: ",")
        }

        /// Open less close, high less the higher of both, the lower of both less low.
        var extremes: String {
            var packed = PackedIntegers()
            for candle in shown {
                packed.add((candle.open.raw - candle.close.raw) / unit)
                packed.add((candle.high.raw - max(candle.open.raw, candle.close.raw)) / unit)
                packed.add((min(candle.open.raw, candle.close.raw) - candle.low.raw) / unit)
            }
            return "\"x\":\(packed.script)"
        }

        private static func divisor(_ a: Int64, _ b: Int64) -> Int64 {
            var (a, b) = (a, b)
            while b != 0 { (a, b) = (b, a % b) }
            return a
        }
    }
}

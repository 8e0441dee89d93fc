package import SaudaCore

/// One-minute bars of a day, built from ticks (FED-15): real ones, not the day's open, high and low once a tick.
package struct MinuteBars {
    private var bars: [[Candle]]

    /// - Parameter count: of instruments.
    package init(count: Int) { bars = Array(repeating: [], count: count) }

    /// Oldest first; minutes without a tick have none. Volume is what ticks told.
    package subscript(id: InstrumentID) -> [Candle] { bars[Int(id.index)] }

    /// A tick of an earlier minute than the last bar's comes too late and is left out.
    package mutating func add(_ tick: Tick, at time: Timestamp) {
        let place = Int(tick.instrument.index)
        guard tick.price > .zero, bars.indices.contains(place) else { return }
        let moment = tick.exchangeTime.microseconds > 0 ? tick.exchangeTime : time
        let start = Timestamp(microseconds: moment.microseconds / 60_000_000 * 60_000_000)
        if let last = bars[place].indices.last, bars[place][last].start >= start {
            guard bars[place][last].start == start else { return }
            bars[place][last].high = max(bars[place][last].high, tick.price)
            bars[place][last].low = min(bars[place][last].low, tick.price)
            bars[place][last].close = tick.price
            bars[place][last].volume += tick.quantity
        } else {
            bars[place].append(
                Candle(
                    start: start,
                    open: tick.price,
                    high: tick.price,
                    low: tick.price,
                    close: tick.price,
                    volume: tick.quantity
                )
            )
        }
    }

    /// The day so far as one bar; nil without a tick.
    package func day(of id: InstrumentID) -> Candle? {
        let bars = self[id]
        guard var day = bars.first, let last = bars.last else { return nil }
        day.start = day.start.day.at(TimeOfDay(0, 0))
        for bar in bars.dropFirst() {
            day.high = max(day.high, bar.high)
            day.low = min(day.low, bar.low)
            day.volume += bar.volume
        }
        day.close = last.close
        return day
    }
}

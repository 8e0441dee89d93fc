public import SaudaCore

// Candles as every broker has them: history of the setup, and what today has made of it.

extension PracticePrices {
    /// By day: those of the days before, and today's as far as it has come.
    ///
    /// - Parameter today: nil before the first day.
    public func dailyCandles(_ slot: Int, _ setup: PracticeSetup, today: Day?) -> [Candle] {
        let quote = self[slot]
        var days = history(slot, setup.daily)
        guard let today, quote.lastTrade != nil else { return days }
        days.removeAll { $0.start.day >= today }
        days.append(
            Candle(
                start: today.at(TimeOfDay(0, 0)),
                open: quote.open,
                high: quote.high,
                low: quote.low,
                close: quote.last,
                volume: quote.volume
            )
        )
        return days
    }

    /// Of so many minutes each, counted from the day's opening.
    ///
    /// - Parameter today: nil before the first day.
    public func minuteCandles(_ slot: Int, of length: Int64, _ setup: PracticeSetup, today: Day?) -> [Candle] {
        let earlier = history(slot, setup.minutes).filter { candle in today.map { candle.start.day < $0 } ?? false }
        let all = earlier + minutes[slot]
        guard length > 1 else { return all }
        let size = length * 60_000_000
        var joined: [Candle] = []
        for minute in all {
            let opening = minute.start.day.at(TimeOfDay(9, 15))
            let offset = minute.start.since(opening).microseconds
            let start = opening.advanced(by: TimeSpan(microseconds: offset - (offset % size + size) % size))
            guard let last = joined.indices.last, joined[last].start == start else {
                var first = minute
                first.start = start
                joined.append(first)
                continue
            }
            joined[last].high = max(joined[last].high, minute.high)
            joined[last].low = min(joined[last].low, minute.low)
            joined[last].close = minute.close
            joined[last].volume += minute.volume
        }
        return joined
    }

    /// At the end of a day its candles become history.
    public func keepCandles(in setup: inout PracticeSetup, today: Day?) {
        for slot in quotes.indices where self[slot].lastTrade != nil {
            guard let id = instruments[slot], let candle = dailyCandles(slot, setup, today: today).last else {
                continue
            }
            let index = Int(id.index)
            while setup.daily.count <= index { setup.daily.append([]) }
            while setup.minutes.count <= index { setup.minutes.append([]) }
            setup.daily[index].append(candle)
            setup.minutes[index] += minutes[slot]
        }
    }

    private func history(_ slot: Int, _ candles: [[Candle]]) -> [Candle] {
        guard let id = instruments[slot], candles.indices.contains(Int(id.index)) else { return [] }
        return candles[Int(id.index)]
    }
}

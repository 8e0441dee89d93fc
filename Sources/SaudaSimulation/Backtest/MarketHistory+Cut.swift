import SaudaCore

extension MarketHistory {
    /// What is known at the end of `day`; of the minutes only that day's, as the days before are over.
    func cut(after day: Day) -> MarketHistory {
        let midnight = day.at(TimeOfDay(0, 0))
        let end = day.advanced(by: 1).at(TimeOfDay(0, 0))
        return MarketHistory(
            daily: daily.map { Array($0[..<$0.firstIndex(notBefore: end)]) },
            minutes: minutes.map { Array($0[$0.firstIndex(notBefore: midnight)..<$0.firstIndex(notBefore: end)]) }
        )
    }

    /// Forgets the oldest daily candles of one instrument.
    mutating func dropFirst(_ count: Int, of index: Int) { daily[index].removeFirst(count) }
}

extension [Candle] {
    /// The first one that starts at `time` or later, by halving.
    fileprivate func firstIndex(notBefore time: Timestamp) -> Int {
        var low = 0
        var high = count
        while low < high {
            let middle = (low + high) / 2
            if self[middle].start < time { low = middle + 1 } else { high = middle }
        }
        return low
    }
}

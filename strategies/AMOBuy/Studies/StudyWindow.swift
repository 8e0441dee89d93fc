import SaudaCore

/// The bars of a study: from exactly 420 calendar days before its first day to its last, weekends left out (BT-1,
/// BT-9). Unrounded doubles.
struct StudyWindow {
    /// 300 bars, as the originals reckon.
    static let warmUp = 420

    struct Row {
        var day: Day
        var open: Double
        var high: Double
        var low: Double
        var close: Double
        var volume: Double
    }

    var rows: [Row] = []
    /// Of the first row in the period; the number of rows when there is none.
    var start = 0

    /// - Precondition: candles are daily, oldest first; others than consistent ones are left out.
    init(_ candles: ArraySlice<Candle>, _ terms: StudyTerms) {
        let first = terms.from.advanced(by: -StudyWindow.warmUp).at(TimeOfDay(0, 0))
        let from = candles.firstIndex { $0.start >= first }
        fill(candles[from..<candles.endIndex], terms) { candle in
            guard candle.isConsistent else { return nil }
            return Row(
                day: candle.start.day,
                open: candle.open.rupees,
                high: candle.high.rupees,
                low: candle.low.rupees,
                close: candle.close.rupees,
                volume: Double(candle.volume.units)
            )
        }
    }

    init(_ view: ChartView, _ terms: StudyTerms) {
        let first = terms.from.advanced(by: -StudyWindow.warmUp)
        let bars = view.bars
        let from = bars.firstIndex { $0.day >= first }
        fill(bars[from..<bars.endIndex], terms) {
            Row(day: $0.day, open: $0.open, high: $0.high, low: $0.low, close: $0.close, volume: $0.volume)
        }
    }

    private mutating func fill<Element>(
        _ source: ArraySlice<Element>,
        _ terms: StudyTerms,
        _ row: (Element) -> Row?
    ) {
        rows.reserveCapacity(min(source.count, max(0, terms.to.days(since: terms.from) + StudyWindow.warmUp + 1)))
        for element in source {
            guard let row = row(element) else { continue }
            if row.day > terms.to { break }
            if row.day.weekday.isWeekend || row.day <= rows.last?.day ?? row.day.advanced(by: -1) { continue }
            if row.day < terms.from { start += 1 }
            rows.append(row)
        }
    }

    /// The chart of the same rows, for verdicts: they see no more history than the study itself.
    func chart(_ variant: RSI.Variant) -> Chart {
        var chart = Chart(rsi: variant, expecting: rows.count)
        for row in rows { chart.add(row.day, row.open, row.high, row.low, row.close, row.volume) }
        return chart
    }

    /// The rows of the period.
    var period: Range<Int> { start..<rows.count }

    /// BT-1: with fewer than 20 bars before it, the period begins 140 days after the first bar, if that is earlier.
    ///
    /// - Returns: what a reader has to know of the history.
    mutating func settle(_ terms: StudyTerms) -> [String] {
        guard start < 100 else { return [] }
        var warnings = ["\(start) bars before the first day, 100 settle EMA200"]
        if start < 20, let first = rows.first?.day.advanced(by: 140), first < terms.from {
            warnings.append("the first day is moved to \(first)")
            start = rows.firstIndex { $0.day >= first } ?? rows.count
        }
        return warnings
    }

    /// Last over first close of `range`, in percent.
    func buyAndHold(_ range: Range<Int>) -> Double? {
        guard let first = range.first, let last = range.last else { return nil }
        return (rows[last].close - rows[first].close) / rows[first].close * 100
    }
}

extension RandomAccessCollection where Index == Int {
    /// The first index whose element fulfils what all later ones fulfil too.
    fileprivate func firstIndex(_ isLate: (Element) -> Bool) -> Int {
        var low = startIndex
        var high = endIndex
        while low < high {
            let middle = (low + high) / 2
            if isLate(self[middle]) { high = middle } else { low = middle + 1 }
        }
        return low
    }
}

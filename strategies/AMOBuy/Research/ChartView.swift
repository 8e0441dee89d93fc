package import SaudaCore

/// A chart as of one bar: it holds that bar, those before it, and none later, so that no analysis can look ahead
/// (IND-5).
///
/// A view shares the chart's storage. Let it go before the chart grows again, or the growing copies the chart.
package struct ChartView: Sendable {
    /// Oldest first, never empty; indices count from the oldest that is kept.
    package let bars: ArraySlice<Bar>
    /// The last bars of the weeks before the running one, as far back as they are kept.
    private let weekEnds: ArraySlice<Bar>
    private let earlier: Earlier

    /// How many bars and weeks came before those that are kept.
    struct Earlier: Hashable, Sendable {
        var bars = 0
        var weeks = 0
    }

    init(bars: ArraySlice<Bar>, weekEnds: ArraySlice<Bar>, earlier: Earlier = Earlier()) {
        self.bars = bars
        self.weekEnds = weekEnds
        self.earlier = earlier
    }

    /// All days so far, those that are not kept included.
    package var count: Int { earlier.bars + bars.count }
    /// The bar the view is as of.
    package var last: Bar { bars[bars.endIndex - 1] }
    package var day: Day { last.day }
    /// Weeks, the running one included.
    package var weeks: Int { Int(last.week) + 1 }

    /// Returns the last `count` bars, oldest first, or all when there are fewer.
    package func recent(_ count: Int) -> ArraySlice<Bar> { bars.suffix(count) }

    /// Returns the last day of a week so far: 0 is the running week, 1 the one before. Its week fields are that week.
    ///
    /// - Precondition: `back` is less than `weeks`, and the week is kept.
    package func week(back: Int) -> Bar {
        back == 0 ? last : weekEnds[weekEnds.endIndex - back]
    }

    /// Returns the view as it was on the evening of `day`, or of the last trading day before it; nil when there is none.
    package func asOf(_ day: Day) -> ChartView? {
        var low = bars.startIndex
        var high = bars.endIndex
        while low < high {
            let middle = (low + high) / 2
            if bars[middle].day <= day { low = middle + 1 } else { high = middle }
        }
        return cut(to: low)
    }

    /// Returns the view without its last bar, which during market hours is not final; nil when no bar is left.
    package var withoutLast: ChartView? { cut(to: bars.endIndex - 1) }

    private func cut(to end: Int) -> ChartView? {
        guard end > bars.startIndex else { return nil }
        let weeks = max(0, Int(bars[end - 1].week) - earlier.weeks)
        return ChartView(bars: bars[..<end], weekEnds: weekEnds.prefix(weeks), earlier: earlier)
    }
}

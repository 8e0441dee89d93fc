package import SaudaCore
import SaudaSimulation

/// The lines of one trading day, in order, by the calendar's hours.
///
/// What belongs to the open keeps its distance from it on a special day, and what belongs to the close from that, as
/// `Job.time` says. Three kinds of lines:
/// - Only in their window: the pre-market work, which the exchange's freeze ends, and the hourly monitor.
/// - While they are of use: token check and connection until prices end, sells until the close, the analysis and
///   the buys until 17:55 (SVC-5).
/// - Until midnight: the end of the day; the candle back-up until then.
package struct DayLines: Sendable {
    package let hours: TradingDay
    /// When the last price of the day may come: an auction match is later than the close.
    package let pricesEnd: Timestamp
    package let lines: [DayLine]

    /// Nil on a day without trading.
    ///
    /// - Parameters:
    ///   - segments: what prices are taken of.
    ///   - window: how long a line may begin, in minutes (SVC-3).
    package init?(_ day: Day, _ calendar: MarketCalendar, segments: [Segment] = [.nseEquity], window: Int64 = 2) {
        guard calendar.isTradingDay(day) else { return nil }
        let hours = TradingDay(day, in: calendar, holdsPrices: false)
        let pricesEnd = max(hours.close, Self.pricesEnd(day, calendar, segments))
        let midnight = day.advanced(by: 1).at(TimeOfDay(0, 0))
        let cleanup = Job.cleanup.time(on: hours)
        // 17:55, to the second.
        let buysEnd = cleanup.advanced(by: .seconds(-5 * 60 + 1))
        var lines: [DayLine] = []
        func add(_ slot: TaskSlot, _ due: Timestamp, until: Timestamp? = nil) {
            let windowEnd = due.advanced(by: .seconds(window * 60))
            lines.append(DayLine(slot: slot, due: due, windowEnd: windowEnd, until: max(windowEnd, until ?? windowEnd)))
        }
        func before(_ minutes: Int64) -> Timestamp { hours.open.advanced(by: .seconds(-minutes * 60)) }
        add(TaskSlot(.tokenCheck), before(25), until: pricesEnd)
        add(TaskSlot(.connect), before(20), until: pricesEnd)
        add(TaskSlot(.premarketRetry), Job.premarketRetry.time(on: hours))
        add(TaskSlot(.premarketAdjustment), Job.premarketAdjustment.time(on: hours))
        add(TaskSlot(.sellOrders), Job.sellOrders.time(on: hours), until: hours.close)
        for (number, time) in Self.monitorTimes(hours).enumerated() { add(TaskSlot(.monitor, UInt8(number)), time) }
        add(TaskSlot(.candleBackup), pricesEnd, until: cleanup)
        add(TaskSlot(.analysis), Job.analysis.time(on: hours), until: buysEnd)
        add(TaskSlot(.buyOrders), Job.buyOrders.time(on: hours), until: buysEnd)
        add(TaskSlot(.cleanup), cleanup, until: midnight)
        self.hours = hours
        self.pricesEnd = pricesEnd
        self.lines = lines.sorted { ($0.due, $0.slot) < ($1.due, $1.slot) }
    }

    /// Whether the sells are looked at in this minute: from the open to the close, both to the second (SEL-3, S1-35).
    package func isMonitored(at time: Timestamp) -> Bool {
        time >= hours.open && time < hours.close.advanced(by: .seconds(1)) && hours.pause?.contains(time) != true
    }

    package subscript(slot: TaskSlot) -> DayLine? { lines.first { $0.slot == slot } }

    /// Hourly from a quarter of an hour after the open, the close included, in trading (MON-1).
    private static func monitorTimes(_ hours: TradingDay) -> [Timestamp] {
        var times: [Timestamp] = []
        var time = Job.monitor.time(on: hours)
        while time <= hours.close, times.count < 24 {
            if hours.pause?.contains(time) != true { times.append(time) }
            time = time.advanced(by: .seconds(3600))
        }
        return times
    }

    private static func pricesEnd(_ day: Day, _ calendar: MarketCalendar, _ segments: [Segment]) -> Timestamp {
        let ends = segments.flatMap { segment in
            [false, true].flatMap { calendar.sessions(on: day, for: segment, hasDerivatives: $0) }
        }.compactMap { session in session.spans.last { $0.phase != .postClose }?.end }
        return day.at(ends.max() ?? TimeOfDay(0, 0))
    }
}

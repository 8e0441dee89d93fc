/// How much history an analysis asks for, and how much it must get (IND-5).
public struct HistoryWindow: Hashable, Sendable {
    /// The calendar days to ask for, counted back from the last day.
    public let calendarDays: Int
    /// Fewer rows are insufficient data; in the weekly window they switch off the weekly part only.
    public let minimumRows: Int

    /// Daily rows: never fewer than 800 calendar days, at least 30 rows.
    public static func daily(calendarDays: Int = 800) -> HistoryWindow {
        HistoryWindow(calendarDays: max(calendarDays, 800), minimumRows: 30)
    }

    /// Weekly rows beside a daily window: three times its days and never fewer than 1095, at least 50 rows.
    public static func weekly(beside daily: HistoryWindow = .daily()) -> HistoryWindow {
        HistoryWindow(calendarDays: max(3 * daily.calendarDays, 1095), minimumRows: 50)
    }

    /// Returns the first day to ask for when `last` is the last.
    public func firstDay(endingOn last: Day) -> Day { last.advanced(by: -calendarDays) }

    public func isSufficient(rows: Int) -> Bool { rows >= minimumRows }
}

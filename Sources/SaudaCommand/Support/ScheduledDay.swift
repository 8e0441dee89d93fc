import SaudaCore
import SaudaService

/// A day of the schedule, as it is shown.
struct ScheduledDay: Encodable {
    struct Line: Encodable {
        var task: String
        var at: String
        /// Where it catches up.
        var until: String?
        /// Where the home's flags know of it.
        var state: String?
    }

    var day: String
    var weekday: String
    /// Continuous trading; nil when the market is closed.
    var open: String?
    var close: String?
    /// What the calendar does not know of the day.
    var warning: String?
    var lines: [Line]

    init(_ day: Day, _ calendar: MarketCalendar, _ flags: DayFlags?) {
        self.day = "\(day)"
        weekday = "\(day.weekday)"
        let lines = DayLines(day, calendar)
        open = (lines?.hours.open.time).map { "\($0)" }
        close = (lines?.hours.close.time).map { "\($0)" }
        warning = calendar.warning(on: day)
        self.lines = (lines?.lines ?? []).map { line in
            let until = line.until.day == day ? "\(line.until.time)" : "24:00:00"
            return Line(
                task: "\(line.slot)",
                at: "\(line.due.time)",
                until: line.catchesUp ? until : nil,
                state: flags.flatMap { $0[line.slot].words }
            )
        }
    }

    func text(_ ink: Ink) -> String {
        let hours = if let open, let close { "\(open.prefix(5)) to \(close.prefix(5))" } else { "closed" }
        var text = [ink.bold("\(day) \(weekday)  \(hours)")]
        if let warning { text.append("  " + ink.warning(warning)) }
        for line in lines {
            let until = line.until.map { "  until \($0)" } ?? ""
            let state = line.state.map { "  \($0)" } ?? ""
            text.append("  \(line.at)  \(line.task.padded(until.isEmpty && state.isEmpty ? 0 : 20))\(until)\(state)")
        }
        return text.joined(separator: "\n")
    }
}

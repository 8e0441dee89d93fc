/// Picks lines of a day log: by level, and of one task alone.
///
/// A line that no log writes, such as one by another program, belongs to the line before it.
package struct LogSelection: Sendable {
    private let level: LogLevel
    private let task: ScheduledTask?
    private var isInTask: Bool
    private var isShown = true

    /// - Parameter task: From its line `TASK: NAME` to the next such line; every time it was done.
    package init(level: LogLevel = .debug, task: ScheduledTask? = nil) {
        self.level = level
        self.task = task
        isInTask = task == nil
    }

    package enum Picked: Hashable, Sendable {
        case line(LogLine)
        /// Of no log; what would end a line or move a cursor is spelled out.
        case foreign(String)
    }

    /// Nil for what is not picked.
    package mutating func take(_ text: String) -> Picked? {
        guard let line = LogLine(text) else {
            return isInTask && isShown && !text.isEmpty ? .foreign(LogEscape.text(text)) : nil
        }
        if let task, line.module == LogModule.tasks.rawValue, line.message.hasPrefix("TASK: ") {
            isInTask = line.message.dropFirst("TASK: ".count) == task.title
        }
        isShown = line.level >= level
        return isInTask && isShown ? .line(line) : nil
    }
}

extension ScheduledTask {
    /// By its name or its title in the log, small or large: `analysis`, `MARKET ANALYSIS`.
    package init?(named name: String) {
        let name = name.lowercased()
        guard let task = Self.allCases.first(where: { $0.name == name || $0.title.lowercased() == name }) else {
            return nil
        }
        self = task
    }
}

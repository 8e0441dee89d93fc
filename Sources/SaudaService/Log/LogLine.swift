package import SaudaCore

/// A line of the day log, in one of two forms. Either stays one line whatever its texts hold, and gives them back.
package struct LogLine: Hashable, Sendable {
    /// Indian time; the text form cuts it to whole seconds.
    package var time: Timestamp
    package var level: LogLevel
    package var module: String
    package var message: String

    package init(_ time: Timestamp, _ level: LogLevel, _ module: String, _ message: String) {
        self.time = time
        self.level = level
        self.module = module
        self.message = message
    }

    package init(_ time: Timestamp, _ level: LogLevel, _ module: LogModule, _ message: String) {
        self.init(time, level, module.rawValue, message)
    }

    static let separator = " — "

    /// `2026-11-20 09:15:00 — INFO — orders — place: buy INFY` (LOG-1).
    package var text: String {
        [
            "\(time.day) \(time.time)", level.name.uppercased(), LogEscape.text(module, dashes: true),
            LogEscape.text(message),
        ].joined(separator: Self.separator)
    }

    /// `{"time":"2026-11-20T09:15:00+05:30","level":"info","module":"orders","message":"place: buy INFY"}`.
    package var json: String {
        #"{"time":"\#(time)","level":"\#(level.name)","module":\#(LogEscape.json(module)),"#
            + #""message":\#(LogEscape.json(message))}"#
    }
}

/// How lines stand in the file (`log.format`).
package enum LogFormat: String, Hashable, Sendable, CaseIterable {
    case text, json
}

extension LogLine {
    package func written(as format: LogFormat) -> String {
        switch format {
        case .text: text
        case .json: json
        }
    }
}

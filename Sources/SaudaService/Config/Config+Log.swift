import SaudaCore

extension Config {
    /// The day log (LOG-1).
    package struct Log: Hashable, Sendable {
        /// The day of today's log included.
        package var keepDays = 30
        package var format = LogFormat.text
        /// The least that is written.
        package var level = LogLevel.info

        package init() {}
    }

    static let log: [Shape.Key] = [
        .init(
            "keep_days",
            .integer(1...3650),
            required: false,
            standard: .literal("\(Log().keepDays)"),
            "Days for which its files are kept"
        ),
        .init(
            "format",
            .word(LogFormat.allCases.map(\.rawValue)),
            required: false,
            standard: .string(Log().format.rawValue),
            "Lines for people, or a JSON object a line"
        ),
        .init(
            "level",
            .word(LogLevel.allCases.filter { $0 < .critical }.map(\.name)),
            required: false,
            standard: .string(Log().level.name),
            "The least that is written"
        ),
    ]
}

extension Config.Log {
    /// Apart from the rest of the configuration, whose initialiser is as much as the optimiser bears.
    init(_ checked: Checked?) {
        self.init()
        if let days = checked?["keep_days"]?.integer { keepDays = Int(days) }
        if let word = checked?["format"]?.text, let format = LogFormat(rawValue: word) { self.format = format }
        if let word = checked?["level"]?.text, let level = LogLevel(named: word) { self.level = level }
    }
}

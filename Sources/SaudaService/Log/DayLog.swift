import NIOConcurrencyHelpers
package import SaudaCore

/// The log of each day under `HOME/logs`: masked, throttled, a file for the day of each line (LOG-1, LOG-3).
///
/// Whoever writes never waits for a person and never fails: what the disk does not take is counted, said once, and told
/// in the log itself as soon as lines are taken again (LOG-4).
package final class DayLog: Sendable {
    /// Longer messages are cut: a broker's page of HTML is no line.
    static let longest = 4000

    private let home: String
    private let settings: Config.Log
    private let secrets: KnownSecrets
    private let machine: @Sendable () -> Timestamp
    private let takes: LogFile.Write
    private let complain: @Sendable (String) -> Void
    private let state = NIOLockedValueBox(State())

    private struct State {
        var throttle = LogThrottle()
        var file: LogFile?
        var lost = 0
        /// Of those, what the log does not tell yet.
        var untold = 0
        var hasComplained = false
    }

    /// - Parameters:
    ///   - machine: The machine's clock. A log goes when it is too old by this clock and by its lines' own, so that
    ///     neither a practice day far ahead nor a wrong clock takes what is still wanted.
    ///   - complain: Told once that lines are lost, for the error stream.
    package convenience init(
        home: String,
        _ settings: Config.Log,
        secrets: KnownSecrets,
        machine: @escaping @Sendable () -> Timestamp,
        complain: @escaping @Sendable (String) -> Void
    ) {
        self.init(home, settings, secrets, machine, complain, LogFile.write)
    }

    init(
        _ home: String,
        _ settings: Config.Log,
        _ secrets: KnownSecrets,
        _ machine: @escaping @Sendable () -> Timestamp,
        _ complain: @escaping @Sendable (String) -> Void,
        _ takes: @escaping LogFile.Write
    ) {
        self.home = home
        self.settings = settings
        self.secrets = secrets
        self.machine = machine
        self.complain = complain
        self.takes = takes
    }

    /// Lines that no file has.
    package var lost: Int { state.withLockedValue(\.lost) }

    /// Whether a line of this level is written; those of tasks always are (LOG-2).
    package func isWanted(_ level: LogLevel) -> Bool { level >= settings.level }

    /// - Parameter account: Whose the line is: those of two accounts are never left out for each other.
    package func write(_ line: LogLine, of account: String? = nil) {
        guard isWanted(line.level) || line.module == LogModule.tasks.rawValue else { return }
        let line = masked(line)
        tell(
            state.withLockedValue { state in
                state.throttle.take(line, of: account).compactMap { append($0, to: &state) }
            }
        )
    }

    /// Tells what was left out so far. Call it before leaving.
    package func finish() {
        tell(state.withLockedValue { state in state.throttle.finish().compactMap { append($0, to: &state) } })
    }

    private func tell(_ complaints: [String]) { for text in complaints { complain(text) } }

    private func masked(_ line: LogLine) -> LogLine {
        var line = line
        (line.module, line.message) = (secrets.redact(line.module), secrets.redact(line.message))
        if line.message.unicodeScalars.count > Self.longest {
            let more = line.message.unicodeScalars.count - Self.longest
            line.message = String(line.message.unicodeScalars.prefix(Self.longest)) + " (\(more) characters more)"
        }
        return line
    }

    /// Returns what to complain of, the first time.
    private func append(_ line: LogLine, to state: inout State) -> String? {
        do throws(LogFile.Failure) {
            let file = try file(line.time.day, &state)
            var lines = [line]
            if state.untold > 0 {
                lines.insert(
                    LogLine(line.time, .warning, .log, "\(state.untold) lines before this one are lost"),
                    at: 0
                )
            }
            try file.append(lines.flatMap { Array("\($0.written(as: settings.format))\n".utf8) })
            state.untold = 0
            return nil
        } catch {
            state.file = nil
            state.lost += 1
            state.untold += 1
            guard !state.hasComplained else { return nil }
            state.hasComplained = true
            return
                "the day log cannot be written (\(LogFolder.file(home, line.time.day)): \(error.reason)). Everything "
                + "else goes on; give the disk room or the folder back, and it begins again by itself."
        }
    }

    private func file(_ day: Day, _ state: inout State) throws(LogFile.Failure) -> LogFile {
        if let file = state.file, file.day == day, file.isThere { return file }
        do { try Folders.make(LogFolder.path(home)) } catch { throw LogFile.Failure(reason: "no folder for it") }
        let file = try LogFile(LogFolder.file(home, day), day, takes)
        LogFolder.prune(home, keeping: settings.keepDays, today: min(day, machine().day))
        state.file = file
        return file
    }
}

import NIOConcurrencyHelpers
package import SaudaBroker
package import SaudaCore
import SaudaStore

/// Keeps what comes over an account's sockets, with the time at which it came, packed and for so many days.
///
/// Whoever hands a message over never waits: it is put aside in memory and written every few seconds. What the disk does
/// not take is counted and told, and ends nothing.
package final class FrameRecorder: Sendable {
    /// More than this is not put aside while the disk does not take it: 32 MiB.
    private static let limit = 1 << 25
    /// How often is written, and so what a crash costs.
    private static let pause = Duration.seconds(5)

    private let home: String
    private let account: String
    private let days: Int
    private let secrets: KnownSecrets
    private let notice: @Sendable (String) -> Void
    private let state = NIOLockedValueBox(State())

    private struct State {
        /// What is not written yet, by day.
        var waiting: [(day: Day, rows: ByteWriter)] = []
        var size = 0
        var lost = 0
        /// Of each file, the time of its last row.
        var before: [Day: Timestamp] = [:]
        var names: [Day: String] = [:]
        var hasFailed = false
    }

    /// - Parameters:
    ///   - days: how long frames are kept, the day they came on included.
    ///   - secrets: masked in texts.
    ///   - notice: for people, at most once a kind.
    package init(
        home: String,
        account: String,
        days: Int,
        secrets: KnownSecrets,
        notice: @escaping @Sendable (String) -> Void
    ) {
        self.home = home
        self.account = account
        self.days = days
        self.secrets = secrets
        self.notice = notice
    }

    package func record(_ message: SocketMessage, of connection: UInt64, at time: Timestamp) {
        let (kind, bytes): (RecordedFrame.Kind, [UInt8])
        switch message {
        case .text(let text): (kind, bytes) = (.text, Array(secrets.redact(text).utf8))
        case .binary(let binary): (kind, bytes) = (.binary, binary)
        case .ping: return
        }
        let frame = RecordedFrame(time, connection: connection, kind, bytes)
        state.withLockedValue { state in
            guard !state.hasFailed, state.size < Self.limit else { return state.lost += 1 }
            let day = time.day
            if state.waiting.last?.day != day { state.waiting.append((day, ByteWriter())) }
            if state.names[day] == nil {
                state.names[day] = "\(account)-\("\(time.time)".filter { $0 != ":" })\(FrameFile.suffix)"
            }
            let last = state.waiting.count - 1
            frame.encode(after: state.before[day] ?? Timestamp(microseconds: 0), into: &state.waiting[last].rows)
            state.before[day] = time
            state.size += bytes.count
        }
    }

    /// Writes until the task is cancelled, and once more then.
    package func run() async {
        while (try? await Task.sleep(for: Self.pause)) != nil { write() }
        write()
    }

    /// One caller at a time.
    package func write() {
        let (waiting, names, lost) = state.withLockedValue { state in
            defer { (state.waiting, state.size, state.lost) = ([], 0, 0) }
            return (state.waiting, state.names, state.lost)
        }
        if lost > 0 { notice("\(lost) messages of '\(account)' were not kept: the disk is too slow or has failed.") }
        for (day, rows) in waiting {
            let folder = FrameFolder.path(home, day)
            do {
                if !Folders.exists(folder) {
                    try Folders.make(folder)
                    let gone = FrameFolder.prune(home, keeping: days, today: day)
                    if !gone.isEmpty {
                        notice("frames of \(gone.map(\.description).joined(separator: ", ")) are gone.")
                    }
                }
                try FrameFile.append(rows.bytes, to: "\(folder)/\(names[day] ?? "")")
            } catch {
                let isFirst = state.withLockedValue { state in
                    defer { state.hasFailed = true }
                    return !state.hasFailed
                }
                if isFirst { notice("frames are not kept any more: \(error)") }
                return
            }
        }
    }
}

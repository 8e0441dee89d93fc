package import SaudaCore

/// Counts skipped signals, digests the order commands of a backtest and keeps its fills when asked to.
package struct BacktestRecorder: Recorder {
    package private(set) var skipped: [String: Int] = [:]
    package private(set) var orders = 0
    /// Nil when nobody asked for fills.
    private var fillLog: FillLog?
    private var digest = CommandDigest()
    /// Of the day at hand, when it is to be compared.
    private(set) var dayDigest: DayDigest?
    private var writer = ByteWriter()

    /// Sees everything too, a journal for instance.
    private var other: (any Recorder)?
    private let isAlone: Bool

    package init(and other: (any Recorder)? = nil, keepsFills: Bool = false) {
        self.other = other
        isAlone = other == nil
        if keepsFills { fillLog = FillLog() }
    }

    /// In the order they happened; empty unless they are kept.
    package var fills: [FillRecord] { fillLog?.fills ?? [] }

    /// Equal for two runs that sent the same order commands in the same order.
    package var text: String { digest.text }
    /// The digest so far.
    var value: UInt64 { digest.value }

    /// From here on every command counts.
    mutating func startDay() { dayDigest = DayDigest() }
    /// Returns what came since `startDay`.
    mutating func endDay() -> DayDigest {
        defer { dayDigest = nil }
        return dayDigest ?? DayDigest()
    }

    package var keepsQuietCandles: Bool { isAlone ? false : other?.keepsQuietCandles ?? false }

    package mutating func record(_ event: Event, _ commands: [Command]) throws {
        if !isAlone { try other?.record(event, commands) }
        fillLog?.take(event, commands)
        for command in commands {
            if case .note(let decision) = command, decision.kind == .skipped {
                skipped[decision.code, default: 0] += 1
            }
            guard command.isIntent || dayDigest != nil else { continue }
            writer.removeAll(keepingCapacity: true)
            command.encode(into: &writer)
            dayDigest?.add(writer.bytes)
            guard command.isIntent else { continue }
            orders += 1
            digest.add(writer.bytes)
        }
    }
}

package import SaudaCore

/// Keeps a storm of equal lines out of the day log: at most one a minute, and the next one tells how many were left out.
///
/// Two lines are equal when level, module and message are, numbers aside: what fills logs by the hundred an hour differs
/// in seconds and counters alone (S0-22). A word with two capitals is a name and keeps its digits, so that two shares or
/// two strikes of one option are never taken for each other. What is said of two accounts is never equal.
///
/// Orders, halts, tasks and everything critical pass, always.
package struct LogThrottle: Sendable {
    package static let pause = TimeSpan.seconds(60)
    /// Different lines that are remembered; when there are more, all are told and forgotten.
    private static let limit = 1024

    private struct Key: Hashable {
        var level: LogLevel
        var module: String
        var account: String?
        var words: String
    }

    private struct Entry {
        var written: Timestamp
        var leftOut = 0
        var last: LogLine
    }

    private var entries: [Key: Entry] = [:]

    package init() {}

    /// How many different lines are remembered.
    var count: Int { entries.count }

    /// What is to be written now: the line, nothing, or now and then more than it.
    ///
    /// - Parameter account: Whose the line is; nil where it is nobody's, or all accounts'.
    package mutating func take(_ line: LogLine, of account: String? = nil) -> [LogLine] {
        guard line.level < .critical, LogModule(rawValue: line.module)?.isNeverLeftOut != true else { return [line] }
        let words = Self.folded(line.message)
        let key = Key(level: line.level, module: line.module, account: account, words: words)
        guard let entry = entries[key] else {
            let rest = entries.count >= Self.limit ? finish() : []
            entries[key] = Entry(written: line.time, last: line)
            return rest + [line]
        }
        // Either way: two clocks may disagree by a little.
        let distance = line.time.since(entry.written)
        guard max(distance, -distance) >= Self.pause else {
            entries[key]?.leftOut += 1
            entries[key]?.last = line
            return []
        }
        entries[key] = Entry(written: line.time, last: line)
        guard entry.leftOut > 0 else { return [line] }
        var line = line
        line.message += " (\(entry.leftOut) more like it)"
        return [line]
    }

    /// What was left out and not told yet; begins anew.
    package mutating func finish() -> [LogLine] {
        defer { entries = [:] }
        return entries.values.filter { $0.leftOut > 0 }.map { entry in
            var line = entry.last
            line.message = "\(entry.leftOut) more like: \(line.message)"
            return line
        }.sorted { ($0.time, $0.message) < ($1.time, $1.message) }
    }

    /// Runs of digits as one `#`, but for words with two capitals.
    static func folded(_ message: String) -> String {
        var out: [UInt8] = []
        var word: [UInt8] = []
        func fold() {
            defer { word.removeAll(keepingCapacity: true) }
            guard word.count(where: { (0x41...0x5A).contains($0) }) < 2 else { return out += word }
            for byte in word {
                let isDigit = (0x30...0x39).contains(byte)
                if !isDigit { out.append(byte) } else if out.last != UInt8(ascii: "#") { out.append(UInt8(ascii: "#")) }
            }
        }
        for byte in message.utf8 {
            switch byte {
            case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x80...: word.append(byte)
            default:
                fold()
                out.append(byte)
            }
        }
        fold()
        return String(decoding: out, as: UTF8.self)
    }
}

import SaudaBroker
import SaudaCore

extension LogLine {
    /// Reads a line of either form, without its line end. Nil for anything that this program does not write.
    package init?(_ line: some StringProtocol) {
        let line = String(line)
        if line.utf8.first == UInt8(ascii: "{") { self.init(json: line) } else { self.init(text: line) }
    }

    private init?(text: String) {
        var rest = Array(text.utf8)[...]
        guard let when = Self.field(&rest), let level = Self.field(&rest), let module = Self.field(&rest) else {
            return nil
        }
        let parts = when.split(separator: " ", omittingEmptySubsequences: false)
        guard parts.count == 2, let day = Day(parts[0]), parts[1].utf8.count == 8, let time = TimeOfDay(parts[1]),
            let level = LogLevel.allCases.first(where: { $0.name.uppercased() == level }),
            let module = LogEscape.plain(module), let message = LogEscape.plain(String(decoding: rest, as: UTF8.self))
        else { return nil }
        self.init(day.at(time), level, module, message)
    }

    /// The text before the next separator. Bytes, not characters: a message may begin with a mark that joins the blank.
    private static func field(_ rest: inout ArraySlice<UInt8>) -> String? {
        let separator = Array(separator.utf8)
        guard let place = rest.firstRange(of: separator) else { return nil }
        defer { rest = rest[place.upperBound...] }
        return String(decoding: rest[..<place.lowerBound], as: UTF8.self)
    }

    private init?(json: String) {
        guard let members = (try? SaudaBroker.JSON(json))?.members, members.count == 4,
            let time = members["time"]?.text.flatMap(Self.moment),
            let level = members["level"]?.text.flatMap(LogLevel.init(named:)),
            let module = members["module"]?.text, let message = members["message"]?.text
        else { return nil }
        self.init(time, level, module, message)
    }

    /// `2026-11-20T09:15:00+05:30`, or with six decimals.
    private static func moment(_ text: String) -> Timestamp? {
        guard text.utf8.count == 25 || text.utf8.count == 32, text.hasSuffix("+05:30") else { return nil }
        let parts = text.dropLast(6).split(separator: "T", omittingEmptySubsequences: false)
        guard parts.count == 2, let day = Day(parts[0]) else { return nil }
        let clock = parts[1].split(separator: ".", omittingEmptySubsequences: false)
        guard clock.count <= 2, clock[0].utf8.count == 8, let time = TimeOfDay(clock[0]) else { return nil }
        let whole = day.at(time)
        guard clock.count == 2 else { return whole }
        guard clock[1].utf8.count == 6, clock[1].utf8.allSatisfy({ (0x30...0x39).contains($0) }),
            let micros = Int64(clock[1])
        else { return nil }
        return whole.advanced(by: TimeSpan(microseconds: micros))
    }
}

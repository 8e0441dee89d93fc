/// A wall-clock time in Asia/Kolkata, in seconds since midnight.
public struct TimeOfDay: Hashable, Comparable, Sendable {
    public var seconds: Int32

    @inlinable public init(seconds: Int32) { self.seconds = seconds }
    @inlinable public init(_ hour: Int, _ minute: Int, _ second: Int = 0) {
        seconds = Int32(hour * 3600 + minute * 60 + second)
    }

    public var hour: Int { Int(seconds) / 3600 }
    public var minute: Int { Int(seconds) / 60 % 60 }
    public var second: Int { Int(seconds) % 60 }

    @inlinable public static func < (a: TimeOfDay, b: TimeOfDay) -> Bool { a.seconds < b.seconds }
    @inlinable public func advanced(bySeconds seconds: Int) -> TimeOfDay {
        TimeOfDay(seconds: self.seconds + Int32(seconds))
    }
}

extension TimeOfDay: CustomStringConvertible, LosslessStringConvertible {
    /// Reads `HH:MM` or `HH:MM:SS`, exactly.
    public init?(_ text: some StringProtocol) {
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        guard parts.count == 2 || parts.count == 3 else { return nil }
        var values: [Int] = []
        for part in parts {
            guard part.utf8.count == 2, part.utf8.allSatisfy({ $0 >= 48 && $0 <= 57 }), let value = Int(part)
            else { return nil }
            values.append(value)
        }
        guard values[0] < 24, values[1] < 60, values.count == 2 || values[2] < 60 else { return nil }
        self.init(values[0], values[1], values.count == 3 ? values[2] : 0)
    }

    /// `HH:MM:SS`.
    public var description: String { "\(twoDigits(hour)):\(twoDigits(minute)):\(twoDigits(second))" }
}

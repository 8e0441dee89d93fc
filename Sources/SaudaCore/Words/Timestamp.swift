/// A moment, in microseconds since 1970-01-01 00:00 UTC. `day` and `time` read it in Asia/Kolkata.
public struct Timestamp: Hashable, Comparable, Sendable {
    /// +05:30 in microseconds; India has no daylight saving.
    @inlinable public static var indiaOffset: Int64 { 19_800_000_000 }
    @inlinable public static var distantFuture: Timestamp { Timestamp(microseconds: .max) }

    public var microseconds: Int64

    @inlinable public init(microseconds: Int64) { self.microseconds = microseconds }

    @inlinable public var day: Day {
        let local = microseconds + Timestamp.indiaOffset
        let quotient = local / 86_400_000_000
        return Day(number: Int32(local % 86_400_000_000 < 0 ? quotient - 1 : quotient))
    }

    /// The time of day, cut to whole seconds.
    @inlinable public var time: TimeOfDay {
        let rest = (microseconds + Timestamp.indiaOffset) % 86_400_000_000
        return TimeOfDay(seconds: Int32((rest < 0 ? rest + 86_400_000_000 : rest) / 1_000_000))
    }

    @inlinable public static func < (a: Timestamp, b: Timestamp) -> Bool { a.microseconds < b.microseconds }
    @inlinable public func advanced(by span: TimeSpan) -> Timestamp {
        Timestamp(microseconds: microseconds + span.microseconds)
    }
    @inlinable public func since(_ other: Timestamp) -> TimeSpan {
        TimeSpan(microseconds: microseconds - other.microseconds)
    }
}

extension Timestamp: CustomStringConvertible {
    /// ISO 8601 with offset: `2026-11-20T09:15:00+05:30`, with six decimals when the second is not whole.
    public var description: String {
        let micros = ((microseconds + Timestamp.indiaOffset) % 1_000_000 + 1_000_000) % 1_000_000
        let digits = String(micros)
        let fraction = micros == 0 ? "" : "." + String(repeating: "0", count: 6 - digits.count) + digits
        return "\(day)T\(time)\(fraction)+05:30"
    }
}

/// A length of time in microseconds.
public struct TimeSpan: Hashable, Comparable, Sendable {
    @inlinable public static var zero: TimeSpan { TimeSpan(microseconds: 0) }

    public var microseconds: Int64

    @inlinable public init(microseconds: Int64) { self.microseconds = microseconds }
    @inlinable public static func milliseconds(_ count: Int64) -> TimeSpan { TimeSpan(microseconds: count * 1000) }
    @inlinable public static func seconds(_ count: Int64) -> TimeSpan { TimeSpan(microseconds: count * 1_000_000) }
    @inlinable public static func < (a: TimeSpan, b: TimeSpan) -> Bool { a.microseconds < b.microseconds }
    @inlinable public static prefix func - (a: TimeSpan) -> TimeSpan { TimeSpan(microseconds: -a.microseconds) }
}

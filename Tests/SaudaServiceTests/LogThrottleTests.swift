import SaudaCore
import Testing

@testable import SaudaService

/// PRC-5, S0-22 to S0-26: a storm of equal lines.
@Suite struct LogThrottleTests {
    private static let open = Day(year: 2026, month: 11, day: 20)!.at(TimeOfDay(9, 15))

    private func at(_ seconds: Int64) -> Timestamp { Self.open.advanced(by: .seconds(seconds)) }

    @Test func `an hour of a line a second is at most one a minute, and all are accounted for`() {
        var throttle = LogThrottle()
        var written: [LogLine] = []
        for second in 0..<3600 {
            let text = "connected again after \(second % 7).\(second % 10) s, message \(second)"
            written += throttle.take(LogLine(at(Int64(second)), .info, .feed, text))
        }
        #expect(written.count == 60)
        #expect(zip(written, written.dropFirst()).allSatisfy { $1.time.since($0.time) >= .seconds(60) })
        #expect(written[0].message == "connected again after 0.0 s, message 0")
        #expect(written[1].message.hasSuffix("message 60 (59 more like it)"))
        let rest = throttle.finish()
        #expect(rest.map(\.message) == ["59 more like: connected again after 1.9 s, message 3599"])
        #expect(throttle.finish().isEmpty)
    }

    @Test func `the seed's hundred an hour become fewer, each gap a minute at least`() {
        var throttle = LogThrottle()
        let written = (0..<100).flatMap { throttle.take(LogLine(at(Int64($0) * 36), .info, .feed, "connected")) }
        #expect(written.count == 50)
        #expect(written.dropFirst().allSatisfy { $0.message == "connected (1 more like it)" })
    }

    @Test func `fifty-nine seconds are too few and sixty are enough, either way`() {
        for (second, isWritten) in [(59, false), (60, true), (-59, false), (-60, true)] as [(Int64, Bool)] {
            var throttle = LogThrottle()
            _ = throttle.take(LogLine(at(0), .info, .feed, "connected"))
            #expect(throttle.take(LogLine(at(second), .info, .feed, "connected")).isEmpty != isWritten, "\(second)")
        }
    }

    @Test("orders, halts, tasks, summaries and what is critical are never left out", arguments: LogModule.allCases)
    func exempt(module: LogModule) {
        for level in LogLevel.allCases {
            var throttle = LogThrottle()
            let written = (0..<50).flatMap { throttle.take(LogLine(at($0), level, module, "fill: SELL INFY \($0)")) }
            let isExempt = level == .critical || [.orders, .halt, .tasks, .summary].contains(module)
            #expect(written.count == (isExempt ? 50 : 1), "\(module) \(level)")
            #expect(!isExempt || throttle.finish().isEmpty)
        }
    }

    @Test func `another level, another module, another share and another strike are other lines`() {
        var throttle = LogThrottle()
        let lines = [
            LogLine(at(0), .info, .feed, "gap in 360ONE of 3 s"),
            LogLine(at(0), .warning, .feed, "gap in 360ONE of 3 s"),
            LogLine(at(0), .info, .link, "gap in 360ONE of 3 s"), LogLine(at(0), .info, .feed, "gap in 3MINDIA of 3 s"),
            LogLine(at(0), .info, .feed, "gap in NIFTY26DEC24000CE of 3 s"),
            LogLine(at(0), .info, .feed, "gap in NIFTY26DEC25000CE of 3 s"),
        ]
        for line in lines { #expect(throttle.take(line) == [line]) }
        #expect(throttle.take(LogLine(at(1), .info, .feed, "gap in NIFTY26DEC25000CE of 12 s")).isEmpty)
    }

    @Test func `the same of two accounts whose names differ in a digit is two lines`() {
        var throttle = LogThrottle()
        let line = LogLine(at(120), .warning, .feed, "feed-lost: dhan-1: closed")
        #expect(throttle.take(line, of: "dhan-1") == [line] && throttle.take(line, of: "dhan-1").isEmpty)
        var other = line
        other.message = "feed-lost: dhan-2: closed"
        #expect(throttle.take(other, of: "dhan-2") == [other] && throttle.take(other, of: "dhan-2").isEmpty)
    }

    @Test func `numbers are folded, names are not`() {
        #expect(LogThrottle.folded("no tick for 10.25 s since 09:15:00") == "no tick for #.# s since #:#:#")
        #expect(LogThrottle.folded("Q3 20th 2026-11-20T09") == "Q# #th #-#-#T#")
        #expect(LogThrottle.folded("SELL M&M 3MINDIA 20MICRONS at 5") == "SELL M&M 3MINDIA 20MICRONS at #")
    }

    @Test func `however many different lines there are, they are not remembered for ever`() {
        var throttle = LogThrottle()
        var count = 0
        for number in 0..<5000 {
            let name = String(number, radix: 2).replacing("0", with: "a").replacing("1", with: "b")
            count += throttle.take(LogLine(at(0), .info, .feed, name)).count
            _ = throttle.take(LogLine(at(0), .info, .feed, name))
            #expect(throttle.count <= 1024)
        }
        // Each is written; what was left out of each is told when it is forgotten.
        #expect(count > 5000 && count + throttle.finish().count == 10_000)
    }
}

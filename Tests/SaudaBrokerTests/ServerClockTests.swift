import SaudaBroker
import SaudaCore
import Testing

@Suite struct ServerClockTests {
    private let start = Day(number: 20_783).at(TimeOfDay(9, 30))

    @Test func `whole seconds narrow the difference down, and the truth stays inside`() {
        for skew in stride(from: Int64(-5_000_000), through: 5_000_000, by: 333_333) {
            var clock = ServerClock()
            var now = start
            for step in 0..<60 {
                let sent = now
                let received = now.advanced(by: .milliseconds(20 + Int64(step % 7)))
                let stamped = sent.microseconds + 10_000 + skew
                let date = Timestamp(microseconds: stamped / 1_000_000 * 1_000_000)
                clock.hear(date, sent: sent, received: received)
                #expect(clock.least.microseconds <= skew && skew <= clock.most.microseconds)
                now = now.advanced(by: .milliseconds(371))
            }
            #expect(clock.most.microseconds - clock.least.microseconds < 150_000)
        }
    }

    @Test func `a clock that is set is learnt anew`() {
        var clock = ServerClock()
        clock.hear(start, sent: start, received: start)
        clock.hear(start.advanced(by: .seconds(3600)), sent: start, received: start)
        #expect(clock.skew.microseconds > 3_599_000_000)
    }

    @Test(
        "HTTP dates, and what is none",
        arguments: [
            ("Thu, 26 Nov 2026 02:44:22 GMT", "2026-11-26T08:14:22+05:30"),
            ("Sun, 01 Mar 2026 23:59:59 GMT", "2026-03-02T05:29:59+05:30"),
            ("Thu, 26 Nov 2026 02:44:22 UTC", nil), ("Thu, 31 Feb 2026 02:44:22 GMT", nil), ("", nil),
            ("Thu, 26 Nov 2026 24:44:22 GMT", nil), ("Thu, 26 Foo 2026 02:44:22 GMT", nil),
            ("Thu, -6 Nov 2026 02:44:22 GMT", nil), ("a b c d e GMT", nil),
        ]
    )
    func dates(text: String, expected: String?) {
        #expect(HTTPDate.parse(text).map { "\($0)" } == expected)
    }
}

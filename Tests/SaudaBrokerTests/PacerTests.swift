import SaudaBroker
import SaudaCore
import Testing

@Suite struct PacerTests {
    private let start = Day(number: 20_783).at(TimeOfDay(9, 30))

    /// Offers `count` requests at once and sends each as soon as it may go; returns when, by the server's clock.
    private func send(
        _ count: Int,
        _ budgets: [Budget],
        skew: TimeSpan,
        transit: (Int) -> TimeSpan,
        learnt: Bool
    ) -> [Timestamp] {
        var pacer = Pacer(budgets)
        var clock = ServerClock()
        var now = start
        var arrivals: [Timestamp] = []
        while arrivals.count < count {
            if let next = pacer.admit("order", .nseEquity, at: now, by: clock) {
                now = next
                continue
            }
            let arrival = now.advanced(by: skew).advanced(by: transit(arrivals.count))
            arrivals.append(arrival)
            guard learnt else { continue }
            let second = Timestamp(microseconds: arrival.microseconds / 1_000_000 * 1_000_000)
            clock.hear(second, sent: now, received: now.advanced(by: .milliseconds(60)))
        }
        return arrivals
    }

    @Test(
        "1,000 orders offered at once: no calendar second of the broker's clock sees more than its budget",
        arguments: [-3_700, -400, 0, 250, 999],
        [false, true]
    )
    func seconds(skew: Int64, learnt: Bool) {
        // Without a single answer the clock may be off by a second at most.
        if !learnt, abs(skew) > 1000 { return }
        let budgets = [Budget(["order"], 9, perSeconds: 1, isPerSegment: true)]
        let arrivals = send(
            1000,
            budgets,
            skew: .milliseconds(learnt && abs(skew) > 1000 ? 0 : skew),
            transit: { .milliseconds(Int64($0 * 7919 % 50)) },
            learnt: learnt
        )
        var perSecond: [Int64: Int] = [:]
        for arrival in arrivals { perSecond[arrival.microseconds / 1_000_000, default: 0] += 1 }
        #expect(perSecond.values.max() ?? 0 <= 9)
        // The margin costs at most a half of the budget once the clock is known.
        let seconds = (arrivals[999].since(arrivals[0]).microseconds) / 1_000_000
        if learnt { #expect(seconds <= 230) }
    }

    @Test(
        "sixty orders against a clock that is not known go at almost the broker's pace",
        arguments: [-999, -400, 0, 999]
    )
    func unknownClock(skew: Int64) {
        let budgets = [Budget(["order"], 8, perSeconds: 1)]
        let arrivals = send(
            60,
            budgets,
            skew: .milliseconds(skew),
            transit: { .milliseconds(Int64($0 * 7919 % 150)) },
            learnt: false
        )
        var perSecond: [Int64: Int] = [:]
        for arrival in arrivals { perSecond[arrival.microseconds / 1_000_000, default: 0] += 1 }
        #expect(perSecond.values.max() ?? 0 <= 8)
        #expect(arrivals[59].since(arrivals[0]) < .seconds(9))
    }

    @Test func `a request that took long holds the next ones up for a whole window after its answer`() {
        var pacer = Pacer([Budget(["order"], 2, perSeconds: 1)])
        // Not known: nothing but the span lets a third one go.
        let clock = ServerClock()
        for _ in 0..<2 { #expect(pacer.admit("order", nil, at: start, by: clock) == nil) }
        let answered = start.advanced(by: .milliseconds(700))
        for _ in 0..<2 { pacer.answered("order", nil, sent: start, at: answered, by: clock) }
        let before = start.advanced(by: .milliseconds(1699))
        #expect(pacer.admit("order", nil, at: before, by: clock) == start.advanced(by: .milliseconds(1700)))
        #expect(pacer.admit("order", nil, at: start.advanced(by: .milliseconds(1700)), by: clock) == nil)
    }

    @Test func `all windows hold at once: the minute and the day too`() {
        let budgets = [
            Budget(["order"], 9, perSeconds: 1), Budget(["order"], 100, perSeconds: 60),
            Budget(["order"], 250, perSeconds: 86_400),
        ]
        let arrivals = send(260, budgets, skew: .zero, transit: { _ in .zero }, learnt: true)
        var perMinute: [Int64: Int] = [:]
        for arrival in arrivals { perMinute[arrival.microseconds / 60_000_000, default: 0] += 1 }
        #expect(perMinute.values.max() ?? 0 <= 100)
        #expect(arrivals.filter { $0.day == start.day }.count <= 250)
        #expect(arrivals.last?.day == start.day.advanced(by: 1))
    }

    @Test func `segments that are counted apart do not hold each other up`() {
        var pacer = Pacer([Budget(["order"], 2, perSeconds: 1, isPerSegment: true)])
        let clock = ServerClock()
        for segment in [Segment.nseEquity, .bseEquity] {
            #expect(pacer.admit("order", segment, at: start, by: clock) == nil)
            #expect(pacer.admit("order", segment, at: start, by: clock) == nil)
            #expect(pacer.admit("order", segment, at: start, by: clock) != nil)
        }
        #expect(pacer.admit("read", nil, at: start, by: clock) == nil)
    }

    @Test func `a 429 closes everything that is counted with it until its time`() {
        var pacer = Pacer([Budget(["order", "read"], 10, perSeconds: 1)])
        let clock = ServerClock()
        let opens = start.advanced(by: .seconds(5))
        pacer.close("order", until: opens)
        #expect(pacer.admit("read", nil, at: start, by: clock) == opens)
        #expect(pacer.admit("order", nil, at: start, by: clock) == opens)
        #expect(pacer.admit("order", nil, at: opens, by: clock) == nil)
    }

    @Test func `a request that took long counts in the second of its answer too`() {
        let budgets = [Budget(["order"], 9, perSeconds: 1, isPerSegment: true)]
        var pacer = Pacer(budgets)
        var clock = ServerClock()
        // Known to the millisecond: theirs is ours.
        clock.hear(start, sent: start, received: start.advanced(by: .milliseconds(1)))
        clock.hear(
            start,
            sent: start.advanced(by: .milliseconds(999)),
            received: start.advanced(by: .milliseconds(999))
        )
        let sent = start.advanced(by: .milliseconds(100))
        for _ in 0..<9 { #expect(pacer.admit("order", .nseEquity, at: sent, by: clock) == nil) }
        let answered = start.advanced(by: .milliseconds(1300))
        for _ in 0..<5 { pacer.answered("order", .nseEquity, sent: sent, at: answered, by: clock) }
        for _ in 0..<4 { #expect(pacer.admit("order", .nseEquity, at: answered, by: clock) == nil) }
        #expect(pacer.admit("order", .nseEquity, at: answered, by: clock) != nil)
        // Other segments have budgets of their own.
        #expect(pacer.admit("order", .nseDerivatives, at: answered, by: clock) == nil)
    }
}

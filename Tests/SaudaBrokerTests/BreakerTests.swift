import SaudaBroker
import SaudaCore
import Testing

@Suite struct BreakerTests {
    private let start = Day(number: 20_783).at(TimeOfDay(9, 30))
    private func at(_ seconds: Int64) -> Timestamp { start.advanced(by: .seconds(seconds)) }

    @Test func `five failures in a row open it, one success closes it, and one request tries`() {
        var breaker = Breaker()
        for _ in 0..<4 { breaker.failed(at: start) }
        #expect(breaker.opens(at: start) == nil)
        breaker.failed(at: start)
        #expect(breaker.opens(at: start) == at(5))
        #expect(breaker.opens(at: at(5)) == nil)
        breaker.sent()
        #expect(breaker.opens(at: at(5)) != nil)
        breaker.failed(at: at(6))
        #expect(breaker.opens(at: at(6)) == at(16))
        breaker.sent()
        breaker.succeeded()
        #expect(breaker.opens(at: at(6)) == nil)
    }

    @Test func `every pair of state and input`() {
        let states: [Breaker.State] = [
            .closed(failures: 0), .open(until: at(5), wait: .seconds(5)), .trying(wait: .seconds(5)),
        ]
        for state in states {
            func breaker() -> Breaker {
                var breaker = Breaker(limit: 1)
                if case .closed = state { return breaker }
                breaker.failed(at: start)
                if case .trying = state { breaker.sent() }
                return breaker
            }
            var one = breaker()
            #expect(one.state == state)
            one.succeeded()
            #expect(one.state == .closed(failures: 0))
            one = breaker()
            one.failed(at: at(9))
            switch state {
            case .closed: #expect(one.state == .open(until: at(14), wait: .seconds(5)))
            case .open: #expect(one.state == state)
            case .trying: #expect(one.state == .open(until: at(19), wait: .seconds(10)))
            }
            one = breaker()
            one.sent()
            if case .open = state {
                #expect(one.state == .trying(wait: .seconds(5)))
            } else {
                #expect(one.state == state)
            }
        }
    }

    @Test func `waits double up to the most and are never less than half of it`() {
        var backoff = Backoff(first: .seconds(1), most: .seconds(60), seed: 3)
        for step in 0..<12 {
            let full = min(Int64(1) << step, 60) * 1_000_000
            let wait = backoff.next().microseconds
            #expect(wait <= full && wait >= full / 2)
        }
        backoff.reset()
        #expect(backoff.next() <= .seconds(1))
    }

    @Test func `a tag names its order, of this desk only`() {
        for number in [1, 35, 36, 1_000_000, UInt64.max] {
            let id = OrderID(number: number)
            let tag = OrderTag.text(id, prefix: "SD")
            #expect(tag.utf8.count <= 20)
            #expect(OrderTag.order(tag, prefix: "SD") == id)
            #expect(OrderTag.order(tag, prefix: "SX") == nil)
        }
        for text in ["", "SD", "SD-1", "SD+1", "sd1", "SDé", "SD01", "SDa"] {
            #expect(OrderTag.order(text, prefix: "SD") == nil)
        }
    }
}

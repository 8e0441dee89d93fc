import SaudaBroker
import SaudaCore
import Testing

@Suite struct SessionKeeperTests {
    private let start = Day(number: 20_783).at(TimeOfDay(9, 30))

    private func session(until: Timestamp? = nil) -> BrokerSession {
        BrokerSession(user: "u", secrets: ["token": Secret("t")], issued: start, expires: until)
    }

    private func error(_ recovery: Recovery) -> BrokerError {
        BrokerError(broker: "x", summary: "no", nextStep: "look", recovery: recovery)
    }

    @Test func `AUT-4: however many ask, one signs in and all go on`() {
        var keeper = SessionKeeper(session(), of: "toy", perDay: 5, seed: 1)
        let generation = keeper.generation
        for _ in 0..<10 { keeper.refused(generation, at: start) }
        let needs = (0..<10).map { _ in keeper.need(at: start) }
        #expect(needs.count { $0 == .signIn } == 1 && needs.count { $0 == .wait } == 9)
        keeper.signedIn(session(), at: start)
        #expect(keeper.need(at: start) == .go)
        // Late refusals of the old session change nothing.
        keeper.refused(generation, at: start)
        #expect(keeper.need(at: start) == .go)
    }

    @Test func `a session that is over by its own word is renewed before it is used`() {
        var keeper = SessionKeeper(session(until: start.advanced(by: .seconds(60))), of: "toy", perDay: 5, seed: 1)
        #expect(keeper.need(at: start) == .go)
        #expect(keeper.need(at: start.advanced(by: .seconds(60))) == .signIn)
    }

    @Test func `a wrong password is tried once, then a person is asked`() {
        var keeper = SessionKeeper(nil, of: "toy", perDay: 5, seed: 1)
        #expect(keeper.need(at: start) == .signIn)
        keeper.failed(error(.stop), at: start)
        for hour in 0..<48 {
            #expect(keeper.need(at: start.advanced(by: .seconds(Int64(hour) * 3600))) == .failed(error(.stop)))
        }
        keeper.resume()
        #expect(keeper.need(at: start) == .signIn)
    }

    @Test func `a failing line is tried again with growing waits, and never past the day's budget`() {
        var keeper = SessionKeeper(nil, of: "toy", perDay: 5, seed: 1)
        var now = start
        var tries = 0
        for _ in 0..<7200 {
            if keeper.need(at: now) == .signIn {
                tries += 1
                keeper.failed(error(.retry(after: .zero)), at: now)
            }
            now = now.advanced(by: .seconds(1))
        }
        #expect(tries == 5)
        guard case .failed(let last) = keeper.need(at: now) else {
            Issue.record("still trying")
            return
        }
        #expect(last.recovery == .stop && last.nextStep.contains("sauda login"))
    }

    @Test func `a new day has a new budget once a person has resumed, or by itself before it was used up`() {
        var keeper = SessionKeeper(nil, of: "toy", perDay: 1, seed: 1)
        #expect(keeper.need(at: start) == .signIn)
        keeper.signedIn(session(until: start.advanced(by: .seconds(3600))), at: start)
        #expect(keeper.need(at: start.advanced(by: .seconds(86_400))) == .signIn)
    }

    @Test func `sessions that die young one after another are signed in to ever more slowly, one that lived at once`() {
        var keeper = SessionKeeper(nil, of: "toy", perDay: 50, seed: 1)
        var now = start
        var waits: [Int64] = []
        for _ in 0..<5 {
            let asked = now
            while keeper.need(at: now) != .signIn { now = now.advanced(by: .seconds(1)) }
            waits.append(now.since(asked).microseconds / 1_000_000)
            keeper.signedIn(session(), at: now)
            keeper.refused(keeper.generation, at: now.advanced(by: .seconds(2)))
        }
        #expect(waits[0] == 0 && waits[1] == 0)
        #expect(waits[2] >= 15 && waits[3] > waits[2] && waits[4] > waits[3])
        while keeper.need(at: now) != .signIn { now = now.advanced(by: .seconds(1)) }
        keeper.signedIn(session(), at: now)
        now = now.advanced(by: .seconds(3600))
        keeper.refused(keeper.generation, at: now)
        #expect(keeper.need(at: now) == .signIn)
    }

    @Test func `the day's sign-ins of before a restart count, those of yesterday do not`() {
        let used = SignInTries(day: start.day, count: 4)
        var keeper = SessionKeeper(nil, of: "toy", perDay: 5, tries: used, seed: 1)
        #expect(keeper.need(at: start) == .signIn)
        #expect(keeper.tries == SignInTries(day: start.day, count: 5))
        keeper.signedIn(session(), at: start)
        keeper.refused(keeper.generation, at: start)
        guard case .failed = keeper.need(at: start) else {
            Issue.record("a sixth sign-in")
            return
        }
        let old = SignInTries(day: start.day.advanced(by: -1), count: 5)
        var fresh = SessionKeeper(nil, of: "toy", perDay: 5, tries: old, seed: 1)
        #expect(fresh.need(at: start) == .signIn && fresh.tries.count == 1)
    }

    @Test func `a session that is prolonged costs no sign-in, and only another token is another session`() {
        var keeper = SessionKeeper(session(until: start.advanced(by: .seconds(60))), of: "toy", perDay: 5, seed: 1)
        let isOther = keeper.renewed(session(until: start.advanced(by: .seconds(7200))), of: 0)
        #expect(isOther == false)
        #expect(keeper.need(at: start.advanced(by: .seconds(3600))) == .go && keeper.generation == 0)
        let other = BrokerSession(user: "u", secrets: ["token": Secret("t2")], issued: start, expires: nil)
        let isAnother = keeper.renewed(other, of: 0)
        #expect(isAnother == true && keeper.generation == 1 && keeper.tries.count == 0)
        // One that was refused meanwhile is not taken back.
        keeper.refused(1, at: start)
        let isTaken = keeper.renewed(other, of: 1)
        #expect(isTaken == nil && keeper.session == nil)
        // Nor one that comes after the next sign-in.
        #expect(keeper.need(at: start) == .signIn)
        keeper.signedIn(session(), at: start)
        let isLate = keeper.renewed(other, of: 1)
        #expect(isLate == nil && keeper.session == session())
    }
}

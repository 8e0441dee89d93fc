import SaudaCore
import Testing

@testable import SaudaBroker

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
        for _ in 0..<10 { keeper.refused(generation) }
        let needs = (0..<10).map { _ in keeper.need(at: start) }
        #expect(needs.count { $0 == .signIn } == 1 && needs.count { $0 == .wait } == 9)
        keeper.signedIn(session())
        #expect(keeper.need(at: start) == .go)
        // Late refusals of the old session change nothing.
        keeper.refused(generation)
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
        keeper.signedIn(session(until: start.advanced(by: .seconds(3600))))
        #expect(keeper.need(at: start.advanced(by: .seconds(86_400))) == .signIn)
    }
}

import SaudaBroker
import SaudaCommand
import SaudaCore
import SaudaServer
import Testing

/// How soon things go on after they broke, in practice time: the same on every machine.
@Suite struct LinkNumbersTests {
    private static let seeds = 1...20 as ClosedRange<UInt64>

    /// Somewhere in the second minute of the day, another place for each seed.
    private func moment(_ seed: UInt64) -> TimeOfDay { TimeOfDay(9, 16, Int(seed * 7 % 50)) }

    private func p95(_ spans: [TimeSpan]) -> TimeSpan { spans.sorted()[(spans.count * 95 + 99) / 100 - 1] }

    @Test("FED-18: from a cut socket to prices again, 19 times of 20 under 3 s", arguments: PlayedBroker.allCases)
    func cut(broker: PlayedBroker) throws {
        var spans: [TimeSpan] = []
        for seed in Self.seeds {
            let time = moment(seed)
            var world = try ChaosWorld(broker, seed: seed, faults: [PracticeFault(.cut, .at(time))])
            try world.run(until: TimeOfDay(9, 17, 10))
            let cut = PracticeDayPlan.day.at(time)
            // Some of what was sent before the cut may still arrive just after it.
            let settled = cut.advanced(by: .milliseconds(50))
            let next = try #require(world.tickTimes.first { $0 > settled }, "seed \(seed)")
            spans.append(next.since(cut))
        }
        #expect(p95(spans) < .seconds(3), "\(spans.map(\.microseconds))")
    }

    @Test(
        "from a dead token to the next order accepted, 19 times of 20 under 5 s with an unattended login",
        arguments: PlayedBroker.allCases
    )
    func deadToken(broker: PlayedBroker) throws {
        var spans: [TimeSpan] = []
        for seed in Self.seeds {
            let time = moment(seed)
            var world = try ChaosWorld(broker, seed: seed, faults: [PracticeFault(.tokenDeath, .at(time))])
            try world.run(until: TimeOfDay(9, 17, 30))
            let death = PracticeDayPlan.day.at(time)
            let next = world.givenAt.filter { $0.value > death && world.acceptedAt[$0.key] != nil }.min {
                $0.value < $1.value
            }
            guard let next, let accepted = world.acceptedAt[next.key] else {
                Issue.record("no order after the token died, seed \(seed)")
                continue
            }
            spans.append(accepted.since(next.value))
            #expect(world.notices["signed-in"] == 2, "one sign-in in the morning and one after, seed \(seed)")
        }
        #expect(p95(spans) < .seconds(5), "\(spans.map(\.microseconds))")
    }

    @Test(
        "1,000 orders offered at once: by the broker's own count never over budget, none lost, in their order",
        arguments: PlayedBroker.allCases
    )
    func offered(broker: PlayedBroker) throws {
        var world = try ChaosWorld(broker, seed: 1, faults: []) { $0.commandLife = .seconds(600) }
        try world.offer(1000, until: TimeOfDay(9, 20))
        for count in world.floor.broker.broker.counts where count.endpoints.name.contains("order") {
            #expect(count.busiest <= count.limit && count.refused == 0, "\(count)")
        }
        #expect(world.acceptedAt.count == 1000)
        let order = world.acceptedAt.sorted { ($0.value, $0.key) < ($1.value, $1.key) }.map(\.key)
        #expect(order == order.sorted())
    }

    @Test("a day of 24 hours is one sign-in, and one more where its session is ended by force")
    func wholeDay() throws {
        for signIns in 1...2 {
            let faults = signIns == 1 ? [] : [PracticeFault(.tokenDeath, .at(TimeOfDay(11, 0)))]
            var world = try ChaosWorld(.neo, seed: 3, faults: faults, from: TimeOfDay(0, 1))
            try world.run(until: TimeOfDay(23, 59))
            #expect(world.notices["signed-in"] == signIns)
            #expect(world.tickTimes.contains { $0.time >= TimeOfDay(15, 29) }, "prices to the close")
        }
    }
}

import CopyTradeStrategy
import SaudaCore
import SaudaSimulation
import Testing

/// Storms through a whole engine: brokers fall silent, answer late and fill when they like.
@Suite struct CopyEngineStormTests {
    struct Lead {
        var units: Int64
        var limit: Price
        var filled: Int64 = 0
        var status = ForeignOrder.Status.open
        /// The most units it ever had.
        var most: Int64 = 0
    }

    struct Storm {
        var dice: SplitMix64
        var bench: CopyBench
        var leads: [Lead] = []

        init(seed: UInt64) throws {
            dice = SplitMix64(seed: seed)
            bench = try CopyBench()
        }

        mutating func tell(_ place: Int, age: Int64 = 0) {
            leads[place].most = max(leads[place].most, leads[place].units)
            let lead = leads[place]
            bench.leader("L\(place)", lead.units, at: lead.limit, filled: lead.filled, lead.status, age: age)
        }

        mutating func turn() {
            let place = leads.isEmpty ? 0 : dice.below(leads.count)
            switch dice.below(12) {
            case 0, 1:
                guard leads.count < 8 else { return }
                leads.append(lead())
                tell(leads.count - 1)
            case 2, 3: change(place) { $0.limit = Price(paise: Int64(10_000 + $1.below(600) * 5)) }
            case 4: change(place) { $0.units = max(Int64(1 + $1.below(8)) * 75, $0.filled) }
            case 5: change(place) { lead, _ in lead.status = .cancelled }
            case 6: change(place) { lead, _ in (lead.filled, lead.status) = (lead.units, .complete) }
            case 7: bench.silent.insert(bench.account(UInt16(1 + dice.below(2))))
            case 8: bench.answer()
            case 9: bench.fillSome(UInt16(1 + dice.below(2)), &dice)
            case 10: bench.wait(Int64(dice.below(4)))
            // The same once more.
            default: if !leads.isEmpty { tell(place) }
            }
        }

        private mutating func lead() -> Lead {
            Lead(units: Int64(1 + dice.below(8)) * 75, limit: Price(paise: Int64(10_000 + dice.below(600) * 5)))
        }

        private mutating func change(_ place: Int, _ body: (inout Lead, inout SplitMix64) -> Void) {
            guard leads.indices.contains(place), leads[place].status == .open else { return }
            bench.wait(1)
            body(&leads[place], &dice)
            // Some of it is never heard of, until the order book is read.
            if dice.below(4) > 0 { tell(place) }
        }

        /// The line is back: the order book is read, and everybody answers.
        mutating func calm() {
            for place in leads.indices { tell(place) }
            for _ in 0..<5 {
                bench.answer()
                bench.wait(2)
            }
        }
    }

    /// The follower's total for a leader's, 400,000 against a million or a lot.
    private func wanted(_ units: Int64, _ follower: UInt16) -> Int64 {
        follower == 2 ? 75 : max(1, units * 2 / 5 / 75) * 75
    }

    private func faults(_ storm: Storm) -> [String] {
        var faults: [String] = []
        let desk = storm.bench.engine.desk
        for follower in [1, 2] as [UInt16] {
            var working = 0
            for (place, lead) in storm.leads.enumerated() {
                // Legs count in the sequence of first sight, which is that of the leader here.
                let key = TargetKey(
                    strategy: StrategyID(index: 0),
                    account: storm.bench.account(follower),
                    instrument: CopyBench.option,
                    day: CopyBench.day,
                    leg: UInt16(place)
                )
                let name = "L\(place) at \(follower): \(lead), \(String(describing: desk.status(of: key)))"
                if desk.filled(key).units > wanted(lead.most, follower) { faults.append("more than ever, \(name)") }
                switch desk.status(of: key) {
                case .working(let limit, let filled):
                    working += 1
                    if lead.status == .cancelled { faults.append("still works, \(name)") }
                    if limit != lead.limit { faults.append("another price, \(name)") }
                    if filled.units >= wanted(lead.units, follower) { faults.append("too much, \(name)") }
                // A copy that has filled is not raised any more (CPY-7), so it may have less than the leader now wants.
                case .ended(.done, let filled): if filled == .zero { faults.append("nothing, \(name)") }
                case .ended(.dropped, let filled):
                    let isEnough = filled > .zero && filled.units >= wanted(lead.units, follower)
                    if lead.status != .cancelled, !isEnough { faults.append("dropped, \(name)") }
                case nil: if lead.status != .cancelled { faults.append("missing, \(name)") }
                case .waiting, .ended: faults.append(name)
                }
            }
            let live = storm.bench.live(follower)
            if live.count != working { faults.append("\(live.count) orders for \(working) targets at \(follower)") }
            for order in live where order.terms.quantity.units % 75 != 0 { faults.append("not a lot: \(order)") }
        }
        return faults
    }

    @Test func `300 storms through an engine end as the specification says, with one order a copy`() throws {
        var met: Set<String> = []
        for seed in 0..<(300 as UInt64) {
            var storm = try Storm(seed: SplitMix64.seed(seed, for: "engine"))
            for _ in 0..<60 { storm.turn() }
            storm.calm()
            let faults = faults(storm)
            guard faults.isEmpty else {
                Issue.record("seed \(seed): \(faults)")
                return
            }
            met.formUnion(storm.bench.sent.map { $0.split(separator: " ")[1].description })
        }
        #expect(met == ["place", "modify", "cancel"])
    }
}

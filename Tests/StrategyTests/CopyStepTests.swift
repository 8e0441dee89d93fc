import CopyTradeStrategy
import SaudaCore
import Testing

/// Every state of a leader's order against every state of its pair, and what stands beside the scenarios.
@Suite struct CopyStepTests {
    static let standings: [(name: String, prepare: @Sendable (inout CopyPlay) -> Void)] = [
        ("pending", { _ in }),
        (
            "asked, unknown",
            { play in
                play.step(); play.facts.status = nil
            }
        ),
        (
            "waiting",
            { play in
                play.step(); play.facts.status = .waiting
            }
        ),
        ("working", { play in play.step() }),
        (
            "partly filled",
            { play in
                play.step(); play.fill(75)
            }
        ),
        (
            "filled",
            { play in
                play.step(); play.fill(150)
            }
        ),
        (
            "exhausted",
            { play in
                play.step(); play.facts.status = .ended(.exhausted, filled: .zero)
            }
        ),
        (
            "dropped",
            { play in
                play.step(); play.facts.status = .ended(.dropped, filled: .zero)
            }
        ),
        (
            "not sent",
            { play in
                play.step(); play.facts.status = .ended(.refused(.rejected(.notSent(""))), filled: .zero)
            }
        ),
        (
            "refused",
            { play in
                play.step(); play.facts.status = .ended(.refused(.halted), filled: .zero)
            }
        ),
        (
            "hands off",
            { play in
                play.step(); play.facts.status = .ended(.handsOff, filled: .zero)
            }
        ),
        (
            "stuck",
            { play in
                play.step(); play.facts.status = .ended(.stuck, filled: .zero)
            }
        ),
        (
            "failed",
            { play in
                play.facts.free = .zero; play.step(); play.facts.free = Money(rupees: 400_000)
            }
        ),
        (
            "cancelled",
            { play in
                play.leader.status = .cancelled; play.step()
            }
        ),
        (
            "released",
            { play in
                play.step(); play.facts.status = .ended(.handsOff, filled: .zero); play.step()
            }
        ),
    ]

    private func table(changing: Bool) -> [String] {
        Self.standings.map { standing in
            let words = LeaderOrder.Status.allCases.map { status in
                var play = CopyPlay(450)
                standing.prepare(&play)
                play.leader.status = status
                if changing { play.leader.terms.limit = "119" }
                return play.step().word
            }
            return "\(standing.name): \(words.joined(separator: " "))"
        }
    }

    @Test func `each state of the leader's order, unchanged, in each state of the pair`() {
        // Columns: open, complete, cancelled, rejected, expired.
        let expected = [
            "pending: place place nothing nothing nothing",
            "asked, unknown: place place cancel cancel nothing",
            "waiting: nothing nothing cancel cancel nothing",
            "working: nothing nothing cancel cancel nothing",
            "partly filled: nothing nothing cancel cancel nothing",
            "filled: nothing nothing nothing nothing nothing",
            "exhausted: nothing nothing nothing nothing nothing",
            "dropped: nothing nothing nothing nothing nothing",
            "not sent: wait wait nothing nothing nothing",
            "refused: refuse refuse refuse refuse refuse",
            "hands off: release release release release release",
            "stuck: release release release release release",
            "failed: nothing nothing nothing nothing nothing",
            "cancelled: nothing nothing nothing nothing nothing",
            "released: nothing nothing nothing nothing nothing",
        ]
        #expect(table(changing: false) == expected)
    }

    @Test func `each state of the leader's order, with another price, in each state of the pair`() {
        let expected = [
            "pending: place place nothing nothing nothing",
            "asked, unknown: place place cancel cancel nothing",
            "waiting: modify modify cancel cancel nothing",
            "working: modify modify cancel cancel nothing",
            "partly filled: modify modify cancel cancel nothing",
            "filled: nothing nothing nothing nothing nothing",
            "exhausted: nothing nothing nothing nothing nothing",
            "dropped: nothing nothing nothing nothing nothing",
            "not sent: wait wait nothing nothing nothing",
            "refused: refuse refuse refuse refuse refuse",
            "hands off: release release release release release",
            "stuck: release release release release release",
            "failed: nothing nothing nothing nothing nothing",
            "cancelled: nothing nothing nothing nothing nothing",
            "released: nothing nothing nothing nothing nothing",
        ]
        #expect(table(changing: true) == expected)
    }

    @Test func `whatever the states, a second look finds nothing more to do`() {
        for standing in Self.standings {
            for status in LeaderOrder.Status.allCases {
                var play = CopyPlay(450)
                standing.prepare(&play)
                play.leader.status = status
                play.leader.terms.limit = "119"
                let first = play.step()
                let second = play.step()
                let isQuiet = second.word == "nothing" || (first.word == "wait" && second.word == "wait")
                #expect(isQuiet, "\(standing.name), \(status): \(first.word), \(second.word)")
            }
        }
    }

    @Test func `a copy that filled while it was being raised gets its rest, and no more tries without a fill`() {
        var play = CopyPlay(150)
        play.step()
        play.leader.terms.quantity = Quantity(450)
        play.step()
        let fate = TargetStatus.ended(.exhausted, filled: Quantity(75))
        play.facts.status = fate
        #expect(play.step().target?.terms.quantity == Quantity(150))
        #expect(play.pair.revision == 1)
        play.facts.status = fate
        #expect(play.step().word == "nothing")
        // Nor of what was for the moment only, or after the close, or without healing.
        let excuses: [@Sendable (inout CopyPlay) -> Void] = [
            { $0.leader.terms.validity = .ioc }, { $0.facts.isOpen = false }, { $0.copier.heal = .off },
            {
                $0.leader.status = .complete; $0.wait(31)
            }, { $0.leader.status = .expired },
        ]
        for excuse in excuses {
            play = CopyPlay(450)
            play.step()
            play.facts.status = fate
            excuse(&play)
            #expect(play.step().word == "nothing")
        }
    }

    @Test func `what carries a copy's tag is not copied`() {
        var play = CopyPlay()
        play.leader.isCopy = true
        #expect(play.step().reason == .echo)
    }

    @Test func `money or a price that is not known is asked for, and nothing is decided before`() {
        var play = CopyPlay(300, .market)
        play.facts.funds = nil
        #expect(play.step().word == "funds?")
        play.facts.funds = Money(rupees: 400_000)
        play.facts.leaderFunds = nil
        #expect(play.step().word == "funds?")
        play.facts.leaderFunds = Money(rupees: 1_000_000)
        play.facts.price = nil
        #expect(play.step().word == "price?")
        #expect(play.pair.state == .pending)
        play.facts.price = "120"
        #expect(play.step().word == "place")
    }

    @Test func `the scale is fixed with the pair: later money changes no copy`() {
        var play = CopyPlay(450)
        play.step()
        play.facts.funds = Money(rupees: 4_000)
        play.facts.leaderFunds = Money(rupees: 9_000_000)
        #expect(play.step().reason == .equal)
        play.leader.terms.limit = "121"
        #expect(play.asks()?.terms.quantity == Quantity(150))
    }

    @Test(
        "CPY-10: what fills at any price is too old after max_age, what waits at its own after the lookback",
        arguments: [(.market, .open), (.limit, .complete), (.limit, .open)] as [(OrderKind, LeaderOrder.Status)]
    )
    func age(_ kind: OrderKind, _ status: LeaderOrder.Status) {
        let limit: Int64 = kind == .limit && status == .open ? 3600 : 30
        for (age, word) in [(limit, "place"), (limit + 1, "refuse")] {
            var play = CopyPlay(300, kind)
            play.leader.status = status
            play.wait(age)
            #expect(play.step().word == word)
        }
    }

    @Test func `a paused follower gets no new copy and no change, but every cancel; afterwards it catches up`() {
        var play = CopyPlay(450)
        play.facts.isPaused = true
        #expect(play.step() == CopyStep(.nothing, .paused))
        play.facts.isPaused = false
        play.step()
        play.facts.isPaused = true
        play.leader.terms.limit = "119"
        #expect(play.step() == CopyStep(.nothing, .paused))
        play.facts.isPaused = false
        #expect(play.asks()?.terms.limit == "119")
        play.facts.isPaused = true
        play.leader.status = .cancelled
        #expect(play.step().word == "cancel")
    }

    @Test func `a copy that a person changed at the broker is left to that person`() {
        var play = CopyPlay(450)
        play.step()
        play.facts.seen = play.pair.asked?.terms
        #expect(play.step().reason == .equal)
        play.facts.seen?.limit = "121"
        #expect(play.step() == CopyStep(.release, .edited))
        play.leader.terms.limit = "119"
        #expect(play.step().word == "nothing")
    }

    @Test func `a market order that a broker shows with a price was not changed by anybody`() {
        var play = CopyPlay(450, .market)
        play.step()
        play.facts.seen = OrderTerms(kind: .limit, quantity: Quantity(150), limit: "123.6")
        #expect(play.step().reason == .equal)
    }

    @Test func `a copy outlives the leader's fill, and takes the last terms the leader had`() {
        var play = CopyPlay(450)
        play.step()
        play.leader.filled = Quantity(450)
        play.leader.status = .complete
        play.leader.terms.limit = "122"
        #expect(play.asks()?.terms.limit == "122")
        #expect(play.step().reason == .equal)
    }

    @Test func `sold options and futures need a word, bought ones their price`() {
        var play = CopyPlay(450)
        play.leader.side = .sell
        #expect(play.step().reason == .unknownMargin)
        play = CopyPlay(450)
        play.leader.side = .sell
        play.copier.allowsUnknownMargin = true
        #expect(play.step().word == "place")
        // What closes a position ties up nothing.
        play = CopyPlay(450)
        play.leader.side = .sell
        play.facts.leaderHeld = Quantity(450)
        play.facts.held = Quantity(150)
        #expect(play.step().need == .zero)
        #expect(play.pair.asked?.terms.quantity == Quantity(150))
    }
}

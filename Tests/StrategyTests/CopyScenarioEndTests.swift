import CopyTradeStrategy
import SaudaCore
import Testing

/// CPY-16, scenarios 3, 7 and 8: ends, hours and refusals. The numbers are the table's.
@Suite struct CopyScenarioEndTests {
    @Test("3.1, 3.2: the leader's cancel takes the copy back", arguments: [nil, .waiting] as [TargetStatus?])
    func cancel(_ status: TargetStatus?) {
        var play = CopyPlay()
        play.step()
        if status != nil { play.facts.status = status }
        play.leader.status = .cancelled
        #expect(play.step().word == "cancel")
        #expect(play.pair.state == .cancelled(.leaderCancelled))
        #expect(play.step() == CopyStep(.nothing, .leaderCancelled))
    }

    @Test func `3.3: a cancel after a partial fill takes back the rest and keeps what is filled`() {
        var play = CopyPlay(450)
        play.step()
        play.fill(75)
        play.leader.status = .cancelled
        #expect(play.step().word == "cancel")
        #expect(play.facts.filled == Quantity(75))
    }

    @Test func `3.4: a cancel after the copy has filled asks for nothing`() {
        var play = CopyPlay()
        play.step()
        play.fill(75)
        play.leader.status = .cancelled
        #expect(play.step() == CopyStep(.nothing, .alreadyEnded))
    }

    @Test func `3.5: a cancel before there is a copy stops a late one`() {
        var play = CopyPlay()
        play.leader.status = .cancelled
        #expect(play.step() == CopyStep(.nothing, .leaderCancelled))
        #expect(play.pair.state == .cancelled(.leaderCancelled))
        play.leader.status = .open
        #expect(play.step().word == "nothing")
    }

    @Test("7.1, 7.2: outside market hours there is a warning, and the order is asked for", arguments: [true, false])
    func hours(isOpen: Bool) {
        var play = CopyPlay()
        play.facts.isOpen = isOpen
        let step = play.step()
        #expect(step.warning == (isOpen ? nil : .outsideHours))
        #expect(step.target?.isForOpening == !isOpen)
    }

    @Test func `an after-market order of the leader is one of the follower's, too`() {
        var play = CopyPlay()
        play.leader.variety = .afterMarket
        #expect(play.asks()?.isForOpening == true)
    }

    @Test func `8.1, 8.2: without a number or an instrument nothing is asked for`() {
        var play = CopyPlay()
        play.leader.id = BrokerOrderID("")
        #expect(play.step() == CopyStep(.refuse, .noOrderID, need: .zero))
        play = CopyPlay()
        play.facts.instrument = nil
        #expect(play.step() == CopyStep(.refuse, .unknownInstrument, need: .zero))
    }

    @Test func `8.3, DIF-34: a quantity of zero fails the pair and says so`() {
        var play = CopyPlay(0)
        #expect(play.step().reason == .noQuantity)
        play = CopyPlay()
        play.facts.leaderFunds = .zero
        #expect(play.step().reason == .zeroQuantity)
        #expect(play.pair.state == .failed(.zeroQuantity))
        #expect("\(CopyReason.zeroQuantity)".hasPrefix("Calculated quantity is 0"))
    }

    @Test func `8.4: a margin that is short fails the pair with what is needed and what is there`() {
        var play = CopyPlay()
        play.facts.free = Money(rupees: 8_999)
        let reason = CopyReason.margin(need: Money(rupees: 9_000), have: Money(rupees: 8_999))
        #expect(play.step() == CopyStep(.refuse, reason, need: .zero))
        play = CopyPlay()
        play.facts.free = Money(rupees: 9_000)
        #expect(play.step().need == Money(rupees: 9_000))
    }

    @Test func `8.5, DEC-17: a refusal of the moment is tried anew, ever more seldom, until it is too old`() {
        var play = CopyPlay()
        play.step()
        var tries = 0
        while play.pair.state == .pending || play.pair.state == .placed {
            play.facts.status = .ended(.refused(.rejected(.notSent("no line"))), filled: .zero)
            let step = play.step()
            guard case .wait(let time) = step.action else { break }
            #expect(time > play.facts.now)
            play.facts.now = time
            if play.step().word == "place" { tries += 1 }
        }
        // After 1, 2, 3, ... 7 seconds; the eighth would be 36 s after the first.
        #expect(tries == 7)
        #expect(play.pair.revision == 8)
        #expect(play.pair.state == .failed(.stale(.seconds(36))))
    }

    @Test func `8.5: without healing, and after any other refusal, the pair has failed`() {
        for (heal, rejection) in [(.off, .notSent("no line")), (.orders, .notPermitted)] as [(Copier.Heal, Rejection)] {
            var play = CopyPlay()
            play.copier.heal = heal
            play.step()
            play.facts.status = .ended(.refused(.rejected(rejection)), filled: .zero)
            #expect(play.step().word == "refuse")
            play.wait(5)
            #expect(play.step().word == "nothing")
        }
    }

    @Test func `8.6: the same again asks for nothing`() {
        var play = CopyPlay()
        play.step()
        for _ in 0..<3 { #expect(play.step() == CopyStep(.nothing, .equal)) }
    }

    @Test func `8.7: a kind that lacks its price, or that the broker does not take, is refused before it is sent`() {
        var play = CopyPlay(300, .stopMarket)
        play.leader.terms.trigger = .zero
        #expect(play.step().reason == .noTrigger)
        play = CopyPlay(300, .stopMarket)
        play.facts.traits.kinds = [.market, .limit, .stopLimit]
        #expect(play.step().reason == .notOffered("SL-M order"))
        play = CopyPlay()
        play.leader.terms.validity = .ioc
        play.facts.traits.validities = [.day]
        #expect(play.step().word == "refuse")
        play = CopyPlay()
        play.facts.traits.products = [.delivery]
        #expect(play.step().word == "refuse")
    }

    @Test("DIF-32: what no broker is asked for is refused by name", arguments: LeaderOrder.Variety.allCases)
    func varieties(_ variety: LeaderOrder.Variety) {
        var play = CopyPlay()
        play.leader.variety = variety
        let isTaken = variety == .regular || variety == .afterMarket
        #expect(play.step().word == (isTaken ? "place" : "refuse"))
        play = CopyPlay()
        play.leader.variety = .afterMarket
        play.facts.traits.afterMarket = []
        #expect(play.step().word == "refuse")
    }

    @Test func `8.8: an order that the leader's broker rejected is not copied, and an open copy of it ends`() {
        var play = CopyPlay()
        play.leader.status = .rejected
        #expect(play.step() == CopyStep(.nothing, .leaderRejected))
        play = CopyPlay()
        play.step()
        play.leader.status = .rejected
        #expect(play.step().word == "cancel")
    }
}

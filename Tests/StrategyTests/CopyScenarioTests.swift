import CopyTradeStrategy
import SaudaCore
import Testing

/// CPY-16, scenarios 1 and 2: what a copy looks like, and how it follows changes. The numbers are the table's.
@Suite struct CopyScenarioTests {
    @Test func `1.1: a market order is copied as one, scaled, and the pair is placed`() throws {
        var play = CopyPlay(300, .market)
        let asked = play.asks()
        let target = try #require(asked)
        #expect(target.terms == OrderTerms(kind: .market, quantity: Quantity(75)))
        #expect(target.side == .buy && target.product == .carryForward && !target.isForOpening)
        #expect(play.pair.state == .placed)
        #expect(play.pair.asked == target)
    }

    @Test func `1.2: a limit order has the leader's limit`() {
        var play = CopyPlay(450)
        #expect(play.asks()?.terms == OrderTerms(kind: .limit, quantity: Quantity(150), limit: "120"))
    }

    @Test func `1.3, DIF-31: a stop order has the leader's trigger and limit`() {
        var play = CopyPlay(450, .stopLimit)
        let terms = OrderTerms(kind: .stopLimit, quantity: Quantity(150), limit: "120", trigger: "119")
        #expect(play.asks()?.terms == terms)
    }

    @Test func `1.4, DIF-31: a stop order at the market has the trigger and no price`() {
        var play = CopyPlay(450, .stopMarket)
        play.leader.terms.limit = "121"
        let terms = OrderTerms(kind: .stopMarket, quantity: Quantity(150), trigger: "119")
        #expect(play.asks()?.terms == terms)
    }

    @Test("1.5, 1.6: validity is the leader's", arguments: Validity.allCases)
    func validity(_ validity: Validity) {
        var play = CopyPlay()
        play.leader.terms.validity = validity
        #expect(play.asks()?.terms.validity == validity)
    }

    @Test(
        "1.7: the disclosed quantity is scaled in whole lots, one at least, at most all",
        arguments: [(0, 0), (1, 75), (75, 75), (300, 75), (600, 150), (1499, 300), (1500, 375)] as [(Int64, Int64)]
    )
    func disclosed(leader: Int64, follower: Int64) {
        // 1500 become 375: two fifths are eight lots, and the cap of 40,000 rupees pays for five at 106.
        var play = CopyPlay(1500)
        play.leader.terms.limit = "106"
        play.leader.terms.disclosed = Quantity(leader)
        let terms = play.asks()?.terms
        #expect(terms?.quantity == Quantity(375))
        #expect(terms?.disclosed == Quantity(follower))
    }

    @Test func `1.8: options alone are copied, unless all are to be`() {
        let expiry = Day("2026-06-25")!
        let option = Instrument.Kind.option(expiry: expiry, strike: "100", isCall: false)
        let others: [Instrument.Kind] = [.equity, .etf, .future(expiry: expiry)]
        #expect(CopyFilter.options.takes(option) && CopyFilter.all.takes(option))
        for kind in others { #expect(!CopyFilter.options.takes(kind) && CopyFilter.all.takes(kind)) }
        #expect(!CopyFilter.options.takes(.index) && !CopyFilter.all.takes(.index))
    }

    @Test(
        "2.1, 2.2: a new quantity of the leader is scaled as a total, and what is filled counts",
        arguments: [(450, 0, 150), (150, 0, 75), (450, 75, 150), (900, 150, 300)] as [(Int64, Int64, Int64)]
    )
    func quantity(leader: Int64, filled: Int64, follower: Int64) {
        var play = CopyPlay(600)
        play.copier.rules.capPerCrore = 10_000_000
        #expect(play.asks()?.terms.quantity == Quantity(225))
        if filled > 0 { play.fill(filled) }
        play.leader.terms.quantity = Quantity(leader)
        #expect(play.asks()?.terms.quantity == Quantity(follower))
    }

    @Test func `2.2: a total below what is filled takes back the rest, and a larger one asks for more`() {
        var play = CopyPlay(600)
        play.copier.rules.capPerCrore = 10_000_000
        play.step()
        play.fill(150)
        play.leader.terms.quantity = Quantity(75)
        #expect(play.step() == CopyStep(.cancel, .enough, need: .zero))
        #expect(play.step() == CopyStep(.nothing, .enough))
        play.leader.terms.quantity = Quantity(600)
        #expect(play.asks()?.terms.quantity == Quantity(225))
        #expect(play.pair.revision == 1)
    }

    @Test func `2.3: a new price is copied, the quantity stays`() {
        var play = CopyPlay(450)
        play.step()
        play.leader.terms.limit = "118"
        #expect(play.asks()?.terms == OrderTerms(kind: .limit, quantity: Quantity(150), limit: "118"))
    }

    @Test func `2.4: a new trigger is copied`() {
        var play = CopyPlay(450, .stopLimit)
        play.step()
        play.leader.terms.trigger = "117"
        #expect(play.asks()?.terms.trigger == "117")
    }

    @Test func `2.5: a new kind is copied, and at the market no price is left over`() {
        var play = CopyPlay(450, .stopLimit)
        play.step()
        play.leader.terms.kind = .limit
        #expect(play.asks()?.terms == OrderTerms(kind: .limit, quantity: Quantity(150), limit: "120"))
        play.leader.terms.kind = .market
        #expect(play.asks()?.terms == OrderTerms(kind: .market, quantity: Quantity(150)))
    }

    @Test func `2.6: a change after the copy has filled asks for nothing`() {
        var play = CopyPlay(450)
        play.step()
        play.fill(150)
        play.leader.terms.quantity = Quantity(900)
        #expect(play.step() == CopyStep(.nothing, .notModifiable))
        play.leader.terms.quantity = Quantity(450)
        play.leader.terms.limit = "118"
        #expect(play.step().word == "nothing")
    }

    @Test func `a change that breaks a rule of the order leaves the copy as it is`() {
        var play = CopyPlay(450)
        play.step()
        play.leader.terms.limit = .zero
        #expect(play.step() == CopyStep(.nothing, .noLimit))
        play.leader.terms.limit = "121"
        #expect(play.step().word == "modify")
    }

    @Test func `a price that takes the copy beyond its cap takes it back, and a lower one asks for it anew`() {
        var play = CopyPlay(150)
        play.step()
        play.leader.terms.limit = "600"
        #expect(play.step().word == "cancel")
        #expect(play.step().word == "nothing")
        play.leader.terms.limit = "500"
        #expect(play.asks()?.terms.quantity == Quantity(75))
        #expect(play.pair.revision == 1)
    }
}

import CopyTradeStrategy
import SaudaCore
import Testing

/// CPY-5 and CPY-12: the follower's money, and fills side by side; what is known of the leader's order.
@Suite struct CopyMoneyTests {
    private let noon = CopyPlay.noon

    private func price(_ rupees: Int64) -> Price { Price(rupees: rupees) }

    private func order(_ number: Int) -> BrokerOrderID { BrokerOrderID("L\(number)") }

    @Test func `two orders of one moment never spend the same money`() {
        var ledger = CopyLedger()
        #expect(ledger.funds(at: noon) == nil)
        ledger.take(Money(rupees: 10_000), askedAt: noon)
        ledger.reserve(Money(rupees: 7_000), for: order(1), at: noon)
        #expect(ledger.free(for: order(2)) == Money(rupees: 3_000))
        #expect(ledger.free(for: order(1)) == Money(rupees: 10_000))
        ledger.reserve(.zero, for: order(1), at: noon)
        #expect(ledger.free(for: order(2)) == Money(rupees: 10_000))
    }

    @Test func `an answer that was asked for well after a copy knows of it, an earlier one does not`() {
        var ledger = CopyLedger()
        ledger.take(Money(rupees: 10_000), askedAt: noon)
        ledger.reserve(Money(rupees: 7_000), for: order(1), at: noon)
        ledger.take(Money(rupees: 10_000), askedAt: noon.advanced(by: .seconds(1)))
        #expect(ledger.free(for: order(2)) == Money(rupees: 3_000))
        ledger.take(Money(rupees: 3_000), askedAt: noon.advanced(by: .seconds(3)))
        #expect(ledger.free(for: order(2)) == Money(rupees: 3_000))
        // One that comes late is older than what is known.
        ledger.take(Money(rupees: 99_000), askedAt: noon)
        #expect(ledger.free(for: order(2)) == Money(rupees: 3_000))
    }

    @Test func `CPY-1: figures are believed for thirty seconds`() {
        var ledger = CopyLedger()
        ledger.take(Money(rupees: 10_000), askedAt: noon)
        #expect(ledger.funds(at: noon.advanced(by: .seconds(30))) == Money(rupees: 10_000))
        #expect(ledger.funds(at: noon.advanced(by: .seconds(31))) == nil)
    }

    @Test
    func `4.1, 4.2, 4.3: fills are cumulative, the average is weighted, repeats and late messages change nothing`() {
        var fills = CopyExecution.Fills()
        fills.take(Quantity(75), price(100) * Quantity(75), at: noon)
        fills.take(Quantity(225), price(100) * Quantity(75) + price(103) * Quantity(150), at: noon)
        #expect(fills.quantity == Quantity(225) && fills.average == "102" && fills.count == 2)
        fills.take(Quantity(225), price(100) * Quantity(225), at: noon.advanced(by: .seconds(9)))
        fills.take(Quantity(75), price(100) * Quantity(75), at: noon.advanced(by: .seconds(9)))
        #expect(fills.average == "102" && fills.count == 2 && fills.time == noon)
    }

    private func execution(_ side: Side, led: Price, followed: Price?, after seconds: Int64 = 1) -> CopyExecution {
        var execution = CopyExecution(side)
        execution.leader.take(Quantity(150), led * Quantity(150), at: noon)
        if let followed {
            let time = noon.advanced(by: .seconds(seconds))
            execution.follower.take(Quantity(75), followed * Quantity(75), at: time)
        }
        return execution
    }

    @Test func `DIF-33: slippage is in rupees and basis points, and worse is positive on either side`() throws {
        let bought = try #require(execution(.buy, led: "100", followed: "100.5").slippage)
        #expect(bought.perUnit == "0.5" && bought.cost == Money(paise: 3_750) && bought.basisPoints == 50)
        let sold = try #require(execution(.sell, led: "100", followed: "100.5").slippage)
        #expect(sold.cost == Money(paise: -3_750) && sold.basisPoints == -50)
    }

    @Test func `4.4: fills more than a minute apart are told, in either direction and while the copy waits`() {
        let minute = TimeSpan.seconds(60)
        for (after, isTold) in [(60, false), (61, true), (-61, true)] as [(Int64, Bool)] {
            let apart = execution(.buy, led: "100", followed: "100", after: after)
            let found = apart.findings(at: noon, delay: minute, perCrore: 0)
            #expect(found == (isTold ? [.slowFill(.seconds(after))] : []))
        }
        let waiting = execution(.buy, led: "100", followed: nil)
        #expect(waiting.findings(at: noon.advanced(by: .seconds(61)), delay: minute, perCrore: 0).count == 1)
        #expect(CopyExecution(.buy).findings(at: noon, delay: minute, perCrore: 0).isEmpty)
    }

    @Test func `a price beyond the limit is told`() {
        let dear = execution(.buy, led: "100", followed: "100.5")
        #expect(dear.findings(at: noon, delay: .seconds(60), perCrore: 50_000).isEmpty)
        #expect(dear.findings(at: noon, delay: .seconds(60), perCrore: 49_999).map(\.code) == ["slippage"])
    }

    @Test func `CPY-2: of the leader's order totals grow, an end is an end, and the newest terms stand`() {
        var order = CopyPlay().leader
        var change = order
        change.changed = order.changed.advanced(by: .seconds(2))
        change.terms.limit = "121"
        change.filled = Quantity(75)
        change.value = price(120) * Quantity(75)
        var late = order
        late.changed = order.changed.advanced(by: .seconds(1))
        late.terms.limit = "119"
        let news = [order.take(change), order.take(late)]
        #expect(news == [true, false])
        #expect(order == change)
        var end = late
        end.status = .cancelled
        let isNews = order.take(end)
        #expect(isNews && order.status == .cancelled && order.terms.limit == "121" && order.filled == Quantity(75))
        change.changed = change.changed.advanced(by: .seconds(5))
        _ = order.take(change)
        #expect(order.status == .cancelled)
        var other = change
        other.id = BrokerOrderID("L2")
        let isTaken = order.take(other)
        #expect(!isTaken)
    }

    @Test func `who copies whom: a leader not itself, a follower once, and one at least`() throws {
        let (lead, follower) = (AccountID(index: 0), AccountID(index: 1))
        let rules = FollowerRules(.capitalShare)
        let plan = try CopyPlan(leader: lead, followers: [.init(follower, rules)])
        #expect(plan.followers.map(\.account) == [follower])
        let wrong: [[CopyPlan.Follower]] = [
            [], [.init(lead, rules)], [.init(follower, rules), .init(follower, rules)],
        ]
        for followers in wrong {
            #expect(throws: CopyError.self) { try CopyPlan(leader: lead, followers: followers) }
        }
    }
}

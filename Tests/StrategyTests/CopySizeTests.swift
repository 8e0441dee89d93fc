import CopyTradeStrategy
import SaudaCore
import SaudaSimulation
import Testing

/// CPY-4: quantities.
@Suite struct CopySizeTests {
    private func scale(
        _ rules: FollowerRules,
        leader: Int64 = 1_000_000,
        follower: Int64 = 400_000,
        lot: Int64 = 75,
        leaderHeld: Int64? = nil,
        held: Int64 = 0
    ) -> CopyScale {
        CopyScale(
            rules,
            lot: Quantity(lot),
            leader: Money(rupees: leader),
            available: Money(rupees: follower),
            reference: "120",
            leaderHeld: leaderHeld.map { Quantity($0) },
            held: Quantity(held)
        )
    }

    private func terms(_ units: Int64, at limit: Price = "120") -> OrderTerms {
        OrderTerms(kind: .limit, quantity: Quantity(units), limit: limit)
    }

    @Test("the specification's checks", arguments: [(150, 75), (300, 75), (450, 150)] as [(Int64, Int64)])
    func checks(leader: Int64, follower: Int64) {
        #expect(scale(FollowerRules(.capitalShare)).size(of: terms(leader), .buy).total == Quantity(follower))
    }

    @Test func `the specification's caps: to one lot, to none, and a ratio of nothing`() {
        let small = scale(FollowerRules(.fixedRatio(perCrore: 10_000_000)), follower: 100_000)
        #expect(small.size(of: terms(150), .buy) == CopySize(closing: .zero, opening: Quantity(75), isCut: true))
        #expect(small.size(of: terms(75, at: "200"), .buy) == CopySize(closing: .zero, opening: .zero, isCut: true))
        let none = scale(FollowerRules(.capitalShare), leader: 0)
        #expect(none.size(of: terms(150), .buy) == CopySize(closing: .zero, opening: .zero, isCut: false))
    }

    @Test func `fixed lots are so many, whatever the leader trades`() {
        let lots = scale(FollowerRules(.fixedLots(2)))
        for units in [75, 750, 7_500] as [Int64] {
            #expect(lots.size(of: terms(units), .buy).total == Quantity(150))
        }
    }

    @Test func `by risk it is what the cap pays for, at most the leader's lots`() {
        let risk = scale(FollowerRules(.riskBased))
        // 40,000 rupees are four lots of 75 at 120.
        #expect(risk.size(of: terms(750), .buy).total == Quantity(300))
        #expect(risk.size(of: terms(150), .buy).total == Quantity(150))
    }

    @Test func `lots and rupees cap as well as the share does`() {
        #expect(scale(FollowerRules(.fixedLots(9), maxLots: 1)).size(of: terms(75), .buy).total == Quantity(75))
        let value = FollowerRules(.fixedLots(9), maxValue: Money(rupees: 20_000))
        #expect(scale(value).size(of: terms(75), .buy).total == Quantity(150))
    }

    @Test func `an order at the market costs what the market paid when the pair was made`() {
        let market = OrderTerms(kind: .market, quantity: Quantity(7_500), limit: "1")
        #expect(scale(FollowerRules(.riskBased)).size(of: market, .buy).total == Quantity(300))
    }

    @Test(
        "an exit closes the same part of what the follower holds, without a cap",
        arguments: [(300, 300, 750), (300, 150, 375), (300, 30, 75), (300, 299, 675)] as [(Int64, Int64, Int64)]
    )
    func exits(held: Int64, sold: Int64, follower: Int64) {
        let rules = FollowerRules(.fixedLots(1), capPerCrore: 1)
        let size = scale(rules, leaderHeld: held, held: 750).size(of: terms(sold), .sell)
        #expect(size == CopySize(closing: Quantity(follower), opening: .zero, isCut: false))
    }

    @Test func `an exit of what the follower never had opens nothing`() {
        let size = scale(FollowerRules(.capitalShare), leaderHeld: 300, held: 0).size(of: terms(300), .sell)
        #expect(size.total == .zero)
    }

    @Test func `what goes beyond the leader's position is an entry`() {
        let size = scale(FollowerRules(.capitalShare), leaderHeld: -150, held: -75).size(of: terms(600), .buy)
        #expect(size == CopySize(closing: Quantity(75), opening: Quantity(150), isCut: false))
    }

    @Test
    func `whatever the rules: whole lots, under every cap, never more than is held, never less for a larger order`() {
        var dice = SplitMix64(seed: 10)
        for _ in 0..<20_000 {
            let lot = Int64([1, 15, 25, 75, 1_800][dice.below(5)])
            let sizings: [Sizing] = [
                .capitalShare, .fixedRatio(perCrore: Int64(dice.below(50_000_000))), .fixedLots(Int64(dice.below(9))),
                .riskBased,
            ]
            let rules = FollowerRules(
                sizings[dice.below(4)],
                capPerCrore: Int64(dice.below(10_000_001)),
                maxLots: dice.below(2) == 0 ? nil : Int64(dice.below(40)),
                maxValue: dice.below(2) == 0 ? nil : Money(rupees: Int64(dice.below(900_000)))
            )
            let scale = scale(
                rules,
                leader: Int64(dice.below(5_000_000)),
                follower: Int64(dice.below(5_000_000)),
                lot: lot,
                leaderHeld: dice.below(2) == 0 ? nil : (Int64(dice.below(41)) - 20) * lot,
                held: (Int64(dice.below(21)) - 10) * lot
            )
            let side = Side.allCases[dice.below(2)]
            let price = Price(paise: Int64(1 + dice.below(200_000)))
            let small = Int64(1 + dice.below(100_000))
            let sizes = [small, small + Int64(dice.below(100_000))].map { scale.size(of: terms($0, at: price), side) }
            for size in sizes {
                guard size.total.units % lot == 0, size.closing >= .zero, size.opening >= .zero,
                    size.closing.units <= abs(scale.held.units), price * size.opening <= scale.limit,
                    size.opening.units <= (rules.maxLots ?? .max / lot) * lot
                else {
                    Issue.record("\(rules), \(scale), \(small) at \(price): \(size)")
                    return
                }
            }
            guard sizes[0].total <= sizes[1].total else {
                Issue.record("\(rules), \(scale), \(small) at \(price): \(sizes)")
                return
            }
            let shown = scale.disclosed(
                of: sizes[0].total,
                as: OrderTerms(
                    kind: .limit,
                    quantity: Quantity(small),
                    disclosed: Quantity(Int64(dice.below(Int(small))))
                )
            )
            guard shown >= .zero, shown <= sizes[0].total, shown.units % lot == 0 else {
                Issue.record("\(shown) of \(sizes[0].total) is disclosed, lot \(lot)")
                return
            }
        }
    }

    @Test func `the largest figures that can be given do not overflow`() {
        let rules = FollowerRules(.capitalShare, capPerCrore: 10_000_000)
        let huge = scale(rules, leader: 1, follower: 900_000_000_000, lot: 1)
        let size = huge.size(of: OrderTerms(kind: .limit, quantity: .limit, limit: "0.05"), .buy)
        #expect(size.total == .limit)
    }
}

import SaudaCore
import Testing

@Suite struct MarketChargesTests: MarketSuite {
    static let future = Instrument.Kind.future(expiry: Day(number: 20_000))
    static let option = Instrument.Kind.option(expiry: Day(number: 20_000), strike: Price(rupees: 25_000), isCall: true)

    func rates(
        _ date: String,
        _ kind: Instrument.Kind = .equity,
        _ product: Product = .delivery,
        segment: Segment = .nseEquity,
        plan: ChargePlan = .paper
    ) throws -> ChargeRates {
        try ChargeSchedule.builtIn.rates(on: day(date), segment: segment, kind: kind, product: product, plan: plan)
    }

    /// The parts in paise.
    func parts(_ charges: Charges) -> [Int64] {
        let parts = [
            charges.brokerage, charges.stt, charges.exchange, charges.ipft, charges.sebi, charges.stamp, charges.gst,
        ]
        #expect(parts.allSatisfy { $0.raw % 100 == 0 } && charges.dp == .zero)
        #expect(charges.total == parts.reduce(.zero, +))
        return parts.map { $0.raw / 100 }
    }

    // 100 shares at 1,234.55 = 123,455.00. STT 0.1 % = 123.455, halves up: 123.46. SEBI 10/crore = 0.123. Stamp 0.015 %
    // = 18.518. Exchange: 0.00335 % = 4.136 and IPFT 0.123 until 2024-09-30; 297/crore = 3.667 and IPFT 0.123;
    // from 2026-03-01 306.99/crore = 3.790 and IPFT 0.0001. GST 18 % of 4.38 = 0.788, of 3.91 = 0.704.
    @Test(
        "delivery, worked by hand",
        arguments: [
            ("2024-09-30", Side.sell, [0, 12346, 414, 12, 12, 0, 79]),
            ("2024-10-01", .sell, [0, 12346, 367, 12, 12, 0, 70]),
            ("2026-02-27", .buy, [0, 12346, 367, 12, 12, 1852, 70]),
            ("2026-03-02", .buy, [0, 12346, 379, 0, 12, 1852, 70]),
            ("2026-04-01", .sell, [0, 12346, 379, 0, 12, 0, 70]),
        ] as [(String, Side, [Int64])]
    )
    func delivery(date: String, side: Side, paise: [Int64]) throws {
        let value = try price("1234.55") * Quantity(100)
        #expect(try parts(rates(date).charges(side: side, value: value)) == paise)
    }

    // Sell 40,000: brokerage 0.03 % = 12.00; STT 0.025 % = 10.00; 306.99/crore = 1.228; SEBI 0.04; GST 18 % of 13.27 = 2.389.
    // Buy 250,000: 0.03 % would be 75, so 20; 306.99/crore = 7.675; SEBI 0.25; stamp 0.003 % = 7.50; GST 18 % of 27.92 = 5.026.
    @Test(
        "intraday, worked by hand",
        arguments: [
            ("40000", Side.sell, [1200, 1000, 123, 0, 4, 0, 239]), ("250000", .buy, [2000, 0, 767, 0, 25, 750, 503]),
        ] as [(String, Side, [Int64])]
    )
    func intraday(value: String, side: Side, paise: [Int64]) throws {
        let rates = try rates("2026-08-03", .equity, .intraday)
        #expect(try parts(rates.charges(side: side, value: money(value))) == paise)
    }

    // 65 at 25,000.30 = 1,625,019.50. STT 0.0125 % = 203.127, then 0.02 % = 325.004, then 0.05 % = 812.510. Exchange 0.0019 %
    // = 30.875, then 173/crore = 28.113, then 182.99/crore = 29.736. IPFT 10/crore = 1.625, then 0.0016. SEBI 1.625.
    // Stamp 0.002 % = 32.500. GST 18 % of 54.14 = 9.745, of 51.37 = 9.247, of 51.37 again.
    @Test(
        "futures, worked by hand",
        arguments: [
            ("2024-09-30", Side.sell, [2000, 20313, 3088, 163, 163, 0, 975]),
            ("2024-10-01", .sell, [2000, 32500, 2811, 163, 163, 0, 925]),
            ("2026-03-31", .sell, [2000, 32500, 2974, 0, 163, 0, 925]),
            ("2026-04-01", .sell, [2000, 81251, 2974, 0, 163, 0, 925]),
            ("2026-04-01", .buy, [2000, 0, 2974, 0, 163, 3250, 925]),
        ] as [(String, Side, [Int64])]
    )
    func futures(date: String, side: Side, paise: [Int64]) throws {
        let rates = try rates(date, Self.future, .carryForward, segment: .nseDerivatives)
        #expect(try parts(rates.charges(side: side, value: price("25000.30") * Quantity(65))) == paise)
    }

    // 65 at 123.45 = 8,024.25 of premium. STT 0.0625 % = 5.015, then 0.1 % = 8.024, then 0.15 % = 12.036. Exchange 0.05 % = 4.012,
    // then 3503/crore = 2.811, then 3552/crore = 2.850. IPFT 50/crore = 0.040, then 1/crore = 0.0008. SEBI 0.008.
    // Stamp 0.003 % = 0.241. Brokerage 20. GST 18 % of 24.06 = 4.331, of 22.86 = 4.115.
    @Test(
        "options, worked by hand",
        arguments: [
            ("2024-09-30", Side.sell, [2000, 502, 401, 4, 1, 0, 433]),
            ("2024-10-01", .sell, [2000, 802, 281, 4, 1, 0, 411]),
            ("2026-03-31", .sell, [2000, 802, 285, 0, 1, 0, 411]),
            ("2026-04-01", .sell, [2000, 1204, 285, 0, 1, 0, 411]),
            ("2026-04-01", .buy, [2000, 0, 285, 0, 1, 24, 411]),
        ] as [(String, Side, [Int64])]
    )
    func options(date: String, side: Side, paise: [Int64]) throws {
        let rates = try rates(date, Self.option, .carryForward, segment: .nseDerivatives)
        #expect(try parts(rates.charges(side: side, value: price("123.45") * Quantity(65))) == paise)
    }

    @Test("an exercised option costs its buyer STT", arguments: [("2026-03-31", "12.50"), ("2026-04-01", "15.00")])
    func exercise(date: String, stt: String) throws {
        let rates = try rates(date, Self.option, .carryForward, segment: .nseDerivatives)
        let charges = try rates.exerciseCharges(onIntrinsic: money("10000"))
        #expect(try charges.stt == money(stt) && charges.total == charges.stt)
    }

    // PAP-3: a buy of 100,000 costs 30 + 5.40 + 3.25 + 0.10 + 3 = 41.75, a sell 30 + 5.40 + 3.25 + 0.10 + 100 = 138.75.
    @Test("PAP-3: the flat paper charges", arguments: [("2020-01-01", Product.delivery), ("2026-08-03", .intraday)])
    func paperV2(date: String, product: Product) throws {
        let rates = try rates(date, .equity, product, plan: .paperV2)
        let value = try money("100000")
        #expect(parts(rates.charges(side: .buy, value: value)) == [3000, 0, 325, 0, 10, 300, 540])
        #expect(parts(rates.charges(side: .sell, value: value)) == [3000, 10000, 325, 0, 10, 0, 540])
    }

    @Test(
        "flat:0.03% is value times 3/10000, half up to the paisa, and nothing else",
        arguments: [0, 1, 1666, 1667, 4999, 5000, 15_000, 123_455_00, 99_999_999_99] as [Int64]
    )
    func flat(paise: Int64) throws {
        let rates = try rates("2026-08-03", plan: .named("flat:0.03%"))
        for side in Side.allCases {
            let charges = rates.charges(side: side, value: Money(paise: paise))
            #expect(charges.total == charges.brokerage)
            #expect(charges.brokerage == Money(paise: (paise * 3 + 5000) / 10_000))
        }
    }

    @Test func `an order pays the same brokerage however it is cut into fills`() throws {
        let rates = try rates("2026-08-03", .equity, .intraday)
        var (earlier, brokerage) = (Money.zero, Money.zero)
        for value in try [money("10000.37"), money("33000.03"), money("23666.20"), money("0.05"), money("90000")] {
            brokerage += rates.charges(side: .buy, value: value, earlier: earlier).brokerage
            earlier += value
            #expect(brokerage == rates.charges(side: .buy, value: earlier).brokerage)
        }
        #expect(brokerage == Money(rupees: 20))
    }

    @Test func `the total is the sum of the parts, adding adds every part, and nothing costs nothing`() throws {
        var generator = FixedGenerator()
        var sum = Charges.zero
        var total = Money.zero
        let shelf = try [
            rates("2019-05-06"), rates("2026-08-03", .equity, .intraday),
            rates("2025-01-01", Self.future, .carryForward, segment: .nseDerivatives),
            rates("2026-08-03", Self.option, .intraday, segment: .nseDerivatives),
            rates("2026-08-03", plan: .paperV2),
        ]
        for round in 0..<2000 {
            let rates = shelf[round % shelf.count]
            let charges = rates.charges(
                side: Bool.random(using: &generator) ? .buy : .sell,
                value: Money(raw: Int64.random(in: 1...5_000_000_000_000_000_000, using: &generator))
            )
            #expect(parts(charges).allSatisfy { $0 >= 0 })
            if round % 50 == 0 {
                sum += charges
                total += charges.total
                #expect(sum.total == total)
            }
            #expect(rates.charges(side: .sell, value: .zero) == .zero)
        }
    }

    @Test func `a contract note rounds STT and stamp duty to the rupee, over the day`() throws {
        let rates = try rates("2026-08-03")
        var note = ContractNote()
        // Each buy of 12,345.00: STT 12.345 -> 12.35, stamp 1.852 -> 1.85. Three of them: 37.05 -> 37, 5.55 -> 6.
        for _ in 0..<3 { note.add(try rates.charges(side: .buy, value: money("12345"))) }
        #expect(try note.sum.stt == money("37.05") && note.sum.stamp == money("5.55"))
        #expect(try note.charges.stt == money("37") && note.charges.stamp == money("6"))
        #expect(note.charges.exchange == note.sum.exchange && note.charges.gst == note.sum.gst)
    }

    @Test func `a broker's own plan is read from its text, by date and product`() throws {
        let text = """
            plan,from,class,product,share,least,most,source
            house,always,delivery,any,0.25%,20,,an old page
            house,2026-01-01,delivery,any,0.1%,,,
            house,always,future,carried,0,20,20,
            house,always,future,day,0,,,
            house,always,dp,any,0.04%,20,,
            """
        let plans = try ChargePlan.parse(text, file: "house.csv")
        let plan = try ChargePlan.named("house", among: plans)
        #expect(plan.id == "house")
        let old = try rates("2025-12-31", plan: plan)
        // 0.25 % of 4,000 is 10, less than 20; cut in two the order still pays 20 together, later 0.25 % of the whole.
        #expect(try old.charges(side: .buy, value: money("4000")).brokerage == money("20"))
        #expect(try old.charges(side: .buy, value: money("1000"), earlier: money("3000")).brokerage == .zero)
        #expect(try old.charges(side: .buy, value: money("6000"), earlier: money("4000")).brokerage == money("5"))
        #expect(try rates("2026-01-01", plan: plan).charges(side: .buy, value: money("4000")).brokerage == money("4"))
        // The depository takes 0.04 % of 100,000 = 40 and GST 7.20, at least 20 and GST 3.60.
        #expect(try old.depositoryCharges(onSaleOf: money("100000")).total == money("47.20"))
        #expect(try old.depositoryCharges(onSaleOf: money("100")).total == money("23.60"))
        for (product, fee) in [(Product.carryForward, "20"), (.intraday, "0")] {
            let rates = try rates("2026-08-03", Self.future, product, segment: .nseDerivatives, plan: plan)
            #expect(try rates.charges(side: .buy, value: money("1000000")).brokerage == money(fee))
        }
        let refusal = #expect(throws: ChargeSchedule.Refusal.self) {
            try rates("2026-08-03", .equity, .intraday, plan: plan)
        }
        #expect(refusal?.description.contains("no intraday price on 2026-08-03") == true)
    }

    @Test func `what cannot be charged truly is refused`() throws {
        #expect(throws: ChargeSchedule.Refusal.self) { try rates("2026-08-03", .index) }
        #expect(throws: ChargeSchedule.Refusal.self) { try rates("2026-08-03", .equity, .carryForward) }
        let bse = #expect(throws: ChargeSchedule.Refusal.self) { try rates("2026-08-03", segment: .bseEquity) }
        #expect(bse?.description.contains("no exchange rate of delivery is known for bseEquity") == true)
        #expect(throws: ChargeSchedule.Refusal.self) {
            try rates("2026-08-03", Self.future, .intraday, segment: .mcxCommodity)
        }
        let unknown = #expect(throws: ChargeSchedule.Refusal.self) { try ChargePlan.named("papre") }
        #expect(unknown?.description.contains("Known: paper, paper-v2, flat:0.03%") == true)
        #expect(throws: ChargeSchedule.Refusal.self) { try ChargePlan.named("flat:-1%") }
    }

    @Test func `rates are read exactly`() throws {
        #expect(ChargeRate("0.1%")?.perBillion == 1_000_000)
        #expect(ChargeRate("306.99/crore")?.perBillion == 30_699)
        #expect(ChargeRate("0.0000001%")?.perBillion == 1)
        #expect(ChargeRate("18%").map { "\($0)" } == "1800000.00/crore")
        for text in ["", "0.1", "101%", "-1%", "1e2%", "0.00000001%", "5/lakh"] { #expect(ChargeRate(text) == nil) }
    }
}

/// Knuth's linear congruential generator from a fixed start: the same values on every run.
private struct FixedGenerator: RandomNumberGenerator {
    private var state: UInt64 = 2026

    mutating func next() -> UInt64 {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return state ^ (state >> 32)
    }
}

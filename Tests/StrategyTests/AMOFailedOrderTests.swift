import SaudaCore
import SaudaSimulation
import Testing

@testable import AMOBuyStrategy

/// HIS-3, HIS-4: what waits for cash, and how long.
@Suite struct AMOFailedOrderTests {
    private let today = Day("2026-06-18")!

    private func failed(_ time: Timestamp?) -> FailedOrder {
        FailedOrder(
            instrument: InstrumentID(index: 3),
            close: "98",
            quantity: Quantity(1020),
            required: Money(rupees: 99_960),
            available: Money(rupees: 5000),
            reason: "insufficient_balance",
            verdict: "buy",
            rsi: 230_769,
            ema9: "99.95",
            ema200: "85.10",
            firstFailed: time
        )
    }

    private func life(_ failed: Timestamp?, at time: String, by basis: FailedOrder.DayBasis) -> [Bool] {
        let life = self.failed(failed).life(
            at: today.at(TimeOfDay(time)!),
            on: today,
            opening: today.at(TimeOfDay(9, 15)),
            lastSession: Day("2026-06-17"),
            by: basis
        )
        return [life.mayRetry, life.isExpired]
    }

    @Test("HIS-4, row by row", arguments: FailedOrder.DayBasis.allCases)
    func table(basis: FailedOrder.DayBasis) {
        let morning = today.at(TimeOfDay(16, 5))
        let yesterday = today.advanced(by: -1).at(TimeOfDay(16, 5))
        for time in ["00:00:01", "09:14:59", "09:15:00", "18:00:00"] {
            #expect(life(morning, at: time, by: basis) == [true, false], "today, \(time)")
        }
        #expect(life(yesterday, at: "09:00:00", by: basis) == [true, false])
        #expect(life(yesterday, at: "09:14:59", by: basis) == [true, false])
        #expect(life(yesterday, at: "09:15:00", by: basis) == [false, true])
        #expect(life(yesterday, at: "18:00:00", by: basis) == [false, true])
        #expect(life(today.advanced(by: -2).at(TimeOfDay(16, 5)), at: "09:00:00", by: basis) == [false, true])
        #expect(life(nil, at: "09:00:00", by: basis) == [false, true], "no timestamp")
        #expect(
            life(today.advanced(by: 1).at(TimeOfDay(9, 0)), at: "09:00:00", by: basis) == [false, true],
            "ahead of us"
        )
    }

    @Test func `HIS-4, DEC-4: what failed on a Friday is dead on Monday by the calendar, alive by trading days`() {
        let monday = Day("2026-06-22")!
        let order = failed(Day("2026-06-19")!.at(TimeOfDay(16, 5)))
        func mayRetry(_ basis: FailedOrder.DayBasis) -> Bool {
            order.life(
                at: monday.at(TimeOfDay(9, 0)),
                on: monday,
                opening: monday.at(TimeOfDay(9, 15)),
                lastSession: Day("2026-06-19"),
                by: basis
            ).mayRetry
        }
        #expect(!mayRetry(.calendar))
        #expect(mayRetry(.trading))
    }

    @Test func `HIS-3: the shortfall is what is missing, and unknown when the funds are`() {
        #expect(failed(nil).shortfall == Money(rupees: 94_960))
        var unknown = failed(nil)
        unknown.available = nil
        #expect(unknown.shortfall == nil)
    }

    @Test func `HIS-1, HIS-3: a failed order comes back from its memo as it was, whatever it holds`() {
        var dice = SplitMix64(seed: 41)
        for _ in 0..<500 {
            func number() -> Int64 { Int64.random(in: -1_000_000_000_000...1_000_000_000_000, using: &dice) }
            var order = failed(nil)
            order.close = Price(raw: number())
            order.quantity = Quantity(number())
            order.required = Money(raw: number())
            order.available = Bool.random(using: &dice) ? Money(raw: number()) : nil
            order.verdict = ["buy", "strong_buy", ""].randomElement(using: &dice)!
            order.rsi = number()
            order.ema9 = Price(raw: number())
            order.ema200 = Price(raw: number())
            order.firstFailed = Bool.random(using: &dice) ? Timestamp(microseconds: number()) : nil
            order.lastRetry = Bool.random(using: &dice) ? Timestamp(microseconds: number()) : nil
            order.retries = number()
            #expect(FailedOrder(order.text, of: order.instrument) == order)
        }
    }

    @Test(
        "HIS-4: a memo that cannot be read is never retried and goes with the cleanup",
        arguments: ["", "x", "first=abc", "= ="]
    )
    func unreadable(text: String) {
        let order = FailedOrder(text, of: InstrumentID(index: 0))
        #expect(order.firstFailed == nil)
    }
}

import SaudaCore
import Testing

@testable import SaudaSimulation

@Suite struct BacktestCheckTests {
    private func outcome(_ setup: BacktestSetup) throws -> Backtest.Outcome { try Backtest.run(setup, checks: true) }

    private func check(_ name: String, _ outcome: Backtest.Outcome) throws -> RunCheck {
        try #require(outcome.result.checks.first { $0.name == name })
    }

    /// Random rules over days of which the first `quiet` are only history.
    private func setup(days count: Int, quiet: Int, minutes: Int = 0) throws -> BacktestSetup {
        let days = BacktestMarket.days(count)
        var setup = try BacktestMarket.setup(BacktestDice(seed: 5), days: days, minuteDays: minutes)
        setup.from = days[quiet]
        return setup
    }

    @Test("random rules pass the look-ahead check", arguments: [(30, 10, 0), (90, 60, 0), (24, 4, 20)])
    func lookAhead(days: Int, quiet: Int, minutes: Int) throws {
        let check = try check("look-ahead", outcome(setup(days: days, quiet: quiet, minutes: minutes)))
        #expect(check.verdict == .passed, "\(check.text)")
        #expect(check.text.contains("\(min(LookAheadCheck.samples, days - quiet)) of \(days - quiet) days"))
    }

    @Test func `checks change no order`() throws {
        let setup = try setup(days: 40, quiet: 10)
        let plain = try Backtest.run(setup)
        let checked = try Backtest.run(setup, checks: true)
        #expect(plain.digest == checked.digest)
        #expect(plain.result.equity == checked.result.equity)
        #expect(plain.result.checks.isEmpty)
    }

    @Test func `a command that differs without the future fails the check and names the day`() {
        var check = LookAheadCheck(of: 3)
        var whole = DayDigest()
        var cut = DayDigest()
        whole.add([1, 2])
        cut.add([1, 2])
        check.take(Day(number: 1), whole, cut)
        #expect(check.result.verdict == .passed)
        cut.add([3])
        check.take(Day(number: 2), whole, cut)
        #expect(check.result.verdict == .failed)
        #expect(check.result.text.contains("\(Day(number: 2))"))
        #expect(!check.includes(2))
    }

    @Test("days played twice are spread over the run and hold its last", arguments: [1, 5, 16, 17, 250, 2_887])
    func spread(days: Int) {
        var check = LookAheadCheck(of: days)
        var played: [Int] = []
        for index in 0..<days where check.includes(index) {
            check.take(Day(number: Int32(index)), DayDigest(), DayDigest())
            played.append(index)
        }
        #expect(played.count == min(days, LookAheadCheck.samples))
        #expect(played.last ?? 0 >= days * 15 / 16 - 1)
    }

    @Test func `what is cut knows nothing later than its day`() throws {
        let days = BacktestMarket.days(20)
        let setup = try BacktestMarket.setup(BacktestDice(seed: 5), days: days, minuteDays: 20)
        let cut = setup.history.cut(after: days[7])
        #expect(cut.days(from: nil, to: nil) == Array(days[...7]))
        #expect(cut.minutes.joined().allSatisfy { $0.start.day == days[7] })
        #expect(cut.daily[0] == Array(setup.history.daily[0][...7]))
    }

    // MARK: - Warm-up

    /// Buys when the mean of all the history it is given is under the price: more history, another mean.
    private struct Unsettled: Strategy {
        var days: Int32
        var day = Day(number: 0)

        mutating func dayStarted(_ day: TradingDay, on desk: inout Desk) {
            self.day = day.day
            for id in desk.instruments.ids { _ = desk.fetch(.history(id, days: days)) }
        }

        mutating func answered(_ request: RequestID, _ answer: Answer, on desk: inout Desk) {
            guard case .candles(let candles) = answer, let last = candles.last else { return }
            let mean = candles.reduce(0) { $0 + $1.close.raw } / Int64(candles.count)
            guard last.close.raw > mean else { return }
            let id = InstrumentID(index: UInt32(request.number % UInt64(desk.instruments.count)))
            let quantity = Quantity(1 + mean % 7)
            desk.set(Target(desk.key(id, day: day), .buy, quantity, .market, timing: .nextOpen, reason: "MEAN"))
        }
    }

    private func unsettled(_ days: Int32, quiet: Int) throws -> RunCheck {
        let all = BacktestMarket.days(quiet + 20)
        var setup = try BacktestMarket.setup(Unsettled(days: days), days: all)
        setup.from = all[quiet]
        return try check("warm-up", outcome(setup))
    }

    @Test func `a rule that needs all the history there is fails the warm-up check`() throws {
        let check = try unsettled(5_000, quiet: 100)
        #expect(check.verdict == .failed)
        #expect(check.text.contains("older"))
    }

    @Test func `a rule that looks at ten days passes the warm-up check`() throws {
        #expect(try unsettled(10, quiet: 100).verdict == .passed)
    }

    @Test func `without history before the run the warm-up check says so`() throws {
        #expect(try unsettled(10, quiet: 0).verdict == .impossible)
    }
}

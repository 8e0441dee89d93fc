import SaudaCore
import SaudaSimulation
import Testing

/// The same set-up and data give the same orders; and nothing is known before it happened.
@Suite struct BacktestDeterminismTests {
    static func digest(_ seed: UInt64, latency: TimeSpan = .zero) throws -> String {
        let setup = try BacktestMarket.setup(BacktestDice(seed: seed), latency: latency)
        return try Backtest.run(setup).digest
    }

    @Test func `two runs send the same commands, other dice send others`() throws {
        let first = try Self.digest(31)
        #expect(try Self.digest(31) == first)
        #expect(try Self.digest(32) != first)
        #expect(try Self.digest(31, latency: .seconds(30)) != first)
        #expect(first != CommandDigestOfNothing.text)
    }

    /// Hashing is seeded anew in every process, so an order taken from a set or dictionary would show here.
    @Test func `two processes send the same commands`() async throws {
        let here = try Self.digest(31)
        for _ in 0..<2 {
            let child = await #expect(processExitsWith: .success, observing: [\.standardOutputContent]) {
                print("digest \(try BacktestDeterminismTests.digest(31)) end")
            }
            let output = String(decoding: try #require(child).standardOutputContent, as: UTF8.self)
            #expect(output.contains("digest \(here) end"), "\(output)")
        }
    }

    @Test func `the order of the instruments changes no trade`() throws {
        func trades(_ symbols: [String], minuteDays: Int) throws -> [String] {
            let setup = try BacktestMarket.setup(
                BacktestDice(seed: 41),
                symbols: symbols,
                capital: 100_000_000,
                latency: .milliseconds(300),
                minuteDays: minuteDays
            )
            var lines: [String] = []
            var names: [OrderID: String] = [:]
            for entry in try SimulatorMarket.play(setup).entries {
                if case .report(let report) = entry.event.kind, case .traded(let total, let value) = report.kind {
                    let name = names[report.order] ?? "?"
                    lines.append("\(entry.event.time) \(name) \(total.units) \(value.raw)")
                }
                for case .place(let request) in entry.commands {
                    let symbol = setup.instruments[request.instrument].symbol
                    names[request.id] = "\(symbol) \(request.account.index) \(request.side)"
                }
            }
            return lines.sorted()
        }
        for minuteDays in [0, 1] {
            let straight = try trades(BacktestMarket.symbols, minuteDays: minuteDays)
            let shuffled = try trades(["DELTA", "ALPHA", "ZETA", "BETA", "EPSILON", "GAMMA"], minuteDays: minuteDays)
            #expect(straight.count > 100)
            #expect(straight == shuffled)
        }
    }

    // MARK: - No look ahead

    /// What happened, fills and their prices included, and what was decided.
    struct Entry: Equatable {
        var event: Event
        var commands: [Command]

        init(_ entry: (event: Event, commands: [Command])) {
            event = entry.event
            commands = entry.commands
        }
    }

    @Test func `history in an answer ends before the day it is asked on, and with the day before`() throws {
        let setup = try BacktestMarket.setup(BacktestDice(seed: 51), latency: .seconds(5))
        var answers = 0
        for entry in try SimulatorMarket.play(setup).entries {
            guard case .answer(_, .candles(let candles)) = entry.event.kind else { continue }
            answers += 1
            let today = entry.event.time.day
            let yesterday = MarketCalendar.builtIn.previousTradingDay(before: today)
            if let last = candles.last { #expect(last.start.day == yesterday) } else { #expect(answers < 100) }
            #expect(candles.allSatisfy { $0.start.day >= today.advanced(by: -30) })
        }
        #expect(answers > 500)
    }

    @Test func `history asked for on a Saturday has Friday`() throws {
        var script = SimulatorScript()
        let saturday = SimulatorMarket.friday.advanced(by: 1)
        script.onDay = { day, desk in
            if day.day == SimulatorMarket.friday { desk.wake(at: saturday.at(TimeOfDay(12, 0))) }
        }
        script.onWake = { _, desk in _ = desk.fetch(.history(SimulatorMarket.alpha, days: 10)) }
        let rows = SimulatorMarket.rows + [SimulatorMarket.candle(saturday.advanced(by: 2), 101, 102, 100, 101)]
        let log = try SimulatorMarket.play(SimulatorMarket.setup(script, daily: [rows]))
        let answer = log.entries.compactMap { entry -> [Candle]? in
            if case .answer(_, .candles(let candles)) = entry.event.kind { candles } else { nil }
        }
        #expect(answer == [SimulatorMarket.rows])
    }

    @Test func `with the future cut off all that happens until then is the same`() throws {
        let days = BacktestMarket.days(15)
        func entries(_ setup: BacktestSetup, until end: Timestamp) throws -> [Entry] {
            try SimulatorMarket.play(setup).entries.filter { $0.event.time < end }.map(Entry.init)
        }
        let whole = try BacktestMarket.setup(BacktestDice(seed: 61), days: days)
        for kept in [3, 8, 14] {
            var cut = whole
            cut.history = MarketHistory(
                daily: whole.history.daily.map { Array($0.prefix(kept)) },
                minutes: whole.history.minutes
            )
            let midnight = days[kept - 1].advanced(by: 1).at(TimeOfDay(0, 0))
            let known = try entries(whole, until: midnight)
            #expect(known.count { !$0.commands.isEmpty } > 50)
            #expect(try entries(cut, until: midnight) == known)
        }
    }

    @Test(arguments: [CandleSpan.day, .minute])
    func `with the rest of a day's minutes cut off all that happens until then is the same`(_ span: CandleSpan) throws {
        let days = BacktestMarket.days(6)
        let noon = days[5].at(TimeOfDay(12, 0))
        func entries(_ setup: BacktestSetup) throws -> [Entry] {
            try SimulatorMarket.play(setup).entries.filter { $0.event.time < noon }.map(Entry.init)
        }
        let whole = try BacktestMarket.setup(BacktestDice(seed: 71), days: days, minuteDays: 1, candles: span)
        var cut = whole
        // The day's own candle is made of what is left, so it is another one too.
        cut.history.minutes = whole.history.minutes.map { $0.filter { $0.start < noon } }
        for index in cut.history.daily.indices {
            let kept = MarketHistory.days(of: cut.history.minutes[index])
            cut.history.daily[index].replaceSubrange(5..., with: kept)
        }
        #expect(cut.history.daily != whole.history.daily)
        let known = try entries(whole)
        #expect(known.count { !$0.commands.isEmpty } > 50)
        #expect(try entries(cut) == known)
    }
}

/// The digest of a backtest without a command: FNV-1a of nothing.
private enum CommandDigestOfNothing { static let text = "cbf29ce484222325" }

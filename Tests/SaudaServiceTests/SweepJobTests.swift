import Foundation
import SaudaCore
import SaudaService
import SaudaSimulation
import Testing

/// Whole sweeps: alone or side by side, at once or in two goes, the result is the same.
@Suite struct SweepJobTests {
    /// Buys what fell for `falls` days in a row and sells it at a gain of `gain` per cent.
    struct Falls: Strategy {
        let falls: Int64
        let gain: Double
        var last: [Price] = []
        var count: [Int64] = []
        var entry: [Price] = []

        static let parameters = [
            Parameter("falls", .integer(2), in: .integers(1...9), help: ""),
            Parameter("gain", .number(3), in: .numbers(0.5...20), help: ""),
        ]

        init(_ parameters: Parameters, instruments: Int) {
            falls = parameters.integer("falls")
            gain = parameters.number("gain")
            last = Array(repeating: .zero, count: instruments)
            count = Array(repeating: 0, count: instruments)
            entry = last
        }

        mutating func candle(_ candle: Candle, _ span: CandleSpan, of id: InstrumentID, on desk: inout Desk) {
            let index = Int(id.index)
            count[index] = candle.close < last[index] ? count[index] + 1 : 0
            last[index] = candle.close
            let held = desk.quantity(of: id)
            if held > .zero {
                guard let limit = Price.roundedUp(entry[index].rupees * (1 + gain / 100), toTick: Price(paise: 5))
                else { return }
                desk.set(Target(desk.key(id), .sell, held, .limit(limit), timing: .nextOpen, reason: "GAIN"))
            } else if count[index] >= falls {
                entry[index] = candle.close
                desk.set(Target(desk.key(id), .buy, Quantity(10), .market, timing: .nextOpen, reason: "FALL"))
            }
        }
    }

    static let setup: BacktestSetup = {
        let generator = MarketGenerator(seed: 5)
        let tick = Price(paise: 5)
        let days = (0..<420).map { Day(number: 19_800 + Int32($0)) }.filter { MarketCalendar.builtIn.isTradingDay($0) }
        var instruments = InstrumentTable()
        var daily: [[Candle]] = []
        for symbol in ["ALPHA", "BETA", "GAMMA"] {
            _ = try? instruments.add(Instrument(symbol: symbol, tick: tick))
            daily.append(generator.history(of: symbol, tick: tick, on: days))
        }
        return BacktestSetup(
            title: "",
            instruments: instruments,
            accounts: [AccountSetup(name: "main")],
            capital: [Money(rupees: 1_000_000)],
            strategies: [],
            history: MarketHistory(daily: daily, minutes: daily.map { _ in [] })
        )
    }()

    static func job(
        _ axes: [String] = ["falls=1..4", "gain=1..5:2"],
        _ search: SweepPlan.Search = .grid,
        setup: BacktestSetup = setup
    ) throws -> SweepJob {
        let subject = SweepAxis.Subject(name: "falls", parameters: Falls.parameters)
        let plan = try SweepPlan(axes, of: [subject], search)
        let share = if case .walkForward = search { 0.0 } else { 0.3 }
        return try SweepJob(setup, plan, outOfSample: share) { number in
            let parameters = plan.parameters(Parameters(Falls.parameters), of: 0, number)
            let strategy = Falls(parameters, instruments: setup.instruments.count)
            return SweepJob.Strategies([Engine.Entry(name: "falls", account: AccountID(index: 0), strategy: strategy)])
        }
    }

    static func inputs(_ job: SweepJob) throws -> String { try job.fingerprint(version: "1", fixed: []) }

    @Test func `side by side and one after the other give the same runs, and so does a plain backtest`() async throws {
        let job = try Self.job()
        let serial = try await job.run(jobs: 1)
        #expect(serial.count == 12)
        #expect(try await job.run(jobs: 4) == serial)
        #expect(Set(serial.values.map(\.digest)).count == 12)
        for number in [0, 7] {
            var setup = Self.setup
            let parameters = job.plan.parameters(Parameters(Falls.parameters), of: 0, number)
            let strategy = Falls(parameters, instruments: 3)
            setup.strategies = [Engine.Entry(name: "falls", account: AccountID(index: 0), strategy: strategy)]
            let plain = try Backtest.run(setup)
            let run = try #require(serial[number])
            #expect(run.digest == plain.digest)
            #expect(run.whole.trades == plain.result.trades.count)
            #expect(run.whole.sharpe == plain.result.statistics.sharpe)
            #expect(run.whole.profit == plain.result.change?.rupees)
        }
    }

    @Test func `the parts of a run add up to the whole`() async throws {
        for search in [SweepPlan.Search.grid, .walkForward(folds: 3)] {
            let runs = try await Self.job(search: search).run(jobs: 2)
            for run in runs.values {
                let last = try #require(run.folds.last)
                #expect(last.inSample.days + last.outOfSample.days == run.whole.days)
                #expect(last.inSample.trades + last.outOfSample.trades == run.whole.trades)
                #expect(abs(last.inSample.profit + last.outOfSample.profit - run.whole.profit) < 0.005)
                #expect(run.blocks.map(\.days).reduce(0, +) == run.whole.days)
            }
        }
    }

    @Test func `a sweep that was stopped goes on where it was, and runs nothing twice`() async throws {
        let folder = try SweepFolder()
        let job = try Self.job()
        let whole = try await job.run(jobs: 2)
        // The first go sees a part of the grid.
        let part = try Self.job(["falls=1..4", "gain=3"])
        #expect(try Self.inputs(part) == Self.inputs(job))
        do {
            let file = try SweepFile(folder.path, inputs: try Self.inputs(part))
            #expect(try await part.run(jobs: 2, file: file).count == 4)
        }
        var steps: [Int] = []
        let file = try SweepFile(folder.path, inputs: try Self.inputs(job))
        #expect(file.runs.count == 4)
        let runs = try await job.run(jobs: 2, file: file) { done, _ in steps.append(done) }
        #expect(runs == whole)
        #expect(steps == Array(4...12))
        #expect(try folder.text().split(separator: "\n").count == 13)
    }

    @Test func `a line that a crash cut off is run again, a damaged one is named`() async throws {
        let folder = try SweepFolder()
        let job = try Self.job(["falls=1..4"])
        let inputs = try Self.inputs(job)
        let whole = try await job.run(jobs: 1, file: SweepFile(folder.path, inputs: inputs))
        let text = try folder.text()
        for length in [text.utf8.count - 1, text.utf8.count - 40] {
            try folder.write(String(decoding: Array(text.utf8).prefix(length), as: UTF8.self))
            let file = try SweepFile(folder.path, inputs: inputs)
            #expect(file.runs.count == 3)
            #expect(try await job.run(jobs: 1, file: file) == whole)
        }
        var lines = text.split(separator: "\n").map(String.init)
        lines[2] = String(lines[2].dropLast(9))
        try folder.write(lines.joined(separator: "\n") + "\n")
        let refusal = #expect(throws: RequestError.self) { _ = try SweepFile(folder.path, inputs: inputs) }
        #expect(refusal?.description.contains(":3: this line cannot be read; delete the line") == true)
    }

    @Test func `a file of other inputs, of another kind or in use is refused`() throws {
        let folder = try SweepFolder()
        let job = try Self.job()
        let inputs = try Self.inputs(job)
        var file: SweepFile? = try SweepFile(folder.path, inputs: inputs)
        func refusal(_ inputs: String) -> String {
            do {
                _ = try SweepFile(folder.path, inputs: inputs)
                return ""
            } catch { return "\(error)" }
        }
        #expect(refusal(inputs).contains("used by another sweep"))
        file = nil
        #expect(file == nil)
        #expect(refusal(inputs).isEmpty)
        #expect(refusal("other").contains("other keys, data, settings or of another version"))
        for text in ["symbol,date\n", "symbol,date\nINFY,2026-01-01", "{\"a\": 1}", "{\"inputs\":\"mine\""] {
            try folder.write(text)
            #expect(refusal("other").contains("is not the file of a sweep"))
            #expect(try folder.text() == text, "a file that is not ours is left as it is")
        }
        // What a crash leaves of our own first line is ours.
        try folder.write("{\"inputs\":\"oth")
        #expect(refusal("other").isEmpty)
        #expect(try folder.text() == "{\"inputs\":\"other\",\"sweep\":1}\n")
    }

    @Test func `a run with other parts than the sweep asks for is run again`() async throws {
        let folder = try SweepFolder()
        let job = try Self.job(["falls=1..2"])
        let inputs = try Self.inputs(job)
        let whole = try await job.run(jobs: 1)
        var torn = try #require(whole.values.first)
        torn.folds = []
        try SweepFile(folder.path, inputs: inputs).append(torn)
        #expect(try await job.run(jobs: 1, file: SweepFile(folder.path, inputs: inputs)) == whole)
    }

    @Test func `data, settings, keys, days and version are told apart`() throws {
        let job = try Self.job()
        var dearer = Self.setup
        dearer.history.daily[1][100].close = dearer.history.daily[1][100].high
        var shorter = Self.setup
        shorter.to = Self.setup.history.daily[0].last?.start.day.advanced(by: -1)
        var richer = Self.setup
        richer.capital = [Money(rupees: 2_000_000)]
        var informed = Self.setup
        informed.research.fundamentals = [[Fundamentals(pe: 12, pb: nil, asOf: Day(number: 20_000))]]
        var read = Self.setup
        read.research.headlines = [[Headline(day: Day(number: 20_000), title: "up")]]
        let others = [
            try Self.inputs(Self.job(setup: informed)), try Self.inputs(Self.job(setup: read)),
            try Self.inputs(Self.job(setup: dearer)), try Self.inputs(Self.job(setup: shorter)),
            try Self.inputs(Self.job(setup: richer)), try Self.inputs(Self.job(["falls=1..4"])),
            try Self.inputs(Self.job(search: .walkForward(folds: 3))), try job.fingerprint(version: "2", fixed: []),
            try job.fingerprint(version: "1", fixed: ["strategy falls gain=3"]),
        ]
        let own = try Self.inputs(job)
        #expect(Set(others + [own]).count == 10)
        #expect(try Self.inputs(Self.job()) == own)
    }

    @Test func `a run that fails ends the sweep with its error`() async throws {
        struct Broken: Error {}
        await #expect(throws: Broken.self) {
            try await SweepRunner.run(0..<50, jobs: 4) { number in
                if number == 20 { throw Broken() }
                return try Self.job(["falls=1"]).run(0)
            } finished: { _, _ in
            }
        }
    }
}

extension SweepJobTests {
    fileprivate static func job(search: SweepPlan.Search) throws -> SweepJob {
        try job(["falls=1..4", "gain=1..5:2"], search)
    }
}

/// A file of a test's own, gone with it.
private final class SweepFolder {
    let path = FileManager.default.temporaryDirectory.appending(path: "sauda-sweep-\(UUID().uuidString).jsonl").path

    init() throws {}
    deinit { try? FileManager.default.removeItem(atPath: path) }

    func text() throws -> String { try String(contentsOfFile: path, encoding: .utf8) }
    func write(_ text: String) throws { try Data(text.utf8).write(to: URL(filePath: path)) }
}

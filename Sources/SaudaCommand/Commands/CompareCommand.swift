import ArgumentParser
import FoundationEssentials
import SaudaSimulation

struct CompareCommand: ToolCommand {
    static let configuration = CommandConfiguration(
        commandName: "compare",
        abstract: "Compare two backtests: figures, trades and assumptions.",
        discussion: """
            A and B are what `sauda backtest ... --format json` wrote. Trades belong together by symbol and entry day.

            Examples:
              sauda backtest ema9-sell --generated --seed 7 --format json > a.json
              sauda backtest ema9-sell --generated --seed 8 --format json > b.json
              sauda compare a.json b.json
              sauda compare a.json b.json --format json
              sauda compare a.json b.json --exit-code && echo the same

            Exit codes: 0 compared, 1 they differ and --exit-code was given, 2 bad usage, 3 not such a result.
            """
    )

    @Argument(help: ArgumentHelp("The first result.", valueName: "A.json"))
    var first: String

    @Argument(help: ArgumentHelp("The second result.", valueName: "B.json"))
    var second: String

    @Flag(help: "End with 1 when anything differs.")
    var exitCode = false

    @Option(help: "table or json.")
    var format = OutputFormat.table

    func run(_ context: CommandContext) async throws {
        let comparison = ResultComparison(try read(first), try read(second))
        switch format {
        case .json: Terminal.out(try JSONText.of(comparison))
        case .table: Terminal.out(comparison.text(names: (first, second), colour: Terminal.usesColour))
        }
        if exitCode, !comparison.isSame { throw ExitCode(ExitStatus.failed.rawValue) }
    }

    /// What every format of a result has.
    private struct Head: Decodable { var version: Int }

    private func read(_ path: String) throws -> ResultFile {
        let wayOut = "make one with `sauda backtest NAME ... --format json > FILE`."
        let data: Data
        do { data = try Data(contentsOf: URL(filePath: path)) } catch {
            throw CommandFailure(.badData, "\(path) cannot be read; check the path, or \(wayOut)")
        }
        do {
            let version = try JSONDecoder().decode(Head.self, from: data).version
            guard version == BacktestResult.version else {
                let words = "is a result of format \(version); this version reads \(BacktestResult.version)"
                throw CommandFailure(.badData, "\(path) \(words): run its backtest again.")
            }
            return try JSONDecoder().decode(ResultFile.self, from: data)
        } catch let error as DecodingError {
            throw CommandFailure(.badData, "\(path) is no result of a backtest (\(error.reason)); \(wayOut)")
        }
    }
}

extension DecodingError {
    /// What is wrong in a few words, without the types it was to be read into.
    fileprivate var reason: String {
        func place(_ path: [any CodingKey]) -> String { path.map(\.stringValue).joined(separator: ".") }
        switch self {
        case .keyNotFound(let key, let context): return "'\(place(context.codingPath + [key]))' is missing"
        case .typeMismatch(_, let context), .valueNotFound(_, let context):
            return context.codingPath.isEmpty
                ? "it is another kind of JSON" : "'\(place(context.codingPath))' is something else"
        case .dataCorrupted: return "it is not JSON"
        @unknown default: return "it cannot be read"
        }
    }
}

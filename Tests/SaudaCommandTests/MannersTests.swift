import Foundation
import Testing

/// What every command owes the person at the terminal.
@Suite struct MannersTests {
    @Test(
        "help has examples and ends fine",
        arguments: ["check", "strategies", "backtest", "compare", "run", "replay", "plan", "alerts"]
    )
    func help(command: String) throws {
        let run = try ToolRun([command, "--help"], in: Folder())
        #expect(run.status == 0)
        #expect(run.out.contains("Examples:"))
        #expect(run.out.contains("sauda \(command)"))
    }

    @Test(
        "bad usage is exit code 2 and says so on the error stream",
        arguments: [["no-such-command"], ["backtest"], ["backtest", "ema9-sell"], ["run", "--speed", "zero"]]
    )
    func badUsage(arguments: [String]) throws {
        let run = try ToolRun(arguments, in: Folder())
        #expect(run.status == 2)
        #expect(run.out.isEmpty)
        #expect(!run.err.isEmpty)
    }

    @Test func `an unknown strategy is refused with the known ones`() throws {
        let run = try ToolRun(["backtest", "ema9-sel", "--generated"], in: Folder())
        #expect(run.status == 2)
        #expect(run.err.contains("ema9-sell, amo-buy, opening-range, copy-trade"))
    }

    @Test func `a strategy that this version only knows by name is refused`() throws {
        let run = try ToolRun(["backtest", "copy-trade", "--generated"], in: Folder())
        #expect(run.status == 2)
        #expect(run.err.contains("not in this version"))
    }

    @Test func `strategies prints every parameter as JSON`() throws {
        let run = try ToolRun(["strategies", "--format", "json"], in: Folder())
        let list = try #require(try JSONSerialization.jsonObject(with: Data(run.out.utf8)) as? [[String: Any]])
        #expect(list.map { $0["name"] as? String } == ["ema9-sell", "amo-buy", "opening-range", "copy-trade"])
        for strategy in list { #expect((strategy["parameters"] as? [Any])?.isEmpty == false) }
    }

    @Test func `the shipped configuration is at most 40 lines and is fine`() throws {
        let folder = try Folder()
        try folder.addConfig()
        let text = try String(contentsOf: folder.url.appending(path: "config.yaml"), encoding: .utf8)
        #expect(text.split(separator: "\n", omittingEmptySubsequences: false).count <= 41)
        let run = try ToolRun(["check"], in: folder)
        #expect(run.status == 0)
        #expect(run.out.contains("config.yaml is fine"))
    }

    @Test func `what cannot be written is a failed job, not a fine one`() throws {
        let run = try ToolRun(["strategies"], in: Folder(), through: #"exec "$0" "$@" > /dev/full"#)
        #expect(run.status == 1)
    }

    @Test func `positions that cost more than the capital are refused`() throws {
        let folder = try Folder()
        try folder.write("symbol,date,quantity,price\nINFY,2024-06-03,1000,1500\n", to: "held.csv")
        let run = try ToolRun(["backtest", "ema9-sell", "--generated", "--positions", "held.csv"], in: folder)
        #expect(run.status == 2)
        #expect(run.err.contains("1500000.00"), "\(run.err)")
    }

    @Test func `the schema is JSON and names the strategies`() throws {
        let run = try ToolRun(["config", "schema"], in: Folder())
        #expect(run.status == 0)
        #expect(try run.json()["$schema"] != nil)
        #expect(run.out.contains("min_target_vs_entry"))
    }
}

import Foundation
import Testing

@Suite struct ExchangeOptionTests {
    private func run(_ arguments: [String], in folder: Folder) throws -> ToolRun {
        let strategies = ["amo-buy", "ema9-sell"]
        let market = ["--generated", "--symbols", "INFY,TCS,SBIN,ITC,LT", "--to", "2021-12-31"]
        return try ToolRun(["backtest"] + strategies + market + arguments, in: folder)
    }

    @Test(
        "a market model that cannot be is refused with what can",
        arguments: [
            (["--slippage", "often"], "impact:100"), (["--slippage", "fixed:-5"], "fixed:5"),
            (["--participation", "0"], "1 to 100"), (["--latency", "60001"], "0 to 60000"),
            (["--jitter=-1"], "0 to 60000"), (["--bands", "missing.csv"], "no such file"),
        ]
    )
    func refused(arguments: [String], words: String) throws {
        let folder = try Folder()
        let run = try run(arguments, in: folder)
        #expect(run.status == 2, "\(run.err)")
        #expect(run.err.contains(words), "\(run.err)")
    }

    @Test func `a band file that is wrong names its line`() throws {
        let folder = try Folder()
        try folder.write("symbol,band\nINFY,20\nTCS,7\n", to: "bands.csv")
        let run = try run(["--bands", "bands.csv"], in: folder)
        #expect(run.status == 3)
        #expect(run.err.contains("bands.csv:3:"), "\(run.err)")
    }

    @Test func `what is believed of the market stands in the result, and the same dice give the same orders`() throws {
        let folder = try Folder()
        try folder.write("INFY\nNOSUCH\n", to: "fno.txt")
        let model = ["--slippage", "uniform:10..30", "--participation", "10", "--derivatives", "fno.txt"]
        let first = try run(model + ["--format", "json"], in: folder)
        let second = try run(model + ["--format", "json"], in: folder)
        #expect(first.status == 0, "\(first.err)")
        #expect(first.out == second.out)
        let assumptions = try #require(try first.json()["assumptions"] as? [String])
        #expect(assumptions.contains { $0.contains("0.1 % to 0.3 % slippage") })
        #expect(assumptions.contains { $0.contains("at most 10 % of a candle") })
        let plain = try run(["--format", "json"], in: folder)
        #expect(try plain.json()["total_charges"] as? Double != first.json()["total_charges"] as? Double)
    }
}

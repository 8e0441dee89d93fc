import Testing

@Suite struct ModeTests {
    @Test(
        "a mode that does not exist, or an option that means nothing in it, is refused",
        arguments: [
            (["backtest", "ema9-sell", "--generated", "--mode", "parity-c"], "there are: live-rules"),
            (["backtest", "ema9-sell", "--generated", "--mode", "parity-a"], "has no mode 'parity-a'"),
            (["backtest", "ema9-sell", "x", "--generated", "--mode", "parity-a"], "no strategy is called 'x'"),
        ]
    )
    func refused(arguments: [String], words: String) throws {
        let folder = try Folder()
        let run = try ToolRun(arguments + ["--symbols", "INFY", "--to", "2018-02-01"], in: folder)
        #expect(run.status == 2)
        #expect(run.err.contains(words), "\(run.err)")
    }

    @Test("symbols named twice or left empty are refused", arguments: [("INFY,TCS,INFY", "twice"), ("INFY,", "empty")])
    func symbols(list: String, word: String) throws {
        let run = try ToolRun(["backtest", "ema9-sell", "--generated", "--symbols", list], in: Folder())
        #expect(run.status == 2)
        #expect(run.err.contains(word), "\(run.err)")
    }
}

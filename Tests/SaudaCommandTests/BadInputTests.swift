import Foundation
import Testing

/// What a person gets for a broken file: exit code 3, the file and the line.
@Suite struct BadInputTests {
    static let header = "date,open,high,low,close,volume\n"
    static let good = "2025-01-01,100.00,101.00,99.00,100.50,1000\n"

    @Test(
        "bad price rows name file and line",
        arguments: [
            (good + "2025-01-02,100.00,98.00,99.00,99.50,1000\n", "INFY.csv:3:"),
            (good + good, "INFY.csv:3:"),
            (good + "2024-12-31,100.00,101.00,99.00,100.50,1000\n", "INFY.csv:3:"),
            (good + "2025-01-02,abc,101.00,99.00,100.50,1000\n", "INFY.csv:3:"),
            (good + "2025-02-30,100.00,101.00,99.00,100.50,1000\n", "INFY.csv:3:"),
            (good + "2025-01-02,100.00,101.00\n", "INFY.csv:3:"),
        ]
    )
    func badRow(rows: String, place: String) throws {
        let folder = try Folder()
        try folder.write(Self.header + rows, to: "prices/INFY.csv")
        let run = try ToolRun(["backtest", "ema9-sell", "--data", "prices"], in: folder)
        #expect(run.status == 3)
        #expect(run.err.contains(place), "\(run.err)")
    }

    @Test func `bad rows are left out and counted on request`() throws {
        let folder = try Folder()
        try folder.write(
            Self.header + Self.good + "2025-01-02,x,1,1,1,1\n2025-01-03,100.00,101.00,99.00,100.50,1000\n",
            to: "prices/INFY.csv"
        )
        let run = try ToolRun(
            ["backtest", "ema9-sell", "--data", "prices", "--skip-bad-rows", "--format", "json"],
            in: folder
        )
        #expect(run.status == 0, "\(run.err)")
        #expect(try run.json()["skipped_rows"] as? Int == 1)
    }

    @Test func `carriage returns and a byte-order mark are fine`() throws {
        let folder = try Folder()
        let text = "\u{FEFF}" + (Self.header + Self.good).replacingOccurrences(of: "\n", with: "\r\n")
        try folder.write(text, to: "prices/INFY.csv")
        let run = try ToolRun(["backtest", "ema9-sell", "--data", "prices"], in: folder)
        #expect(run.status == 0, "\(run.err)")
    }

    @Test("a directory without prices is bad data", arguments: ["", "missing", "empty"])
    func noPrices(name: String) throws {
        let folder = try Folder()
        if name == "empty" {
            try FileManager.default.createDirectory(
                at: folder.url.appending(path: "empty"),
                withIntermediateDirectories: true
            )
        }
        try folder.write("", to: "zero/INFY.csv")
        let run = try ToolRun(["backtest", "ema9-sell", "--data", name.isEmpty ? "zero" : name], in: folder)
        #expect(run.status == 3)
        #expect(run.err.contains(name.isEmpty ? "zero/INFY.csv" : name))
    }

    @Test(
        "bad configurations name file, line and column",
        arguments: [
            ("version: 1\n\tmode: paper\n", "config.yaml:2:1:"),
            ("version: 1\nmode: paper\nmode: paper\n", "config.yaml:3:1:"),
            ("version: 1\nmode: &a paper\n", "config.yaml:2:"),
            ("version: 1\nmodus: paper\n", "config.yaml:2:1:"),
        ]
    )
    func badConfig(text: String, place: String) throws {
        let folder = try Folder()
        try folder.write(text, to: "config.yaml")
        for command in [["check"], ["run"], ["backtest", "ema9-sell", "--generated"]] {
            let run = try ToolRun(command, in: folder)
            #expect(run.status == 2)
            #expect(run.err.contains(place), "\(run.err)")
        }
    }

    @Test func `an unknown strategy in the configuration gets a suggestion`() throws {
        let folder = try Folder()
        try folder.addConfig()
        let file = folder.url.appending(path: "config.yaml")
        let text = try String(contentsOf: file, encoding: .utf8)
            .replacingOccurrences(of: "{use: ema9-sell,", with: "{use: ema9-sel,")
        try Data(text.utf8).write(to: file)
        let run = try ToolRun(["check"], in: folder)
        #expect(run.status == 2)
        #expect(run.err.contains("did you mean"), "\(run.err)")
        #expect(run.err.contains("ema9-sell"))
    }

    @Test func `a hundred megabytes of YAML are refused`() throws {
        let folder = try Folder()
        let file = folder.url.appending(path: "config.yaml")
        #expect(FileManager.default.createFile(atPath: file.path, contents: nil))
        let handle = try FileHandle(forWritingTo: file)
        try handle.truncate(atOffset: 100 << 20)
        try handle.close()
        let run = try ToolRun(["check"], in: folder)
        #expect(run.status == 2)
    }

    @Test func `live mode needs the flag, the flag needs live mode`() throws {
        let folder = try Folder()
        try folder.addConfig()
        let flagged = try ToolRun(["run", "--live", "--speed", "max"], in: folder)
        #expect(flagged.status == 2)
        let file = folder.url.appending(path: "config.yaml")
        let text = try String(contentsOf: file, encoding: .utf8)
            .replacingOccurrences(of: "mode: paper ", with: "mode: live ")
        try Data(text.utf8).write(to: file)
        let run = try ToolRun(["run", "--speed", "max"], in: folder)
        #expect(run.status == 2)
        #expect(run.err.contains("--live"))
    }
}

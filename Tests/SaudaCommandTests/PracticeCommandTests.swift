import Foundation
import Testing

/// `sauda practice` as a person uses it.
@Suite struct PracticeCommandTests {
    @Test func `it prints shell lines that any client can use, and ends cleanly when it is interrupted`() throws {
        let folder = try Folder()
        let process = ToolRun.process(
            ["practice", "zerodha-kite", "--print-env", "--symbols", "ALPHA", "--day", "2026-03-20"],
            in: folder
        )
        let out = Pipe()
        process.standardOutput = out
        try process.begin()
        var text = ""
        while !text.contains("KITE_REQUEST_TOKEN") {
            let part = out.fileHandleForReading.availableData
            try #require(!part.isEmpty)
            text += String(decoding: part, as: UTF8.self)
        }
        let names = text.split(separator: "\n").compactMap { line in
            line.hasPrefix("export ") ? line.dropFirst(7).split(separator: "=").first.map(String.init) : nil
        }
        #expect(
            names == [
                "SAUDA_PRACTICE_URL", "SAUDA_PRACTICE_SOCKET_URL", "KITE_API_KEY", "KITE_API_SECRET", "KITE_USER",
                "KITE_REQUEST_TOKEN",
            ]
        )
        process.terminate()
        process.waitUntilExit()
        #expect(process.terminationStatus == 0)
        #expect(process.terminationReason == .exit)
    }

    @Test(
        "what it cannot do is refused by name",
        arguments: [
            (
                ["nobody"],
                "there is no practice for 'nobody'. Brokers that have one: zerodha-kite, dhan, kotak-neo, upstox."
            ),
            (["zerodha-kite", "--fault", "fire@now"], "'fire' is not a fault. Known faults: token-death"),
            (["zerodha-kite", "--speed", "0"], "--speed is 1 to 100000."),
            (["zerodha-kite", "--port", "70000"], "--port is 0 to 65535."),
            (["zerodha-kite", "--redirect", "nowhere"], "--redirect is an http:// or https:// address"),
            (["zerodha-kite", "--ca-file", "x"], "--ca-file needs --tls."),
            (["zerodha-kite", "--day", "2026-03-21"], "the market is closed on 2026-03-21; the trading day before is"),
            (["zerodha-kite", "--day", "nowhere.csv"], "'nowhere.csv' is not generated, a date or a file;"),
        ]
    )
    func refusals(arguments: [String], text: String) throws {
        let run = try ToolRun(["practice"] + arguments, in: try Folder())
        #expect(run.status == 2)
        #expect(run.err.contains(text), "\(run.err)")
    }
}

import Foundation
import Testing

/// `sauda halt` and `sauda resume` as a person uses them, against a practice server.
@Suite struct HaltCommandTests {
    private let low = ["order", "place", "buy", "ITC", "1", "--limit", "3000"]

    @Test func `everything that works is cancelled, and nothing leaves until a resume`() throws {
        let desk = try PracticeDesk()
        for _ in 0..<3 { #expect(try desk.run(low).status == 0) }
        let dry = try desk.run(["halt", "--dry-run"])
        #expect(dry.out.components(separatedBy: "would      cancel BUY 1").count == 4, "\(dry.out)\(dry.err)")
        #expect(try desk.run(low).status == 0)

        let halt = try desk.run(["halt", "--why", "prices look wrong"])
        #expect(halt.status == 0, "\(halt.out)\(halt.err)")
        #expect(halt.err.contains("Halted, 2026-03-20 10:0"))
        #expect(halt.out.components(separatedBy: "done      cancel BUY 1").count == 5, "\(halt.out)")
        #expect(try desk.run(["order", "cancel", "--all"]).out == "No order is open.\n")

        let refused = try desk.run(low)
        #expect(refused.status == 1)
        #expect(refused.err.contains("prices look wrong") && refused.err.contains("`sauda resume`"), "\(refused.err)")
        let again = try desk.run(["halt", "--format", "json"])
        #expect(again.status == 0, "\(again.err)")
        #expect(again.err.contains("prices look wrong"))

        #expect(try desk.run(["resume"]).out.contains("prices look wrong"))
        #expect(try desk.run(["resume"]).out == "Nothing was halted.\n")
        #expect(try desk.run(low).status == 0)
    }

    @Test(arguments: ["zerodha-kite", "dhan", "kotak-neo", "upstox"])
    func `flat, positions of the day are closed at the market and shares are kept`(broker: String) throws {
        let desk = try PracticeDesk(broker: broker)
        #expect(try desk.run(["order", "place", "buy", "INFY", "5", "--product", "MIS"]).status == 0)
        #expect(try desk.run(["order", "place", "sell", "SBIN", "3", "--product", "MIS"]).status == 0)
        #expect(try desk.run(["order", "place", "buy", "ITC", "1"]).status == 0)
        let halt = try desk.run(["halt", "--flat", "--yes"])
        #expect(halt.status == 0, "\(halt.out)\(halt.err)")
        #expect(halt.out.contains("SELL 5"), "\(halt.out)")
        #expect(halt.out.contains("BUY 3"), "\(halt.out)")
        #expect(halt.out.contains("kept       1 "), "\(halt.out)")
        let left = try desk.run(["positions", "--format", "json"])
        #expect(!left.out.contains("\"MIS\"") || !left.out.contains(#""quantity" : 5"#), "\(left.out)")
    }

    @Test func `an account that cannot be reached is told, with code 1, and all is halted nevertheless`() throws {
        let desk = try PracticeDesk()
        let run = try ToolRun(["halt", "--practice", "http://127.0.0.1:9"], in: desk.folder)
        #expect(run.status == 1, "\(run.out)\(run.err)")
        let halted = try desk.run(low)
        #expect(halted.status == 1, "\(halted.out)\(halted.err)")
    }

    @Test func `a paper day does not begin while its home is halted`() throws {
        let folder = try Folder()
        try folder.addConfig()
        let day = ["run", "--day", "2026-04-15", "--speed", "max"]
        #expect(try ToolRun(["halt"], in: folder).status == 0)
        let run = try ToolRun(day, in: folder)
        #expect(run.err.contains("`sauda resume`"), "\(run.err)")
        #expect(!run.out.contains("fill"))
        #expect(try ToolRun(["resume"], in: folder).status == 0)
        #expect(try ToolRun(day, in: folder).status == 0)
    }
}

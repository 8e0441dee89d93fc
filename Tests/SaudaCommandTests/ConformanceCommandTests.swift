import Foundation
import Testing

/// `sauda conformance` as a person runs it. Tests/WireTests plays every card; here few are, without sockets and with.
@Suite struct ConformanceCommandTests {
    private func run(_ arguments: [String]) throws -> ToolRun {
        try ToolRun(["conformance"] + arguments, in: try Folder())
    }

    @Test func `a group of cards passes, as a table that ends with the count`() throws {
        let run = try run(["zerodha-kite", "--offline", "--group", "symbols"])
        #expect(run.status == 0, "\(run.err)")
        let lines = run.out.split(separator: "\n")
        #expect(lines.first?.hasPrefix("card") == true)
        #expect(lines.contains { $0.hasPrefix("SYM-1 ") && $0.contains("pass") })
        #expect(lines.last?.hasPrefix("zerodha-kite: 16 of 16 cards pass; without sockets, ") == true)
    }

    @Test func `programs get each card with its why, its fix and its section`() throws {
        let run = try run(["kotak-neo", "auth-12", "ORD-4", "--offline", "--format", "json"])
        #expect(run.status == 0, "\(run.err)")
        let json = try run.json()
        #expect(json["passed"] as? Int == 1)
        #expect(json["not_applicable"] as? Int == 1)
        #expect(json["sockets"] as? Bool == false)
        let cards = try #require(json["cards"] as? [[String: Any]])
        #expect(cards.map { $0["id"] as? String } == ["AUTH-12", "ORD-4"])
        #expect(cards.map { $0["result"] as? String } == ["not-applicable", "passed"])
        #expect((cards[0]["text"] as? String)?.hasPrefix("traits.missing") == true)
        #expect(cards.allSatisfy { $0["why"] != nil && $0["fix"] != nil && $0["section"] != nil })
    }

    @Test func `a card about a link is played over TLS, too`() throws {
        let run = try run(["dhan", "ORD-10", "--format", "json"])
        #expect(run.status == 0, "\(run.out) \(run.err)")
        let json = try run.json()
        #expect(json["sockets"] as? Bool == true)
        #expect(json["passed"] as? Int == 1)
    }

    @Test func `the page stands by itself`() throws {
        let run = try run(["dhan", "--offline", "--group", "limits", "--format", "html"])
        #expect(run.status == 0, "\(run.err)")
        #expect(run.out.hasPrefix("<!doctype html>") && run.out.contains("prefers-color-scheme: dark"))
        #expect(run.out.contains("LIM-10") && run.out.contains("max-width: 720px"))
        for outside in ["http://", "https://", "<script", "src=", "@import", "url("] {
            #expect(!run.out.contains(outside), "\(outside)")
        }
    }

    @Test(
        "what is sent is printed as the golden file has it",
        arguments: [("zerodha-kite", "ZerodhaKite"), ("dhan", "Dhan"), ("kotak-neo", "KotakNeo"), ("upstox", "Upstox")]
    )
    func golden(id: String, folder: String) throws {
        let run = try run([id, "--golden"])
        let file = ToolRun.root.appending(path: "adapters/\(folder)/Cards/requests.golden")
        #expect(run.status == 0, "\(run.err)")
        #expect(run.out == (try String(contentsOf: file, encoding: .utf8)))
    }

    @Test func `the list names every card and plays none`() throws {
        let run = try run(["dhan", "--list", "--format", "json"])
        #expect(run.status == 0)
        let cards = try #require(try JSONSerialization.jsonObject(with: Data(run.out.utf8)) as? [[String: Any]])
        #expect(cards.count >= 120)
        #expect(cards.first?["id"] as? String == "AUTH-1")
    }

    @Test(
        "what there is not is named, with what there is",
        arguments: [
            (["paper"], "speaks no dialect. Brokers with cards: zerodha-kite, dhan, kotak-neo, upstox."),
            (["zerodha"], "no broker is called 'zerodha'. Brokers with cards: zerodha-kite, dhan, kotak-neo, upstox."),
            (["dhan", "LIM-99"], "no card is called 'LIM-99'; there are LIM-1, "),
            (["dhan", "nonsense"], "no card is called 'NONSENSE'; `--list` shows them all."),
            (["dhan", "LIM-1", "--group", "auth"], "no card is in both lists"),
            (["dhan", "--list", "--format", "html"], "--list is a table or JSON"),
        ] as [([String], String)]
    )
    func refused(arguments: [String], words: String) throws {
        let run = try run(arguments)
        #expect(run.status == 2)
        #expect(run.err.contains(words), "\(run.err)")
        #expect(run.out.isEmpty)
    }
}

import Foundation
import Testing

/// `sauda bracket` as a person uses it, against a practice server and its faults.
@Suite struct BracketCommandTests {
    private static let waiting = [
        "bracket", "place", "buy", "ITC", "10", "--limit", "3000", "--target", "3600", "--stop", "2900", "--trail", "5",
    ]
    private static let filled = ["bracket", "place", "buy", "ITC", "5", "--target", "9000", "--stop", "1000"]

    private func list(_ desk: PracticeDesk) throws -> [[String: Any]] {
        let run = try desk.run(["bracket", "list", "--format", "json"])
        return try #require(
            try JSONSerialization.jsonObject(with: Data(run.out.utf8)) as? [[String: Any]],
            "\(run.err)"
        )
    }

    private func exit(_ row: [String: Any]?, _ name: String) -> [String: Any] { row?[name] as? [String: Any] ?? [:] }

    @Test func `a dry run shows the exact request without its secrets, and sends nothing`() throws {
        let desk = try PracticeDesk(broker: "dhan")
        let run = try desk.run(Self.waiting + ["--dry-run"])
        #expect(run.status == 0, "\(run.err)")
        #expect(run.out.contains("Not sent: BUY 10 "), "\(run.out)")
        #expect(run.out.contains("bracket: target 3600.00, stop 2900.00 trailing by 5.00"), "\(run.out)")
        #expect(run.out.contains("/v2/super/orders"))
        #expect(run.out.contains("access-token: <hidden>"))
        let body =
            #""quantity":10,"price":3000.00,"targetPrice":3600.00,"stopLossPrice":2900.00,"trailingJump":5.00}"#
        #expect(run.out.contains(body), "\(run.out)")
        #expect(run.out.contains("30000.00  value"))
        #expect(try desk.run(["bracket", "list"]).out == "No bracket orders today.\n")
        #expect(try desk.run(["order", "list"]).out == "No orders today.\n")
    }

    @Test func `one that waits is placed, listed, changed and cancelled, each with its outcome`() throws {
        let desk = try PracticeDesk(broker: "dhan")
        let placed = try desk.run(Self.waiting + ["--format", "json"]).json()
        #expect(placed["outcome"] as? String == "accepted")
        #expect(placed["status"] as? String == "open")
        let id = try #require(placed["id"] as? String)
        let tag = try #require(placed["tag"] as? String)
        let table = try desk.run(["bracket", "list", "--open"])
        #expect(table.out.contains("3600.00 waiting  2900.00 waiting   5.00"), "\(table.out)")
        #expect(table.out.contains(tag))

        let changed = try desk.run(["bracket", "modify", tag, "--limit", "3001", "--quantity", "12"])
        #expect(changed.status == 0, "\(changed.err)")
        #expect(changed.out.contains("becomes quantity 12, LIMIT at 3001.00"), "\(changed.out)")
        let row = try #require(try list(desk).first)
        #expect(row["id"] as? String == id)
        #expect(row["quantity"] as? Int == 12)
        #expect(row["limit"] as? String == "3001.00")
        #expect(row["trail"] as? String == "5.00")
        #expect(exit(row, "stop")["price"] as? String == "2900.00")

        // A change of a plain order would say nothing of exits and trail.
        let plain = try desk.run(["order", "modify", id, "--limit", "3002"])
        #expect(plain.status == 2)
        #expect(plain.err.contains("use `sauda bracket modify \(id)`"), "\(plain.err)")
        #expect(try list(desk).first?["limit"] as? String == "3001.00")

        let dry = try desk.run(["bracket", "cancel", id, "--leg", "stop", "--dry-run"])
        #expect(dry.out.contains("DELETE") && dry.out.contains("/super/orders/\(id)/STOP_LOSS_LEG"), "\(dry.out)")
        let cancelled = try desk.run(["bracket", "cancel", id])
        #expect(cancelled.status == 0, "\(cancelled.err)")
        #expect(cancelled.out.contains("Accepted: cancel all of BUY 12"), "\(cancelled.out)")
        #expect(try list(desk).first?["status"] as? String == "cancelled")
        #expect(try desk.run(["bracket", "list", "--open"]).out == "No bracket order is open.\n")
        let again = try desk.run(["bracket", "cancel", id])
        #expect(again.status == 1)
        #expect(again.err.contains("is over already; nothing was sent."), "\(again.err)")
    }

    @Test func `exits of a filled entry change alone, and units without one are told`() throws {
        let desk = try PracticeDesk(broker: "dhan")
        let placed = try desk.run(Self.filled)
        #expect(placed.status == 0, "\(placed.err)")
        #expect(placed.out.contains("complete, 5 of 5 filled at"), "\(placed.out)")
        let id = try #require(try list(desk).first?["id"] as? String)
        #expect(try desk.run(["bracket", "modify", id, "--stop", "1100", "--trail", "500"]).status == 0)
        #expect(try desk.run(["bracket", "modify", id, "--target", "9500"]).status == 0)
        let row = try #require(try list(desk).first)
        #expect(exit(row, "stop")["price"] as? String == "1100.00")
        #expect(row["trail"] as? String == "500.00")
        #expect(exit(row, "target")["price"] as? String == "9500.00")
        let late = try desk.run(["bracket", "modify", id, "--quantity", "6"])
        #expect(late.status == 1)
        #expect(late.out.contains("the entry is open no longer"), "\(late.out)\(late.err)")

        #expect(try desk.run(["bracket", "cancel", id, "--leg", "stop"]).status == 0)
        let gone = try desk.run(["bracket", "modify", id, "--stop", "1200"])
        #expect(gone.status == 1)
        #expect(gone.out.contains("the stop of the super order waits no longer"), "\(gone.out)\(gone.err)")
        #expect(try desk.run(["bracket", "cancel", id, "--leg", "stop"]).err.contains("has no stop that waits"))
        #expect(try list(desk).first?["unguarded"] as? Bool == false)
        let all = try desk.run(["bracket", "cancel", id])
        #expect(all.out.contains("what it has filled stays, without a way out"), "\(all.out)\(all.err)")
        let bare = try desk.run(["bracket", "list"])
        #expect(bare.out.contains("\(id): units are held that no exit waits for."), "\(bare.out)")
        #expect(try desk.run(["positions"]).out.contains("5"))
    }

    @Test(
        "one without a clear answer is looked for by its tag, and never sent again",
        arguments: ["lost-answer", "no-answer", "error-after"]
    )
    func lookedFor(fault: String) async throws {
        let desk = try PracticeDesk(["--speed", "10"], broker: "dhan")
        _ = try desk.run(["funds"])
        try await desk.post("/practice/faults", "fault=\(fault)@now")
        let run = try desk.run(Self.waiting)
        #expect(run.status == 0, "\(run.out)\(run.err)")
        #expect(run.err.contains("Looking for it"), "\(run.err)")
        #expect(run.out.contains("Accepted: BUY 10 "), "\(run.out)")
        #expect(try list(desk).count == 1)
    }

    @Test func `one that never arrived is refused after three looks, and may be placed again`() async throws {
        let desk = try PracticeDesk(["--speed", "10"], broker: "dhan")
        _ = try desk.run(["funds"])
        try await desk.post("/practice/faults", "fault=error-before@now")
        let run = try desk.run(Self.waiting)
        #expect(run.status == 1, "\(run.out)\(run.err)")
        #expect(run.out.contains("three looks over a minute do not find it: it was not placed"), "\(run.out)")
        // Time-outs are the practice clock's too: a busy machine would pass them.
        try await desk.post("/practice/clock", "rate=1")
        let again = try desk.run(Self.waiting)
        #expect(again.status == 0, "\(again.out)\(again.err)")
        #expect(try list(desk).count == 1)
    }

    @Test func `one whose command died is looked for before the next order`() throws {
        let desk = try PracticeDesk(broker: "dhan")
        #expect(try desk.run(Self.waiting).status == 0)
        let log = desk.folder.url.appending(path: "home/orders/main.practice-2026-03-20.log")
        let text = try String(contentsOf: log, encoding: .utf8)
        try Data(text.split(separator: "\n")[0].utf8 + [10]).write(to: log)
        let next = try desk.run(["order", "place", "buy", "ITC", "1", "--limit", "3000"])
        #expect(next.status == 0, "\(next.err)")
        #expect(next.err.contains("An earlier order without an answer is in the book: BUY 10 "), "\(next.err)")
    }

    @Test func `a change whose answer makes no sense is in doubt, with the next step`() async throws {
        let desk = try PracticeDesk(broker: "dhan")
        #expect(try desk.run(Self.waiting).status == 0)
        let id = try #require(try list(desk).first?["id"] as? String)
        try await desk.post("/practice/faults", "fault=error-after@now")
        let run = try desk.run(["bracket", "cancel", id])
        #expect(run.status == 4, "\(run.out)\(run.err)")
        #expect(run.out.contains("`sauda bracket list` shows how it stands"), "\(run.out)")
    }

    @Test(
        "what is wrong with one is said before it is sent",
        arguments: [
            (["buy", "ITC", "10", "--limit", "3000", "--stop", "3000"], "the stop of a purchase is below its price"),
            (
                ["buy", "ITC", "10", "--limit", "3000", "--target", "2999"],
                "the target of a purchase is above its price"
            ),
            (["buy", "ITC", "10", "--limit", "3000", "--stop", "2900.02"], "multiples of 0.05"),
            (["buy", "ITC", "10", "--limit", "3000.02", "--stop", "2900"], "multiples of 0.05"),
            (["buy", "ITC", "1000", "--limit", "3000", "--stop", "2900"], "the account's limit is 5,00,000.00"),
            (["buy", "ITC", "1", "--limit", "30", "--stop", "29"], "30.00 is far from the last price"),
        ]
    )
    func refusals(arguments: [String], text: String) throws {
        let desk = try PracticeDesk(broker: "dhan")
        let run = try desk.run(["bracket", "place"] + arguments)
        #expect(run.status == 1)
        #expect((run.err + run.out).contains(text), "\(run.err)\(run.out)")
        #expect(try desk.run(["order", "list"]).out == "No orders today.\n")
    }

    @Test func `a broker without them says what to do instead`() throws {
        let desk = try PracticeDesk()
        for arguments in [Self.waiting, ["bracket", "list"]] {
            let run = try desk.run(arguments)
            #expect(run.status == 1)
            #expect((run.err + run.out).contains("a GTT of two legs"), "\(run.err)\(run.out)")
        }
        #expect(try desk.run(["order", "list"]).out == "No orders today.\n")
    }

    @Test func `real money needs a configuration that says so, and a yes`() throws {
        let folder = try Folder()
        let live = PracticeDesk.config.replacingOccurrences(of: "zerodha-kite", with: "dhan")
        let paper = live.replacingOccurrences(of: "mode: live", with: "mode: paper")
        for arguments in [Self.waiting, ["bracket", "modify", "1", "--stop", "1"], ["bracket", "cancel", "1"]] {
            for (config, text) in [(paper, "needs mode: live"), (live, "nobody can be asked here; add --yes")] {
                try folder.write(config, to: "config.yaml")
                let run = try ToolRun(arguments, in: folder, through: "SAUDA_MAIN__ACCESS_TOKEN=t exec \"$0\" \"$@\"")
                #expect(run.status == 2)
                #expect(run.err.contains(text), "\(run.err)")
            }
        }
    }

    @Test(
        "usage is refused with the way out",
        arguments: [
            (["place", "buy", "ITC", "1"], "Name --target, --stop or both."),
            (["place", "buy", "ITC", "1", "--target", "5", "--trail", "1"], "--trail belongs to --stop."),
            (["place", "buy", "ITC", "0", "--stop", "5"], "The quantity is 1 to"),
            (["place", "buy", "ITC", "1", "--stop", "0"], "A price is above 0"),
            (["modify", "1"], "Name what to change"), (["modify", "1", "--trail=-1"], "a trail 0 or more"),
            (["modify", "1", "--market", "--limit", "3"], "A market order has no price"),
            (["cancel", "1", "--leg", "half"], "'half'"),
        ]
    )
    func usage(arguments: [String], text: String) throws {
        let run = try ToolRun(["bracket"] + arguments, in: try Folder())
        #expect(run.status == 2)
        #expect(run.err.contains(text), "\(run.err)")
    }

    @Test("help has examples and exit codes", arguments: ["place", "modify", "cancel", "list"])
    func help(command: String) throws {
        let run = try ToolRun(["bracket", command, "--help"], in: try Folder())
        #expect(run.status == 0)
        #expect(run.out.contains("Examples:"))
        #expect(run.out.contains("sauda bracket \(command)"))
        #expect(run.out.contains("Exit codes: 0 "))
    }
}

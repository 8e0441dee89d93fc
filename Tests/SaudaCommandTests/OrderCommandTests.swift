import Foundation
import Testing

/// `sauda order` as a person uses it, against a practice server and its faults.
@Suite struct OrderCommandTests {
    @Test func `a dry run shows the exact request without its secrets, each charge, and sends nothing`() throws {
        let desk = try PracticeDesk()
        let run = try desk.run(["order", "place", "buy", "ITC", "10", "--limit", "3000", "--dry-run"])
        #expect(run.status == 0, "\(run.err)")
        #expect(run.out.contains("Authorization: token <hidden>:<hidden>"))
        #expect(
            run.out.contains(
                "exchange=NSE&tradingsymbol=ITC&transaction_type=BUY&order_type=LIMIT&quantity=10&product=CNC&"
                    + "price=3000.00&validity=DAY&tag=C"
            )
        )
        // 0.1 % STT, 0.015 % stamp duty, 306.99 a crore to the exchange, 10 to SEBI, 18 % GST on fees.
        for line in [
            "30000.00  value", "30.00  STT", "5.00  stamp duty", "0.92  exchange fee", "0.17  GST", "30000.00  margin",
        ] {
            #expect(run.out.contains(line), "\(run.out)")
        }
        #expect(try desk.run(["order", "list"]).out == "No orders today.\n")
    }

    @Test func `an order is placed, listed, changed and cancelled, each with its outcome`() throws {
        let desk = try PracticeDesk()
        let placed = try desk.run(["order", "place", "buy", "ITC", "10", "--limit", "3000", "--format", "json"]).json()
        #expect(placed["outcome"] as? String == "accepted")
        #expect(placed["status"] as? String == "open")
        let id = try #require(placed["id"] as? String)
        let tag = try #require(placed["tag"] as? String)
        let list = try desk.run(["order", "list", "--open"])
        #expect(list.out.contains(id) && list.out.contains(tag) && list.out.contains("open"))

        let number = String(id.split(separator: "/")[1])
        let changed = try desk.run(["order", "modify", number, "--limit", "3001", "--quantity", "12"])
        #expect(changed.status == 0, "\(changed.err)")
        #expect(changed.out.contains("becomes 12 LIMIT at 3001.00"))
        let cancelled = try desk.run(["order", "cancel", tag])
        #expect(cancelled.status == 0, "\(cancelled.err)")
        #expect(cancelled.out.contains("cancelled"))
        let again = try desk.run(["order", "cancel", number])
        #expect(again.status == 1)
        #expect(again.err.contains("is cancelled already; nothing was sent."))
        #expect(try desk.run(["order", "cancel", "--all"]).out == "No order is open.\n")
    }

    @Test func `a market order says what it filled at, and the position is there`() throws {
        let desk = try PracticeDesk()
        let run = try desk.run(["order", "place", "sell", "ITC", "5"])
        #expect(run.status == 0, "\(run.err)")
        #expect(run.out.contains("complete, 5 of 5 filled at"))
        #expect(run.out.contains("13.00  depository"))
        #expect(try desk.run(["positions"]).out.contains("NSE:ITC  CNC            -5"))
        #expect(try desk.run(["holdings"]).out.contains("NSE:INFY"))
    }

    /// What became of the request differs; the book is asked and nothing is sent twice.
    @Test(
        "an order without an answer is looked up in the book",
        arguments: [("lost-answer", true), ("no-answer", false), ("error-after", true)]
    )
    func lookedUp(fault: String, isTold: Bool) async throws {
        let desk = try PracticeDesk(["--speed", "10"])
        _ = try desk.run(["funds"])
        try await desk.post("/practice/faults", "fault=\(fault)@now")
        let run = try desk.run(["order", "place", "buy", "ITC", "10", "--limit", "3000"])
        #expect(run.status == 0, "\(run.out)\(run.err)")
        // Without any answer the book is read before patience ends.
        #expect(run.err.contains("Looking in the order book") == isTold, "\(run.err)")
        #expect(run.out.contains("Accepted: BUY 10 NSE:ITC"))
        let list = try desk.run(["order", "list"]).out.split(separator: "\n").count - 1
        #expect(list == 1)
    }

    @Test func `one that never arrived is refused after three looks, and may be ordered again`() async throws {
        let desk = try PracticeDesk(["--speed", "10"])
        _ = try desk.run(["funds"])
        try await desk.post("/practice/faults", "fault=error-before@now")
        let run = try desk.run(["order", "place", "buy", "ITC", "10", "--limit", "3000"])
        #expect(run.status == 1, "\(run.out)\(run.err)")
        #expect(run.out.contains("three looks over a minute do not find it: it was not placed"), "\(run.out)")
        // Time-outs are the practice clock's too: a busy machine would pass them.
        try await desk.post("/practice/clock", "rate=1")
        let again = try desk.run(["order", "place", "buy", "ITC", "10", "--limit", "3000"])
        #expect(again.status == 0, "\(again.out)\(again.err)")
    }

    @Test func `an order whose broker died before it answered is in doubt, with an exit code of its own`() async throws
    {
        // As slow as a person's: the broker has to be ended before the book is read, on a busy machine too.
        let desk = try PracticeDesk(["--speed", "1"])
        #expect(try desk.run(["instruments"]).status == 0)
        try await desk.post("/practice/faults", "fault=no-answer@now")
        // The broker is ended once it has the order.
        let port = desk.url.split(separator: ":").last ?? ""
        let ask = "exec 3<>/dev/tcp/127.0.0.1/\(port); printf 'GET /practice/faults HTTP/1.0\\r\\n\\r\\n' >&3"
        let run = try desk.run(
            ["order", "place", "buy", "ITC", "10", "--limit", "3000"],
            through: """
                "$0" "$@" & order=$!
                until \(ask); read -r -d '' answer <&3; [[ $answer == *'"no-answer":1'* ]]; do :; done
                kill -9 \(desk.number)
                wait $order
                """
        )
        #expect(run.status == 4, "\(run.out) \(run.err)")
        #expect(run.out.contains("its fate is not known") && run.out.contains("do not send it again"), "\(run.out)")
    }

    @Test func `an order whose command died is looked for before the next one`() throws {
        let desk = try PracticeDesk()
        let first = try desk.run(["order", "place", "buy", "ITC", "10", "--limit", "3000"])
        #expect(first.status == 0, "\(first.err)")
        // As if it had died before its answer.
        let log = desk.folder.url.appending(path: "home/orders/main.practice-2026-03-20.log")
        let text = try String(contentsOf: log, encoding: .utf8)
        try Data(text.split(separator: "\n")[0].utf8 + [10]).write(to: log)
        let next = try desk.run(["order", "place", "buy", "ITC", "1", "--limit", "3000"])
        #expect(next.status == 0)
        #expect(next.err.contains("An earlier order without an answer is in the book: BUY 10 NSE:ITC"), "\(next.err)")
    }

    @Test func `a log whose last line was cut by a crash goes on, and no tag is used twice`() throws {
        let desk = try PracticeDesk()
        #expect(try desk.run(["order", "place", "buy", "ITC", "1", "--limit", "3000"]).status == 0)
        let log = desk.folder.url.appending(path: "home/orders/main.practice-2026-03-20.log")
        try Data(try Data(contentsOf: log) + Data("send\t2".utf8)).write(to: log)
        var tags: Set<String> = []
        for _ in 0..<2 {
            let run = try desk.run(["order", "place", "buy", "ITC", "1", "--limit", "3000", "--format", "json"])
            tags.insert(try #require(run.json()["tag"] as? String))
        }
        #expect(tags.count == 2, "\(tags)")
        let lines = try String(contentsOf: log, encoding: .utf8).split(separator: "\n")
        #expect(lines.count { $0.hasPrefix("send\t2\t") } == 1 && lines.count { $0.hasPrefix("send\t3\t") } == 1)
    }

    @Test(
        "what is wrong with an order is said before it is sent",
        arguments: [
            (["sell", "ITC", "400", "--limit", "3000"], "25 of NSE:ITC are there to sell"),
            (["buy", "ITC", "1", "--limit", "3000.02"], "prices of NSE:ITC are multiples of 0.05"),
            (["buy", "INFY", "100", "--limit", "21000"], "the account's limit is 5,00,000.00"),
            (["buy", "ITC", "1", "--limit", "30"], "30.00 is far from the last price"),
            (["buy", "ITC", "1", "--limit", "3000", "--product", "NRML"], "shares are traded as CNC or MIS"),
            (["buy", "ITC", "1", "--limit", "3000", "--amo"], "takes no after-market orders at this hour"),
        ]
    )
    func refusals(arguments: [String], text: String) throws {
        let desk = try PracticeDesk()
        let run = try desk.run(["order", "place"] + arguments)
        #expect(run.status == 1)
        #expect((run.err + run.out).contains(text), "\(run.err)\(run.out)")
        #expect(try desk.run(["order", "list"]).out == "No orders today.\n")
    }

    /// None of these reaches the network.
    @Test(
        "real money needs a configuration that says so, a yes and the registered address",
        arguments: [
            ("mode: live", "mode: paper", [], 2, "an order with real money needs mode: live"),
            ("mode: live", "mode: live", [], 2, "nobody can be asked here; add --yes"),
            (
                "credentials:", "egress: {address: 203.0.113.10}\n    credentials:", ["--yes"], 1,
                "203.0.113.10 is no address"
            ),
            (
                "credentials:", "egress: {address: \"2001:db8::1\"}\n    credentials:", ["--yes"], 1,
                "2001:db8::1 is an IPv6 address"
            ),
        ] as [(String, String, [String], Int32, String)]
    )
    func realMoney(old: String, new: String, more: [String], status: Int32, text: String) throws {
        let folder = try Folder()
        try folder.write(PracticeDesk.config.replacingOccurrences(of: old, with: new), to: "config.yaml")
        let shell = "SAUDA_MAIN__API_KEY=k SAUDA_MAIN__API_SECRET=s exec \"$0\" \"$@\""
        let arguments = ["order", "place", "buy", "INFY", "1", "--limit", "1500"] + more
        let run = try ToolRun(arguments, in: folder, through: shell)
        #expect(run.status == status, "\(run.err)")
        #expect(run.err.contains(text), "\(run.err)")
    }

    @Test func `orders with options go out as the broker writes them`() throws {
        let desk = try PracticeDesk()
        let iceberg = ["order", "place", "buy", "ITC", "10", "--limit", "3000", "--iceberg", "2", "--dry-run"]
        let run = try desk.run(iceberg)
        #expect(run.status == 0, "\(run.err)")
        #expect(run.out.contains("/orders/iceberg") && run.out.contains("iceberg_legs=2"), "\(run.out)")
        let protected = ["order", "place", "buy", "ITC", "1", "--protection", "2.5", "--dry-run"]
        #expect(try desk.run(protected).out.contains("market_protection=2.5"))
        #expect(try desk.run(["order", "place", "buy", "ITC", "1", "--minutes", "2", "--limit", "3000"]).status == 0)
        let two = try desk.run(["order", "place", "buy", "ITC", "10", "--iceberg", "2", "--cover", "2900"])
        #expect(two.status == 2)
        #expect(two.err.contains("--cover, --iceberg or --auction, not two of them"))
    }

    @Test(
        "usage is refused with the way out",
        arguments: [
            (["place", "hold", "ITC", "1"], "'hold'"), (["place", "buy", "ITC", "0"], "The quantity is 1 to"),
            (["modify", "1"], "Name what to change"), (["cancel"], "Name orders, or write --all."),
            (["modify", "1", "--market", "--limit", "3"], "A market order has no price"),
        ]
    )
    func usage(arguments: [String], text: String) throws {
        let run = try ToolRun(["order"] + arguments, in: try Folder())
        #expect(run.status == 2)
        #expect(run.err.contains(text), "\(run.err)")
    }
}

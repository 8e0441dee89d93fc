import Foundation
import Testing

/// `sauda kill-switch` as a person uses it, against a practice server.
@Suite struct KillSwitchCommandTests {
    @Test func `the kill switch is shown, tried, turned on and off, and no order is taken while it is on`() throws {
        let desk = try PracticeDesk(broker: "dhan")
        let off = "main: the kill switch is off\n"
        #expect(try desk.run(["kill-switch"]).out == off)
        let dry = try desk.run(["kill-switch", "on", "--dry-run"])
        #expect(dry.status == 0, "\(dry.err)")
        #expect(dry.out.contains("/killswitch?killSwitchStatus=ACTIVATE"), "\(dry.out)")
        #expect(dry.out.contains("access-token: <hidden>"), "\(dry.out)")
        #expect(try desk.run(["kill-switch"]).out == off)

        let on = try desk.run(["kill-switch", "on"])
        #expect(on.out == "main: the kill switch is on; the broker takes no order\n", "\(on.err)")
        #expect(try desk.run(["kill-switch", "--format", "json"]).json()["halted"] as? Bool == true)
        let order = try desk.run(["order", "place", "buy", "ITC", "1", "--limit", "3000"])
        #expect(order.status == 1, "\(order.out)\(order.err)")
        #expect(try desk.run(["kill-switch", "off"]).out == off)
    }

    @Test func `an answer that makes no sense is in doubt, with the next step`() async throws {
        let desk = try PracticeDesk(broker: "dhan")
        #expect(try desk.run(["funds"]).status == 0)
        try await desk.post("/practice/faults", "fault=page@now/600")
        let run = try desk.run(["kill-switch", "on"])
        #expect(run.status == 4, "\(run.out)\(run.err)")
        #expect(run.err.contains("`sauda kill-switch` shows how it stands"), "\(run.err)")
    }

    @Test func `a broker without the call refuses it, and bad words are bad usage`() throws {
        let desk = try PracticeDesk()
        let refused = try desk.run(["kill-switch", "on"])
        #expect(refused.status == 1)
        #expect(refused.err.contains("kill switch"), "\(refused.err)")
        #expect(try desk.run(["kill-switch", "maybe"]).status == 2)
        #expect(try desk.run(["kill-switch", "--dry-run"]).status == 2)
    }

    @Test func `turning it with a real broker needs a configuration that says so, and a yes`() throws {
        let folder = try Folder()
        let live = PracticeDesk.config.replacingOccurrences(of: "zerodha-kite", with: "dhan")
        for (config, text) in [
            (
                live.replacingOccurrences(of: "mode: live", with: "mode: paper"),
                "turning the kill switch needs mode: live"
            ),
            (live, "nobody can be asked here; add --yes"),
        ] {
            try folder.write(config, to: "config.yaml")
            let shell = "SAUDA_MAIN__ACCESS_TOKEN=t exec \"$0\" \"$@\""
            let run = try ToolRun(["kill-switch", "on"], in: folder, through: shell)
            #expect(run.status == 2)
            #expect(run.err.contains(text), "\(run.err)")
        }
    }
}

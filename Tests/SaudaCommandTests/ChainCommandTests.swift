import Foundation
import Testing

/// `sauda chain` as a person uses it, against a practice server.
@Suite struct ChainCommandTests {
    @Test func `the next expiry's strikes around the last price, for people and as JSON`() throws {
        // A clock that runs ahead, since a chain may be asked for once in three seconds.
        let desk = try PracticeDesk(["--speed", "10"], broker: "dhan")
        let days = try desk.run(["chain", "NIFTY", "--expiries"])
        #expect(days.status == 0, "\(days.err)")
        let first = try #require(days.out.split(separator: "\n").first.map(String.init))
        #expect(first == "2026-03-24")

        let table = try desk.run(["chain", "NIFTY", "--strikes", "3"])
        #expect(table.status == 0, "\(table.err)")
        let lines = table.out.split(separator: "\n")
        #expect(lines.first?.hasPrefix("NIFTY ") == true)
        #expect(lines.first?.contains("options of \(first)") == true)
        #expect(lines.count == 2 + 3, "\(table.out)")

        let json = try desk.run(["chain", "NIFTY", "--expiry", first, "--strikes", "0", "--format", "json"]).json()
        #expect(json["expiry"] as? String == first)
        let strikes = try #require(json["strikes"] as? [[String: Any]])
        #expect(strikes.count == 5)
        let call = try #require(strikes.first?["call"] as? [String: Any])
        #expect(call["open_interest"] is Int)
        #expect(call["implied_volatility"] is Double)
    }

    @Test func `a share without options, a broker without chains and bad words are told apart`() throws {
        let dhan = try PracticeDesk(broker: "dhan")
        let none = try dhan.run(["chain", "ITC"])
        #expect(none.status == 1)
        #expect(none.err.contains("ITC has no options"), "\(none.err)")
        #expect(try dhan.run(["chain", "NIFTY", "--strikes", "-1"]).status == 2)
        #expect(try dhan.run(["chain", "NIFTY", "--expiries", "--expiry", "2026-03-24"]).status == 2)
        #expect(try dhan.run(["chain", "NOSUCHNAME"]).status == 2)
        let kite = try PracticeDesk()
        let refused = try kite.run(["chain", "INFY"])
        #expect(refused.status == 1)
        #expect(refused.err.contains("no option chains"), "\(refused.err)")
    }
}

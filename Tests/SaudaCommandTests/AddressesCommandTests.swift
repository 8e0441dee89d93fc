import Foundation
import Testing

/// `sauda addresses` as a person uses it, against a practice server.
@Suite struct AddressesCommandTests {
    @Test func `addresses are shown, tried, registered and judged`() throws {
        let desk = try PracticeDesk(broker: "dhan")
        let none = try desk.run(["addresses"])
        #expect(none.status == 0, "\(none.err)")
        #expect(none.out.contains("main: first address none\n"), "\(none.out)")
        #expect(none.out.contains("the broker sees 127.0.0.1, and takes orders from there"), "\(none.out)")
        let dry = try desk.run(["addresses", "203.0.113.10", "--dry-run"])
        #expect(dry.out == "Not sent: register 203.0.113.10 as the first address of 'main'\n", "\(dry.err)")
        #expect(try desk.run(["addresses"]).out == none.out)

        let set = try desk.run(["addresses", "203.0.113.10"])
        #expect(set.out.contains("main: first address 203.0.113.10, since 2026-03-20\n"), "\(set.out)\(set.err)")
        #expect(try desk.run(["addresses", "203.0.113.11", "--secondary"]).status == 0)
        let json = try desk.run(["addresses", "--format", "json"]).json()
        #expect(json["primary"] as? String == "203.0.113.10")
        #expect(json["secondary"] as? String == "203.0.113.11")
        let early = try desk.run(["addresses", "203.0.113.12"])
        #expect(early.status == 1)
        #expect(early.err.contains("cannot be again before 2026-03-27"), "\(early.err)")
        let doctor = try desk.run(["doctor"])
        #expect(doctor.out.contains("the broker takes orders from 127.0.0.1"), "\(doctor.out)")
    }

    @Test func `what cannot be registered is refused before it is sent`() throws {
        let desk = try PracticeDesk(broker: "dhan")
        for address in ["10.0.0.1", "2001:db8::1", "example.com"] {
            let run = try desk.run(["addresses", address])
            #expect(run.status == 1)
            #expect(run.err.contains("a public IPv4 one"), "\(run.err)")
        }
        #expect(try desk.run(["addresses", "--secondary"]).status == 2)
        #expect(try desk.run(["addresses", "--dry-run"]).status == 2)
        let other = try PracticeDesk().run(["addresses"])
        #expect(other.status == 1)
        #expect(other.err.contains("developer pages"), "\(other.err)")
    }
}

import SaudaService
import Testing

/// From where orders leave, against the address that the broker knows.
@Suite struct OutsideAddressTests {
    private func judge(
        _ registered: String?,
        proxy: Bool = false,
        local: [String] = ["203.0.113.10", "2001:db8::1"],
        outside: String? = nil
    ) -> String {
        let address = OutsideAddress(registered: registered, hasProxy: proxy, local: local, outside: outside)
        switch address.judgement {
        case .ok(let text): return "ok " + text
        case .warning(let text, let fix): return "warning " + text + " -> " + fix
        case .failed(let text, let fix): return "failed " + text + " -> " + fix
        case .skipped(let text): return "skipped " + text
        }
    }

    @Test func `the registered address of this machine is fine, seen outside or not`() {
        #expect(judge("203.0.113.10").hasPrefix("ok"))
        #expect(judge("203.0.113.10", outside: "203.0.113.10").hasPrefix("ok"))
    }

    @Test func `another address outside is refused with what to register`() {
        let text = judge("192.168.1.5", local: ["192.168.1.5"], outside: "198.51.100.7")
        #expect(text.hasPrefix("failed requests from 192.168.1.5 come out as 198.51.100.7"))
        #expect(text.contains("register 198.51.100.7"))
    }

    @Test func `an address that this machine has not is refused`() {
        #expect(judge("203.0.113.99").hasPrefix("failed 203.0.113.99 is no address of this machine"))
    }

    @Test func `IPv6 is refused as unregistered`() {
        #expect(judge("2001:db8::1").hasPrefix("failed 2001:db8::1 is an IPv6 address"))
        #expect(judge(nil, outside: "2001:db8::1").hasPrefix("failed requests leave over IPv6"))
    }

    @Test(arguments: ["10.1.2.3", "192.168.0.2", "172.20.0.1", "100.64.1.1"])
    func `a private address that nobody looked at from outside is a warning`(address: String) {
        #expect(judge(address, local: [address]).hasPrefix("warning \(address) is a private address"))
    }

    @Test func `without a registered address it is a warning, and orders by hand still go`() {
        #expect(judge(nil).hasPrefix("warning no registered address is configured"))
        #expect(OutsideAddress(registered: nil, hasProxy: false, local: [], outside: nil).refusal == nil)
    }

    @Test func `behind a proxy its address counts`() {
        #expect(judge("203.0.113.99", proxy: true).hasPrefix("ok"))
        #expect(judge("203.0.113.99", proxy: true, outside: "203.0.113.99").hasPrefix("ok"))
        #expect(judge("203.0.113.99", proxy: true, outside: "198.51.100.7").hasPrefix("failed the proxy's address"))
    }
}

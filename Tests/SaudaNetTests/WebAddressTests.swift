import SaudaBroker
import Testing

@testable import SaudaNet

@Suite struct WebAddressTests {
    @Test func `a URL is taken apart`() throws {
        let plain = try WebAddress("https://api.example.com/orders/1?token=x", [.https])
        #expect(plain.host == "api.example.com" && plain.port == 443 && plain.target == "/orders/1?token=x")
        #expect(plain.authority == "api.example.com")
        let bare = try WebAddress("wss://ws.example.com:8443?token=x", [.wss, .ws])
        #expect(bare.port == 8443 && bare.target == "/?token=x" && bare.authority == "ws.example.com:8443")
        let six = try WebAddress("http://[::1]:80/", [.http])
        #expect(six.host == "::1" && six.isLoopback && six.authority == "[::1]")
    }

    @Test(
        "what libraries could read differently is refused, and nothing of the query is said",
        arguments: [
            "", "example.com", "ftp://example.com/", "https://", "https:///x", "https://user:secret@example.com/",
            "https://example.com:0/", "https://example.com:65536/", "https://example.com:/", "https://example.com:+1/",
            "https://exa mple.com/", "https://example.com/#secret", "https://example.com/\r\nX: secret",
            "https://ex%61mple.com/", "https://[::1/", "https://[example.com]/", "https://example.com\\@evil/",
            "https://é.com/?secret", "HTTPS://example.com/", "http://example.com/?secret", "http://127.0.0.1.evil.com/",
            "http://localhost.evil.com/", "http://128.0.0.1/", "https://[::1]x/",
        ]
    )
    func refused(url: String) {
        let failure = #expect(throws: HTTPFailure.self) { try WebAddress(url, [.https, .http]) }
        #expect(failure?.kind == .badURL && failure?.mayHaveArrived == false)
        #expect(failure?.text.contains("secret") == false)
    }

    @Test(
        "without TLS this machine only is reached",
        arguments: ["http://localhost:1/", "http://127.0.0.1/", "http://127.8.8.8/", "http://[::1]/"]
    )
    func loopback(url: String) throws {
        #expect(try WebAddress(url, [.http]).isLoopback)
    }
}

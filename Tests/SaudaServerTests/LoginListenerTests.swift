import SaudaBroker
import SaudaServer
import Testing

/// The port on which a login comes back.
@Suite struct LoginListenerTests {
    @Test func `it takes the one redirect, tells of what it turned away, and shows no secret`() async throws {
        let rules = LoginRules(page: Secret("https://broker.example/login"), state: Secret("word"))
        let listener = try await LoginListener.start(port: 0, rules)
        let place = "Host: 127.0.0.1:\(listener.port)\r\n"
        async let redirect = listener.redirect()
        let foreign = try answer(
            listener.port,
            "GET /?request_token=evil&state=word HTTP/1.1\r\n\(place)Origin: https://e\r\n\r\n"
        )
        #expect(foreign.hasPrefix("HTTP/1.1 403 "))
        let start = try answer(listener.port, "GET /login HTTP/1.1\r\n\(place)\r\n")
        #expect(start.hasPrefix("HTTP/1.1 302 "))
        #expect(start.contains("Location: https://broker.example/login\r\n"))
        let good = try answer(listener.port, "GET /?request_token=abc&state=word HTTP/1.1\r\n\(place)\r\n")
        #expect(good.hasPrefix("HTTP/1.1 200 "))
        #expect(!good.contains("abc"))
        #expect(await redirect?.reveal() == "http://127.0.0.1:\(listener.port)/?request_token=abc&state=word")
        let second = try answer(listener.port, "GET /?request_token=two&state=word HTTP/1.1\r\n\(place)\r\n")
        #expect(second.hasPrefix("HTTP/1.1 410 "))
        #expect(listener.refusals.count == 1)
        await listener.stop()
    }

    @Test(.timeLimit(.minutes(1)))
    func `it is stopped twice without a wait`() async throws {
        let listener = try await LoginListener.start(port: 0, LoginRules(page: Secret("x"), state: nil))
        await listener.stop()
        await listener.stop()
        #expect(await listener.redirect() == nil)
    }

    @Test func `whoever waits is told when it is given up`() async throws {
        let listener = try await LoginListener.start(port: 0, LoginRules(page: Secret("x"), state: nil))
        async let redirect = listener.redirect()
        await listener.stop()
        #expect(await redirect == nil)
    }

    /// All that comes until the connection ends.
    private func answer(_ port: Int, _ request: String) throws -> String {
        let client = try PracticeClient(port)
        client.send(Array(request.utf8))
        while (try? client.read()) != nil {}
        return String(decoding: client.received, as: UTF8.self)
    }
}

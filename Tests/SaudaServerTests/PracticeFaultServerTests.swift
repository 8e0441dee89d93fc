import SaudaBroker
import SaudaCore
import SaudaServer
import Testing

/// The faults that only a connection can show.
@Suite struct PracticeFaultServerTests {
    private func with(_ body: (PracticeServer, PracticeClient, String) async throws -> Void) async throws {
        let server = try await PracticeDay.start()
        do {
            let token = try PracticeClient(server.port).signIn(server)
            let client = try PracticeClient(server.port)
            try await body(server, client, token)
        } catch {
            try await server.stop()
            throw error
        }
        try await server.stop()
    }

    private func order(_ server: PracticeServer) -> String {
        "exchange=NSE&tradingsymbol=INFY&transaction_type=BUY&product=CNC&order_type=LIMIT&quantity=1&price=1400"
    }

    @Test func `after a lost answer the connection is gone and the order is there`() async throws {
        try await with { server, client, token in
            _ = try client.ask("POST", "/practice/faults", "fault=lost-answer@now")
            #expect(throws: PracticeClient.Gone.self) {
                try client.ask("POST", "/orders/regular", order(server), token: token)
            }
            let second = try PracticeClient(server.port)
            #expect(try second.ask("GET", "/orders", token: token).body.contains(#""price":1400"#))
            #expect(try second.ask("GET", "/practice/faults").body == #"{"happened":{"lost-answer":1},"pending":[]}"#)
        }
    }

    @Test func `an unknown fault is refused by name`() async throws {
        try await with { _, client, _ in
            let answer = try client.ask("POST", "/practice/faults", "fault=fire@now")
            #expect(answer.status == 400)
            #expect(answer.body.contains("'fire' is not a fault. Known faults: "))
        }
    }

    @Test func `a slow body is whole in the end`() async throws {
        try await with { _, client, token in
            _ = try client.ask("POST", "/practice/clock", "rate=20")
            _ = try client.ask("POST", "/practice/faults", "fault=slow-body@now/600")
            let answer = try client.ask("GET", "/user/profile", token: token)
            #expect(answer.body.hasPrefix(#"{"status":"success""#))
            #expect(answer.body.hasSuffix("}"))
        }
    }

    @Test func `a cut ends the connections without a close frame, and a new one works`() async throws {
        try await with { server, client, token in
            #expect(try client.upgrade(token) == 101)
            _ = try client.frame()
            let control = try PracticeClient(server.port)
            control.send(
                Array("POST /practice/faults HTTP/1.1\r\nHost: x\r\nContent-Length: 13\r\n\r\nfault=cut@now".utf8)
            )
            #expect(throws: PracticeClient.Gone.self) {
                while true {
                    let opcode = try client.frame().opcode
                    #expect(opcode != 8)
                }
            }
            let again = try PracticeClient(server.port)
            #expect(try again.upgrade(token) == 101)
        }
    }

    @Test func `half a frame comes and then nothing more`() async throws {
        try await with { server, client, token in
            #expect(try client.upgrade(token) == 101)
            _ = try client.frame()
            client.say(#"{"a":"subscribe","v":[408065]}"#)
            _ = try client.message()
            let control = try PracticeClient(server.port)
            _ = try control.ask("POST", "/practice/faults", "fault=half-frame@now")
            #expect(throws: PracticeClient.Gone.self) { while true { _ = try client.frame() } }
            // The header of a frame of 48 bytes, and half of them.
            #expect(client.received.count == 24)
        }
    }

    @Test func `after a restart the same port answers and the session is still good`() async throws {
        try await with { server, client, token in
            _ = try? client.ask("POST", "/practice/faults", "fault=restart@now/1")
            #expect(throws: PracticeClient.Gone.self) { while true { try client.read() } }
            var answer: PracticeClient.Answer?
            while answer == nil {
                answer = try? PracticeClient(server.port).ask("GET", "/user/profile", token: token)
            }
            #expect(answer?.status == 200)
        }
    }
}

import DhanPractice
import Foundation
import SaudaBroker
import SaudaCore
import SaudaServer
import Testing
import ZerodhaKitePractice

/// The practice server over real sockets of this machine.
@Suite struct PracticeServerTests {
    /// Runs a test against a server that is ended whatever happens.
    private func with(
        _ server: PracticeServer,
        _ body: (PracticeServer) async throws -> Void
    ) async throws {
        do { try await body(server) } catch {
            try await server.stop()
            throw error
        }
        try await server.stop()
    }

    @Test func `a session, an order and its trade over one kept connection`() async throws {
        try await with(try await PracticeDay.start()) { server in
            let client = try PracticeClient(server.port)
            let token = try client.signIn(server)
            #expect(try client.ask("GET", "/user/profile", token: token).status == 200)
            let form =
                "exchange=NSE&tradingsymbol=INFY&transaction_type=BUY&product=CNC&order_type=LIMIT&quantity=1&price=1510"
            let placed = try client.ask("POST", "/orders/regular", form, token: token)
            #expect(placed.status == 200)
            var trades = ""
            while !trades.contains("trade_id") { trades = try client.ask("GET", "/trades", token: token).body }
            #expect(trades.contains(#""tradingsymbol":"INFY""#))
            let books = try client.ask("GET", "/practice/books").body
            #expect(books.contains(#""product":"delivery","quantity":1,"symbol":"INFY""#))
        }
    }

    @Test func `the Date header and the clock endpoint tell practice time`() async throws {
        try await with(try await PracticeDay.start()) { server in
            let client = try PracticeClient(server.port)
            let answer = try client.ask("GET", "/practice/clock")
            #expect(answer.headers["date"]?.hasPrefix("Fri, 20 Mar 2026 03:45:") == true)
            #expect(answer.body.contains(#""rate":1"#))
            #expect(answer.body.contains(#""time":"2026-03-20T09:15:"#))
            let later = try client.ask("POST", "/practice/clock", "to=15:40:00&rate=5")
            #expect(later.body.contains(#""time":"2026-03-20T15:4"#))
            #expect(later.body.contains(#""rate":5"#))
            let back = try client.ask("POST", "/practice/clock", "to=10:00:00")
            #expect(back.status == 400)
            #expect(back.body.contains("The clock goes forward only"))
        }
    }

    @Test func `nights can be jumped`() async throws {
        try await with(try await PracticeDay.start(days: 2, quiet: PracticeQuiet(nights: true))) { server in
            let client = try PracticeClient(server.port)
            let token = try client.signIn(server)
            let socket = try PracticeClient(server.port)
            #expect(try socket.upgrade(token) == 101)
            let later = try client.ask("POST", "/practice/clock", "to=20:00:30").body
            #expect(later.contains(#""time":"2026-03-23T08:0"#), "\(later)")
            // Nobody was thrown out, though the session is over.
            socket.say("are you there", opcode: 9)
            var pong = try socket.frame()
            while pong.opcode != 10 { pong = try socket.frame() }
            #expect(try client.ask("GET", "/user/profile", token: token).status == 403)
        }
    }

    @Test func `a body without end is refused and a strange method too`() async throws {
        try await with(try await PracticeDay.start()) { server in
            let client = try PracticeClient(server.port)
            #expect(try client.ask("PATCH", "/orders").status == 405)
            client.send(Array("POST /orders/regular HTTP/1.1\r\nHost: x\r\nContent-Length: 2000000\r\n\r\n".utf8))
            client.send([UInt8](repeating: 65, count: 2_000_000))
            #expect(try client.answer().status == 413)
            #expect(throws: PracticeClient.Gone.self) { _ = try client.take(1) }
        }
    }

    @Test func `the ticker speaks on the same port`() async throws {
        try await with(try await PracticeDay.start()) { server in
            let token = try PracticeClient(server.port).signIn(server)
            let client = try PracticeClient(server.port)
            #expect(try client.upgrade(token) == 101)
            #expect(try client.frame().text.hasPrefix(#"{"type":"instruments_meta""#))
            client.say(#"{"a":"subscribe","v":[408065]}"#)
            #expect(try client.message().bytes.count == 48)
            client.say("are you there", opcode: 9)
            var pong = try client.frame()
            while pong.opcode == 2 { pong = try client.frame() }
            #expect(pong.opcode == 10)
            #expect(pong.text == "are you there")
            // Prices move on.
            #expect(try client.message().opcode == 2)
            client.say("\u{03}\u{E8}", opcode: 8)
            var last = try client.frame()
            while last.opcode != 8 { last = try client.frame() }
        }
    }

    @Test("a client that answers pings stays, one that does not is cut off", arguments: [(9, 4), (20, 10)])
    func pongs(hour: Int, seconds: Int64) async throws {
        var settings = DhanSettings()
        (settings.ping, settings.pongWithin) = (.seconds(seconds), .seconds(4 * seconds))
        (settings.feed.ping, settings.feed.pongWithin) = (settings.ping, settings.pongWithin)
        // In the evening nothing happens but pings.
        let start = TimeOfDay(hour, 20)
        try await with(try await PracticeDay.start(rate: 10, from: start, dhan: settings)) { server in
            var values: [String: String] = [:]
            for credential in server.makeCredentials() { values[credential.name] = credential.value }
            let token = values["access-token", default: ""]
            let feed = "/?version=2&token=\(token)&clientId=\(values["user", default: ""])&authType=2"
            let lively = try PracticeClient(server.port)
            #expect(try lively.upgrade(to: feed) == 101)
            let silent = try [feed, "/"].map { target in
                let client = try PracticeClient(server.port)
                #expect(try client.upgrade(to: target) == 101)
                return client
            }
            for _ in 0..<6 {
                #expect(try lively.frame().opcode == 9)
                lively.say("", opcode: 10)
            }
            for client in silent {
                var opcodes: [UInt8] = []
                #expect(throws: PracticeClient.Gone.self) { while true { opcodes.append(try client.frame().opcode) } }
                #expect(opcodes == [9, 9, 9])
            }
            #expect(try lively.frame().opcode == 9)
        }
    }

    @Test func `a connection that is ended at once has its handshake first`() async throws {
        try await with(try await PracticeDay.start(dhan: DhanSettings())) { server in
            let client = try PracticeClient(server.port)
            #expect(try client.upgrade(to: "/?version=2&token=stale&clientId=1&authType=2") == 101)
            #expect(throws: PracticeClient.Gone.self) { _ = try client.frame() }
        }
    }

    @Test func `a clock that is put forward cuts nobody off`() async throws {
        try await with(try await PracticeDay.start(dhan: DhanSettings())) { server in
            let client = try PracticeClient(server.port)
            #expect(try client.upgrade(to: "/") == 101)
            let control = try PracticeClient(server.port)
            #expect(try control.ask("POST", "/practice/clock", "to=09:20:00").status == 200)
            client.say("are you there", opcode: 9)
            var frame = try client.frame()
            while frame.opcode == 9 { frame = try client.frame() }
            #expect(frame.text == "are you there")
        }
    }

    @Test func `a stale token is refused in HTTP, and the connection is no socket`() async throws {
        try await with(try await PracticeDay.start()) { server in
            let client = try PracticeClient(server.port)
            #expect(try client.upgrade("key:stale") == 403)
        }
    }

    @Test func `a hundred requests at once are all answered, and counted by the second`() async throws {
        try await with(try await PracticeDay.start()) { server in
            let client = try PracticeClient(server.port)
            let token = try client.signIn(server)
            let request = "GET /quote/ltp?i=NSE:INFY HTTP/1.1\r\nHost: x\r\nAuthorization: token \(token)\r\n\r\n"
            for _ in 0..<100 { client.send(Array(request.utf8)) }
            var answers: [Int] = []
            for _ in 0..<100 { answers.append(try client.answer().status) }
            #expect(answers.contains(200))
            #expect(answers.contains(429))
            let counts = try client.ask("GET", "/practice/counts").body
            #expect(counts.contains(#""endpoints":"quote","limit":1"#))
            #expect(counts.contains(#""total":100"#))
        }
    }

    @Test func `over TLS the certificate is signed by the authority that is told`() async throws {
        try await with(try await PracticeDay.start(tls: true)) { server in
            let authority = try #require(server.authority)
            let file = FileManager.default.temporaryDirectory.appending(path: "sauda-ca-\(UUID().uuidString).pem")
            try Data(authority.utf8).write(to: file)
            defer { try? FileManager.default.removeItem(at: file) }
            let good = try status(of: "https://localhost:\(server.port)/practice/clock", authority: file.path)
            #expect(good == "200")
            let strange = try status(of: "https://localhost:\(server.port)/practice/clock", authority: nil)
            #expect(strange == "000")
        }
    }

    private func status(of url: String, authority: String?) throws -> String {
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/env")
        let trust = authority.map { ["--cacert", $0] } ?? []
        process.arguments = ["curl", "-s", "-o", "/dev/null", "-w", "%{http_code}"] + trust + [url]
        let out = Pipe()
        process.standardOutput = out
        try process.run()
        process.waitUntilExit()
        return String(decoding: out.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    }
}

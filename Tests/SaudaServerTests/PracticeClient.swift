import DhanPractice
import Foundation
import Glibc
import SaudaBroker
import SaudaCore
import SaudaServer
import SaudaSimulation
import ZerodhaKitePractice

/// A practice server on a port of its own, on Friday 2026-03-20 at 09:15 with two generated-looking shares. Practice Kite,
/// unless there are settings for practice Dhan.
struct PracticeDay {
    static let day = Day(number: 20_532)

    static func start(
        rate: Int64 = 1,
        tls: Bool = false,
        from: TimeOfDay = TimeOfDay(9, 15, 1),
        faults: [PracticeFault] = [],
        settings: KiteSettings = KiteSettings(),
        dhan: DhanSettings? = nil,
        days: Int = 1,
        quiet: PracticeQuiet = PracticeQuiet()
    ) async throws -> PracticeServer {
        var table = InstrumentTable()
        try table.add(Instrument(symbol: "INFY", token: 1594, tick: Price(paise: 5)))
        try table.add(Instrument(symbol: "SBIN", token: 779, tick: Price(paise: 5)))
        func candle(_ day: Day, _ price: Int64) -> Candle {
            Candle(
                start: day.at(TimeOfDay(0, 0)),
                open: Price(rupees: price),
                high: Price(rupees: price + 10),
                low: Price(rupees: price - 10),
                close: Price(rupees: price + 5),
                volume: Quantity(1_000_000)
            )
        }
        let history = MarketHistory(
            daily: [1500, 800].map { [candle(day.advanced(by: -1), $0), candle(day, $0)] },
            minutes: [[], []]
        )
        let plan = PracticePlan(
            instruments: table,
            history: history,
            days: (0..<days).map { TradingDay(day.advanced(by: $0 * 3), in: .builtIn, holdsPrices: false) },
            start: day.at(from),
            faults: faults
        )
        let broker: any PracticeBroker =
            if let dhan {
                DhanPractice(plan.setup, settings: dhan, day: day)
            } else {
                KitePractice(plan.setup, settings: settings, day: day)
            }
        let floor = plan.floor(broker)
        return try await PracticeServer.start(floor, at: plan.start, rate: rate, tls: tls, quiet: quiet)
    }
}

/// A connection of plain system calls, so that what a server does is seen as it is.
final class PracticeClient {
    private let descriptor: Int32
    private(set) var received: [UInt8] = []

    struct Gone: Error {}

    init(_ port: Int) throws {
        descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = in_port_t(port).bigEndian
        address.sin_addr.s_addr = in_addr_t(0x7F00_0001).bigEndian
        var patience = timeval(tv_sec: 20, tv_usec: 0)
        unsafe setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &patience, socklen_t(MemoryLayout<timeval>.size))
        let status = unsafe withUnsafePointer(to: &address) { pointer in
            unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                unsafe connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        guard status == 0 else { throw Gone() }
    }

    deinit { close(descriptor) }

    func send(_ bytes: [UInt8]) { _ = unsafe Glibc.send(descriptor, bytes, bytes.count, Int32(MSG_NOSIGNAL)) }

    /// Reads more. Throws when the peer has ended it, or says nothing for 20 s.
    func read() throws {
        var part = [UInt8](repeating: 0, count: 65_536)
        let count = unsafe recv(descriptor, &part, part.count, 0)
        guard count > 0 else { throw Gone() }
        received += part[..<count]
    }

    /// Takes so many bytes.
    func take(_ count: Int) throws -> [UInt8] {
        while received.count < count { try read() }
        defer { received.removeFirst(count) }
        return Array(received[..<count])
    }

    func takeLine() throws -> String {
        while !received.contains(10) { try read() }
        let end = received.firstIndex(of: 10) ?? 0
        defer { received.removeFirst(end + 1) }
        return String(decoding: received[..<end].filter { $0 != 13 }, as: UTF8.self)
    }
}

// MARK: - HTTP

extension PracticeClient {
    struct Answer {
        var status: Int
        var headers: [String: String]
        var body: String
    }

    func ask(_ method: String, _ target: String, _ form: String = "", token: String = "") throws -> Answer {
        var lines = ["\(method) \(target) HTTP/1.1", "Host: 127.0.0.1", "Content-Length: \(form.utf8.count)"]
        if !token.isEmpty { lines.append("Authorization: token \(token)") }
        send(Array((lines.joined(separator: "\r\n") + "\r\n\r\n" + form).utf8))
        return try answer()
    }

    func answer() throws -> Answer {
        let first = try takeLine().split(separator: " ")
        var headers: [String: String] = [:]
        while true {
            let line = try takeLine()
            guard !line.isEmpty else { break }
            let parts = line.split(separator: ":", maxSplits: 1)
            headers[parts[0].lowercased()] = parts[1].trimmingPrefix(" ").description
        }
        let length = Int(headers["content-length"] ?? "0") ?? 0
        let body = String(decoding: try take(length), as: UTF8.self)
        return Answer(status: Int(first[1]) ?? 0, headers: headers, body: body)
    }

    /// `KEY:ACCESS_TOKEN` of a new session.
    func signIn(_ server: PracticeServer) throws -> String {
        var values: [String: String] = [:]
        for credential in server.makeCredentials() { values[credential.name] = credential.value }
        let (key, request) = (values["api-key", default: ""], values["request-token", default: ""])
        let sum = Digests.hex(Digests.sha256(Array((key + request + values["api-secret", default: ""]).utf8)))
        let answer = try ask("POST", "/session/token", "api_key=\(key)&request_token=\(request)&checksum=\(sum)")
        guard let start = answer.body.range(of: "\"access_token\":\"") else { throw Gone() }
        return key + ":" + answer.body[start.upperBound...].prefix { $0 != "\"" }
    }
}

// MARK: - WebSocket

extension PracticeClient {
    struct Frame {
        var opcode: UInt8
        var bytes: [UInt8]
        var text: String { String(decoding: bytes, as: UTF8.self) }
    }

    /// Shakes hands on this connection; the answer's status.
    func upgrade(_ token: String) throws -> Int {
        let parts = token.split(separator: ":")
        return try upgrade(to: "/?api_key=\(parts[0])&access_token=\(parts[1])")
    }

    func upgrade(to target: String) throws -> Int {
        let lines = [
            "GET \(target) HTTP/1.1", "Host: 127.0.0.1", "Connection: Upgrade", "Upgrade: websocket",
            "Sec-WebSocket-Version: 13", "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==", "", "",
        ]
        send(Array(lines.joined(separator: "\r\n").utf8))
        return try answer().status
    }

    func say(_ text: String, opcode: UInt8 = 1) {
        let bytes = Array(text.utf8)
        var frame: [UInt8] = [0x80 | opcode]
        frame +=
            bytes.count < 126 ? [0x80 | UInt8(bytes.count)] : [0xFE, UInt8(bytes.count >> 8), UInt8(bytes.count & 255)]
        let mask: [UInt8] = [1, 2, 3, 4]
        send(frame + mask + bytes.enumerated().map { $1 ^ mask[$0 % 4] })
    }

    func frame() throws -> Frame {
        let head = try take(2)
        var length = Int(head[1] & 0x7F)
        if length == 126 { length = try take(2).reduce(0) { $0 << 8 | Int($1) } }
        if length == 127 { length = try take(8).reduce(0) { $0 << 8 | Int($1) } }
        return Frame(opcode: head[0] & 0x0F, bytes: try take(length))
    }

    /// The next frame that is not a heartbeat.
    func message() throws -> Frame {
        while true {
            let frame = try frame()
            if frame.bytes.count > 1 { return frame }
        }
    }
}

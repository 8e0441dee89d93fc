import FoundationEssentials
import SaudaBroker
import SaudaCore
import SaudaNet
import SaudaService

/// A practice server on this machine: what it tells of its clock and how to sign in to it.
struct PracticePeer: Sendable {
    let http: String
    let socket: String
    let trust: TrustRoots
    let transport: CurlTransport

    /// - Parameters:
    ///   - url: `http://127.0.0.1:PORT`, or https with the server's authority in `authority`.
    init(_ url: String, authority: String?) throws {
        let isTLS = url.hasPrefix("https://")
        guard isTLS || url.hasPrefix("http://"), let colon = url.firstIndex(of: ":") else {
            throw CommandFailure(.badUsage, "'\(url)' is no address; write --practice http://127.0.0.1:PORT.")
        }
        let rest = url[url.index(colon, offsetBy: 3)...]
        let host = rest.prefix { $0 != ":" && $0 != "/" }
        guard host == "127.0.0.1" || host == "localhost" || rest.hasPrefix("[::1]") else {
            throw CommandFailure(.badUsage, "a practice server is on this machine; \(host) is not.")
        }
        http = url.hasSuffix("/") ? String(url.dropLast()) : url
        socket = (isTLS ? "wss" : "ws") + http.dropFirst(isTLS ? 5 : 4)
        trust = authority.map { .file($0) } ?? .system
        transport = try CurlTransport(trust: trust)
    }

    private struct Clock: Decodable {
        var microseconds: Int64
        var rate: Double

        var time: Timestamp { Timestamp(microseconds: microseconds) }
    }

    func clock() async throws -> WireClock {
        let clock = try await read(Clock.self, "/practice/clock")
        return WireClock(clock.time, rate: clock.rate)
    }

    /// Keeps a clock with the server's, wherever that jumps, until the task is cancelled.
    func lead(_ clock: WireClock) async {
        while !Task.isCancelled {
            if let told = try? await read(Clock.self, "/practice/clock") { clock.set(to: told.time, rate: told.rate) }
            try? await Task.sleep(for: .milliseconds(20))
        }
    }

    /// By the adapter's names; a new one-time token with each call.
    func credentials() async throws -> Credentials {
        var values = try await read([String: String].self, "/practice/credentials")
        let user = values.removeValue(forKey: "user") ?? ""
        let credentials = Credentials(user: user, secrets: values.mapValues { Secret($0) })
        Terminal.secrets.learn(credentials)
        return credentials
    }

    private func read<Value: Decodable>(_ type: Value.Type, _ path: String) async throws -> Value {
        let request = HTTPRequest(.get, http + path, endpoint: "practice")
        do {
            let response = try await transport.perform(request, within: .seconds(5))
            guard response.status == 200 else { throw refusal("it answers \(path) with \(response.status)") }
            return try JSONDecoder().decode(type, from: Data(response.body))
        } catch let failure as HTTPFailure {
            throw refusal("\(failure)")
        } catch is DecodingError {
            throw refusal("it answers \(path) with something else")
        }
    }

    private func refusal(_ what: String) -> CommandFailure {
        CommandFailure(.failed, "no practice server at \(http): \(what). Start one with `sauda practice BROKER`.")
    }
}

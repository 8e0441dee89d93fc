import FoundationEssentials
import SaudaBroker
import SaudaCore
import SaudaNet

/// Asks a practice server with TLS for faults, and what became of them.
struct PracticeFaultControl: Sendable {
    /// With its port.
    let host: String
    let http: CurlTransport

    init(_ host: String, _ http: CurlTransport) {
        self.host = host
        self.http = http
    }

    /// Lets it begin at once.
    func begin(_ fault: PracticeFault) async throws {
        let text = PracticeFault(fault.kind, .now, duration: fault.duration).description
        let request = HTTPRequest(
            .post,
            "https://\(host)/practice/faults",
            headers: [HTTPHeader("Content-Type", "application/x-www-form-urlencoded")],
            body: Array("fault=\(text.replacing("@", with: "%40").replacing("/", with: "%2F"))".utf8),
            endpoint: "practice"
        )
        let response = try await http.perform(request, within: .seconds(20))
        guard response.status == 200 else {
            throw CommandFailure(.failed, "the practice server answers the fault \(text) with \(response.status).")
        }
    }

    /// How often each fault did something, as the server says.
    func happened() async throws -> [PracticeFault.Kind: Int] {
        struct Faults: Decodable { var happened: [String: Int] }
        let request = HTTPRequest(.get, "https://\(host)/practice/faults", endpoint: "practice")
        let response = try await http.perform(request, within: .seconds(20))
        let faults = try JSONDecoder().decode(Faults.self, from: Data(response.body))
        var counts: [PracticeFault.Kind: Int] = [:]
        for (name, count) in faults.happened {
            if let kind = PracticeFault.Kind(rawValue: name) { counts[kind] = count }
        }
        return counts
    }
}

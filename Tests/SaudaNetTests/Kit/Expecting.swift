import SaudaBroker
import SaudaCore
import Testing

@testable import SaudaNet

extension HTTPTransport {
    /// The failure of a request that must not succeed.
    func failure(
        _ request: HTTPRequest,
        within limit: TimeSpan = .seconds(10),
        _ place: SourceLocation = #_sourceLocation
    ) async -> HTTPFailure? {
        do {
            let answer = try await perform(request, within: limit)
            Issue.record("answered with \(answer.status)", sourceLocation: place)
            return nil
        } catch {
            return error
        }
    }
}

extension ScriptServer {
    func url(_ path: String = "/", _ scheme: String = "http", host: String = "localhost") -> String {
        "\(scheme)://\(host):\(port)\(path)"
    }

    func get(_ path: String = "/", _ scheme: String = "http", host: String = "localhost") -> HTTPRequest {
        HTTPRequest(.get, url(path, scheme, host: host), endpoint: "test")
    }

    func post(_ path: String = "/orders", _ scheme: String = "http", body: String = "quantity=1") -> HTTPRequest {
        HTTPRequest(.post, url(path, scheme), body: Array(body.utf8), endpoint: "test")
    }
}

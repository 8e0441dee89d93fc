import NIOConcurrencyHelpers
import SaudaBroker
import SaudaCore
import SaudaService
import Testing
import ZerodhaKiteAdapter

/// LOG-3: a broker that quotes what it was sent gives nothing away, to whoever asks and in no notice.
@Suite struct LinkRedactionTests {
    /// Refuses everything, quoting headers, address and body.
    private final class Echo: HTTPTransport {
        let type: String
        let sent = NIOLockedValueBox<[String]>([])
        init(type: String) { self.type = type }

        func perform(_ request: HTTPRequest, within limit: TimeSpan) async throws(HTTPFailure) -> HTTPResponse {
            let headers = request.headers.map { "\($0.name) = \($0.value)" }.joined(separator: ", ")
            let words = "no: \(request.url) \(headers) \(String(decoding: request.body, as: UTF8.self))"
            sent.withLockedValue { $0.append(words) }
            return HTTPResponse(
                status: 403,
                body: Array(#"{"status":"error","message":"\#(words)","error_type":"\#(type)"}"#.utf8)
            )
        }
    }

    private struct NoSockets: SocketTransport {
        func open(_ request: SocketRequest, within limit: TimeSpan) async throws(SocketFailure) -> any Socket {
            throw .failed(HTTPFailure(.connect, mayHaveArrived: false, text: "no way to \(request.url)"))
        }
    }

    private static let planted = [
        "planted-key-1a2b", "planted-secret-3c4d", "planted-request-5e6f", "planted-token-7a8b",
    ]

    private func talk(_ type: String, isSignedIn: Bool) async throws -> (texts: [String], sent: [String]) {
        let clock = WireClock(Timestamp(microseconds: 1_774_000_000_000_000), rate: 1)
        let credentials = Credentials(
            user: "ZZ0001",
            secrets: [
                "api-key": Secret(Self.planted[0]), "api-secret": Secret(Self.planted[1]),
                "request-token": Secret(Self.planted[2]),
            ]
        )
        let session = BrokerSession(
            user: "ZZ0001",
            secrets: ["access-token": Secret(Self.planted[3])],
            issued: clock.now,
            expires: nil
        )
        let texts = NIOLockedValueBox<[String]>([])
        let echo = Echo(type: type)
        let link = BrokerLink(
            LinkMachine(
                ZerodhaKite(),
                credentials,
                session: isSignedIn ? session : nil,
                settings: LinkSettings(account: AccountID(index: 0), tagPrefix: "SR", seed: 1)
            ),
            http: echo,
            sockets: NoSockets(),
            clock: clock,
            outlets: BrokerLink.Outlets(
                events: { kinds in texts.withLockedValue { $0.append("\(kinds)") } },
                notice: { notice in texts.withLockedValue { $0.append(notice.text) } }
            )
        )
        await withTaskGroup(of: Void.self) { group in
            group.addTask { await link.run() }
            link.post(.start)
            do throws(BrokerError) {
                _ = try await link.ask(.funds)
            } catch {
                texts.withLockedValue { $0.append("\(error)") }
            }
            link.stop()
        }
        return (texts.withLockedValue(\.self), echo.sent.withLockedValue(\.self))
    }

    @Test(
        "what a refusal quotes is masked",
        arguments: [
            ("InputException", true), ("UserException", true), ("InputException", false), ("UserException", false),
        ]
    )
    func refusal(type: String, isSignedIn: Bool) async throws {
        let (texts, sent) = try await talk(type, isSignedIn: isSignedIn)
        // It was said: what is looked for is there to be found.
        #expect(sent.joined().contains(Self.planted[0]))
        let all = texts.joined(separator: "\n")
        #expect(all.contains("<secret>"), "\(all)")
        for value in Self.planted { #expect(!all.contains(value), "\(all)") }
        // Known by its key alone.
        #expect(!all.contains("checksum=") || all.contains("checksum=<secret>"), "\(all)")
    }
}

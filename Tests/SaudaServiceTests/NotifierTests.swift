import NIOConcurrencyHelpers
import SaudaBroker
import SaudaCore
import Testing

@testable import SaudaService

@Suite struct NotifierTests {
    private static let start = Day("2026-11-20")!.at(TimeOfDay(10, 0))
    private let hook = AlertChannel(name: "hook", target: .webhook(url: "https://h.example/x", secret: nil))

    private func notice(_ code: String, _ level: Alert.Level = .warning, _ text: String = "t") -> Notice {
        Notice(level, code, text, at: Self.start)
    }

    /// Runs a notifier until all that was posted has gone out; returns what was logged.
    private func play(
        _ desk: FakeDesk,
        _ channels: [AlertChannel],
        known: [Secret] = [],
        _ body: (Notifier) -> Void
    ) async -> [String] {
        let secrets = KnownSecrets(known)
        let senders = channels.map { AlertSender($0, AlertSecrets(), known: secrets, desk.world) }
        let log = NIOLockedValueBox<[String]>([])
        let notifier = Notifier(senders, account: "main", desk.world) { line in log.withLockedValue { $0.append(line) }
        }
        body(notifier)
        notifier.close()
        await notifier.run()
        return log.withLockedValue { $0 }
    }

    @Test func `what is posted goes out in order, with the one account's name`() async {
        let desk = FakeDesk { _, _ in .success(HTTPResponse(status: 204)) }
        let log = await play(desk, [hook]) { notifier in
            for code in ["a", "b", "c"] { notifier.post(notice(code)) }
        }
        #expect(log.isEmpty && desk.codes == ["a", "b", "c"] && desk.waits.isEmpty)
        #expect(desk.bodies.allSatisfy { $0.contains(#""account":"main""#) })
    }

    @Test func `a receiver that fails is tried three times more, later each time, then one line says so`() async {
        let desk = FakeDesk { _, _ in .success(HTTPResponse(status: 502, body: Array("bad\ngateway".utf8))) }
        let log = await play(desk, [hook]) { notifier in
            for code in ["a", "b"] { notifier.post(notice(code)) }
        }
        #expect(desk.codes == ["a", "a", "a", "a", "b", "b", "b", "b"])
        #expect(desk.waits == [2, 8, 30, 2, 8, 30].map(TimeSpan.seconds))
        #expect(
            log == [
                "alerts: 'hook' did not take a after 4 tries: it answered 502: bad gateway",
                "alerts: 2 for 'hook' did not go out; `sauda alerts test hook` tries it",
            ]
        )
    }

    @Test func `a receiver says how long to wait, and one that wants too long is given up`() async {
        let desk = FakeDesk { _, tries in
            switch tries {
            case 1: .success(HTTPResponse(status: 429, headers: [HTTPHeader("retry-after", "17")]))
            case 2: .failure(HTTPFailure(.timedOut, mayHaveArrived: true, text: "POST to h.example: none in time"))
            case 3: .success(HTTPResponse(status: 200))
            default: .success(HTTPResponse(status: 429, headers: [HTTPHeader("Retry-After", "3600")]))
            }
        }
        let log = await play(desk, [hook]) { notifier in
            for code in ["a", "b"] { notifier.post(notice(code)) }
        }
        #expect(desk.codes == ["a", "a", "a", "b"] && desk.waits == [.seconds(17), .seconds(8)])
        #expect(log == ["alerts: 'hook' did not take b after 1 try: it answered 429"])
    }

    @Test("what a person has to mend is not tried again", arguments: [400, 401, 403, 404, 301])
    func refusals(status: Int) async {
        let desk = FakeDesk { _, _ in .success(HTTPResponse(status: status)) }
        let log = await play(desk, [hook]) { $0.post(notice("a")) }
        #expect(desk.codes == ["a"] && desk.waits.isEmpty)
        #expect(log.count == 1 && log[0].contains("it answered \(status)"))
    }

    @Test func `after a failure it is said when messages go out again`() async {
        let desk = FakeDesk { _, tries in .success(HTTPResponse(status: tries == 3 ? 200 : 403)) }
        let log = await play(desk, [hook]) { notifier in
            for code in ["a", "b", "c"] { notifier.post(notice(code)) }
        }
        #expect(log.count == 2 && log.last == "alerts: 'hook' takes them again; 2 did not go out")
    }

    @Test func `what did not go out is counted in the next summary`() async {
        let desk = FakeDesk { _, tries in .success(HTTPResponse(status: tries == 1 ? 403 : 200)) }
        let (lines, written) = AsyncStream<String>.makeStream()
        let senders = [AlertSender(hook, AlertSecrets(), known: KnownSecrets([]), desk.world)]
        let notifier = Notifier(senders, desk.world) { line in written.yield(line) }
        async let running: Void = notifier.run()
        notifier.post(notice("a", .critical))
        var failures = lines.makeAsyncIterator()
        #expect(await failures.next()?.contains("did not take a") == true)
        notifier.close()
        await running
        #expect(desk.codes == ["a", "left-out"])
        #expect(desk.bodies.last?.contains("1 more were left out since 10:00:00, 1 of them critical") == true)
    }

    @Test func `LOG-3: no known secret leaves in a text, nor in a receiver's words`() async {
        let secret = Secret("hunter2-of-the-broker")
        let desk = FakeDesk { _, _ in
            .success(HTTPResponse(status: 400, body: Array("you said hunter2-of-the-broker".utf8)))
        }
        let log = await play(desk, [hook], known: [secret]) { notifier in
            notifier.post(notice("a", .critical, "sign-in failed: hunter2-of-the-broker, access_token=abcdef123"))
        }
        #expect(desk.bodies.count == 1 && desk.bodies[0].contains("<secret>"))
        #expect(!desk.bodies[0].contains("hunter2") && !desk.bodies[0].contains("abcdef123"))
        #expect(log.count == 1 && !log[0].contains("hunter2"))
    }

    @Test func `a storm never waits for a channel: few messages, and all are counted`() async {
        let desk = FakeDesk { _, _ in .success(HTTPResponse(status: 200)) }
        let log = await play(desk, [hook]) { notifier in
            for number in 0..<10_000 { notifier.post(notice("c\(number)", number % 500 == 0 ? .critical : .warning)) }
        }
        #expect(log.isEmpty)
        // 20 of them critical, each sent; then the last word.
        #expect(desk.codes.count == 20 + 19 + 1 && desk.codes.last == "left-out")
        #expect(desk.bodies.last?.contains("\"count\":9961") == true)
    }

    @Test func `a channel that is down delays itself alone`() async {
        let ntfy = AlertChannel(name: "ntfy", target: .ntfy(url: "https://n.example/t", token: nil))
        let desk = FakeDesk { request, _ in
            .success(HTTPResponse(status: request.url.contains("n.example") ? 200 : 500))
        }
        let log = await play(desk, [hook, ntfy]) { $0.post(notice("a")) }
        #expect(desk.sent(to: "n.example") == 1 && desk.sent(to: "h.example") == 4)
        #expect(log.count == 1)
    }

    @Test func `a mail goes out by the mail's way, and a refusal is not tried again`() async {
        let mail = AlertChannel(
            name: "m",
            target: .mail(.init(server: "smtps://m", sender: "a@b", recipients: ["c@d"]))
        )
        let desk = FakeDesk { _, _ in .success(HTTPResponse(status: 200)) }
        #expect(await play(desk, [mail]) { $0.post(notice("a")) }.isEmpty)
        #expect(desk.mails.map(\.recipients) == [["c@d"]])
        desk.refuse(MailFailure(isTemporary: false, text: "mail to m: it answered 550"))
        #expect(await play(desk, [mail]) { $0.post(notice("a")) }.count == 1)
        #expect(desk.mails.count == 2)
        desk.refuse(MailFailure(isTemporary: true, text: "mail to m: it answered 421"))
        _ = await play(desk, [mail]) { $0.post(notice("a")) }
        #expect(desk.mails.count == 6)
    }

    @Test func `alerts of the engine, halts and words of a link become notices`() {
        var instruments = ["TCS", "INFY"].makeIterator()
        let names = [InstrumentID(index: 0): instruments.next()!, InstrumentID(index: 1): instruments.next()!]
        let alert = Alert(.critical, instrument: InstrumentID(index: 1), code: "order-stuck", text: "x")
        let notices = Notice.all(of: Event(Self.start, .control(.stop)), [.alert(alert)]) { names[$0] }
        #expect(notices.map(\.code) == ["halt", "order-stuck"] && notices.map(\.level) == [.critical, .critical])
        #expect(notices.map(\.instrument) == [nil, "INFY"])
        let resumed = Notice.all(of: Event(Self.start, .control(.resume)), []) { names[$0] }
        #expect(resumed.map(\.code) == ["resume"] && resumed.map(\.level) == [.warning])
        let link = Notice(LinkNotice(.warning, "feed-gap", "t"), at: Self.start)
        #expect(link.level == .warning && link.code == "feed-gap" && link.instrument == nil)
    }
}

/// Receivers as a test wants them; it waits for nobody and writes down what it should have waited for.
private final class FakeDesk: HTTPTransport, MailTransport {
    private struct State {
        var requests: [HTTPRequest] = []
        var mails: [MailRequest] = []
        var waits: [TimeSpan] = []
        var refusal: MailFailure?
    }

    private let state = NIOLockedValueBox(State())
    private let answer: @Sendable (HTTPRequest, Int) -> Result<HTTPResponse, HTTPFailure>

    /// - Parameter answer: to a request, and how many have come so far.
    init(_ answer: @escaping @Sendable (HTTPRequest, Int) -> Result<HTTPResponse, HTTPFailure>) { self.answer = answer }

    var bodies: [String] { state.withLockedValue { $0.requests.map { String(decoding: $0.body, as: UTF8.self) } } }
    var codes: [String] {
        bodies.map { body in body.firstMatch(of: /"code":"([^"]*)"/).map { String($0.1) } ?? "?" }
    }
    var mails: [MailRequest] { state.withLockedValue { $0.mails } }
    var waits: [TimeSpan] { state.withLockedValue { $0.waits } }
    func sent(to host: String) -> Int { state.withLockedValue { $0.requests.count { $0.url.contains(host) } } }
    func refuse(_ failure: MailFailure) { state.withLockedValue { $0.refusal = failure } }

    var world: AlertSender.World {
        AlertSender.World(http: self, mail: self, now: { Day("2026-11-20")!.at(TimeOfDay(10, 0)) }) { [state] span in
            if span == .seconds(5) {
                // The notifier's own beat: none in a test.
                for await _ in AsyncStream<Void>.makeStream().stream {}
                throw CancellationError()
            }
            state.withLockedValue { $0.waits.append(span) }
        }
    }

    func perform(_ request: HTTPRequest, within limit: TimeSpan) async throws(HTTPFailure) -> HTTPResponse {
        let count = state.withLockedValue { state in
            state.requests.append(request)
            return state.requests.count
        }
        return try answer(request, count).get()
    }

    func deliver(_ mail: MailRequest, within limit: TimeSpan) async throws(MailFailure) {
        let refusal = state.withLockedValue { state in
            state.mails.append(mail)
            return state.refusal
        }
        if let refusal { throw refusal }
    }
}

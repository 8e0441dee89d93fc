import NIOConcurrencyHelpers
package import SaudaBroker
package import SaudaCore

/// One account's line to its broker: a `LinkMachine` with real sockets, files and time around it.
///
/// It decides nothing. One task owns the machine; requests and connections are tasks beside it that post what came of
/// them, and end with it.
package final class BrokerLink: Sendable {
    /// What leaves the link. Each is called by its task and must not wait.
    package struct Outlets: Sendable {
        /// Events for the engine, together as they came.
        package var events: @Sendable ([Event.Kind]) -> Void
        package var depth: @Sendable (Depth) -> Void
        package var notice: @Sendable (LinkNotice) -> Void
        /// A session to be kept for the next start.
        package var keep: @Sendable (BrokerSession) -> Void
        /// How often was signed in, to be kept before the next try is made.
        package var count: @Sendable (SignInTries) -> Void
        /// A person has to log in at the address; the answer is the address that the browser was sent back to, given
        /// to `post(.redirect)`.
        package var openBrowser: @Sendable (Secret) -> Void
        package var ask: @Sendable (String) -> Void
        /// Every message as it came, with the number of its connection.
        package var frame: @Sendable (UInt64, SocketMessage, Timestamp) -> Void

        package init(
            events: @escaping @Sendable ([Event.Kind]) -> Void,
            depth: @escaping @Sendable (Depth) -> Void = { _ in },
            notice: @escaping @Sendable (LinkNotice) -> Void,
            keep: @escaping @Sendable (BrokerSession) -> Void = { _ in },
            count: @escaping @Sendable (SignInTries) -> Void = { _ in },
            openBrowser: @escaping @Sendable (Secret) -> Void = { _ in },
            ask: @escaping @Sendable (String) -> Void = { _ in },
            frame: @escaping @Sendable (UInt64, SocketMessage, Timestamp) -> Void = { _, _, _ in }
        ) {
            self.events = events
            self.depth = depth
            self.notice = notice
            self.keep = keep
            self.count = count
            self.openBrowser = openBrowser
            self.ask = ask
            self.frame = frame
        }
    }

    private let clock: WireClock
    private let http: any HTTPTransport
    private let transport: any SocketTransport
    private let outlets: Outlets
    private let secrets: KnownSecrets
    private let mailbox = Mailbox<LinkInput>()
    private let shared: NIOLockedValueBox<Shared>

    private struct Shared {
        /// Handed to the task that runs; nil from then on.
        var machine: LinkMachine?
        var sockets: [SocketID: any Socket] = [:]
        var closed: Set<SocketID> = []
        var answers: [UInt64: CheckedContinuation<Result<ErrandResult, BrokerError>, Never>] = [:]
        var errands: UInt64 = 0
        var hasEnded = false
        var health: FeedHealth?
        var skew: ClosedRange<TimeSpan>?
    }

    /// - Parameter secrets: masked in every text that leaves. The machine's join them, and tokens as they are signed for.
    package init(
        _ machine: LinkMachine,
        http: any HTTPTransport,
        sockets: any SocketTransport,
        clock: WireClock,
        outlets: Outlets,
        secrets: KnownSecrets = KnownSecrets()
    ) {
        shared = NIOLockedValueBox(Shared(machine: machine))
        self.http = http
        transport = sockets
        self.clock = clock
        self.outlets = outlets
        self.secrets = secrets
        secrets.learn(machine.context.credentials)
        if let session = machine.context.session { secrets.learn(session) }
    }

    package func post(_ input: LinkInput) {
        switch input {
        case .redirect(let secret), .reply(let secret): secrets.learn([secret])
        case .session(let session): secrets.learn(session)
        default: break
        }
        mailbox.post(input)
    }

    /// Asks the broker something and waits for the answer. Fails when the link ends first.
    package func ask(_ errand: Errand) async throws(BrokerError) -> ErrandResult {
        let result = await withCheckedContinuation { continuation in
            let number = shared.withLockedValue { shared -> UInt64? in
                guard !shared.hasEnded else { return nil }
                shared.errands += 1
                shared.answers[shared.errands] = continuation
                return shared.errands
            }
            guard let number else { return continuation.resume(returning: .failure(Self.ended)) }
            mailbox.post(.errand(number, errand))
        }
        return try result.get()
    }

    /// As of the last input.
    package var feedHealth: FeedHealth? { shared.withLockedValue { $0.health } }

    /// The broker's clock less ours, as far as its answers have told.
    package var clockSkew: ClosedRange<TimeSpan>? { shared.withLockedValue { $0.skew } }

    /// Ends the link after what has been posted; `run` returns.
    package func stop() { mailbox.close() }

    /// Runs until `stop`, or until the task is cancelled. Once only.
    package func run() async {
        guard
            var machine = shared.withLockedValue({ shared in
                defer { shared.machine = nil }
                return shared.machine
            })
        else { preconditionFailure("a link runs once") }
        await withTaskCancellationHandler {
            await withDiscardingTaskGroup { group in
                var actions: [LinkAction] = []
                var timer = Alarm()
                while let inputs = await mailbox.next() {
                    // One that came early has to be set again.
                    if inputs.contains(where: \.isTimer) { timer.time = .distantFuture }
                    for input in inputs { machine.handle(input, at: clock.now, into: &actions) }
                    carryOut(actions, &timer, in: &group)
                    actions.removeAll(keepingCapacity: true)
                    let (health, skew) = (machine.feedHealth(at: clock.now), machine.clock.known)
                    shared.withLockedValue { ($0.health, $0.skew) = (health, skew) }
                }
                timer.task?.cancel()
                group.cancelAll()
                closeAll()
            }
        } onCancel: {
            mailbox.close()
        }
    }

    /// The next wake-up, and the task that waits for it.
    private struct Alarm {
        var time = Timestamp.distantFuture
        var task: Task<Void, Never>?
    }

    private func carryOut(_ actions: [LinkAction], _ timer: inout Alarm, in group: inout DiscardingTaskGroup) {
        var events: [Event.Kind] = []
        var wake: Timestamp?
        for action in actions {
            switch action {
            case .send(let id, let request, let limit): send(id, request, clock.real(limit), in: &group)
            case .open(let id, let request, let limit): open(id, request, clock.real(limit), in: &group)
            case .write(let id, let message): shared.withLockedValue { $0.sockets[id] }?.write(message)
            case .close(let id): close(id)
            case .wake(let time): wake = time
            case .post(let kind): events.append(kind.quotesBroker ? secrets.current.redact(kind) : kind)
            case .depth(let depth): outlets.depth(depth)
            case .result(let number, let result):
                let result = result.mapError { secrets.current.redact($0) }
                shared.withLockedValue { $0.answers.removeValue(forKey: number) }?.resume(returning: result)
            case .ask(let prompt): outlets.ask(prompt)
            case .openBrowser(let url): outlets.openBrowser(url)
            case .keep(let session):
                secrets.learn(session)
                outlets.keep(session)
            case .count(let tries): outlets.count(tries)
            case .notice(let notice): outlets.notice(secrets.current.redact(notice))
            }
        }
        if !events.isEmpty { outlets.events(events) }
        set(&timer, to: wake)
    }

    /// A wake-up that comes too early does no harm, so only an earlier one needs a new task.
    private func set(_ timer: inout Alarm, to wake: Timestamp?) {
        guard let wake, wake < timer.time || timer.time <= clock.now else { return }
        timer.task?.cancel()
        timer.time = wake
        let (clock, mailbox) = (clock, mailbox)
        timer.task = Task {
            guard (try? await clock.sleep(until: wake)) != nil else { return }
            mailbox.post(.timer)
        }
    }

    private func send(_ id: CallID, _ request: HTTPRequest, _ limit: TimeSpan, in group: inout DiscardingTaskGroup) {
        let (http, mailbox) = (http, mailbox)
        group.addTask {
            do throws(HTTPFailure) {
                mailbox.post(.response(id, try await http.perform(request, within: limit)))
            } catch {
                mailbox.post(.failure(id, error))
            }
        }
    }

    // MARK: - Sockets

    private func open(_ id: SocketID, _ request: SocketRequest, _ limit: TimeSpan, in group: inout DiscardingTaskGroup)
    {
        var request = request
        request.pingAfter = clock.real(request.pingAfter)
        let (transport, mailbox, opening) = (transport, mailbox, request)
        group.addTask {
            do throws(SocketFailure) {
                let socket = try await transport.open(opening, within: limit)
                guard self.keep(socket, as: id) else { return socket.close(code: 1000) }
                mailbox.post(.socketOpened(id))
                while let message = await socket.next() {
                    mailbox.post(.message(id, message))
                    self.outlets.frame(id.number, message, self.clock.now)
                }
                self.forget(id)
                mailbox.post(.socketEnded(id, socket.ending ?? .cut("ended")))
            } catch {
                self.forget(id)
                mailbox.post(.socketFailed(id, error))
            }
        }
    }

    /// False when it was closed, or the link ended, before it was open.
    private func keep(_ socket: any Socket, as id: SocketID) -> Bool {
        shared.withLockedValue { shared in
            guard shared.closed.remove(id) == nil, !shared.hasEnded else { return false }
            shared.sockets[id] = socket
            return true
        }
    }

    private func forget(_ id: SocketID) {
        shared.withLockedValue { shared in
            shared.sockets[id] = nil
            shared.closed.remove(id)
        }
    }

    private func close(_ id: SocketID) {
        let socket = shared.withLockedValue { shared in
            if shared.sockets[id] == nil { shared.closed.insert(id) }
            return shared.sockets.removeValue(forKey: id)
        }
        socket?.close(code: 1000)
    }

    private func closeAll() {
        let (sockets, answers) = shared.withLockedValue { shared in
            shared.hasEnded = true
            defer { (shared.sockets, shared.answers) = ([:], [:]) }
            return (shared.sockets, shared.answers)
        }
        for socket in sockets.values { socket.close(code: 1001) }
        for answer in answers.values { answer.resume(returning: .failure(Self.ended)) }
    }

    private static let ended = BrokerError(
        broker: "link",
        summary: "the link has ended",
        nextStep: "Start it again.",
        recovery: .stop
    )
}

extension LinkInput {
    fileprivate var isTimer: Bool { if case .timer = self { true } else { false } }
}

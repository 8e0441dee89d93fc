package import SaudaBroker
package import SaudaCore

/// Plays a link card on one thread, in no time: a `LinkMachine` with the adapter on one side, the practice broker on the
/// other, and between them a wire that takes some milliseconds. The same record every time.
package struct LinkPlayer<Side: PracticeSide>: Sendable {
    /// What the broker's instrument list means here: our handles with its keys.
    package typealias Listings = @Sendable (InstrumentList) throws -> ListingTable
    /// A person logs in at the address; gives back what the browser was sent to, or the answer.
    package typealias LogIn = @Sendable (inout Side, Secret, Timestamp) -> LinkInput

    private let listings: Listings
    private let logIn: LogIn
    private var desk: LinkDesk
    private var machine: LinkMachine
    private var side: Side
    private var now: Timestamp
    private var random = SeededDice(seed: 11)
    private var agenda: [(time: Timestamp, order: UInt64, item: Item)] = []
    private var counter: UInt64 = 0
    private var wake: Timestamp?
    /// Requests that the broker has and has not answered, and sockets, by its numbers for them.
    private var calls: [PracticeCall: CallID] = [:]
    private var sockets: [PracticeSocket: SocketID] = [:]
    private var muted: Set<PracticeSocket> = []
    /// Nobody listens before.
    private var deafUntil = Timestamp(microseconds: .min)
    private var list: InstrumentList?

    private enum Item {
        case request(CallID, HTTPRequest)
        case handshake(SocketID, SocketRequest)
        case message(PracticeSocket, SocketMessage)
        case link(LinkInput)
        case step(LinkScenario.Action)
    }

    /// Errand numbers: the instrument list, the book in the end, and questions from the third on.
    private static var firstQuestion: UInt64 { 3 }

    /// - Parameters:
    ///   - adapter: with any addresses; what follows their host goes to the side.
    ///   - side: that stands at `LinkScenario.start` of the day.
    package init(
        _ adapter: any BrokerAdapter,
        _ credentials: Credentials,
        _ side: Side,
        share: InstrumentID,
        price: Price,
        day: Day,
        listings: @escaping Listings,
        logIn: @escaping LogIn
    ) {
        desk = LinkDesk(adapter, share: share, price: price, day: day)
        machine = LinkMachine(adapter, credentials, settings: LinkDesk.settings)
        self.side = side
        self.listings = listings
        self.logIn = logIn
        now = day.at(LinkScenario.start)
    }

    /// Plays the whole scenario.
    ///
    /// - Throws: what `listings` throws.
    package mutating func play(_ scenario: LinkScenario) throws -> LinkRecord {
        let day = now.day
        for fault in scenario.faults { side.broker.add(fault, at: now) }
        for step in scenario.steps { later(day.at(step.time).since(now), .step(step.action)) }
        give(.start)
        give(.errand(1, .instruments))
        try play(until: day.at(scenario.end))
        give(.errand(2, .orderBook))
        try play(until: day.at(scenario.end).advanced(by: .seconds(10)))
        desk.record.counts = side.broker.broker.counts
        desk.record.happened = side.broker.happened
        return desk.record
    }

    private mutating func play(until end: Timestamp) throws {
        while true {
            let next = agenda.indices.min {
                (agenda[$0].time, agenda[$0].order) < (agenda[$1].time, agenda[$1].order)
            }
            let due = next.map { agenda[$0].time } ?? .distantFuture
            let ours = min(due, wake ?? .distantFuture)
            let time = min(ours, side.nextTime)
            guard time <= end else { break }
            now = max(now, time)
            if side.nextTime <= ours {
                var actions: [PracticeAction] = []
                side.advance(to: now, into: &actions)
                for action in actions { take(action) }
            } else if let wake, wake <= due {
                self.wake = nil
                give(.timer)
            } else if let next {
                take(agenda.remove(at: next).item)
            }
            if let list {
                self.list = nil
                for input in desk.opening(try listings(list)) { give(input) }
            }
        }
        now = end
    }

    private mutating func later(_ span: TimeSpan, _ item: Item) {
        counter += 1
        agenda.append((now.advanced(by: span), counter, item))
    }

    private mutating func trip() -> TimeSpan { .milliseconds(1 + Int64(random.below(30))) }

    private mutating func take(_ item: Item) {
        switch item {
        case .request(let id, let request):
            guard now >= deafUntil else { return give(.failure(id, Self.refused)) }
            counter += 1
            let call = PracticeCall(number: counter)
            calls[call] = id
            let target = Self.target(request.url)
            tell(.request(call, IncomingRequest(request.method, target, headers: request.headers, body: request.body)))
        case .handshake(let id, let request):
            guard now >= deafUntil else { return give(.socketFailed(id, .failed(Self.refused))) }
            counter += 1
            let socket = PracticeSocket(number: counter)
            sockets[socket] = id
            tell(.socketRequest(socket, IncomingRequest(.get, Self.target(request.url), headers: request.headers)))
        case .message(let socket, let message): if sockets[socket] != nil { tell(.socketMessage(socket, message)) }
        case .link(let input): give(input)
        case .step(let action): step(action)
        }
    }

    private static var refused: HTTPFailure {
        HTTPFailure(.connect, mayHaveArrived: false, text: "connection refused")
    }

    /// Path and query of an absolute address.
    private static func target(_ url: String) -> String {
        let rest = url.firstRange(of: "://").map { url[$0.upperBound...] } ?? url[...]
        guard let start = rest.firstIndex(where: { $0 == "/" || $0 == "?" }) else { return "/" }
        return (rest[start] == "?" ? "/" : "") + rest[start...]
    }

    private mutating func step(_ action: LinkScenario.Action) {
        if case .ask(let count) = action {
            for _ in 0..<count {
                counter += 1
                give(.errand(Self.firstQuestion + counter, .funds))
            }
        } else if let input = desk.input(for: action, at: now) {
            give(input)
        } else {
            later(.milliseconds(100), .step(action))
        }
    }
}

// MARK: - The broker's side

extension LinkPlayer {
    private mutating func tell(_ input: PracticeInput) {
        var actions: [PracticeAction] = []
        side.take(input, at: now, into: &actions)
        for action in actions { take(action) }
    }

    private mutating func take(_ action: PracticeAction) {
        switch action {
        case .respond(let call, let response, let delivery):
            guard let id = calls.removeValue(forKey: call) else { return }
            let headers = response.headers + [HTTPHeader("Date", Side.date(of: now))]
            var span = trip()
            if case .slowly(let over) = delivery { span = over }
            let answer = HTTPResponse(status: response.status, headers: headers, body: response.body)
            later(span, .link(.response(id, answer)))
        case .drop(let call): if let id = calls.removeValue(forKey: call) { fail(id) }
        case .accept(let socket): if let id = sockets[socket] { later(trip(), .link(.socketOpened(id))) }
        case .refuse(let socket, let response):
            guard let id = sockets.removeValue(forKey: socket) else { return }
            let answer = HTTPResponse(status: response.status, headers: response.headers, body: response.body)
            later(trip(), .link(.socketFailed(id, .refused(answer))))
        case .write(let socket, let message, _):
            guard !muted.contains(socket), let id = sockets[socket] else { return }
            later(.milliseconds(5), .link(.message(id, message)))
        case .writeHalf(let socket, _), .cut(let socket), .close(let socket, _): end(socket)
        case .mute(let socket): muted.insert(socket)
        case .cutAll: cutAll()
        case .restart(let span):
            cutAll()
            deafUntil = now.advanced(by: span)
        case .exchange, .convert: break
        }
    }

    private mutating func fail(_ id: CallID) {
        later(trip(), .link(.failure(id, HTTPFailure(.cut, mayHaveArrived: true, text: "cut"))))
    }

    private mutating func end(_ socket: PracticeSocket) {
        guard let id = sockets.removeValue(forKey: socket) else { return }
        later(trip(), .link(.socketEnded(id, .cut("reset"))))
        tell(.socketClosed(socket))
    }

    private mutating func cutAll() {
        for id in calls.values.sorted(by: { $0.number < $1.number }) { fail(id) }
        calls = [:]
        for socket in sockets.keys.sorted() { end(socket) }
    }
}

// MARK: - Our side

extension LinkPlayer {
    private mutating func give(_ input: LinkInput) {
        var actions: [LinkAction] = []
        machine.handle(input, at: now, into: &actions)
        for action in actions { take(action) }
    }

    private mutating func take(_ action: LinkAction) {
        switch action {
        case .send(let id, let request, _): later(trip(), .request(id, request))
        case .open(let id, let request, _): later(trip(), .handshake(id, request))
        case .write(let id, let message):
            if let socket = socket(id) { later(.milliseconds(5), .message(socket, message)) }
        case .close(let id):
            guard let socket = socket(id) else { return }
            sockets[socket] = nil
            tell(.socketClosed(socket))
        case .wake(let time): wake = time
        case .post(let kind): desk.hear(kind, at: now)
        case .result(1, .success(.instruments(let list))): self.list = list
        case .result(2, .success(.orders(let rows))): desk.record.book = rows
        case .result(let number, let result) where number >= Self.firstQuestion:
            if case .success = result { desk.hear(isAnswered: true) } else { desk.hear(isAnswered: false) }
        case .openBrowser(let url): later(.seconds(1), .link(logIn(&side, url, now)))
        case .ask(let prompt): later(.seconds(1), .link(logIn(&side, Secret(prompt), now)))
        case .notice(let notice): desk.hear(notice, at: now)
        case .result, .keep, .count, .depth: break
        }
    }

    private func socket(_ id: SocketID) -> PracticeSocket? { sockets.first { $0.value == id }?.key }
}

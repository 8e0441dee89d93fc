import Foundation
import SaudaBroker
import SaudaCommand
import SaudaCore
import SaudaServer
import SaudaService
import SaudaSimulation
import SaudaTestKit

/// A practice day of one engine, one link and one broker on one thread: the real adapter on our side, the practice side
/// and its exchange on the other, and between them a wire that loses and delays. One seed, played again exactly.
struct ChaosWorld {
    static let account = AccountID(index: 0)

    let seed: UInt64
    private let plan: PracticeDayPlan
    private let cards: CardKit
    private(set) var random: SeededDice
    private(set) var engine: Engine
    private(set) var machine: LinkMachine
    private(set) var floor: PracticeFloor
    private(set) var now: Timestamp
    private var agenda: [(time: Timestamp, order: UInt64, item: Item)] = []
    private var counter: UInt64 = 0
    private var wake: Timestamp?
    /// Requests that the broker has and has not answered, and sockets, by its numbers for them.
    private var calls: [PracticeCall: CallID] = [:]
    private var sockets: [PracticeSocket: SocketID] = [:]
    private var muted: Set<PracticeSocket> = []
    /// Nobody listens before.
    private var deafUntil = Timestamp(microseconds: .min)
    private var begunAt: Timestamp?
    private(set) var notices: [String: Int] = [:]
    private(set) var heard: [OrderID: (filled: Quantity, value: Money)] = [:]
    private(set) var placed: [OrderID: OrderRequest] = [:]
    private(set) var ticks = 0
    /// When prices came, and when each order was given and accepted.
    private(set) var tickTimes: [Timestamp] = []
    private(set) var givenAt: [OrderID: Timestamp] = [:]
    private(set) var acceptedAt: [OrderID: Timestamp] = [:]
    /// The broker's order book in the end.
    private(set) var book: [OrderRow] = []
    private(set) var trace: [String] = []
    /// The engine is left out.
    private var isIdle = false

    private enum Item {
        case request(CallID, HTTPRequest)
        case handshake(SocketID, SocketRequest)
        case message(PracticeSocket, SocketMessage)
        case link(LinkInput)
        case engine(WakeKey)
    }

    /// Until when there are new orders. Ten minutes later all of them are over, in doubt or not.
    private let lastOrders: TimeOfDay

    init(
        _ broker: PlayedBroker = .kite,
        seed: UInt64,
        faults: [PracticeFault],
        from start: TimeOfDay = TimeOfDay(9, 14),
        lastOrders: TimeOfDay = TimeOfDay(9, 24),
        change: (inout LinkSettings) -> Void = { _ in }
    ) throws {
        self.seed = seed
        self.lastOrders = lastOrders
        plan = try PracticeDayPlan(seed: seed)
        cards = broker.cards
        random = SeededDice(seed: seed)
        floor = broker.floor(plan, from: start, faults: faults, seed: seed)
        now = PracticeDayPlan.day.at(start)
        engine = Engine(
            instruments: plan.market.instruments,
            accounts: [AccountSetup(name: "main", traits: broker.adapter.traits.venue)],
            strategies: [
                Engine.Entry(
                    name: "restless",
                    account: Self.account,
                    strategy: RestlessStrategy(seed: seed, prices: plan.prices, until: lastOrders)
                )
            ],
            charges: .builtIn,
            ticks: .builtIn
        )
        let credentials = broker.credentials(floor.broker.broker.makeCredentials(at: now))
        var settings = LinkSettings(account: Self.account, tagPrefix: "SD", seed: seed)
        change(&settings)
        machine = LinkMachine(
            broker.adapter,
            credentials,
            settings: settings
        )
    }

    /// All accounts as the exchange itself has them.
    var exchangeBook: AccountBook { floor.market.exchange.accounts[0] }

    mutating func run() throws {
        give(.start)
        give(.errand(1, .instruments))
        let last = PracticeDayPlan.day.at(lastOrders)
        try play(until: last.advanced(by: .seconds(600)))
        give(.errand(2, .orderBook))
        try play(until: last.advanced(by: .seconds(660)))
    }

    /// Gives that many orders at once in the first minute, far from the market, past the engine.
    mutating func offer(_ count: Int, until end: TimeOfDay) throws {
        give(.start)
        give(.errand(1, .instruments))
        isIdle = true
        try play(until: PracticeDayPlan.day.at(TimeOfDay(9, 15, 30)))
        for number in 1...UInt64(count) {
            let request = OrderRequest(
                id: OrderID(number: number),
                account: Self.account,
                instrument: InstrumentID(index: UInt32(number % 4)),
                side: .buy,
                product: .delivery,
                variety: .regular,
                terms: OrderTerms(
                    kind: .limit,
                    quantity: Quantity(1),
                    limit: Price(raw: plan.prices[Int(number % 4)].raw * 9 / 10 / 500 * 500)
                ),
                strategy: StrategyID(index: 0),
                reason: "OFFERED"
            )
            placed[request.id] = request
            give(.command(.place(request)))
        }
        try play(until: PracticeDayPlan.day.at(end))
    }

    /// A part of the day only.
    mutating func run(until end: TimeOfDay) throws {
        give(.start)
        give(.errand(1, .instruments))
        try play(until: PracticeDayPlan.day.at(end))
    }

    private mutating func begin(_ list: InstrumentList) throws {
        give(.listings(try plan.listings(list)))
        give(.pricesExpected(true))
        if !isIdle {
            post(.cash(Self.account, PracticeDayPlan.cash))
            post(.dayStarted(plan.hours))
        }
        give(.follow)
    }

    private mutating func play(until end: Timestamp) throws {
        while true {
            let next = agenda.indices.min {
                (agenda[$0].time, agenda[$0].order) < (agenda[$1].time, agenda[$1].order)
            }
            let due = next.map { agenda[$0].time } ?? .distantFuture
            let time = min(due, wake ?? .distantFuture, floor.nextTime)
            guard time <= end else { break }
            now = max(now, time)
            if floor.nextTime <= min(due, wake ?? .distantFuture) {
                var actions: [PracticeAction] = []
                floor.advance(to: now, into: &actions)
                for action in actions { take(action) }
            } else if let wake, wake <= due {
                self.wake = nil
                give(.timer)
            } else if let next {
                take(agenda.remove(at: next).item)
            }
            if let list = instruments {
                instruments = nil
                try begin(list)
            }
        }
        now = end
    }

    private var instruments: InstrumentList?

    private mutating func later(_ span: TimeSpan, _ item: Item) {
        counter += 1
        agenda.append((now.advanced(by: span), counter, item))
    }

    private mutating func trip() -> TimeSpan { .milliseconds(1 + Int64(random.below(30))) }

    private mutating func take(_ item: Item) {
        switch item {
        case .request(let id, let request):
            guard now >= deafUntil else {
                let failure = HTTPFailure(.connect, mayHaveArrived: false, text: "connection refused")
                return give(.failure(id, failure))
            }
            counter += 1
            let call = PracticeCall(number: counter)
            calls[call] = id
            let target = String(request.url.dropFirst("http://b".count))
            let incoming = IncomingRequest(request.method, target, headers: request.headers, body: request.body)
            tell(.request(call, incoming))
        case .handshake(let id, let request):
            guard now >= deafUntil else {
                let failure = HTTPFailure(.connect, mayHaveArrived: false, text: "connection refused")
                return give(.socketFailed(id, .failed(failure)))
            }
            counter += 1
            let socket = PracticeSocket(number: counter)
            sockets[socket] = id
            let target = "/" + request.url.dropFirst("ws://b".count)
            tell(.socketRequest(socket, IncomingRequest(.get, target, headers: request.headers)))
        case .message(let socket, let message): if sockets[socket] != nil { tell(.socketMessage(socket, message)) }
        case .link(let input): give(input)
        case .engine(let key): post(.clock(key))
        }
    }

    // MARK: - The broker's side

    private mutating func tell(_ input: PracticeInput) {
        var actions: [PracticeAction] = []
        floor.take(input, at: now, into: &actions)
        for action in actions { take(action) }
    }

    private mutating func take(_ action: PracticeAction) {
        switch action {
        case .respond(let call, let response, let delivery):
            guard let id = calls.removeValue(forKey: call) else { return }
            let headers = response.headers + [HTTPHeader("Date", now.httpDate)]
            let answer = HTTPResponse(status: response.status, headers: headers, body: response.body)
            var span = trip()
            if case .slowly(let over) = delivery { span = over }
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

    // MARK: - Our side

    private static let traces = ProcessInfo.processInfo.environment["CHAOS_TRACE"] != nil

    private mutating func note(_ text: @autoclosure () -> String) {
        if Self.traces { trace.append("\(now) \(text())") }
    }

    private mutating func give(_ input: LinkInput) {
        switch input {
        case .timer, .message(_, .binary): break
        default: note("<- \(input)")
        }
        var actions: [LinkAction] = []
        machine.handle(input, at: now, into: &actions)
        for action in actions { take(action) }
    }

    private mutating func take(_ action: LinkAction) {
        switch action {
        case .wake, .post(.tick): break
        default: note("-> \(action)")
        }
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
        case .post(let kind): post(kind)
        case .result(_, .success(.instruments(let list))): instruments = list
        case .result(_, .success(.orders(let rows))): book = rows
        case .openBrowser:
            // A person's browser, or a practice login that asks nobody.
            let end = cards.end(ofLogin: floor.broker.broker.makeCredentials(at: now))
            later(.seconds(1), .link(.redirect(end)))
        case .notice(let notice):
            notices[notice.code, default: 0] += 1
            if notice.code == "sign-in-failed" { later(.seconds(20), .link(.resume)) }
        case .result, .ask, .keep, .count, .depth: break
        }
    }

    private func socket(_ id: SocketID) -> PracticeSocket? { sockets.first { $0.value == id }?.key }

    private mutating func post(_ kind: Event.Kind) {
        switch kind {
        case .tick:
            ticks += 1
            tickTimes.append(now)
        case .report(let report):
            switch report.kind {
            case .accepted, .foundInBook: if acceptedAt[report.order] == nil { acceptedAt[report.order] = now }
            case .traded(let total, let value), .completed(let total, let value):
                if total > heard[report.order]?.filled ?? .zero { heard[report.order] = (total, value) }
            default: break
            }
        default: break
        }
        var commands: [Command] = []
        engine.handle(Event(now, kind), into: &commands)
        for command in commands {
            switch command {
            case .place(let request):
                placed[request.id] = request
                givenAt[request.id] = now
                later(.zero, .link(.command(command)))
            case .wake(let time, let key): later(max(.zero, time.since(now)), .engine(key))
            case .modify, .cancel, .fetch, .watch: later(.zero, .link(.command(command)))
            case .alert(let alert): note("ALERT \(alert)")
            default: break
            }
        }
    }
}

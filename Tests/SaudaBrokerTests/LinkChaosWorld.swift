import Foundation
import SaudaBroker
import SaudaCore
import SaudaTestKit

/// One engine, one link machine and one toy broker on one thread: the wire between them delays, loses, repeats and
/// reorders, the token dies, the process crashes. Everything comes from one seed, and a failing one plays again exactly.
struct LinkChaosWorld {
    static let account = AccountID(index: 0)
    static let cash = Money(rupees: 1_000_000_000)
    private static let day = Day(number: 20_783)

    let seed: UInt64
    var random: SeededDice
    var engine: Engine
    var machine: LinkMachine
    var server = ToyServer()
    var now = Self.day.at(TimeOfDay(9, 0))
    /// The broker's clock less ours.
    let skew: TimeSpan
    /// What is under way, by when it arrives; equal times in order of sending.
    private var agenda: [(time: Timestamp, order: UInt64, item: Item)] = []
    private var counter: UInt64 = 0
    private var isOpen: SocketID?
    private var wake: Timestamp?
    /// The journal: what a crash leaves.
    private var intents: [OrderID: OrderRequest] = [:]
    private(set) var commands: [Command] = []
    private(set) var events: [Event] = []
    private(set) var heard: [OrderID: (filled: Quantity, value: Money)] = [:]
    private(set) var foreign: [BrokerOrderID: ForeignOrder] = [:]
    private(set) var notices: [String: Int] = [:]
    private(set) var crashes = 0
    /// Sockets that were opened where one had been opened before.
    private(set) var spentAddresses = 0
    /// Order requests that came in time, by second of the broker's clock.
    private(set) var prompt: [Int64: Int] = [:]
    /// What happened, one line each; the test prints it for `CHAOS_TRACE=1`.
    private(set) var trace: [String] = []
    /// Faults stop, so that everything can come to rest.
    private var isCalm = false

    private enum Item {
        case request(CallID, HTTPRequest, sent: Timestamp)
        case link(LinkInput)
        case engineWake(WakeKey)
        case market
        case fault
    }

    init(seed: UInt64) throws {
        self.seed = seed
        random = SeededDice(seed: seed)
        skew = .milliseconds(Int64(random.below(1800)) - 900)
        engine = try Self.engine(seed: seed)
        machine = try Self.machine(seed: seed, session: nil)
    }

    static func engine(seed: UInt64) throws -> Engine {
        var table = InstrumentTable()
        for index in 0..<4 { try table.add(Instrument(symbol: "S\(index)", tick: Price(paise: 5))) }
        return Engine(
            instruments: table,
            accounts: [AccountSetup(name: "main", traits: VenueTraits(modifyCap: 25))],
            strategies: [
                Engine.Entry(
                    name: "restless",
                    account: account,
                    strategy: RestlessStrategy(
                        seed: seed,
                        prices: Array(repeating: Price(rupees: 100), count: 4),
                        until: TimeOfDay(9, 5)
                    )
                )
            ],
            charges: .builtIn,
            ticks: .builtIn
        )
    }

    static func machine(seed: UInt64, session: BrokerSession?) throws -> LinkMachine {
        LinkMachine(
            // Half of them hand the feed's address out.
            ToyBroker(handsOut: seed % 2 == 1),
            Credentials(user: "toy", secrets: ["pin": Secret("1234")]),
            session: session,
            listings: try LinkRig.listings(4),
            settings: LinkSettings(account: account, tagPrefix: "SD", seed: seed)
        )
    }

    // MARK: - Running

    mutating func run() throws {
        post(.cash(Self.account, Self.cash))
        let close = Self.day.at(TimeOfDay(15, 30))
        post(
            .dayStarted(
                TradingDay(
                    day: Self.day,
                    open: Self.day.at(TimeOfDay(9, 0)),
                    close: close,
                    auctionFrom: close,
                    settlement: Self.day.advanced(by: 1),
                    holdsPrices: true
                )
            )
        )
        give(.start)
        give(.follow)
        give(.pricesExpected(true))
        later(.seconds(1), .market)
        later(.seconds(5), .fault)
        try play(until: now.advanced(by: .seconds(300)))
        isCalm = true
        try play(until: now.advanced(by: .seconds(200)))
    }

    private mutating func play(until end: Timestamp) throws {
        while true {
            let next = agenda.indices.min {
                (agenda[$0].time, agenda[$0].order) < (agenda[$1].time, agenda[$1].order)
            }
            let due = next.map { agenda[$0].time } ?? .distantFuture
            let time = min(due, wake ?? .distantFuture)
            guard time <= end else { break }
            now = max(now, time)
            if let wake, wake <= due {
                self.wake = nil
                give(.timer)
            } else if let next {
                try take(agenda.remove(at: next).item)
            }
        }
        now = end
    }

    private mutating func later(_ span: TimeSpan, _ item: Item) {
        counter += 1
        agenda.append((now.advanced(by: span), counter, item))
    }

    private mutating func chance(_ perMille: Int) -> Bool { !isCalm && random.below(1000) < perMille }

    private mutating func trip() -> TimeSpan { .milliseconds(1 + Int64(random.below(45))) }

    private mutating func take(_ item: Item) throws {
        switch item {
        case .request(let id, let request, let sent): serve(id, request, sent: sent)
        case .link(let input): give(input)
        case .engineWake(let key): post(.clock(key))
        case .market: market()
        case .fault: try fault()
        }
    }

    // MARK: - The wire

    private mutating func give(_ input: LinkInput) {
        var actions: [LinkAction] = []
        machine.handle(input, at: now, into: &actions)
        if Self.traces, !isQuiet(input) { trace.append("\(now.time) <- \(input)") }
        for action in actions { take(action) }
    }

    private static let traces = ProcessInfo.processInfo.environment["CHAOS_TRACE"] != nil

    private func isQuiet(_ input: LinkInput) -> Bool {
        switch input {
        case .timer, .message(_, .binary): true
        default: false
        }
    }

    private mutating func take(_ action: LinkAction) {
        if Self.traces {
            switch action {
            case .wake, .post(.tick): break
            default: trace.append("\(now.time) -> \(action)")
            }
        }
        switch action {
        case .send(let id, let request, let limit):
            if chance(20) {
                later(trip(), .link(.failure(id, HTTPFailure(.connect, mayHaveArrived: false, text: "no line"))))
            } else if chance(20) {
                // Lost on the way there, and nobody can tell.
                later(limit, .link(.failure(id, HTTPFailure(.timedOut, mayHaveArrived: true, text: "no answer"))))
            } else {
                later(chance(20) ? .seconds(Int64(random.below(12))) : trip(), .request(id, request, sent: now))
            }
        case .open(let id, let request, _):
            // However it goes, the address is spent.
            if !server.admits(request.url) { spentAddresses += 1 }
            if chance(200) {
                later(trip(), .link(.socketFailed(id, .refused(server.response(chance(500) ? 403 : 502, "", at: now)))))
            } else {
                isOpen = id
                later(trip(), .link(.socketOpened(id)))
            }
        case .close(let id): if isOpen == id { isOpen = nil }
        case .wake(let time): wake = time
        case .post(let kind): post(kind)
        case .notice(let notice):
            notices[notice.code, default: 0] += 1
            // A person looks, and goes on.
            if notice.code == "sign-in-failed" { later(.seconds(20), .link(.resume)) }
        case .write, .result, .ask, .openBrowser, .keep, .count, .depth: break
        }
    }

    private mutating func serve(_ id: CallID, _ request: HTTPRequest, sent: Timestamp) {
        let time = now.advanced(by: skew)
        if request.endpoint == "order", now.since(sent) <= Pacer.transit {
            prompt[time.microseconds / 1_000_000, default: 0] += 1
        }
        if chance(10) { return reply(id, server.response(429, "", at: time)) }
        if chance(10) { return reply(id, server.response(502, "<html>", at: time)) }
        let response = server.answer(request, at: time)
        news()
        if chance(15) { return reply(id, server.response(502, "<html>", at: time)) }
        if chance(15) {
            let failure = HTTPFailure(.cut, mayHaveArrived: true, text: "cut")
            return later(trip(), .link(.failure(id, failure)))
        }
        reply(id, response)
    }

    private mutating func reply(_ id: CallID, _ response: HTTPResponse) {
        later(chance(20) ? .seconds(Int64(random.below(9))) : trip(), .link(.response(id, response)))
    }

    /// Order news to the open socket: some lost, some twice, some late and so out of order.
    private mutating func news() {
        for line in server.stream {
            guard let isOpen, !chance(50) else { continue }
            later(trip(), .link(.message(isOpen, .text(line))))
            if chance(100) { later(.milliseconds(Int64(random.below(3000))), .link(.message(isOpen, .text(line)))) }
        }
        server.stream = []
    }

    private mutating func market() {
        if !isCalm || random.below(4) == 0 { later(.milliseconds(200 + Int64(random.below(1500))), .market) }
        for place in server.rows.indices where server.rows[place].status == "open" {
            if random.below(1000) < 150 {
                server.fill(place, Quantity(Int64(1 + random.below(12))), at: server.rows[place].terms.limit)
            }
        }
        news()
        if let isOpen {
            let index = UInt8(random.below(4))
            let price = Price(rupees: 100).raw
            let bytes = [0, 0, 0, index] + (0..<8).map { UInt8(truncatingIfNeeded: price >> (56 - 8 * Int64($0))) }
            give(.message(isOpen, .binary(bytes)))
        }
    }

    private mutating func fault() throws {
        guard !isCalm else { return }
        later(.seconds(Int64(2 + random.below(20))), .fault)
        switch random.below(8) {
        case 0: server.killToken()
        case 1, 2:
            if let isOpen {
                self.isOpen = nil
                give(.socketEnded(isOpen, .cut("reset")))
            }
        // A mute line: it says nothing and does not end.
        case 3: isOpen = nil
        case 4: meddle()
        case 5: try crash()
        default: break
        }
    }

    /// A person trades by hand in the same account.
    private mutating func meddle() {
        let terms = OrderTerms(kind: .limit, quantity: Quantity(5), limit: Price(rupees: 100))
        server.rows.append(
            ToyServer.Row(
                id: "X\(server.rows.count)",
                tag: "hand",
                instrument: UInt32(random.below(4)),
                side: .buy,
                product: .delivery,
                terms: terms,
                isOurs: false
            )
        )
    }

    /// The process dies between two instants. What was under way to it is lost, what was under way to the broker is not;
    /// the journal has the events and the intents, and a new process plays them and takes the orders up.
    private mutating func crash() throws {
        crashes += 1
        agenda.removeAll { entry in
            switch entry.item {
            case .link, .engineWake: true
            case .request, .market, .fault: false
            }
        }
        isOpen = nil
        wake = nil
        var engine = try Self.engine(seed: seed)
        var replayed: [Command] = []
        for event in events { engine.handle(event, into: &replayed) }
        self.engine = engine
        // Another seed: call numbers must not be mistaken for those of before.
        machine = try Self.machine(seed: seed &+ UInt64(crashes) &* 1000, session: nil)
        machine.numbers = UInt64(crashes) << 32
        for (id, request) in intents.sorted(by: { $0.key < $1.key }) {
            let known = journaled(id, request, in: replayed)
            give(.adopt(known.order))
            if !known.isAnswered { post(.report(Report(id, .placeTimedOut))) }
            if let change = known.order.change { post(.report(Report(id, .requestTimedOut(request: change.number)))) }
        }
        give(.start)
        give(.follow)
        give(.pricesExpected(true))
        for index in 0..<4 as Range<UInt32> { give(.command(.watch(InstrumentID(index: index), true))) }
        later(.seconds(1), .engineWake(WakeKey(owner: StrategyID(index: 0), label: 0)))
    }

    /// What the journal says of an order, and whether its placing was ever answered.
    private func journaled(
        _ id: OrderID,
        _ request: OrderRequest,
        in commands: [Command]
    ) -> (order: AdoptedOrder, isAnswered: Bool) {
        var order = AdoptedOrder(request: request, id: nil, terms: request.terms, filled: .zero)
        var isAnswered = false
        for command in commands {
            switch command {
            case .modify(id, _, _, let terms, let number): order.change = (.modify(to: terms), number)
            case .cancel(id, _, _, let number): order.change = (.cancel, number)
            default: break
            }
        }
        for event in events {
            guard case .report(let report) = event.kind, report.order == id else { continue }
            isAnswered = true
            switch report.kind {
            case .accepted(let broker), .foundInBook(let broker): order.id = broker
            case .traded(let total, _), .completed(let total, _): order.filled = max(order.filled, total)
            case .modified(let number?) where number == order.change?.number:
                if case .modify(let terms)? = order.change?.kind { order.terms = terms }
                order.change = nil
            case .modifyRefused(_, let number?) where number == order.change?.number,
                .cancelRefused(_, let number?) where number == order.change?.number:
                order.change = nil
            case .cancelled, .expired, .rejected: order.change = nil
            default: break
            }
        }
        return (order, isAnswered)
    }

    // MARK: - The engine

    private mutating func post(_ kind: Event.Kind) {
        let event = Event(now, kind)
        events.append(event)
        hear(kind)
        var new: [Command] = []
        engine.handle(event, into: &new)
        commands += new
        // The journal is written before anything leaves.
        for command in new { if case .place(let request) = command { intents[request.id] = request } }
        for command in new {
            switch command {
            case .wake(let time, let key): later(max(.zero, time.since(now)), .engineWake(key))
            case .place, .modify, .cancel, .fetch, .watch: later(.zero, .link(.command(command)))
            default: break
            }
        }
    }

    private mutating func hear(_ kind: Event.Kind) {
        switch kind {
        case .report(let report):
            switch report.kind {
            case .traded(let total, let value), .completed(let total, let value):
                if total > heard[report.order]?.filled ?? .zero { heard[report.order] = (total, value) }
            default: break
            }
        case .foreign(let order): foreign[order.id] = order
        default: break
        }
    }
}

import Foundation
import SaudaBroker
import SaudaCore
import SaudaService
import SaudaStore
import SaudaTestKit

/// A short trading hour: one engine with its journal on a disk, one link machine and one toy broker on one thread. The
/// wire between them delays, loses, repeats and reorders, the token dies, the process dies at any byte of its journal,
/// the disk is full for a while, the clock is another one afterwards. Everything comes from one seed, and a failing one
/// plays again exactly.
struct LinkChaosWorld {
    static let account = AccountID(index: 0)
    static let cash = Money(rupees: 1_000_000_000)
    private static let day = Day(number: 20_783)

    let seed: UInt64
    var random: SeededDice
    let journal: ChaosJournal
    /// Nil while there is no process.
    var core: JournaledEngine?
    var machine: LinkMachine
    var server = ToyServer()
    var now = Self.day.at(TimeOfDay(9, 0))
    /// The broker's clock less ours.
    let skew: TimeSpan
    /// Our clock less the true one; another one after some crashes.
    private(set) var step = TimeSpan.zero
    /// What is under way, by when it arrives; equal times in order of sending.
    private var agenda: [(time: Timestamp, order: UInt64, item: Item)] = []
    private var counter: UInt64 = 0
    private var isOpen: SocketID?
    private var wake: Timestamp?
    private(set) var notices: [String: Int] = [:]
    private(set) var crashes = 0
    /// Of them: with a journal cut inside what was being written.
    private(set) var cuts = 0
    /// Of them: with the disk full for a while.
    private(set) var fullDisks = 0
    /// How the process dies while its next order is being written.
    private var death: Death?
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
        case start
    }

    private enum Death {
        case kill, fullDisk
    }

    init(seed: UInt64) throws {
        self.seed = seed
        random = SeededDice(seed: seed)
        skew = .milliseconds(Int64(random.below(1800)) - 900)
        journal = try ChaosJournal(of: Self.day, seed: seed)
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
        let core = try journal.open(Self.engine(seed: seed))
        self.core = core
        try post(.cash(Self.account, Self.cash))
        let close = Self.day.at(TimeOfDay(15, 30))
        try post(
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
        try core.sync()
        try begin()
        later(.seconds(1), .market)
        later(.seconds(5), .fault)
        try play(until: now.advanced(by: .seconds(300)))
        isCalm = true
        death = nil
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
                try give(.timer)
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
        case .link(let input): try give(input)
        case .engineWake(let key): try post(.clock(key))
        case .market: try market()
        case .fault: try fault()
        case .start: if core == nil { try start() }
        }
    }

    // MARK: - The wire

    private mutating func give(_ input: LinkInput) throws {
        guard core != nil else { return }
        let life = crashes
        var actions: [LinkAction] = []
        machine.handle(input, at: now.advanced(by: step), into: &actions)
        if Self.traces, !isQuiet(input) { trace.append("\(now.time) <- \(input)") }
        // What a dead process wanted is not done.
        for action in actions where life == crashes { try take(action) }
    }

    private static let traces = ProcessInfo.processInfo.environment["CHAOS_TRACE"] != nil

    private func isQuiet(_ input: LinkInput) -> Bool {
        switch input {
        case .timer, .message(_, .binary): true
        default: false
        }
    }

    private mutating func take(_ action: LinkAction) throws {
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
        case .wake(let time): wake = time.advanced(by: TimeSpan(microseconds: -step.microseconds))
        case .post(let kind): try post(kind)
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

    private mutating func market() throws {
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
            try give(.message(isOpen, .binary(bytes)))
        }
    }

    private mutating func fault() throws {
        guard !isCalm else { return }
        later(.seconds(Int64(2 + random.below(20))), .fault)
        switch random.below(11) {
        case 0: server.killToken()
        case 1, 2:
            if let isOpen {
                self.isOpen = nil
                try give(.socketEnded(isOpen, .cut("reset")))
            }
        // A mute line: it says nothing and does not end.
        case 3: isOpen = nil
        case 4: meddle()
        case 5: if core != nil { try crash() }
        case 6, 7: death = .kill
        case 8: death = .fullDisk
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

    /// The process dies. What was under way to it is lost, what was under way to the broker is not.
    ///
    /// - Parameters:
    ///   - end: where its journal ends then, in bytes; nil is where it ended.
    ///   - absence: how long nothing can be begun.
    private mutating func crash(cut end: Int? = nil, absence: TimeSpan = .zero) throws {
        crashes += 1
        core = nil
        death = nil
        isOpen = nil
        wake = nil
        agenda.removeAll { entry in
            switch entry.item {
            case .link, .engineWake: true
            case .request, .market, .fault, .start: false
            }
        }
        if let end { try journal.cut(to: end) }
        if random.below(10) < 3 { step = .milliseconds(Int64(random.below(40_000)) - 20_000) }
        if absence > .zero { later(absence, .start) } else { try start() }
    }

    /// A new process plays the journal and takes the orders up, as `LiveDay` does.
    private mutating func start() throws {
        let core = try journal.open(Self.engine(seed: seed))
        self.core = core
        if core.recovery != nil { cuts += 1 }
        // Another seed: call numbers must not be mistaken for those of before.
        machine = try Self.machine(seed: seed &+ UInt64(crashes) &* 1000, session: nil)
        machine.numbers = UInt64(crashes) << 32
        guard let begun = core.restart else { return }
        core.restart = nil
        for order in begun.orders { try give(.adopt(order)) }
        for kind in begun.reports { try post(kind) }
        try begin()
        for id in core.engine.desk.instruments.ids where core.engine.desk.market.isWatched(id) {
            try give(.command(.watch(id, true)))
        }
        for (id, question) in begun.questions.sorted(by: { $0.key < $1.key }) {
            try give(.command(.fetch(id, question)))
        }
        for (time, key) in begun.wakes { wakeEngine(at: time, key) }
    }

    private mutating func begin() throws {
        try give(.start)
        try give(.follow)
        try give(.pricesExpected(true))
    }

    private mutating func wakeEngine(at time: Timestamp, _ key: WakeKey) {
        later(max(.zero, time.since(now.advanced(by: step))), .engineWake(key))
    }

    // MARK: - The engine

    /// The journal is written before anything leaves.
    private mutating func post(_ kind: Event.Kind) throws {
        guard let core else { return }
        let before = death == nil ? 0 : try journal.size()
        let commands = try core.post(kind, at: now.advanced(by: step))
        if let death, commands.contains(where: \.isIntent) {
            // Any byte of what was being written may be the last.
            let end = before + random.below(try journal.size() - before + 1)
            if death == .fullDisk { fullDisks += 1 }
            return try crash(cut: end, absence: death == .kill ? .zero : .seconds(Int64(1 + random.below(30))))
        }
        for command in commands {
            switch command {
            case .wake(let time, let key): wakeEngine(at: time, key)
            case .place, .modify, .cancel, .fetch, .watch: later(.zero, .link(.command(command)))
            default: break
            }
        }
    }
}

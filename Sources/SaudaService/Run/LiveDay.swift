package import SaudaBroker
package import SaudaCore
import SaudaStore

/// One trading day with real brokers: the engine in one task, each account's link in another, the journal between.
///
/// An event is handled, written with what it makes the engine want, and only then is anything carried out; order
/// commands are on the disk before.
package final class LiveDay {
    package let plan: LivePlan
    package let recovery: String?
    let links: [BrokerLink]
    let clock: WireClock
    let mailbox: Mailbox<Input>
    private let lock: HomeLock
    private let sink: JournalSink
    private let notices: (LinkNotice, Timestamp) -> Void
    private var engine: Engine
    private var lastTime = Timestamp(microseconds: .min)
    private var wakes: [(time: Timestamp, key: WakeKey)] = []
    private var restart: LiveRestart?
    private var expectsPrices: Bool?
    package private(set) var openingEquity = Money.zero
    package private(set) var isWhole = false

    package enum Input: Sendable {
        case events([Event.Kind])
        /// Of a link, for people.
        case notice(LinkNotice)
        /// Look at the clock.
        case timer
        /// End now; the day goes on with the next start.
        case stop
    }

    /// Takes the home, opens or continues the day's journal.
    ///
    /// - Parameters:
    ///   - links: by account, not yet run; their events go to `mailbox`.
    ///   - observer: told of every event and what the engine answered.
    package init(
        _ plan: LivePlan,
        links: [BrokerLink],
        clock: WireClock,
        mailbox: Mailbox<Input>,
        notices: @escaping (LinkNotice, Timestamp) -> Void,
        observer: @escaping (Event, [Command], _ isNew: Bool) -> Void
    ) throws {
        self.notices = notices
        self.plan = plan
        self.links = links
        self.clock = clock
        self.mailbox = mailbox
        try Folders.make("\(plan.home)/journal")
        lock = try HomeLock(home: plan.home)
        var kept: [JournalRecord] = []
        let header = JournalHeader(payload: plan.header.payload, previous: .zero)
        var writer: JournalWriter
        if Folders.exists(plan.journalPath) {
            writer = try JournalWriter(continuing: plan.journalPath, header: header) { kept.append($0) }
        } else {
            writer = try JournalWriter(creating: plan.journalPath, header: header)
        }
        recovery = writer.recovery.map { "\($0)" }
        engine = plan.engine()
        if !kept.isEmpty {
            let begun = try LiveRestart(kept, of: plan.journalPath, with: engine)
            engine = begun.engine
            lastTime = begun.lastTime ?? lastTime
            wakes = begun.wakes
            restart = begun
            resumed = begun.events
            var bytes = ByteWriter()
            for command in begun.unwritten {
                bytes.removeAll(keepingCapacity: true)
                command.encode(into: &bytes)
                try writer.append(
                    kind: JournalRecordKind.command.rawValue,
                    cause: begun.lastEvent,
                    payload: bytes.bytes
                )
            }
            try writer.commit(sync: true)
        } else {
            resumed = nil
        }
        sink = JournalSink(writer, kept: [], observer: observer)
    }

    package var desk: Desk { engine.desk }
    package var ticks: Int { sink.ticks }
    package var tickBytes: Int { sink.tickBytes }
    package var records: UInt64 { sink.records }
    /// How many events of it were taken up, when the day was begun before.
    package let resumed: Int?

    /// Runs the day to its end, or until `.stop` comes. The links run beside it.
    ///
    /// - Parameter until: when it ends; after it, orders have been told their end.
    package func run(until end: Timestamp) async throws {
        if let restart { takeUp(restart) } else { try await begin() }
        try heedHalt()
        for link in links { link.post(.follow) }
        restart = nil
        let ticking = Task { [clock, mailbox] in
            while !Task.isCancelled {
                try await clock.sleep(until: clock.now.advanced(by: .milliseconds(200)))
                mailbox.post(.timer)
            }
        }
        defer { ticking.cancel() }
        while let inputs = await mailbox.next() {
            for input in inputs {
                switch input {
                case .events(let kinds): for kind in kinds { try post(kind) }
                case .timer: try fireWakes()
                case .notice(let notice): notices(notice, clock.now)
                case .stop: return
                }
            }
            if clock.now >= end {
                isWhole = true
                return try post(.dayEnded)
            }
        }
    }

    /// Brings the journal to the disk and makes the day's books of it.
    package func finish() throws {
        try sink.sync()
        let plans = Dictionary(uniqueKeysWithValues: plan.accounts.map { ($0.name, $0.plan) })
        let projector = BookProjector(schedule: .builtIn, plans: plans, instruments: plan.instruments)
        _ = try projector.rebuild(plan.journalPath, in: BookStore(path: plan.booksPath))
    }

    // MARK: - Events and commands

    func post(_ kind: Event.Kind) throws {
        let event = Event(max(clock.now, lastTime), kind)
        lastTime = event.time
        var commands: [Command] = []
        engine.handle(event, into: &commands)
        try sink.record(event, commands)
        for command in commands { carryOut(command) }
    }

    func carryOut(_ command: Command) {
        switch command {
        case .place(let request): send(command, to: request.account)
        case .modify(_, let account, _, _, _), .cancel(_, let account, _, _): send(command, to: account)
        case .wake(let time, let key): wakes.append((time, key))
        case .watch: send(command, to: plan.feed)
        case .fetch(let id, let question): ask(id, question)
        case .note, .alert, .writeOff, .takeUp, .explain, .candidate, .remember, .tie: break
        }
    }

    func send(_ command: Command, to account: AccountID) { links[Int(account.index)].post(.command(command)) }

    private func ask(_ id: RequestID, _ question: Question) {
        switch question {
        case .history: send(.fetch(id, question), to: plan.history)
        case .quote: send(.fetch(id, question), to: plan.feed)
        case .funds(let account), .holdings(let account), .orderBook(let account):
            send(.fetch(id, question), to: account)
        case .study, .fundamentals, .headlines:
            let text = "studies, fundamentals and headlines are not answered on a live day in this version"
            mailbox.post(.events([.answer(id, .failure(text))]))
        }
    }

    /// In trading hours alone is a quiet feed a dead one; before the open few prices are normal (FED-9).
    private func expectPrices() {
        let isOpen = plan.hours.isOpen(at: clock.now)
        guard isOpen != expectsPrices else { return }
        expectsPrices = isOpen
        links[Int(plan.feed.index)].post(.pricesExpected(isOpen))
    }

    private func heedHalt() throws {
        let isHalted = plan.halt.exists
        guard isHalted != engine.desk.isStopped else { return }
        try post(.control(isHalted ? .stop : .resume))
    }

    private func fireWakes() throws {
        try heedHalt()
        expectPrices()
        while let next = wakes.indices.min(by: { wakes[$0].time < wakes[$1].time }), wakes[next].time <= clock.now {
            try post(.clock(wakes.remove(at: next).key))
        }
    }

    // MARK: - Mornings

    /// What the accounts have, then the day: money and shares are the broker's word.
    private func begin() async throws {
        for (index, link) in links.enumerated() {
            let account = AccountID(index: UInt16(index))
            guard case .funds(let cash) = try await link.ask(.funds),
                case .holdings(let held) = try await link.ask(.holdings),
                case .positions(let traded) = try await link.ask(.positions),
                case .orders(let book) = try await link.ask(.orderBook)
            else { continue }
            // What was traded today before this desk began comes as foreign orders: begin before it.
            let spent = book.filter { $0.instrument != nil && $0.product == .delivery }
                .reduce(Money.zero) { $0 + Money(raw: $1.value.raw * $1.side.sign) }
            try post(.cash(account, cash + spent))
            for row in Self.morning(held, traded) { try deposit(row, account) }
        }
        openingEquity = desk.books.reduce(.zero) { $0 + $1.equity(at: desk.market) }
        try post(.dayStarted(plan.hours))
    }

    /// What was held before today's trades: what is left, and what was sold of it today.
    static func morning(_ held: [HoldingRow], _ traded: [PositionRow]) -> [HoldingRow] {
        var rows = held
        for trade in traded where trade.product == .delivery && trade.quantity < .zero {
            guard let id = trade.instrument else { continue }
            let sold = .zero - trade.quantity
            if let place = rows.firstIndex(where: { $0.instrument == id }) {
                rows[place].quantity += sold
            } else {
                rows.append(HoldingRow(instrument: id, quantity: sold, average: trade.average))
            }
        }
        return rows.filter { $0.quantity > .zero }
    }

    private func deposit(_ row: HoldingRow, _ account: AccountID) throws {
        let before = MarketCalendar.builtIn.previousTradingDay(before: plan.day)
        let deposit = Deposit(
            account: account,
            instrument: row.instrument,
            quantity: row.quantity,
            price: row.average,
            entered: before.at(TimeOfDay(15, 30)),
            reason: "HELD",
            isPaid: false
        )
        try post(.deposit(deposit))
    }

    /// A begun day: every order without an end is the link's to look for, every question is asked again.
    private func takeUp(_ begun: LiveRestart) {
        openingEquity = desk.books.reduce(.zero) { $0 + $1.equity(at: desk.market) }
        for order in begun.orders { links[Int(order.request.account.index)].post(.adopt(order)) }
        var reports = begun.unanswered.map { Event.Kind.report(Report($0, .placeTimedOut)) }
        for order in begun.orders where !order.isOver {
            guard let change = order.change else { continue }
            reports.append(.report(Report(order.request.id, .requestTimedOut(request: change.number))))
        }
        mailbox.post(.events(reports))
        for id in plan.instruments.ids where desk.market.isWatched(id) { send(.watch(id, true), to: plan.feed) }
        for (id, question) in begun.questions.sorted(by: { $0.key < $1.key }) { ask(id, question) }
    }
}

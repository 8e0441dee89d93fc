import SaudaCore
import SaudaSimulation
import SaudaStore

/// Lets the strategies themselves say what they would do in a session: the engine with the clock moved on and no prices.
///
/// Questions are answered with what is on this machine; a price of the session is none of that, so what is placed rests
/// on the last closes. Nothing leaves and nothing is written.
struct SessionRehearsal {
    struct Placed: Hashable {
        var at: Timestamp
        var request: OrderRequest
    }

    private(set) var engine: Engine
    private(set) var now = Timestamp(microseconds: .min)
    /// Where a begun day's journal ended; nil for a day that has not begun.
    private(set) var begunUpTo: Timestamp?
    /// What would be sent, with the terms asked for last; without what would be cancelled again.
    private(set) var placed: [Placed] = []
    private(set) var notes: [Decision] = []
    private(set) var alerts: [Alert] = []
    private let basis: SessionBasis
    private var wakes: [(time: Timestamp, key: WakeKey)] = []
    private var questions: [(id: RequestID, question: Question)] = []

    init(_ basis: SessionBasis) {
        self.basis = basis
        engine = basis.engine()
    }

    /// The morning of a day that has not begun, as `PaperDay` has it.
    mutating func begin(_ hours: TradingDay) {
        let morning = basis.day.at(TimeOfDay(8, 0))
        let opening = basis.opening
        for (index, cash) in opening.cash.enumerated() {
            post(Event(morning, .cash(AccountID(index: UInt16(index)), cash)))
        }
        if opening.since != nil { post(Event(morning, .lastOrder(opening.lastOrder))) }
        for id in basis.instruments.ids {
            guard let close = basis.close(of: id) else { continue }
            post(Event(morning, .reference(id, previousClose: close, band: nil)))
        }
        for holding in opening.holdings { post(Event(morning, .carriedHolding(holding))) }
        for order in opening.orders { post(Event(morning, .carriedOrder(order))) }
        if !opening.memos.isEmpty { post(Event(morning, .remembered(opening.memos))) }
        let start = min(basis.day.at(TimeOfDay(8, 30)), hours.open)
        for deposit in opening.deposits { post(Event(start, .deposit(deposit))) }
        post(Event(start, .dayStarted(hours)))
    }

    /// Does what is due up to a moment: questions are answered first, then wake-ups fire in order.
    mutating func play(through end: Timestamp) {
        while true {
            if let next = questions.first {
                questions.removeFirst()
                post(Event(now, .answer(next.id, answer(next.question, basis))))
            } else if let index = wakes.indices.min(by: { wakes[$0].time < wakes[$1].time }), wakes[index].time <= end {
                let wake = wakes.remove(at: index)
                post(Event(max(now, wake.time), .clock(wake.key)))
            } else {
                return
            }
        }
    }

    private mutating func post(_ event: Event) {
        now = event.time
        var commands: [Command] = []
        engine.handle(event, into: &commands)
        for command in commands { take(command) }
    }

    private mutating func take(_ command: Command) {
        switch command {
        case .place(let request): placed.append(Placed(at: now, request: request))
        case .modify(let id, _, _, let terms, _):
            guard let index = placed.firstIndex(where: { $0.request.id == id }) else { return }
            placed[index].request.terms = terms
        case .cancel(let id, _, _, _): placed.removeAll { $0.request.id == id }
        case .fetch(let id, let question): questions.append((id, question))
        case .wake(let time, let key): wakes.append((time, key))
        case .note(let note): if note.kind == .skipped { notes.append(note) }
        case .alert(let alert): alerts.append(alert)
        case .watch, .writeOff, .takeUp, .explain, .candidate, .remember, .tie: break
        }
    }

    // MARK: - A begun day

    /// Plays a begun day's journal up to where it stands.
    ///
    /// - Throws: `RequestError` when the engine now wants something else than it did then, `JournalError` or `ByteError`
    ///   for a journal that is damaged.
    mutating func takeUp(_ path: String) throws {
        var reader = try JournalReader(path: path)
        try check(reader.header)
        var wanted: [Command] = []
        while let record = try reader.next() {
            switch try JournalEntry(record) {
            case .event(let event):
                guard wanted.isEmpty else { throw otherwise("after \(now.time) it wanted less than it does now") }
                now = event.time
                forget(event)
                engine.handle(event, into: &wanted)
                wanted.reverse()
            case .command(let command):
                guard wanted.popLast() == command else { throw otherwise("after \(now.time) it wanted something else") }
                note(command)
            }
        }
        if case .corrupt(let sequence, _)? = reader.ending {
            throw JournalError(
                path: path,
                what: "record \(sequence) does not fit the chain",
                nextStep: "The file was changed or damaged; `sauda verify` says more. Do not trade on it."
            )
        }
        begunUpTo = now
        // A crash can cut a journal between an event and its commands.
        for command in wanted.reversed() { note(command) }
    }

    private func check(_ header: JournalHeader?) throws {
        guard let payload = header?.payload else { throw otherwise("its journal breaks off inside the header") }
        let then = try DayHeader(payload: payload)
        if then.accounts != basis.accounts.map(\.name) { throw otherwise("its accounts were others") }
        if then.strategies != basis.strategies.map(\.name) { throw otherwise("its strategies were others") }
        if then.instruments.map(\.text) != basis.instruments.instruments.map(\.name) {
            throw otherwise("its instruments were others")
        }
    }

    private func otherwise(_ why: String) -> RequestError {
        RequestError(
            "\(basis.day) has begun under another configuration: \(why)",
            "give the configuration, seed and positions that it was begun with, or a later --day"
        )
    }

    private mutating func note(_ command: Command) {
        switch command {
        case .fetch(let id, let question): questions.append((id, question))
        case .wake(let time, let key): wakes.append((time, key))
        default: break
        }
    }

    private mutating func forget(_ event: Event) {
        switch event.kind {
        case .answer(let id, _): questions.removeAll { $0.id == id }
        case .clock(let key):
            let due = wakes.indices.filter { wakes[$0].key == key }.min { wakes[$0].time < wakes[$1].time }
            if let due { wakes.remove(at: due) }
        default: break
        }
    }
}

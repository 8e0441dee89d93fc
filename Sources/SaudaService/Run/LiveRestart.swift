package import SaudaBroker
package import SaudaCore
import SaudaStore

/// A begun day as its journal has it: the engine at the last event, and what was under way.
///
/// Every intent without an outcome is in doubt, whether or not it had left: the book tells (architecture, section 4).
package struct LiveRestart: Sendable {
    private(set) var engine: Engine
    package private(set) var events = 0
    private(set) var lastTime: Timestamp?
    /// The day's orders, in order.
    package private(set) var orders: [AdoptedOrder] = []
    /// Orders whose placing was never answered.
    private(set) var unanswered: [OrderID] = []
    package private(set) var wakes: [(time: Timestamp, key: WakeKey)] = []
    package private(set) var questions: [RequestID: Question] = [:]
    /// Commands of the last event that did not reach the disk, and that event's sequence.
    private(set) var unwritten: [Command] = []
    private(set) var lastEvent: UInt64 = 0

    /// The minutes so far.
    private(set) var bars: MinuteBars

    private var known: [OrderID: Known] = [:]
    /// By the broker's reference, as last seen; a change of one means that the engine adopted it.
    private var foreign: [BrokerOrderID: ForeignOrder] = [:]

    private struct Known: Sendable {
        var order: AdoptedOrder
        var isAnswered = false
    }

    /// - Throws: `ByteError` for a record that cannot be read, `JournalError` when the commands come out differently.
    init(_ records: [JournalRecord], of path: String, with engine: Engine) throws {
        self.engine = engine
        bars = MinuteBars(count: engine.desk.instruments.count)
        var wanted: [Command] = []
        var written = 0
        for record in records {
            switch try JournalEntry(record) {
            case .event(let event):
                guard written == wanted.count else { throw Self.difference(path, lastEvent) }
                wanted.removeAll(keepingCapacity: true)
                written = 0
                lastEvent = record.sequence
                lastTime = event.time
                events += 1
                note(event)
                self.engine.handle(event, into: &wanted)
                for command in wanted { note(command) }
            case .command(let command):
                guard written < wanted.count, wanted[written] == command else { throw Self.difference(path, lastEvent) }
                written += 1
            }
        }
        unwritten = Array(wanted[written...])
        let sorted = known.sorted { $0.key < $1.key }
        orders = sorted.map(\.value.order)
        unanswered = sorted.filter { !$0.value.isAnswered }.map(\.key)
    }

    /// What the engine is told of what was under way: nobody heard how it went.
    package var reports: [Event.Kind] {
        unanswered.map { .report(Report($0, .placeTimedOut)) }
            + orders.compactMap { order in
                guard !order.isOver, let change = order.change else { return nil }
                return .report(Report(order.request.id, .requestTimedOut(request: change.number)))
            }
    }

    private static func difference(_ path: String, _ event: UInt64) -> JournalError {
        JournalError(
            path: path,
            what: "what the engine wants after record \(event) differs from what it wanted then",
            nextStep: "Go on with the settings and the sauda that the day was begun with; look at the broker's order "
                + "book, where its orders still are."
        )
    }

    private mutating func note(_ command: Command) {
        switch command {
        case .place(let request):
            let order = AdoptedOrder(request: request, id: nil, terms: request.terms, filled: .zero)
            known[request.id] = Known(order: order)
        case .modify(let id, _, let brokerID, let terms, let number):
            adopt(id, brokerID)
            known[id]?.order.change = (.modify(to: terms), number)
        case .cancel(let id, _, let brokerID, let number):
            adopt(id, brokerID)
            known[id]?.order.change = (.cancel, number)
        case .wake(let time, let key): wakes.append((time, key))
        case .fetch(let id, let question): questions[id] = question
        case .watch, .note, .alert, .writeOff, .takeUp, .explain, .candidate, .remember, .tie: break
        }
    }

    private mutating func note(_ event: Event) {
        switch event.kind {
        case .clock(let key):
            // The earliest of that key is the one that fired.
            let due = wakes.indices.filter { wakes[$0].key == key }.min { wakes[$0].time < wakes[$1].time }
            if let due { wakes.remove(at: due) }
        case .answer(let id, _): questions[id] = nil
        case .foreign(let order): foreign[order.id] = order
        case .tick(let tick): bars.add(tick, at: event.time)
        case .carriedOrder(let carried):
            let (request, id) = (carried.request, carried.brokerID)
            let order = AdoptedOrder(request: request, id: id, terms: request.terms, filled: .zero)
            known[request.id] = Known(order: order, isAnswered: true)
        case .report(let report): note(report)
        default: break
        }
    }

    private mutating func adopt(_ id: OrderID, _ brokerID: BrokerOrderID) {
        guard known[id] == nil, let order = foreign[brokerID] else { return }
        var adopted = AdoptedOrder(
            request: order.request(as: id),
            id: order.id,
            terms: order.terms,
            filled: order.filled
        )
        adopted.isOver = order.status != .open
        known[id] = Known(order: adopted, isAnswered: true)
    }

    private mutating func note(_ report: Report) {
        guard var order = known[report.order] else { return }
        order.isAnswered = true
        switch report.kind {
        case .accepted(let id), .foundInBook(let id): order.order.id = id
        case .traded(let total, _): order.order.filled = max(order.order.filled, total)
        case .completed(let total, _):
            order.order.filled = max(order.order.filled, total)
            order.order.isOver = true
        case .modified(let number):
            if case .modify(let terms)? = order.order.change?.kind { order.order.terms = terms }
            if number == nil || number == order.order.change?.number { order.order.change = nil }
        case .modifyRefused(_, let number), .cancelRefused(_, let number):
            if number == nil || number == order.order.change?.number { order.order.change = nil }
        case .rejected, .cancelled, .expired: order.order.isOver = true
        case .placeTimedOut, .requestTimedOut, .absentFromBook: break
        }
        known[report.order] = order
    }
}

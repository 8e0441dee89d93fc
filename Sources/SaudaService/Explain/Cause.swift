import SaudaCore
import SaudaStore

/// An event that made the engine act, and what had asked for it. The chain ends at what came from outside by itself.
final class Cause {
    /// A command, and the event it answered.
    struct Asked {
        var record: UInt64
        var text: String
        var by: Cause
    }

    let record: UInt64
    let time: Timestamp
    let kind: Event.Kind
    let asked: Asked?
    /// How many wake-ups of the same name came before it, each asking for the next; they are left out of the chain.
    let repeats: Int

    init(record: UInt64, time: Timestamp, kind: Event.Kind, asked: Asked?) {
        self.record = record
        self.time = time
        self.kind = kind
        if let asked, case .clock(let mine) = kind, case .clock(let other) = asked.by.kind, mine == other,
            let first = asked.by.asked
        {
            self.asked = first
            repeats = asked.by.repeats + 1
        } else {
            self.asked = asked
            repeats = 0
        }
    }
}

/// Follows a journal and knows at each command which event led to it, and which command had asked for that event.
struct CauseTrail {
    private(set) var current: Cause?
    private var questions: [RequestID: Cause.Asked] = [:]
    private var wakes: [WakeKey: [(due: Timestamp, asked: Cause.Asked)]] = [:]
    private var orders: [OrderID: Cause.Asked] = [:]

    mutating func take(_ event: Event, _ record: UInt64) {
        let asked: Cause.Asked? =
            switch event.kind {
            case .answer(let id, _): questions.removeValue(forKey: id)
            case .clock(let key): due(key)
            case .report(let report): orders[report.order]
            default: nil
            }
        current = Cause(record: record, time: event.time, kind: event.kind, asked: asked)
    }

    mutating func take(_ command: Command, _ record: UInt64, _ words: JournalWords) {
        guard let current else { return }
        func asked(_ text: String) -> Cause.Asked { Cause.Asked(record: record, text: text, by: current) }
        switch command {
        case .fetch(let id, let question): questions[id] = asked("asked for \(words.text(question))")
        case .wake(let time, let key):
            wakes[key, default: []].append((time, asked("asked to be woken at \(time.bookText)")))
        case .place(let request): orders[request.id] = asked("sent order \(request.id.number)")
        case .modify(let id, _, _, _, _): orders[id] = asked("changed order \(id.number)")
        case .cancel(let id, _, _, _): orders[id] = asked("cancelled order \(id.number)")
        default: break
        }
    }

    /// The earliest wake-up of that name is the one that fired.
    private mutating func due(_ key: WakeKey) -> Cause.Asked? {
        guard let list = wakes[key], let first = list.indices.min(by: { list[$0].due < list[$1].due }) else {
            return nil
        }
        return wakes[key]?.remove(at: first).asked
    }
}

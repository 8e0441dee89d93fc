package import SaudaCore

/// What happens on a day, in a line each, for the screen and for the day log: the same words in both.
package struct DayNews {
    package enum Kind: Hashable, Sendable {
        case place, modify, fill, reject, refuse, lapse, cancel, skip
        case alert(Alert.Level)
        case halt, resume
        /// A day that was begun before has been played again.
        case replay
        // For the log alone.
        case accept, ask, stands, silence, foreign, remark
        case job(Job)
        case begin, end
    }

    package struct Line: Hashable, Sendable {
        package var time: Timestamp
        package var kind: Kind
        package var text: String
    }

    /// Events that were played again and not told yet.
    package private(set) var replayed = 0
    private let symbols: [String]
    private var orders: [OrderID: OrderRequest] = [:]
    private var filled: [OrderID: Quantity] = [:]

    package init(_ instruments: InstrumentTable) { symbols = instruments.instruments.map(\.symbol) }

    /// - Parameter isNew: False while a begun day is played again up to where it stopped; that says nothing.
    package mutating func take(_ event: Event, _ commands: [Command], isNew: Bool) -> [Line] {
        if case .carriedOrder(let carried) = event.kind { orders[carried.request.id] = carried.request }
        for case .place(let request) in commands { orders[request.id] = request }
        guard isNew else {
            replayed += 1
            if case .report(let report) = event.kind { _ = line(of: report) }
            return []
        }
        var said: [(Kind, String)] = []
        if replayed > 0 {
            said.append((.replay, "\(replayed) events played again from the journal, nothing sent twice"))
            replayed = 0
        }
        if let line = line(of: event) { said.append(line) }
        for command in commands { if let line = line(of: command) { said.append(line) } }
        return said.map { Line(time: event.time, kind: $0.0, text: $0.1) }
    }

    private mutating func line(of event: Event) -> (Kind, String)? {
        switch event.kind {
        case .report(let report): return line(of: report)
        case .foreign(let order):
            let what = "\(order.side) \(symbol(order.instrument))  \(order.terms.quantity) \(price(order.terms))"
            return (.foreign, "\(what), not ours: \(order.status), \(order.filled) filled")
        case .control(.stop): return (.halt, "nothing leaves until `sauda resume`; what works is cancelled")
        case .control(.halt): return (.halt, "no new orders but those that reduce a position")
        case .control(.resume): return (.resume, "orders leave again")
        case .job(let job): return (.job(job), job.name)
        case .dayStarted(let hours): return (.begin, "trading from \(hours.open.time) to \(hours.close.time)")
        case .dayEnded: return (.end, "the day is over")
        case .tick, .candle, .clock, .answer, .deposit, .cash, .reference, .remembered, .carriedOrder,
            .carriedHolding, .lastOrder:
            return nil
        }
    }

    private mutating func line(of report: Report) -> (Kind, String)? {
        guard let order = orders[report.order] else { return nil }
        let what = what(order)
        switch report.kind {
        case .traded(let total, let value), .completed(let total, let value):
            let part = total - (filled[report.order] ?? .zero)
            // Brokers say it twice.
            guard part > .zero else { return nil }
            filled[report.order] = total
            return (.fill, "\(what)  \(part) at \(value.price(per: total))")
        case .rejected(let rejection): return (.reject, "\(what)  \(rejection)")
        case .modifyRefused(let rejection, _): return (.refuse, "\(what)  \(rejection)")
        case .cancelRefused(let rejection, _): return (.stands, "\(what)  not cancelled: \(rejection)")
        case .expired: return (.lapse, "\(what)  unfilled at the close")
        case .cancelled: return (.cancel, what)
        case .placeTimedOut: return (.silence, "\(what)  no answer: the broker's book is read before anything else")
        case .requestTimedOut: return (.silence, "\(what)  no answer to a change: the broker's book is read")
        case .absentFromBook: return (.silence, "\(what)  not in the broker's book at this look")
        case .foundInBook(let id): return (.accept, "\(what)  found in the broker's book as \(id)")
        case .accepted(let id): return (.accept, "\(what)  taken as \(id)")
        case .modified: return (.accept, "\(what)  changed")
        }
    }

    private func line(of command: Command) -> (Kind, String)? {
        switch command {
        case .place(let order):
            return (.place, "\(what(order))  \(order.terms.quantity) \(price(order.terms))")
        case .modify(let id, _, _, let terms, _):
            return orders[id].map { (.modify, "\(what($0))  \(terms.quantity) \(price(terms))") }
        case .cancel(let id, _, _, _): return orders[id].map { (.ask, "\(what($0))  to be cancelled") }
        case .alert(let alert): return (.alert(alert.level), alert.text)
        case .note(let note):
            let text = "\(note.instrument.map { "\(symbol($0))  " } ?? "")\(note.code) \(note.text)"
            return (note.kind == .skipped ? .skip : .remark, text)
        case .fetch, .wake, .watch, .writeOff, .takeUp, .explain, .candidate, .remember, .tie: return nil
        }
    }

    private func what(_ order: OrderRequest) -> String { "\(order.side) \(symbol(order.instrument))" }

    package func symbol(_ id: InstrumentID) -> String { symbols[Int(id.index)] }

    private func price(_ terms: OrderTerms) -> String {
        terms.kind == .market ? "at the market" : "at \(terms.limit)"
    }
}

import SaudaCore
import SaudaService
import SaudaSimulation

/// What a job came to: orders, notes, alerts, from its hour on.
final class TaskSummary: Encodable {
    struct Order: Encodable {
        var at: String
        /// `place`, `modify`, `cancel`; `fill` and `reject` are the exchange's answers.
        var what: String
        var symbol: String
        var side: String
        var quantity: Int64?
        /// None at the market.
        var limit: Amount?
        var text: String
    }

    struct Remark: Encodable {
        var at: String
        var kind: String
        var code: String
        var symbol: String?
        var text: String
    }

    let job: String
    let day: String
    let journal: String
    /// When it was done; the day stood there or was played up to it.
    var time: Timestamp?
    private(set) var orders: [Order] = []
    private(set) var notes: [Remark] = []
    private(set) var alerts: [Remark] = []
    private(set) var candidates = 0
    private let symbols: [String]
    private let due: Timestamp
    private var known: [OrderID: OrderRequest] = [:]

    enum CodingKeys: String, CodingKey { case job, day, at, journal, orders, notes, alerts, candidates }

    init(_ job: Job, _ plan: PaperPlan) {
        self.job = job.name
        day = "\(plan.day)"
        journal = plan.journalPath
        symbols = plan.setup.instruments.instruments.map(\.symbol)
        due = job.time(on: TradingDay(plan.day, in: plan.setup.calendar, holdsPrices: false))
    }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(job, forKey: .job)
        try container.encode(day, forKey: .day)
        try container.encodeIfPresent(time.map { "\($0)" }, forKey: .at)
        try container.encode(journal, forKey: .journal)
        try container.encode(orders, forKey: .orders)
        try container.encode(notes, forKey: .notes)
        try container.encode(alerts, forKey: .alerts)
        try container.encode(candidates, forKey: .candidates)
    }

    /// Counts only what is new: what the journal held was another process's work.
    func take(_ event: Event, _ commands: [Command], isNew: Bool) {
        if case .carriedOrder(let carried) = event.kind { known[carried.request.id] = carried.request }
        for case .place(let request) in commands { known[request.id] = request }
        guard isNew, event.time >= due else { return }
        if case .report(let report) = event.kind { take(report, at: event.time) }
        for command in commands { take(command, at: event.time) }
    }

    private func take(_ report: Report, at time: Timestamp) {
        switch report.kind {
        case .traded(let total, let value):
            add("fill", report.order, total, value.price(per: total), "", at: time)
        case .rejected(let why): add("reject", report.order, nil, nil, "\(why)", at: time)
        default: break
        }
    }

    private func take(_ command: Command, at time: Timestamp) {
        switch command {
        case .place(let request): add("place", request.id, request.terms, request.reason, at: time)
        case .modify(let id, _, _, let terms, _): add("modify", id, terms, "", at: time)
        case .cancel(let id, _, _, _): add("cancel", id, nil, nil, "", at: time)
        case .candidate: candidates += 1
        case .note(let note):
            notes.append(remark("\(note.kind)", note.code, note.instrument, note.text, at: time))
        case .alert(let alert):
            alerts.append(remark("\(alert.level)", alert.code, alert.instrument, alert.text, at: time))
        case .fetch, .wake, .watch, .writeOff, .takeUp, .explain, .remember, .tie: break
        }
    }

    private func add(_ what: String, _ id: OrderID, _ terms: OrderTerms, _ text: String, at time: Timestamp) {
        add(what, id, terms.quantity, terms.limit == .zero ? nil : terms.limit, text, at: time)
    }

    private func add(
        _ what: String,
        _ id: OrderID,
        _ quantity: Quantity?,
        _ limit: Price?,
        _ text: String,
        at time: Timestamp
    ) {
        guard let request = known[id] else { return }
        orders.append(
            Order(
                at: "\(time.time)",
                what: what,
                symbol: symbols[Int(request.instrument.index)],
                side: "\(request.side)",
                quantity: quantity?.units,
                limit: limit.map(Amount.init),
                text: text
            )
        )
    }

    private func remark(
        _ kind: String,
        _ code: String,
        _ instrument: InstrumentID?,
        _ text: String,
        at time: Timestamp
    ) -> Remark {
        Remark(
            at: "\(time.time)",
            kind: kind,
            code: code,
            symbol: instrument.map { symbols[Int($0.index)] },
            text: text
        )
    }

    var text: String {
        var lines = ["\(job) on \(day) at \(time.map { "\($0.time)" } ?? "-")"]
        for order in orders {
            let quantity = order.quantity.map { "  \($0)" } ?? ""
            let limit = order.limit.map { " at \($0)" } ?? ""
            lines.append(
                "  \(order.at)  \(order.what)  \(order.side) \(order.symbol)\(quantity)\(limit)  \(order.text)"
            )
        }
        for remark in alerts + notes {
            let symbol = remark.symbol.map { "\($0)  " } ?? ""
            lines.append("  \(remark.at)  \(remark.kind)  \(symbol)\(remark.code)  \(remark.text)")
        }
        if candidates > 0 { lines.append("  \(candidates) candidates; see `sauda candidates --day \(day)`") }
        if orders.isEmpty, alerts.isEmpty, notes.isEmpty, candidates == 0 { lines.append("  nothing to do") }
        lines.append("  journal \(journal)")
        return lines.joined(separator: "\n")
    }
}

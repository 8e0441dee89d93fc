import SaudaBroker
import SaudaCore
import SaudaService
import SaudaSimulation

/// Shows running days, one after another: a line for each order, fill and alert, and a status line on a terminal.
final class RunView {
    private let quiet: Bool
    private let ink: Ink
    private let hasStatus: Bool
    private let alerts: Notifier?
    private var replayed = 0
    private var lastDrawn = ContinuousClock.now
    private var symbols: [String] = []
    private var notes: [String] = []
    private var orders: [OrderID: OrderRequest] = [:]
    private var filled: [OrderID: Quantity] = [:]

    init(quiet: Bool, alerts: Notifier? = nil) {
        self.quiet = quiet
        self.alerts = alerts
        ink = Ink(isOn: Terminal.usesColour)
        hasStatus = !quiet && Terminal.outIsTerminal
    }

    func start(_ paper: PaperDay) {
        let plan = paper.plan
        start("paper  \(plan.day)", plan.setup.instruments, plan.opening.note, plan.setup.assumptions, paper.recovery)
    }

    /// - Parameter title: the mode and the day.
    func start(
        _ title: String,
        _ instruments: InstrumentTable,
        _ note: String,
        _ assumptions: [String],
        _ recovery: String?
    ) {
        symbols = instruments.instruments.map(\.symbol)
        (orders, filled, replayed) = ([:], [:], 0)
        guard !quiet else { return }
        if !notes.isEmpty { Terminal.out("") }
        Terminal.out(ink.bold("sauda  \(title)  \(symbols.count) instruments, \(note)"))
        for line in assumptions where !notes.contains(line) { Terminal.out(ink.dim(line)) }
        notes = assumptions
        if let recovery { Terminal.out(ink.warning(recovery)) }
    }

    /// A line of the link's, when it is worth one.
    func show(_ notice: LinkNotice, at time: Timestamp) {
        alerts?.post(Notice(notice, at: time))
        let kind =
            switch notice.level {
            case .info: ink.dim("link")
            case .warning: ink.warning("link")
            case .critical: ink.bad("LINK")
            }
        line(time, kind, "\(notice.code)  \(notice.text)")
    }

    func show(_ event: Event, _ commands: [Command], isNew: Bool) {
        if case .carriedOrder(let carried) = event.kind { orders[carried.request.id] = carried.request }
        for case .place(let request) in commands { orders[request.id] = request }
        guard isNew else {
            replayed += 1
            if case .report(let report) = event.kind, case .traded(let total, _) = report.kind {
                filled[report.order] = total
            }
            return
        }
        alerts?.post(Notice.all(of: event, commands) { symbols[Int($0.index)] })
        if replayed > 0, !quiet {
            line(event.time, ink.dim("resume"), "\(replayed) events played again from the journal, nothing sent twice")
            replayed = 0
        }
        switch event.kind {
        case .report(let report): show(report, at: event.time)
        case .control(.stop):
            line(event.time, ink.bad("HALT"), "nothing leaves until `sauda resume`; what works is cancelled")
        case .control(.resume): line(event.time, ink.good("resume"), "orders leave again")
        default: break
        }
        for command in commands { show(command, at: event.time) }
    }

    private func show(_ report: Report, at time: Timestamp) {
        guard let order = orders[report.order] else { return }
        let what = "\(order.side) \(symbols[Int(order.instrument.index)])"
        switch report.kind {
        case .traded(let total, let value):
            let part = total - (filled[report.order] ?? .zero)
            filled[report.order] = total
            line(time, ink.good("fill"), "\(what)  \(part) at \(value.price(per: total))")
        case .rejected(let rejection): line(time, ink.warning("reject"), "\(what)  \(rejection)")
        case .modifyRefused(let rejection, _): line(time, ink.warning("refuse"), "\(what)  \(rejection)")
        case .expired: line(time, ink.dim("lapse"), "\(what)  unfilled at the close")
        case .cancelled: line(time, ink.dim("cancel"), what)
        default: break
        }
    }

    private func show(_ command: Command, at time: Timestamp) {
        switch command {
        case .place(let order):
            let name = symbols[Int(order.instrument.index)]
            line(time, "place", "\(order.side) \(name)  \(order.terms.quantity) \(price(order.terms))")
        case .modify(let id, _, _, let terms, _):
            guard let order = orders[id] else { return }
            let what = "\(order.side) \(symbols[Int(order.instrument.index)])"
            line(time, ink.dim("modify"), "\(what)  \(terms.quantity) \(price(terms))")
        case .alert(let alert):
            line(time, alert.level == .critical ? ink.bad("ALERT") : ink.warning("alert"), alert.text)
        case .note(let note) where note.kind == .skipped:
            let name = note.instrument.map { symbols[Int($0.index)] } ?? ""
            line(time, ink.dim("skip"), "\(name)  \(note.code) \(note.text)")
        case .cancel, .fetch, .wake, .watch, .note, .writeOff, .takeUp, .explain, .candidate, .remember, .tie: break
        }
    }

    private func price(_ terms: OrderTerms) -> String {
        terms.kind == .market ? "at the market" : "at \(terms.limit)"
    }

    private func line(_ time: Timestamp, _ kind: String, _ text: String) {
        guard !quiet else { return }
        clearStatus()
        Terminal.out("\(time.time)  \(kind.padded(6 + ink.overhead(of: kind)))  \(text)")
    }

    /// A day that stands still because of a person's word.
    func showHalt(_ since: String, at time: Timestamp) {
        Terminal.err("Halted, \(since): the day goes on with `sauda resume` and another start.")
        alerts?.post(.halted(since, at: time))
    }

    // MARK: - Status line

    func refresh(_ paper: PaperDay) {
        guard hasStatus, ContinuousClock.now - lastDrawn > .milliseconds(100) else { return }
        lastDrawn = .now
        let hours = paper.hours
        let span = hours.close.since(hours.open).microseconds
        let done = min(max(paper.now.since(hours.open).microseconds, 0), span)
        let filled = Int(done * 24 / max(span, 1))
        let bar = String(repeating: "━", count: filled) + ink.dim(String(repeating: "─", count: 24 - filled))
        let desk = paper.desk
        let equity = desk.books.reduce(Money.zero) { $0 + $1.equity(at: desk.market) }
        let others = desk.books.flatMap(\.otherTrades)
        let held = desk.books.reduce(0) { $0 + $1.held.count } + others.count(where: \.isOpen)
        let closed = desk.books.reduce(0) { $0 + $1.closedTrades.count } + others.count { !$0.isOpen }
        let text =
            "\(paper.now.time) \(bar)  held \(held)  sold \(closed)  equity \(Rupees.text(equity))"
            + "  ticks \(paper.ticks)"
        Terminal.show("\r\u{1B}[2K\(text)")
    }

    func clearStatus() {
        if hasStatus { Terminal.show("\r\u{1B}[2K") }
    }

    func finish() {
        clearStatus()
        if replayed > 0, !quiet {
            Terminal.out(ink.dim("This day was played before: compared with its journal, nothing added."))
        }
    }
}

import SaudaCore

/// A broker at the end of a bad line: it accepts, rejects and fills, is silent, and its messages are lost, repeated,
/// delayed and reordered. Only what an order has filled always comes with the news of its end, as brokers report it.
struct BadVenue {
    struct Row {
        var request: OrderRequest
        var terms: OrderTerms
        var filled = Quantity.zero
        var value = Money.zero
        var isOpen: Bool
    }

    var random: SeededGenerator
    var rows: [OrderID: Row] = [:]
    /// In the order of placing.
    var known: [OrderID] = []
    /// Under way to us; each arrives as a whole.
    var mail: [[Event.Kind]] = []
    private var foreign: [ForeignOrder] = []

    init(seed: UInt64) { random = SeededGenerator(seed: seed) }

    private mutating func chance(_ percent: Int) -> Bool { Int.random(in: 0..<100, using: &random) < percent }

    private func brokerID(_ id: OrderID) -> BrokerOrderID { BrokerOrderID("N\(id.number)") }

    private mutating func say(_ id: OrderID, _ kinds: Report.Kind...) {
        if chance(5) { return }
        let message = kinds.map { Event.Kind.report(Report(id, $0)) }
        mail.append(message)
        if chance(15) { mail.append(message) }
    }

    private mutating func sayEnd(_ id: OrderID, _ kind: Report.Kind) {
        guard let row = rows[id] else { return }
        rows[id]?.isOpen = false
        if row.filled > .zero {
            say(id, .traded(total: row.filled, value: row.value), kind)
        } else {
            say(id, kind)
        }
    }

    // MARK: - Commands

    mutating func take(_ command: Command) {
        switch command {
        case .place(let request): place(request)
        case .modify(let id, _, _, let terms, let number): modify(id, terms, number)
        case .cancel(let id, _, _, let number): cancel(id, number)
        case .fetch(_, .orderBook): for id in known.suffix(12) { read(id) }
        case .fetch, .wake, .watch, .note, .alert, .writeOff, .takeUp, .explain, .candidate, .remember, .tie: break
        }
    }

    private mutating func place(_ request: OrderRequest) {
        known.append(request.id)
        if chance(10) { return say(request.id, .placeTimedOut) }
        let isTaken = !chance(10)
        rows[request.id] = Row(request: request, terms: request.terms, isOpen: isTaken)
        if chance(5) { return say(request.id, .placeTimedOut) }
        guard isTaken else { return say(request.id, .rejected(.notPermitted)) }
        say(request.id, .accepted(brokerID(request.id)))
        if request.terms.validity == .ioc { sayEnd(request.id, .cancelled) }
    }

    private mutating func modify(_ id: OrderID, _ terms: OrderTerms, _ number: UInt32) {
        if chance(5) { return say(id, .requestTimedOut(request: number)) }
        guard let row = rows[id], row.isOpen, terms.quantity > row.filled, !chance(15) else {
            return say(id, .modifyRefused(.notPermitted, request: number))
        }
        rows[id]?.terms = terms
        say(id, chance(5) ? .requestTimedOut(request: number) : .modified(request: number))
    }

    private mutating func cancel(_ id: OrderID, _ number: UInt32) {
        if chance(5) { return say(id, .requestTimedOut(request: number)) }
        guard rows[id]?.isOpen == true, !chance(15) else {
            return say(id, .cancelRefused(.notPermitted, request: number))
        }
        sayEnd(id, .cancelled)
    }

    /// The order book's row, fills first.
    private mutating func read(_ id: OrderID) {
        guard let row = rows[id] else { return say(id, .absentFromBook) }
        if row.isOpen, row.filled == .zero { return say(id, .foundInBook(brokerID(id))) }
        let traded = Report.Kind.traded(total: row.filled, value: row.value)
        if row.isOpen { return say(id, traded, .foundInBook(brokerID(id))) }
        if row.filled == row.terms.quantity { return say(id, .completed(total: row.filled, value: row.value)) }
        if row.filled > .zero { say(id, traded) }
    }

    // MARK: - The world

    /// Something of ours trades, at its limit or the middle price.
    mutating func trade() {
        guard let id = known.filter({ rows[$0]?.isOpen == true }).randomElement(using: &random), let row = rows[id]
        else { return }
        let units = Quantity(Int64.random(in: 1...(row.terms.quantity - row.filled).units, using: &random))
        let middle = Price(paise: Restless.middle(of: row.request.instrument))
        let filled = row.filled + units
        rows[id]?.filled = filled
        rows[id]?.value += (row.terms.limit > .zero ? row.terms.limit : middle) * units
        rows[id]?.isOpen = filled < row.terms.quantity
        if let row = rows[id] { say(id, .traded(total: row.filled, value: row.value)) }
    }

    /// A person trades in the account, in the second and the eighth instrument, or cancels one of ours.
    mutating func meddle() {
        if chance(20), let id = known.filter({ rows[$0]?.isOpen == true }).randomElement(using: &random) {
            return sayEnd(id, .cancelled)
        }
        if chance(60), let index = foreign.indices.randomElement(using: &random) {
            let rest = foreign[index].terms.quantity - foreign[index].filled
            foreign[index].filled += rest
            foreign[index].value += foreign[index].terms.limit * rest
            foreign[index].status = .complete
            return mail.append([.foreign(foreign[index])])
        }
        foreign.append(
            ForeignOrder(
                account: AccountID(index: 0),
                id: BrokerOrderID("M\(foreign.count)"),
                instrument: InstrumentID(index: chance(50) ? 1 : 7),
                side: chance(50) ? .buy : .sell,
                product: .delivery,
                terms: OrderTerms(
                    kind: .limit,
                    quantity: Quantity(Int64.random(in: 1...30, using: &random)),
                    limit: Price(rupees: 2100)
                ),
                filled: .zero,
                value: .zero,
                status: .open
            )
        )
        mail.append([.foreign(foreign[foreign.count - 1])])
    }

    /// The close: what is open lapses, but for orders taken after it.
    mutating func close() {
        for id in known where rows[id]?.isOpen == true { sayEnd(id, .expired) }
    }

    /// The next message to arrive: any of the oldest six.
    mutating func next() -> [Event.Kind]? {
        guard !mail.isEmpty else { return nil }
        return mail.remove(at: Int.random(in: 0..<min(mail.count, 6), using: &random))
    }
}

import SaudaCore

/// Where in the journal something stands, and when it happened.
struct BookStamp {
    var sequence: UInt64
    /// The event that led to it; 0 for an event.
    var cause: UInt64
    var time: Timestamp
}

/// One order of the day as the journal tells it, ours or a foreign one.
struct BookOrder {
    enum Origin: String {
        case own, foreign
    }

    let origin: Origin
    let account: AccountID
    let instrument: InstrumentID
    let side: Side
    let product: Product
    let variety: OrderRequest.Variety?
    /// Whose intention it serves; nil of a foreign order.
    let strategy: StrategyID?
    let placed: BookStamp

    /// Ours; of a foreign order only when it was adopted.
    var number: OrderID?
    var brokerID: BrokerOrderID?
    /// As last asked for.
    var terms: OrderTerms
    /// The rules of our own orders; an adopted one gets them too.
    var lifecycle: OrderLifecycle?
    /// As last seen; nil for ours.
    var foreign: ForeignOrder?
    var rejection: Rejection?
    /// As last explained; empty of a foreign order.
    var reason = ""
    var changed: Timestamp

    init(_ request: OrderRequest, _ stamp: BookStamp) {
        origin = .own
        account = request.account
        instrument = request.instrument
        side = request.side
        product = request.product
        variety = request.variety
        strategy = request.strategy
        placed = stamp
        number = request.id
        terms = request.terms
        reason = request.reason
        lifecycle = OrderLifecycle()
        changed = stamp.time
    }

    init(_ order: ForeignOrder, _ stamp: BookStamp) {
        origin = .foreign
        account = order.account
        instrument = order.instrument
        side = order.side
        product = order.product
        variety = nil
        strategy = nil
        placed = stamp
        brokerID = order.id
        terms = order.terms
        foreign = order
        changed = stamp.time
    }
}

extension BookOrder {
    /// Names it within its day, account and origin.
    var reference: String {
        switch origin {
        case .own: number.map { "\($0.number)" } ?? ""
        case .foreign: brokerID?.text ?? ""
        }
    }

    var status: String { lifecycle?.state.bookWord ?? foreign?.status.bookWord ?? "" }
    var filled: Quantity { lifecycle?.filled ?? foreign?.filled ?? .zero }
    var value: Money { lifecycle?.value ?? foreign?.value ?? .zero }

    /// Takes over what an input has changed in the lifecycle.
    mutating func refresh(at time: Timestamp) {
        changed = time
        guard let lifecycle else { return }
        terms = lifecycle.requestedTerms ?? terms
        if case .closed(.rejected(let why)) = lifecycle.state { rejection = why }
    }

    /// From here on the engine treats this foreign order as its own `number` (SEL-12).
    ///
    /// - Parameter booked: what of it stands in the books already.
    mutating func adopt(as number: OrderID, booked: (filled: Quantity, value: Money)) {
        guard let foreign else { return }
        self.number = number
        var lifecycle = OrderLifecycle()
        _ = lifecycle.place(foreign.terms)
        if booked.filled > .zero { _ = lifecycle.traded(total: booked.filled, value: booked.value) }
        _ = lifecycle.accepted(foreign.id)
        self.lifecycle = lifecycle
    }
}

/// One step in the life of an order: a request of ours, or what the broker said.
struct BookOrderStep {
    var stamp: BookStamp
    /// Its place among the day's orders; nil for an order that the journal did not place.
    var order: Int?
    var number: OrderID?
    var what: String
    var terms: OrderTerms?
    /// In total, as reported.
    var filled: Quantity?
    var value: Money?
    var detail: String?
}

/// One fill as the account's book took it.
struct BookFill {
    enum Source: String {
        case own, foreign
        /// Shares put in and paid for.
        case deposit
        /// The morning's carry-over.
        case carried
        /// Shares sold where nobody could see it; moves no cash.
        case writeOff = "write-off"
    }

    var stamp: BookStamp
    var account: AccountID
    var source: Source
    /// Its place among the day's orders; nil where there is none.
    var order: Int?
    var fill: Fill
    var charges: Charges
}

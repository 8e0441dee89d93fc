/// One order from intent to end, and the one next thing to do after each input. No clock, no I/O, no allocation.
///
/// What the broker holds is the state; our request in flight is a field of it. "Place" has three answers: yes, no and
/// silence. Silence means *in doubt*: the order book is read, and the order is **never placed again**. Fills come as
/// cumulative totals, so repeats and reordering change nothing twice. The legal pairs; in all others an input changes
/// nothing, and flags what only a confused broker would say:
///
///     input             in state             new state           action
///     place             idle                 placing             sendPlace
///     modify            working, no request  + modify            sendModify (none when nothing differs)
///       to <= filled    any                  as cancel           as cancel
///     cancel            placing, inDoubt     cancel wanted       none: goes out with the id
///                       working, no request  + cancel            sendCancel
///                       working + modify     cancel wanted       none: goes out with the answer
///                         ... silent         + cancel            sendCancel
///     accepted          placing, inDoubt     working             none; sendCancel when wanted; no id: as placeTimedOut
///                       closed absent        working + cancel    sendCancel: it was given up
///     rejected          placing, inDoubt     closed rejected     none
///       after a fill    placing              inDoubt             fetchOrderBook: a no that cannot be true
///                       working              closed rejected     none; flag after a fill
///     placeTimedOut     placing              inDoubt             fetchOrderBook
///     traded, more      all but idle         + filled            book; bookAndFlag when too much or after the end
///       up to the total all but idle         closed filled       book; bookAndFlag after the end
///     completed         as traded, and closes when one of two totals in flight is reached; flag when short
///     modified          working + modify     new terms           none; sendCancel when wanted; may close filled
///     modifyRefused     working + modify     old terms           the same; flag when an earlier try was silent
///     cancelled         placing, inDoubt,    closed cancelled    none; flag when we did not ask
///                       working
///     cancelRefused     working + cancel     working             fetchOrderBook: was it filled?
///     expired           as cancelled         closed expired      none
///     requestTimedOut   working + request    + silent            fetchOrderBook; sendCancel when wanted
///     foundInBook       as accepted; and
///                       working + silent     request again       sendModify, sendCancel
///     absentFromBook    inDoubt              inDoubt             fetchOrderBook
///       the third time  inDoubt              closed absent       none; after a fill: inDoubt, flag
///     restarted         placing              inDoubt             fetchOrderBook
///                       inDoubt, working     request silent      fetchOrderBook
///
/// After each input the caller carries out the action, then looks at `state`. Every request it sends has
/// `requestNumber`; answers and time-outs that name it cannot be mistaken for those of an earlier one.
public struct OrderLifecycle: Hashable, Sendable {
    public enum State: Hashable, Sendable {
        case idle
        /// Sent, not answered.
        case placing(OrderTerms)
        /// Sent, and no answer came: it may or may not exist at the broker.
        case inDoubt(OrderTerms)
        case working(Live)
        case closed(Outcome)
    }

    /// An order the broker holds.
    public struct Live: Hashable, Sendable {
        public internal(set) var id: BrokerOrderID
        /// As *we* requested and the broker confirmed; its echo of them is never compared.
        public internal(set) var terms: OrderTerms
        public internal(set) var request = Request.none
        /// The answer to the request is overdue and the order book was asked for.
        public internal(set) var isSilent = false
        /// A modify was never answered, so the broker may hold other terms than `terms`: they differ from any target.
        public internal(set) var termsInDoubt = false
        /// The totals the broker may be working on, without a modify in flight; one, unless terms are in doubt.
        var totals: ClosedRange<Quantity>

        init(id: BrokerOrderID, terms: OrderTerms) {
            self.id = id
            self.terms = terms
            totals = terms.quantity...terms.quantity
        }
    }

    /// Our request in flight, at most one.
    public enum Request: Hashable, Sendable {
        case none
        case modify(OrderTerms)
        case cancel
    }

    public enum Outcome: Hashable, Sendable {
        /// Completely: "partially filled" is not an end (SEL-13).
        case filled
        case cancelled
        case rejected(Rejection)
        /// The session ended, or the rest of an IOC order lapsed.
        case expired
        /// In doubt and not in the order book, three times. If it arrives after all, it is cancelled.
        case absent
    }

    public enum Action: Hashable, Sendable {
        case none
        case sendPlace(OrderTerms)
        case sendModify(BrokerOrderID, OrderTerms)
        case sendCancel(BrokerOrderID)
        /// Read the book, then feed this order's row: `traded` or `completed` first, then `foundInBook` if it is
        /// open, `cancelled`, `rejected` or `expired` if not; without a row `absentFromBook`.
        case fetchOrderBook
        /// Units and rupees that were not booked before.
        case book(quantity: Quantity, value: Money)
        case bookAndFlag(quantity: Quantity, value: Money, Anomaly)
        case flag(Anomaly)
    }

    public internal(set) var state = State.idle
    /// The units filled so far; only grows.
    public internal(set) var filled = Quantity.zero
    /// What they cost or brought, without charges.
    public internal(set) var value = Money.zero
    /// Counts the requests sent; the number of the one in flight.
    public internal(set) var requestNumber: UInt32 = 0
    /// A cancel was asked for, whether or not it could be sent yet; false again once it is refused.
    public internal(set) var cancelWanted = false
    /// Order book reads in a row without a row of this order.
    var emptyReads: UInt8 = 0
    /// The terms last asked for before the end, and the largest total the broker may have worked on.
    var closedTerms: OrderTerms?
    var closedTotal = Quantity.zero

    public init() {}

    /// The terms last asked for, confirmed or not: what targets are compared with. Nil before and after.
    public var requestedTerms: OrderTerms? {
        switch state {
        case .placing(let terms), .inDoubt(let terms): terms
        case .working(let live): if case .modify(let terms) = live.request { terms } else { live.terms }
        case .idle, .closed: nil
        }
    }
}

// MARK: - Shared by the inputs

extension OrderLifecycle {
    /// The totals the broker may be working on: more than one while a modify of the quantity is open or in doubt.
    var totals: ClosedRange<Quantity> {
        switch state {
        case .idle: .zero ... .zero
        case .placing(let terms), .inDoubt(let terms): terms.quantity...terms.quantity
        case .working(let live): live.totalsWithRequest
        case .closed: closedTotal...closedTotal
        }
    }

    mutating func close(_ outcome: Outcome) {
        closedTerms = requestedTerms ?? closedTerms
        closedTotal = totals.upperBound
        state = .closed(outcome)
    }

    mutating func send(_ request: Request, for live: Live) -> Action {
        var live = live
        live.request = request
        live.isSilent = false
        state = .working(live)
        switch request {
        case .none: return .none
        case .modify(let terms):
            requestNumber += 1
            return .sendModify(live.id, terms)
        case .cancel:
            requestNumber += 1
            return .sendCancel(live.id)
        }
    }

    /// Whether an answer that names `number`, or none, is the answer to the request in flight.
    func isInFlight(_ number: UInt32?) -> Bool { number == nil || number == requestNumber }
}

extension OrderLifecycle.Live {
    var totalsWithRequest: ClosedRange<Quantity> {
        guard case .modify(let asked) = request else { return totals }
        return min(totals.lowerBound, asked.quantity)...max(totals.upperBound, asked.quantity)
    }

    /// Ends a modify whose fate is unknown. Either total may be the broker's, so no fill below the larger ends the order.
    mutating func giveUpModify() {
        totals = totalsWithRequest
        termsInDoubt = true
        request = .none
    }

    mutating func confirm(_ asked: OrderTerms) {
        terms = asked
        totals = asked.quantity...asked.quantity
        termsInDoubt = false
    }
}

// What the broker, or its silence, answers. Nothing here can crash, whatever it says and in whatever order.
extension OrderLifecycle {
    public mutating func accepted(_ id: BrokerOrderID) -> Action {
        guard !id.text.isEmpty else { return placeTimedOut() }  // BUY-9: a yes without an id is no answer
        switch state {
        case .idle: return .flag(.unsolicited)
        case .placing(let terms), .inDoubt(let terms):
            return adopt(Live(id: id, terms: terms))
        case .working(let live): return live.id == id ? .none : .flag(.secondOrder(id))
        case .closed(.absent):
            guard let terms = closedTerms else { return .none }
            cancelWanted = true
            return adopt(Live(id: id, terms: terms))
        case .closed: return .none
        }
    }

    /// The order was refused, by the broker at once or by the exchange later.
    public mutating func rejected(_ rejection: Rejection) -> Action {
        switch state {
        case .idle: return .flag(.unsolicited)
        case .placing where filled > .zero: return placeTimedOut()
        case .inDoubt where filled > .zero: return .flag(.rejectedAfterFill)
        case .placing, .inDoubt:
            close(.rejected(rejection))
            return .none
        case .working:
            close(.rejected(rejection))
            return filled > .zero ? .flag(.rejectedAfterFill) : .none
        case .closed(.filled): return .flag(.rejectedAfterFill)
        case .closed: return .none
        }
    }

    /// No answer to the place came in time.
    public mutating func placeTimedOut() -> Action {
        guard case .placing(let terms) = state else { return .none }
        state = .inDoubt(terms)
        return .fetchOrderBook
    }

    /// - Parameter number: the request it answers; nil for the one in flight.
    public mutating func modified(request number: UInt32? = nil) -> Action {
        guard case .working(var live) = state, case .modify(let asked) = live.request else { return stray }
        guard isInFlight(number) else { return .none }
        live.confirm(asked)
        return settle(live, .none)
    }

    /// The old terms stand. SEL-5, cancel and replace, is the caller's decision.
    public mutating func modifyRefused(_ rejection: Rejection, request number: UInt32? = nil) -> Action {
        guard case .working(var live) = state, case .modify = live.request else { return stray }
        guard isInFlight(number) else { return .none }
        guard live.termsInDoubt else { return settle(live, .none) }
        live.giveUpModify()
        return settle(live, .flag(.termsInDoubt))
    }

    public mutating func cancelled() -> Action {
        let terms: OrderTerms
        switch state {
        case .idle: return .flag(.unsolicited)
        case .closed: return .none
        case .placing(let placed), .inDoubt(let placed): terms = placed
        case .working(let live): terms = live.terms
        }
        close(.cancelled)
        return cancelWanted || terms.validity == .ioc ? .none : .flag(.cancelledByOthers)
    }

    /// Usually because it is filled or gone, so the book is read. Nothing may be placed instead before it is closed.
    public mutating func cancelRefused(_ rejection: Rejection, request number: UInt32? = nil) -> Action {
        guard case .working(let live) = state, live.request == .cancel else { return stray }
        guard isInFlight(number) else { return .none }
        cancelWanted = false
        _ = send(.none, for: live)
        return .fetchOrderBook
    }

    /// The session ended, or the rest of an IOC order lapsed.
    public mutating func expired() -> Action {
        switch state {
        case .idle: return .flag(.unsolicited)
        case .closed: return .none
        case .placing, .inDoubt, .working:
            close(.expired)
            return .none
        }
    }

    /// No answer to a modify or cancel came in time.
    public mutating func requestTimedOut(request number: UInt32? = nil) -> Action {
        guard case .working(var live) = state, live.request != .none, isInFlight(number) else { return .none }
        live.isSilent = true
        state = .working(live)
        if case .modify = live.request, cancelWanted { return cancel() }
        return .fetchOrderBook
    }

    /// An answer nobody waits for: late or repeated, or to an order we never sent.
    private var stray: Action { state == .idle ? .flag(.unsolicited) : .none }

    /// The broker holds the order; sends the cancel that waited for its id.
    private mutating func adopt(_ live: Live) -> Action {
        send(cancelWanted ? .cancel : .none, for: live)
    }

    /// The modify was answered: ends what is full by now, sends the cancel that waited for the answer.
    private mutating func settle(_ live: Live, _ otherwise: Action) -> Action {
        let full = filled >= live.totals.upperBound
        let action = send(cancelWanted && !full ? .cancel : .none, for: live)
        if full { close(.filled) }
        return action == .none && !full ? otherwise : action
    }
}

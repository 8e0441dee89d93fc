// What we ask for. Misuse is a precondition; what a race can cause is `.none`.
extension OrderLifecycle {
    /// - Precondition: nothing was placed before, and the quantity is positive. A second try is a new lifecycle.
    public mutating func place(_ terms: OrderTerms) -> Action {
        guard case .idle = state else { preconditionFailure("an order is placed once; make a new lifecycle") }
        precondition(terms.quantity > .zero, "an order needs a positive quantity")
        state = .placing(terms)
        requestNumber += 1
        return .sendPlace(terms)
    }

    /// Asks for other terms. While any request is unanswered it does nothing: compare again after the answer.
    ///
    /// A total that is already filled leaves nothing to work on, so it cancels the rest.
    /// - Precondition: the order was placed, and the quantity is positive.
    public mutating func modify(_ terms: OrderTerms) -> Action {
        precondition(terms.quantity > .zero, "an order needs a positive quantity; cancel it instead")
        switch state {
        case .idle: preconditionFailure("place the order before modifying it")
        case .closed: return .none
        case _ where terms.quantity <= filled: return cancel()
        case .placing, .inDoubt: return .none
        case .working(let live):
            guard live.request == .none, terms != live.terms || live.termsInDoubt else { return .none }
            return send(.modify(terms), for: live)
        }
    }

    /// Asks for the end of it; what is filled stays filled. Remembered until it can be sent.
    ///
    /// - Precondition: the order was placed.
    public mutating func cancel() -> Action {
        switch state {
        case .idle: preconditionFailure("place the order before cancelling it")
        case .closed: return .none
        case .placing, .inDoubt: cancelWanted = true
        case .working(var live):
            cancelWanted = true
            switch live.request {
            case .none: return send(.cancel, for: live)
            case .modify where live.isSilent:
                live.giveUpModify()
                return send(.cancel, for: live)
            case .modify, .cancel: return .none
            }
        }
        return .none
    }

    /// The process starts again after a crash: what was in flight may or may not have happened.
    public mutating func restarted() -> Action {
        switch state {
        case .idle, .closed: return .none
        case .placing(let terms), .inDoubt(let terms):
            state = .inDoubt(terms)
            emptyReads = 0
        case .working(var live):
            live.isSilent = live.request != .none
            state = .working(live)
        }
        return .fetchOrderBook
    }
}

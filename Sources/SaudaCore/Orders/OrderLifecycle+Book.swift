// What the order book says, matched by our tag or the broker's id. Only reads begun after `fetchOrderBook` count.
extension OrderLifecycle {
    /// Empty reads after which an order in doubt is given up. The caller spreads them over 60 seconds.
    public static let readsBeforeAbsent = 3

    /// The book has an open row of this order.
    public mutating func foundInBook(_ id: BrokerOrderID) -> Action {
        switch state {
        case .working(var live) where live.id == id && live.isSilent:
            // It did not happen, or does no harm twice: ask again.
            if case .modify = live.request {
                if cancelWanted { return cancel() }
                live.termsInDoubt = true
            }
            return send(live.request, for: live)
        case .closed(.cancelled), .closed(.rejected), .closed(.expired): return .flag(.openAfterClose(id))
        default: return accepted(id)
        }
    }

    /// The book was read and has no row of this order.
    public mutating func absentFromBook() -> Action {
        switch state {
        case .idle, .placing, .closed: return .none
        case .working: return .flag(.missingFromBook)
        case .inDoubt:
            emptyReads = min(emptyReads + 1, UInt8(OrderLifecycle.readsBeforeAbsent))
            guard emptyReads == OrderLifecycle.readsBeforeAbsent else { return .fetchOrderBook }
            guard filled == .zero else { return .flag(.absentAfterFill) }
            close(.absent)
            return .none
        }
    }
}

import SaudaCore

// When which orders are taken, changed and cancelled.

extension PracticeExchange {
    func phase(of instrument: InstrumentID, at time: Timestamp) -> Session.Phase {
        guard isInSession, let day else { return .closed }
        let closes = closesInAuction(instrument)
        if day.isOpen(at: time), !closes || time < day.auctionFrom { return .continuous }
        return sessions?.phase(at: time, closes: closes) ?? .closed
    }

    /// Whether the instrument's market ends in an auction today.
    func closesInAuction(_ instrument: InstrumentID) -> Bool {
        hasClosingAuction && haveDerivatives[Int(instrument.index)]
    }

    func hoursRejection(of order: RestingOrder, at time: Timestamp) -> Rejection? {
        let request = order.request
        if let rejection = expiryRejection(of: request, on: time.day) { return rejection }
        if request.product == .intraday, isInSession, let last = turns.lastIntraday, time >= last {
            return .other(
                code: "square-off",
                text: "intraday orders are taken until \(last.time); place it tomorrow, or for delivery"
            )
        }
        switch request.variety {
        case .regular: return entryRejection(of: order, in: phase(of: request.instrument, at: time))
        case .afterMarket: return isInSession && day?.isOpen(at: time) == true ? .notPermitted : nil
        }
    }

    /// Whether the phase takes such an order.
    private func entryRejection(of order: RestingOrder, in phase: Session.Phase) -> Rejection? {
        switch phase {
        case .continuous: nil
        case .preOpenEntry, .closingEntry: order.fitsAuction ? nil : .notPermitted
        case .preOpenLimitOnly, .closingLimitOnly:
            order.fitsAuction && order.terms.kind == .limit ? nil : .notPermitted
        case .closed, .preOpenMatching, .buffer, .closingReference, .closingMatching, .postClose: .marketClosed
        }
    }

    /// Why an order in the book cannot be changed or cancelled now.
    ///
    /// What is collected for an auction is held from the end of the entry on, market orders earlier. After-market
    /// orders that the opening auction does not take, or that came too late for it, are still with the broker.
    ///
    /// - Parameter changed: nil for a cancel.
    func freeze(of order: RestingOrder, changed: RestingOrder?, at time: Timestamp) -> Rejection? {
        let phase = phase(of: order.request.instrument, at: time)
        switch phase {
        case .continuous, .closed, .postClose: return nil
        // Whether orders can be changed while the reference is computed is not published; a way out stays open.
        case .closingReference: return changed == nil ? nil : .marketClosed
        case .closingMatching: return Self.frozen
        case .closingEntry: return changed.flatMap { entryRejection(of: $0, in: phase) }
        case .closingLimitOnly:
            if order.terms.kind == .market { return Self.frozen }
            return changed.flatMap { entryRejection(of: $0, in: phase) }
        case .preOpenEntry, .preOpenLimitOnly, .preOpenMatching, .buffer:
            guard order.fitsAuction, isCollected(order, at: time) else { return nil }
            return frozenBeforeOpening(order, changed, phase)
        }
    }

    private func frozenBeforeOpening(
        _ order: RestingOrder,
        _ changed: RestingOrder?,
        _ phase: Session.Phase
    ) -> Rejection? {
        switch phase {
        case .preOpenEntry: changed.flatMap { entryRejection(of: $0, in: phase) }
        case .preOpenLimitOnly:
            order.terms.kind == .market ? Self.frozen : changed.flatMap { entryRejection(of: $0, in: phase) }
        default: Self.frozen
        }
    }

    /// Whether it came in time for the auction at hand.
    private func isCollected(_ order: RestingOrder, at time: Timestamp) -> Bool {
        let end = order.terms.kind == .market ? sessions?.freeze(after: time) : sessions?.entryEnd(after: time)
        return end.map { order.arrival < $0 } ?? false
    }

    private static let frozen = Rejection.other(
        code: "frozen",
        text: "the auction holds the order; change it when trading has begun"
    )
}

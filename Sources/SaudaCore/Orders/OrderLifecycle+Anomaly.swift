extension OrderLifecycle {
    /// What a broker should not have said. Fills are booked all the same; each is worth an alert.
    public enum Anomaly: Hashable, Sendable {
        case unsolicited
        case secondOrder(BrokerOrderID)
        case overfilled
        case fillAfterClose
        case implausibleFill
        case completedShort
        case cancelledByOthers
        case rejectedAfterFill
        case absentAfterFill
        case missingFromBook
        case openAfterClose(BrokerOrderID)
        case termsInDoubt
    }
}

extension OrderLifecycle.Anomaly: CustomStringConvertible {
    /// What happened, and what to do next.
    public var description: String {
        switch self {
        case .unsolicited: "the broker reports on an order that was never sent; check how reports are matched."
        case .secondOrder(let id): "the broker holds a second order \(id) for one request; cancel it by hand."
        case .overfilled: "more was filled than ordered; compare positions with the broker's."
        case .fillAfterClose: "a fill came after the order had ended; it is booked, compare positions."
        case .implausibleFill: "a fill has no believable quantity or value; it is not booked, read the order book."
        case .completedShort: "the broker calls the order complete with units missing; read the order book."
        case .cancelledByOthers: "the order was cancelled, and not by us; it is left alone for the day."
        case .rejectedAfterFill: "the order was rejected after a fill; read the order book, compare positions."
        case .absentAfterFill: "an order with fills is not in the order book; look at the broker's own screen."
        case .missingFromBook: "a working order is not in the order book; look at the broker's own screen."
        case .openAfterClose(let id): "order \(id) has ended here and is open at the broker; cancel it there."
        case .termsInDoubt: "it is unknown which terms the broker holds; cancel the order and replace it (SEL-5)."
        }
    }
}

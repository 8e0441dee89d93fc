// Fills come as the broker's cumulative totals, so that repeats and reordering book nothing twice.
extension OrderLifecycle {
    /// - Parameters:
    ///   - total: all units filled so far.
    ///   - value: their prices times quantities, without charges. It must grow with the units: a fill whose average
    ///     price is not known yet is flagged and not booked, and the next report books both.
    public mutating func traded(total: Quantity, value: Money) -> Action {
        if case .idle = state { return .flag(.unsolicited) }
        guard total > filled else { return total < .zero ? .flag(.implausibleFill) : .none }
        guard total <= .limit, value > self.value, value.raw <= Price.limit.raw * total.units else {
            return .flag(.implausibleFill)
        }
        let (quantity, amount) = (total - filled, value - self.value)
        filled = total
        self.value = value
        var anomaly: Anomaly?
        if case .closed = state { anomaly = .fillAfterClose }
        let most = totals.upperBound
        if total > most { anomaly = .overfilled }
        if total >= most { close(.filled) }
        guard let anomaly else { return .book(quantity: quantity, value: amount) }
        return .bookAndFlag(quantity: quantity, value: amount, anomaly)
    }

    /// The broker says that nothing is left to fill (SEL-8: the status read exactly).
    ///
    /// Closes when the total is what we asked for, before or after a modify in flight. Fewer units are booked and
    /// flagged, and the order stays open: on a broker's word alone nothing is placed a second time.
    public mutating func completed(total: Quantity, value: Money) -> Action {
        let action = traded(total: total, value: value)
        switch state {
        case .idle, .closed: return action
        case .placing, .inDoubt, .working: break
        }
        if filled >= totals.lowerBound {
            close(.filled)
            return action
        }
        switch action {
        case .book(let quantity, let value): return .bookAndFlag(quantity: quantity, value: value, .completedShort)
        case .none: return .flag(.completedShort)
        default: return action
        }
    }
}

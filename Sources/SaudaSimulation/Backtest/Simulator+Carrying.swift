package import SaudaCore

// A day that follows on days played by other processes.

extension Simulator {
    /// Goes on after `day`: the exchange charges by its rates until the next one starts, and order numbers go on.
    package mutating func resume(after day: Day, lastOrder: OrderID, at time: Timestamp) throws {
        exchange.resume(after: day, orders: lastOrder.number)
        try post(Event(time, .lastOrder(lastOrder)))
    }

    /// Says where an instrument's market stood when it closed last.
    package mutating func refer(_ id: InstrumentID, to close: Price, of day: Day, at time: Timestamp) throws {
        exchange.mark(id, at: close, time: day.at(TimeOfDay(15, 30)))
        try post(Event(time, .reference(id, previousClose: close, band: nil)))
    }

    package mutating func carry(_ holding: CarriedHolding, at time: Timestamp) throws {
        exchange.carry(holding)
        try post(Event(time, .carriedHolding(holding)))
    }

    package mutating func carry(_ order: CarriedOrder, at time: Timestamp) throws {
        exchange.carry(order)
        try post(Event(time, .carriedOrder(order)))
    }
}

public import SaudaCore

// What the market does to resting orders.

extension PracticeExchange {
    /// The number of the oldest order in this instrument's book; the largest number when there is none.
    func firstOrder(in instrument: InstrumentID) -> UInt64 {
        books[Int(instrument.index)].first?.request.id.number ?? .max
    }

    /// Whether a move of this instrument could fill something.
    public func hasOrders(in instrument: InstrumentID) -> Bool { !books[Int(instrument.index)].isEmpty }

    /// Moves the market of one instrument, filling what the move reaches.
    ///
    /// - Parameters:
    ///   - isGap: the price appeared here; otherwise it came through every price since the last one.
    ///   - number: which of the day's prices it is, four for each candle; it says how much has traded.
    public mutating func trade(
        _ instrument: InstrumentID,
        at price: Price,
        isGap: Bool,
        number: Int = 0,
        time: Timestamp,
        into events: inout [Event]
    ) {
        let index = Int(instrument.index)
        let way: Way = isGap && time == day?.open ? .auction : .resting
        let previous = last[index].state == .untraded ? nil : last[index].price
        last[index] = LastTrade(price: price, time: time, state: .standing)
        if needsVolume { listings[index].come(to: number) }
        if !limits.isEmpty { watchBand(of: instrument, at: price, time, into: &events) }
        guard !books[index].isEmpty else { return }
        match(index, at: price, isGap: isGap, from: previous, way, time: time, into: &events)
    }

    /// The opening has one price for all; so has the closing auction.
    enum Way {
        case auction
        /// The market came to the order.
        case resting
        /// The order came to the market.
        case arriving
    }

    mutating func match(
        _ index: Int,
        at price: Price,
        isGap: Bool,
        from previous: Price?,
        _ way: Way,
        time: Timestamp,
        into events: inout [Event]
    ) {
        // Taken out while filling, so that a fill may look at the rest of the exchange.
        var book: [RestingOrder] = []
        swap(&book, &books[index])
        var kept = 0
        for place in book.indices {
            if let traded = book[place].execution(at: price, isGap: isGap, from: previous),
                fill(&book[place], at: traded, way, time: time, into: &events)
            {
                continue
            }
            if book[place].terms.validity == .ioc {
                lapse(book[place], at: time, into: &events)
            } else {
                if kept < place { book.swapAt(kept, place) }
                kept += 1
            }
        }
        book.removeSubrange(kept...)
        swap(&book, &books[index])
    }

    /// Notes the last price of an instrument that was not fed move by move because nothing waited for it. One with a
    /// number, at the moment at which a candle ended, is the first of the next.
    mutating func mark(_ instrument: InstrumentID, at price: Price, number: Int? = nil, time: Timestamp) {
        let index = Int(instrument.index)
        let opensNext = number != nil && last[index].state == .ended && time == last[index].time
        guard time > last[index].time || opensNext else { return }
        last[index] = LastTrade(price: price, time: time, state: .standing)
        if let number, needsVolume { listings[index].come(to: number) }
    }

    /// Says that a candle has ended: an order that comes before the next price waits for it.
    mutating func endCandle(of instrument: InstrumentID, at price: Price, time: Timestamp) {
        last[Int(instrument.index)] = LastTrade(price: price, time: time, state: .ended)
    }
}

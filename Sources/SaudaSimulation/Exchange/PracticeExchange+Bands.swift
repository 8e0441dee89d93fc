package import SaudaCore

/// The prices accepted for one instrument today.
enum DayLimit: Sendable {
    case none
    case fixed(PriceBand)
    case widening(WorkingRange)

    var band: PriceBand? {
        switch self {
        case .none: nil
        case .fixed(let band): band
        case .widening(let range): range.band
        }
    }
}

extension PracticeExchange {
    /// On a drill Saturday every share has 5 %, whatever it has on other days.
    private static let drillPercent: Int64 = 5

    /// Whether today has bands: by the list, or because of a drill. Ask before the day starts.
    func hasBands(on day: TradingDay) -> Bool { model.bands != nil || day.pause != nil }

    /// Takes the day's bands in and says them, before the day starts.
    package mutating func setBands(
        on day: TradingDay,
        _ closes: [(instrument: InstrumentID, previousClose: Price)],
        at time: Timestamp,
        into events: inout [Event]
    ) {
        limits = Array(repeating: .none, count: instruments.count)
        for (id, close) in closes where close.isPlausible {
            let limit = limit(of: id, around: close, on: day)
            guard let band = limit.band else { continue }
            limits[Int(id.index)] = limit
            events.append(Event(time, .reference(id, previousClose: close, band: band)))
        }
    }

    /// Forgets yesterday's bands.
    mutating func clearBands() { limits = [] }

    private func limit(of id: InstrumentID, around close: Price, on day: TradingDay) -> DayLimit {
        let instrument = instruments[id]
        guard instrument.segment == .nseEquity || instrument.segment == .bseEquity else { return .none }
        let tick = instrument.tick ?? settings.ticks.tick(for: close, on: day.day)
        var percent = model.bands?.percent(of: instrument.symbol, on: day.day)
        if day.pause != nil { percent = Self.drillPercent }
        if let percent { return PriceBand(around: close, percent: percent, tick: tick).map { .fixed($0) } ?? .none }
        guard instrument.hasDerivatives, model.hasWorkingRange else { return .none }
        return .widening(WorkingRange(around: close, tick: tick))
    }

    /// Whether the prices of this instrument matter for its band today, so that it has to be fed.
    func hasBand(_ id: InstrumentID) -> Bool {
        guard !limits.isEmpty else { return false }
        if case .none = limits[Int(id.index)] { return false } else { return true }
    }

    func band(of id: InstrumentID) -> PriceBand? {
        limits.isEmpty ? nil : limits[Int(id.index)].band
    }

    /// Why an order's prices are not taken: the day's band, or the auction's while there is one.
    func bandRejection(of order: RestingOrder, at time: Timestamp) -> Rejection? {
        let id = order.request.instrument
        guard let band = auctionBand(of: id, at: time) ?? band(of: id) else { return nil }
        let isInside = [order.terms.limit, order.terms.trigger].allSatisfy { $0.raw == 0 || band.contains($0) }
        return isInside ? nil : .outsideBand(low: band.lower, high: band.upper)
    }

    private func auctionBand(of id: InstrumentID, at time: Timestamp) -> PriceBand? {
        guard let day, time >= day.auctionFrom, time < day.close, closesInAuction(id), isToday(Int(id.index)) else {
            return nil
        }
        let reference = listings[Int(id.index)].auctionReference
        let tick = tick(of: id, at: reference)
        return PriceBand(around: reference, percent: PriceBand.auctionPercent, tick: tick)
    }

    // MARK: - Prices and bands

    /// A price at the edge of a working range lets it widen. One beyond a fixed band shows that the band is not the
    /// one of this day: it is dropped, since the prices are what happened.
    mutating func watchBand(of id: InstrumentID, at price: Price, _ time: Timestamp, into events: inout [Event]) {
        let index = Int(id.index)
        switch limits[index] {
        case .none: return
        case .fixed(let band):
            guard !band.contains(price) else { return }
            limits[index] = .none
        case .widening(var range):
            let isWider = range.trade(at: price, time, close: day?.close ?? time)
            limits[index] = .widening(range)
            if let due = range.widensAt { turns.widen(at: due) }
            guard isWider else { return }
        }
        tellBand(of: id, at: time, into: &events)
    }

    mutating func widenBands(at time: Timestamp, into events: inout [Event]) {
        for index in limits.indices {
            guard case .widening(var range) = limits[index] else { continue }
            let isWider = range.widen(at: time)
            limits[index] = .widening(range)
            if let due = range.widensAt { turns.widen(at: due) }
            if isWider { tellBand(of: InstrumentID(index: UInt32(index)), at: time, into: &events) }
        }
    }

    /// Strategies look at the limits before they act (SEL-10), so that a change is told like the morning's.
    private func tellBand(of id: InstrumentID, at time: Timestamp, into events: inout [Event]) {
        events.append(Event(time, .reference(id, previousClose: .zero, band: band(of: id))))
    }
}

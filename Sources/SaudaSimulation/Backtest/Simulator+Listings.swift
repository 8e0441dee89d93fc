import SaudaCore

// What the exchange has to know of the day: bands, locks, volumes, auctions.

extension Simulator {
    // MARK: - The morning

    /// Tells everybody the day's price bands where there are any (SEL-10).
    mutating func tellBands(of day: TradingDay, at time: Timestamp) throws {
        guard exchange.hasBands(on: day) else { return exchange.clearBands() }
        let closes = history.today.map { place in
            let id = history.table.instruments[place]
            return (instrument: id, previousClose: previousClose(of: id))
        }
        try tell { $0.setBands(on: day, closes, at: time, into: &$1) }
    }

    /// The last close before today. Ask before the market of the instrument moves.
    private func previousClose(of id: InstrumentID) -> Price {
        guard let today else { return .zero }
        let last = exchange.last[Int(id.index)]
        if last.price.raw > 0, last.time < today.day.at(TimeOfDay(0, 0)) { return last.price }
        return history.candles(of: id, days: 15, before: today.day).last?.close ?? .zero
    }

    // MARK: - One share

    func path(of id: InstrumentID) -> DailyPath {
        guard let auctionPath, exchange.closesInAuction(id) else { return path }
        return auctionPath
    }

    /// The hours that shares with a closing auction trade continuously; nil on a day without such auctions.
    func auctionHours(of day: TradingDay) -> Range<TimeOfDay>? {
        guard exchange.model.hasClosingAuction, day.auctionFrom < day.close, day.auctionFrom > day.open else {
            return nil
        }
        return day.unbroken(to: day.auctionFrom)
    }

    /// Says what the share's day is like, as far as anything depends on it.
    mutating func list(_ id: InstrumentID, _ candle: Candle, _ minutes: ArraySlice<Candle>) {
        guard let today else { return }
        let closesInAuction = exchange.closesInAuction(id)
        let mayBeLocked = exchange.findsLocks && (candle.close == candle.high || candle.close == candle.low)
        guard mayBeLocked || closesInAuction || exchange.needsVolume || exchange.slips else { return }
        var listing = Listing(
            day: today.day,
            previousClose: previousClose(of: id),
            low: candle.low,
            high: candle.high,
            close: candle.close
        )
        if exchange.needsVolume {
            listing.volumes = minutes.isEmpty ? [candle.volume] : minutes.map(\.volume)
            if closesInAuction, !minutes.isEmpty { listing.volumes.append(auctionVolume(of: id)) }
        }
        if closesInAuction { listing.auctionReference = auctionReference(candle, minutes) }
        exchange.list(id, as: listing)
    }

    // MARK: - The closing auction

    /// The average price of the last 15 minutes of continuous trading by volume, else the last price; of a day without
    /// minutes the close.
    private func auctionReference(_ day: Candle, _ minutes: ArraySlice<Candle>) -> Price {
        guard let today, let last = minutes.last else { return day.close }
        let from = today.auctionFrom.advanced(by: .seconds(-900))
        var value: Int64 = 0
        var volume: Int64 = 0
        for minute in minutes.reversed() {
            guard minute.start >= from else { break }
            // So much and no more of a minute, so that no sum overflows, whatever a file says.
            let units = min(max(minute.volume.units, 0), 1_000_000)
            value += (minute.high.raw + minute.low.raw + minute.close.raw) / 3 * units
            volume += units
        }
        return volume > 0 ? Price(raw: value / volume) : last.close
    }

    /// Adds the ends of a share's minutes, and of the bar that its closing auction makes (DEC-15).
    mutating func addEnds(of id: InstrumentID, _ day: Candle) {
        let minutes = minutes(of: id)
        feed.addEnds(of: minutes, id)
        guard let today, !minutes.isEmpty, exchange.closesInAuction(id) else { return }
        let close = day.close
        let bar = Candle(
            start: today.close.advanced(by: .seconds(-60)),
            open: close,
            high: close,
            low: close,
            close: close,
            volume: auctionVolume(of: id)
        )
        feed.ends.add(bar, of: id, endingAt: today.close)
    }

    /// What the minutes from the end of continuous trading on say was traded.
    private func auctionVolume(of id: InstrumentID) -> Quantity {
        guard let today else { return .zero }
        let end = today.day.advanced(by: 1).at(TimeOfDay(0, 0))
        return history.minutes(of: id, from: today.auctionFrom, to: end).reduce(.zero) { $0 + $1.volume }
    }

    /// Watched shares see the price of their auction.
    mutating func tellAuctions(at time: Timestamp) throws {
        for (id, price) in closingShares where engine.desk.market.isWatched(id) {
            try handle(Event(time, .tick(Tick(instrument: id, price: price, exchangeTime: time, source: .simulated))))
        }
    }

    /// Today's shares that close in an auction, and the prices found there.
    var closingShares: [(instrument: InstrumentID, price: Price)] {
        guard auctionPath != nil else { return [] }
        return history.today.compactMap { place in
            let id = history.table.instruments[place]
            return exchange.closesInAuction(id) ? (id, history.table.candles[place].close) : nil
        }
    }

    // MARK: - Before the opening

    /// From the pre-open to the opening: what is asked for a price gets the opening's, or none (BUY-15).
    var isBeforeOpening: Bool {
        guard let today, let preOpen = today.preOpen else { return false }
        return now >= preOpen.lowerBound && now < today.open
    }

    /// What the exchange shows before the opening: here already the price that will be found.
    func indicativePrice(of id: InstrumentID) -> Answer {
        guard exchange.model.showsIndicativePrice, let candle = history.todays(id) else {
            return .failure("no trade yet")
        }
        let price = minutes(of: id).first?.open ?? candle.open
        return .quote(Tick(instrument: id, price: price, exchangeTime: now, source: .simulated))
    }
}

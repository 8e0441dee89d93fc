package import SaudaCore

/// A message of packets of SFeed, laid end to end (section 8). All numbers are little-endian.
package struct NeoSFeedFrame: Sendable {
    package private(set) var bytes: [UInt8] = []
    package private(set) var count = 0

    package init() {}

    /// The level byte of a packet.
    package enum Level: UInt8, Hashable, Sendable, CaseIterable {
        case mini = 1
        case touch = 4
        case depth = 8
        case full = 16
    }

    package mutating func mini(
        _ listing: NeoFeedListing,
        _ tick: NeoFeedTick,
        sequence: UInt8,
        closeIsRupees: Bool = false
    ) {
        head(54, 7208, listing.exchange, level: Level.mini.rawValue, sequence: sequence)
        put(listing.token)
        put(NeoSFeedFrame.seconds(tick.lastTrade))
        put(unsigned(tick.last, listing))
        put(tick.lastQuantity.units)
        put(closeIsRupees ? UInt32(clamping: (tick.close.raw + 5000) / Price.scale) : unsigned(tick.close, listing))
        put(tick.change)
        put(signed(tick.last - tick.close, listing))
        tail(listing)
    }

    /// - Parameter level: any but the mini's. The touch line has one row a side whatever there is.
    package mutating func picture(_ listing: NeoFeedListing, _ tick: NeoFeedTick, _ level: Level, sequence: UInt8) {
        let bids = rows(tick.bids, level)
        let offers = rows(tick.offers, level)
        let length = UInt16(clamping: 144 + 16 * (bids.count + offers.count))
        head(length, 7208, listing.exchange, level: level.rawValue, sequence: sequence)
        put(listing.token)
        for number in [tick.bought, tick.offered, tick.volume.units] { put(number) }
        put(NeoSFeedFrame.seconds(tick.lastTrade))
        put(NeoSFeedFrame.seconds(tick.updated))
        for price in [tick.open, tick.close, tick.high, tick.low, tick.last] { put(unsigned(price, listing)) }
        put(tick.lastQuantity.units)
        put(unsigned(tick.average, listing))
        put(UInt32(0))  // the indicative close
        put(UInt32(bids.count))
        put(UInt32(offers.count))
        put(Int16(0))  // the trading status
        put(tick.change)
        put(UInt32(clamping: tick.openInterest))
        put((Double(tick.turnover.raw) / Double(Price.scale) * Double(listing.exchange.divider)).bitPattern)
        put(signed(tick.last - tick.close, listing))
        for price in [tick.upperLimit, tick.lowerLimit, tick.yearHigh, tick.yearLow] { put(unsigned(price, listing)) }
        tail(listing)
        for row in bids + offers {
            put(Int64(row.quantity))
            put(signed(row.price, listing))
            put(Int32(row.orders))
        }
    }

    package mutating func index(_ listing: NeoFeedListing, _ tick: NeoFeedTick, sequence: UInt8) {
        head(87, 7207, listing.exchange, level: 0, sequence: sequence)
        put(listing.token)
        for price in [tick.open, tick.close, tick.high, tick.low, tick.last] { put(signed(price, listing)) }
        put(NeoSFeedFrame.seconds(tick.lastTrade))
        put(signed(tick.yearHigh, listing))
        put(signed(tick.yearLow, listing))
        put(tick.change)
        put(UInt64(0))  // market capitalisation
        bytes.append(listing.exchange.precision)
        put(Int32(clamping: listing.exchange.divider))
        text(listing.symbol, 21)
    }

    /// - Parameter code: 1 open, 2 close and so on.
    package mutating func status(_ exchange: NeoFeedExchange, code: UInt16, _ word: String, sequence: UInt8) {
        head(16, 105, exchange, level: 0, sequence: sequence)
        put(code)
        text(word, 5)
    }

    /// The reference price of the closing auction, and what it leaves over.
    package mutating func reference(
        _ listing: NeoFeedListing,
        _ price: Price,
        imbalance: Int64,
        atMarket: Int64,
        sequence: UInt8
    ) {
        head(48, 104, listing.exchange, level: 0, sequence: sequence)
        put(listing.token)
        put(signed(price, listing))
        put(imbalance)
        put(atMarket)
        text("", 15)
    }

    // MARK: - Parts

    private mutating func head(
        _ length: UInt16,
        _ code: UInt16,
        _ exchange: NeoFeedExchange,
        level: UInt8,
        sequence: UInt8
    ) {
        count += 1
        put(length)
        put(code)
        put(exchange.number)
        bytes += [level, 0, sequence, 0]
    }

    private mutating func tail(_ listing: NeoFeedListing) {
        put(listing.lot)
        bytes.append(listing.exchange.precision)
        put(UInt32(1))
    }

    private func rows(_ rows: [NeoFeedTick.Row], _ level: Level) -> [NeoFeedTick.Row] {
        level == .touch ? [rows.first ?? NeoFeedTick.Row()] : rows
    }

    private func unsigned(_ price: Price, _ listing: NeoFeedListing) -> UInt32 {
        UInt32(clamping: NeoSFeedFrame.wire(price, listing.exchange.divider))
    }

    private func signed(_ price: Price, _ listing: NeoFeedListing) -> Int32 {
        Int32(clamping: NeoSFeedFrame.wire(price, listing.exchange.divider))
    }

    /// To the nearest; the reader finds the price again wherever the divider is fine enough for it.
    private static func wire(_ price: Price, _ divider: Int64) -> Int64 {
        guard divider < Price.scale else { return price.raw * (divider / Price.scale) }
        let unit = Price.scale / divider
        return price.rounded(toTick: Price(raw: unit)).raw / unit
    }

    private static func seconds(_ time: Timestamp?) -> Int64 { (time?.microseconds ?? 0) / 1_000_000 }

    private mutating func put(_ value: some FixedWidthInteger) {
        for shift in stride(from: 0, to: value.bitWidth, by: 8) {
            bytes.append(UInt8(truncatingIfNeeded: value >> shift))
        }
    }

    /// NUL behind it, at least one.
    private mutating func text(_ text: String, _ length: Int) {
        let utf8 = Array(text.utf8.prefix(length - 1))
        bytes += utf8 + Array(repeating: 0, count: length - utf8.count)
    }
}

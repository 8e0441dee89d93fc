import SaudaBroker
package import SaudaCore

/// A full packet with every price exact, five levels of depth included (protocol sections 3.4 and 3.6).
///
/// Read again into the same storage for the next packet: nothing is allocated. A price that the wire does not have, or
/// that is none, is zero.
package struct FullPacket: Sendable {
    package struct Level: Hashable, Sendable {
        package var bid = Price.zero
        package var ask = Price.zero
        package var bidQuantity: UInt32 = 0
        package var askQuantity: UInt32 = 0
        package var bidOrders: UInt16 = 0
        package var askOrders: UInt16 = 0
    }

    package var segment: UInt8 = 0
    package var lastQuantity: UInt16 = 0
    package var security: UInt32 = 0
    /// As on the wire (section 3.5).
    package var lastTradeTime: UInt32 = 0
    package var volume: UInt32 = 0
    package var buyQuantity: UInt32 = 0
    package var sellQuantity: UInt32 = 0
    package var openInterest: UInt32 = 0
    package var openInterestHigh: UInt32 = 0
    package var openInterestLow: UInt32 = 0
    package var last = Price.zero
    package var average = Price.zero
    package var open = Price.zero
    package var high = Price.zero
    package var low = Price.zero
    package var close = Price.zero
    /// Best first.
    package var levels: [5 of Level] = InlineArray(repeating: Level())

    package init() {}

    /// - Precondition: `bytes` is a full packet.
    @inline(__always) package mutating func read(_ bytes: RawSpan, _ prices: FloatPrices) {
        let packet = FeedPacket(bytes, .full)
        segment = packet.segment
        lastQuantity = packet.lastQuantity
        security = packet.security
        lastTradeTime = packet.lastTradeTime
        volume = packet.volume
        buyQuantity = packet.buyQuantity
        sellQuantity = packet.sellQuantity
        openInterest = packet.openInterest
        openInterestHigh = packet.openInterestHigh
        openInterestLow = packet.openInterestLow
        last = prices.priceOrZero(packet.last)
        average = prices.priceOrZero(packet.average)
        open = prices.priceOrZero(packet.open)
        high = prices.priceOrZero(packet.high)
        low = prices.priceOrZero(packet.low)
        close = prices.priceOrZero(packet.close)
        for index in levels.indices {
            let level = FeedLevel(bytes, index)
            levels[index] = Level(
                bid: prices.priceOrZero(level.bid),
                ask: prices.priceOrZero(level.ask),
                bidQuantity: level.bidQuantity,
                askQuantity: level.askQuantity,
                bidOrders: level.bidOrders,
                askOrders: level.askOrders
            )
        }
    }
}

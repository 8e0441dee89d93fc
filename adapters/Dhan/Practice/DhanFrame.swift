import SaudaBroker
package import SaudaCore

/// A binary message of the market feed, written as sections 3.3 and 3.4 have it. All numbers are little-endian.
package struct DhanFrame: Sendable {
    package internal(set) var bytes: [UInt8] = []
    package private(set) var count = 0

    package init() {}

    package mutating func ticker(_ key: DhanKey, _ tick: DhanTick) {
        head(2, 16, key)
        put(tick.last)
        put(DhanFrame.seconds(tick.lastTrade))
    }

    package mutating func previousClose(_ key: DhanKey, _ tick: DhanTick) {
        head(6, 16, key)
        put(tick.close)
        put(tick.previousOpenInterest)
    }

    package mutating func openInterest(_ key: DhanKey, _ tick: DhanTick) {
        head(5, 12, key)
        put(tick.openInterest)
    }

    package mutating func quote(_ key: DhanKey, _ tick: DhanTick) {
        head(4, 50, key)
        trade(tick)
        day(tick)
    }

    package mutating func full(_ key: DhanKey, _ tick: DhanTick) {
        head(8, 162, key)
        trade(tick)
        put(tick.openInterest)
        // High and low are of NSE derivatives only.
        put(key.segment == .nseDerivatives ? tick.openInterestHigh : 0)
        put(key.segment == .nseDerivatives ? tick.openInterestLow : 0)
        day(tick)
        for place in 0..<5 {
            let level = tick.levels.indices.contains(place) ? tick.levels[place] : nil
            put(level?.bid.quantity ?? 0)
            put(level?.offer.quantity ?? 0)
            put(level?.bid.orders ?? 0)
            put(level?.offer.orders ?? 0)
            put(level?.bid.price ?? .zero)
            put(level?.offer.price ?? .zero)
        }
    }

    /// Header only; what it means is not documented.
    package mutating func marketStatus(_ segment: DhanSegment) { head(7, 8, DhanKey(segment, 0)) }

    /// Seen live, not documented.
    package mutating func heartbeat() { head(0, 8, DhanKey(.indices, 0)) }

    /// - Parameter reason: 800 to 814, as section 1.7 has them.
    package mutating func disconnect(_ reason: UInt16) {
        head(50, 10, DhanKey(.indices, 0))
        put(reason)
    }

    // MARK: - Parts

    private mutating func head(_ code: UInt8, _ length: UInt16, _ key: DhanKey) {
        count += 1
        bytes.append(code)
        put(length)
        bytes.append(key.segment.number)
        put(key.id)
    }

    /// The total of sellers comes before that of buyers.
    private mutating func trade(_ tick: DhanTick) {
        put(tick.last)
        put(UInt16(clamping: tick.lastQuantity.units))
        put(DhanFrame.seconds(tick.lastTrade))
        put(tick.average)
        put(UInt32(clamping: tick.volume.units))
        put(tick.offered)
        put(tick.bought)
    }

    /// Open, close, high, low.
    private mutating func day(_ tick: DhanTick) {
        for price in [tick.open, tick.close, tick.high, tick.low] { put(price) }
    }

    private mutating func put(_ price: Price) { put(Float(price.rupees).bitPattern) }

    mutating func put(_ value: some FixedWidthInteger) {
        for shift in stride(from: 0, to: value.bitWidth, by: 8) {
            bytes.append(UInt8(truncatingIfNeeded: value >> shift))
        }
    }

    /// The seconds of India's wall clock, as if it were UTC (3.5); 0 when nothing has traded.
    package static func seconds(_ time: Timestamp?) -> UInt32 {
        guard let time else { return 0 }
        return UInt32(clamping: (time.microseconds + Timestamp.indiaOffset) / 1_000_000)
    }
}

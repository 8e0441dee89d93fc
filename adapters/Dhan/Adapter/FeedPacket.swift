import SaudaBroker

/// One packet with prices or counts, all fields but the depth, as the wire has them (protocol section 3.4).
///
/// What a packet of its kind does not have is zero.
package struct FeedPacket: Hashable, Sendable {
    /// The header's code of each kind that is documented with a layout.
    package enum Kind: UInt8, Sendable, CaseIterable {
        case ticker = 2
        case quote = 4
        case openInterest = 5
        case previousClose = 6
        case full = 8

        /// Header included.
        package var length: Int {
            switch self {
            case .ticker, .previousClose: 16
            case .quote: 50
            case .openInterest: 12
            case .full: 162
            }
        }
    }

    package var kind: Kind
    package var segment: UInt8
    package var security: UInt32
    package var last: Float = 0
    /// Seconds of India's wall clock since 1970, as if it were UTC (section 3.5); zero for none.
    package var lastTradeTime: UInt32 = 0
    /// Of the last trade alone, cut to 16 bits by the wire.
    package var lastQuantity: UInt16 = 0
    package var average: Float = 0
    /// Of the day, cumulative.
    package var volume: UInt32 = 0
    package var buyQuantity: UInt32 = 0
    package var sellQuantity: UInt32 = 0
    package var openInterest: UInt32 = 0
    package var openInterestHigh: UInt32 = 0
    package var openInterestLow: UInt32 = 0
    package var open: Float = 0
    /// Of the previous day, as most say (section 3.6); of a previous-close packet its only price.
    package var close: Float = 0
    package var high: Float = 0
    package var low: Float = 0

    package var packed: UInt64 { UInt64(segment) << 32 | UInt64(security) }

    /// - Precondition: `bytes` is as long as a packet of `kind`, header included.
    @inline(__always) package init(_ bytes: RawSpan, _ kind: Kind) {
        precondition(bytes.byteCount == kind.length, "a packet is as long as its kind says")
        @inline(__always) func float(at offset: Int) -> Float { Float(bitPattern: bytes.uint32LE(at: offset)) }
        self.kind = kind
        segment = bytes.byte(at: 3)
        security = bytes.uint32LE(at: 4)
        switch kind {
        case .ticker:
            last = float(at: 8)
            lastTradeTime = bytes.uint32LE(at: 12)
        case .previousClose:
            close = float(at: 8)
            openInterest = bytes.uint32LE(at: 12)
        case .openInterest: openInterest = bytes.uint32LE(at: 8)
        case .quote, .full:
            last = float(at: 8)
            lastQuantity = bytes.uint16LE(at: 12)
            lastTradeTime = bytes.uint32LE(at: 14)
            average = float(at: 18)
            volume = bytes.uint32LE(at: 22)
            // Sell stands before buy, close before high and low.
            sellQuantity = bytes.uint32LE(at: 26)
            buyQuantity = bytes.uint32LE(at: 30)
            let day = kind == .full ? 46 : 34
            if kind == .full {
                openInterest = bytes.uint32LE(at: 34)
                openInterestHigh = bytes.uint32LE(at: 38)
                openInterestLow = bytes.uint32LE(at: 42)
            }
            open = float(at: day)
            close = float(at: day &+ 4)
            high = float(at: day &+ 8)
            low = float(at: day &+ 12)
        }
    }
}

/// One of the five levels at the end of a full packet, both sides of it (protocol section 3.4). Empty ones are zero.
package struct FeedLevel: Hashable, Sendable {
    package var bidQuantity: UInt32
    package var askQuantity: UInt32
    package var bidOrders: UInt16
    package var askOrders: UInt16
    package var bid: Float
    package var ask: Float

    /// - Precondition: `bytes` is a full packet and `index` is 0 to 4, best first.
    @inline(__always) package init(_ bytes: RawSpan, _ index: Int) {
        precondition(
            bytes.byteCount == FeedPacket.Kind.full.length && (0..<5).contains(index),
            "a level of a full packet"
        )
        let start = 62 + 20 * index
        bidQuantity = bytes.uint32LE(at: start)
        askQuantity = bytes.uint32LE(at: start + 4)
        bidOrders = bytes.uint16LE(at: start + 8)
        askOrders = bytes.uint16LE(at: start + 10)
        bid = Float(bitPattern: bytes.uint32LE(at: start + 12))
        ask = Float(bitPattern: bytes.uint32LE(at: start + 16))
    }
}

import SaudaBroker

/// One packet of the ticker, all fields but the depth, as exact as the wire (protocol sections 4.5 and 4.6).
///
/// What a packet of its kind does not have is zero.
package struct TickerPacket: Hashable, Sendable {
    /// A packet's kind is known by its length alone.
    package enum Kind: UInt8, Sendable {
        case last = 8
        case indexQuote = 28
        case indexFull = 32
        case quote = 44
        case full = 184

        /// Nil for a length that no kind has: to be skipped by its length.
        @inline(__always) package init?(length: Int) {
            guard let byte = UInt8(exactly: length) else { return nil }
            self.init(rawValue: byte)
        }
    }

    package var token: UInt32
    package var kind: Kind
    package var last: WirePrice
    package var average = WirePrice(raw: 0)
    package var open = WirePrice(raw: 0)
    package var high = WirePrice(raw: 0)
    package var low = WirePrice(raw: 0)
    /// Of the previous day.
    package var close = WirePrice(raw: 0)
    /// Last minus close; signed, indices only.
    package var change = WirePrice(raw: 0)
    /// Of the last trade alone; trades between two packets are merged.
    package var lastQuantity: UInt32 = 0
    /// Of the day, cumulative.
    package var volume: UInt32 = 0
    package var buyQuantity: UInt32 = 0
    package var sellQuantity: UInt32 = 0
    package var openInterest: UInt32 = 0
    package var openInterestHigh: UInt32 = 0
    package var openInterestLow: UInt32 = 0
    /// Seconds since 1970 UTC, zero for none.
    package var lastTradeTime: UInt32 = 0
    /// Seconds since 1970 UTC, zero for none.
    package var exchangeTime: UInt32 = 0

    package var segment: UInt32 { token & 0xFF }

    /// Nothing yet.
    package init() {
        token = 0
        kind = .last
        last = WirePrice(raw: 0)
    }

    /// - Precondition: `bytes` is as long as a packet of `kind`.
    @inline(__always) package init(_ bytes: RawSpan, _ kind: Kind) {
        precondition(bytes.byteCount == Int(kind.rawValue), "a packet is as long as its kind says")
        let token = bytes.uint32BE(at: 0)
        let unit = WirePrice.unit(ofToken: token)
        @inline(__always) func price(at offset: Int) -> WirePrice {
            WirePrice(raw: Int64(bytes.uint32BE(at: offset)) &* unit)
        }
        self.token = token
        self.kind = kind
        last = price(at: 4)
        switch kind {
        case .last: break
        case .indexQuote, .indexFull:
            high = price(at: 8)
            low = price(at: 12)
            open = price(at: 16)
            close = price(at: 20)
            change = WirePrice(raw: Int64(bytes.int32BE(at: 24)) &* unit)
            if kind == .indexFull { exchangeTime = bytes.uint32BE(at: 28) }
        case .quote, .full:
            lastQuantity = bytes.uint32BE(at: 8)
            average = price(at: 12)
            volume = bytes.uint32BE(at: 16)
            buyQuantity = bytes.uint32BE(at: 20)
            sellQuantity = bytes.uint32BE(at: 24)
            open = price(at: 28)
            high = price(at: 32)
            low = price(at: 36)
            close = price(at: 40)
            guard kind == .full else { break }
            lastTradeTime = bytes.uint32BE(at: 44)
            openInterest = bytes.uint32BE(at: 48)
            openInterestHigh = bytes.uint32BE(at: 52)
            openInterestLow = bytes.uint32BE(at: 56)
            exchangeTime = bytes.uint32BE(at: 60)
        }
    }
}

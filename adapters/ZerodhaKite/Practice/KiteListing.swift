import SaudaCore

/// One row of the instruments dump (protocol section 3.13).
struct KiteListing: Hashable, Sendable {
    /// Nil for the index that is made of the others.
    var instrument: InstrumentID?
    var exchangeToken: UInt32
    /// Its exchange's number in the ticker (4.7).
    var segmentByte: UInt32
    var tradingSymbol: String
    var name: String
    /// `NSE`, `NFO` ...: what orders and quotes say.
    var exchange: String
    /// `NSE`, `INDICES`, `NFO-FUT` ...
    var segment: String
    /// `EQ`, `FUT`, `CE`, `PE`.
    var type: String
    var expiry: Day?
    var strike: Price
    var tick: Price
    var lot: Quantity
    var freeze: Quantity?

    var token: UInt32 { exchangeToken << 8 | segmentByte }
    var key: String { "\(exchange):\(tradingSymbol)" }
    var isIndex: Bool { segmentByte == 9 }
    /// CNC and MTF fit here.
    var isShare: Bool { exchange == "NSE" || exchange == "BSE" }

    /// A price as the ticker's integer: divisors 10^7, 10^4 and 100.
    func wire(_ price: Price) -> UInt32 {
        switch segmentByte {
        case 3: UInt32(clamping: price.raw * 1000)
        case 6, 12: UInt32(clamping: price.raw)
        default: UInt32(clamping: (price.raw + 50) / 100)
        }
    }

    var csv: String {
        func plain(_ price: Price) -> String { price == .zero && isIndex ? "0" : trimmed(price) }
        let quoted = name.contains(",") ? "\"\(name)\"" : name
        let lastPrice = isIndex ? "0" : "0.0"
        return [
            "\(token)", "\(exchangeToken)", tradingSymbol, quoted, lastPrice, expiry.map { "\($0)" } ?? "",
            plain(strike), plain(tick), "\(lot.units)", type, segment, exchange,
        ]
        .joined(separator: ",")
    }

    private func trimmed(_ price: Price) -> String {
        var text = "\(price)"
        while text.hasSuffix("0"), !text.hasSuffix(".0") { text.removeLast() }
        return text
    }
}

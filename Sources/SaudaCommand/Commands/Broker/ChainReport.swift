import SaudaBroker
import SaudaCore

/// An option chain for people and as JSON.
struct ChainReport: Encodable {
    struct Quote: Encodable {
        var last, close, bid, ask: String
        var bidQuantity, askQuantity, volume, openInterest: Int64
        var impliedVolatility, delta, gamma, theta, vega: Double?

        enum CodingKeys: String, CodingKey {
            case last, close, bid, ask, volume, delta, gamma, theta, vega
            case bidQuantity = "bid_quantity"
            case askQuantity = "ask_quantity"
            case openInterest = "open_interest"
            case impliedVolatility = "implied_volatility"
        }

        init(_ quote: OptionChain.Quote) {
            (last, close, bid, ask) = ("\(quote.last)", "\(quote.close)", "\(quote.bid)", "\(quote.ask)")
            (bidQuantity, askQuantity) = (quote.bidQuantity.units, quote.askQuantity.units)
            (volume, openInterest) = (quote.volume.units, quote.openInterest.units)
            impliedVolatility = quote.greeks?.impliedVolatility
            (delta, gamma) = (quote.greeks?.delta, quote.greeks?.gamma)
            (theta, vega) = (quote.greeks?.theta, quote.greeks?.vega)
        }
    }

    struct Strike: Encodable {
        var strike: String
        var call: Quote?
        var put: Quote?
    }

    var expiry: String
    var last: String
    var strikes: [Strike]

    init(_ chain: OptionChain) {
        expiry = "\(chain.expiry)"
        last = "\(chain.last)"
        strikes = chain.strikes.map {
            Strike(strike: "\($0.price)", call: $0.call.map(Quote.init), put: $0.put.map(Quote.init))
        }
    }

    /// So many strikes around the last price; all for zero.
    static func middle(of chain: OptionChain, _ count: Int) -> [OptionChain.Strike] {
        guard count > 0, chain.strikes.count > count else { return chain.strikes }
        let below = chain.strikes.prefix { $0.price <= chain.last }.count
        let start = max(0, min(below - (count + 1) / 2, chain.strikes.count - count))
        return Array(chain.strikes[start..<start + count])
    }

    /// Calls left, puts right, as traders know it.
    static func table(_ chain: OptionChain, _ symbol: String) -> String {
        let side = ["OI", "IV", "DELTA", "BID", "ASK", "LAST"]
        var table = ColumnTable(side + ["STRIKE"] + side.reversed(), figures: Set(0..<13))
        let nearest = chain.strikes.map(\.price).min {
            abs($0.raw - chain.last.raw) < abs($1.raw - chain.last.raw)
        }
        for strike in chain.strikes {
            table.add(
                cells(strike.call) + ["\(strike.price)"] + cells(strike.put).reversed(),
                tone: strike.price == nearest ? .good : .plain
            )
        }
        let text = table.text(Ink(isOn: Terminal.usesColour))
        return "\(symbol) \(chain.last), options of \(chain.expiry); calls left, puts right\n\(text)"
    }

    private static func cells(_ quote: OptionChain.Quote?) -> [String] {
        guard let quote else { return Array(repeating: "-", count: 6) }
        func figure(_ value: Double?, _ places: Int) -> String {
            value.map { $0.fixed(places) } ?? "-"
        }
        func price(_ price: Price) -> String { price.raw > 0 ? "\(price)" : "-" }
        return [
            "\(quote.openInterest)", figure(quote.greeks?.impliedVolatility, 1), figure(quote.greeks?.delta, 2),
            price(quote.bid), price(quote.ask), price(quote.last),
        ]
    }
}

import SaudaBroker
import SaudaCore

/// Option chains (protocol section 7.3).
enum OptionChains {
    static func expiries(_ api: UpstoxAPI, _ underlying: InstrumentID) -> any Dialogue {
        SingleRead({ () throws(BrokerError) in
            try api.get("/v2/option/contract", [("instrument_key", try key(api, underlying))], endpoint: .quote)
        }) { data throws(BrokerError) in
            guard let items = data.items else { throw Failures.wrongShape("no list of contracts") }
            var days: Set<Day> = []
            for item in items {
                guard let day = item["expiry"].text.flatMap({ Day($0) }) else {
                    throw Failures.wrongShape("an expiry that is no day")
                }
                days.insert(day)
            }
            return Reading(.optionExpiries(days.sorted()))
        }
    }

    static func chain(_ api: UpstoxAPI, _ underlying: InstrumentID, _ expiry: Day) -> any Dialogue {
        SingleRead({ () throws(BrokerError) in
            let query = [("instrument_key", try key(api, underlying)), ("expiry_date", "\(expiry)")]
            return try api.get("/v2/option/chain", query, endpoint: .quote)
        }) { data throws(BrokerError) in
            try read(data, underlying, expiry)
        }
    }

    private static func key(_ api: UpstoxAPI, _ underlying: InstrumentID) throws(BrokerError) -> String {
        guard let listing = api.context.listings[underlying], listing.exchangeSegment?.isDerivatives == false else {
            throw OrderChecks.refused("options are asked for by a listed share or index")
        }
        return listing.orderKey
    }

    private static func read(_ data: JSON, _ underlying: InstrumentID, _ expiry: Day) throws(BrokerError) -> Reading {
        guard let rows = data.items else { throw Failures.wrongShape("no option chain") }
        guard !rows.isEmpty else {
            throw .upstox("there are no options of that expiry", "Ask for the expiries first.", .changeRequest)
        }
        var last: Price?
        var strikes: [OptionChain.Strike] = []
        var skipped: [String: Int] = [:]
        for row in rows {
            guard row["expiry"].text.flatMap({ Day($0) }) == expiry else {
                throw Failures.wrongShape("a strike of another expiry")
            }
            do throws(Unreadable) {
                let spot = try RowFields.price(row, "underlying_spot_price")
                if spot.isPlausible { last = spot }
                let strike = try RowFields.price(row, "strike_price")
                guard strike.isPlausible else { throw Unreadable(description: "no strike") }
                strikes.append(
                    OptionChain.Strike(strike, call: try side(row["call_options"]), put: try side(row["put_options"]))
                )
            } catch {
                skipped["a strike of an option chain: \(error)", default: 0] += 1
            }
        }
        guard let last else { throw Failures.wrongShape("no price of the underlying") }
        strikes.sort { $0.price < $1.price }
        let chain = OptionChain(underlying: underlying, expiry: expiry, last: last, strikes: strikes)
        return Reading(.optionChain(chain), skipped: skipped)
    }

    /// One of the two may be missing.
    private static func side(_ side: JSON) throws(Unreadable) -> OptionChain.Quote? {
        let market = side["market_data"]
        guard !market.isNull else { return nil }
        return OptionChain.Quote(
            last: try RowFields.price(market, "ltp"),
            close: try RowFields.price(market, "close_price"),
            bid: try RowFields.price(market, "bid_price"),
            bidQuantity: Quantity(try RowFields.count(market, "bid_qty")),
            ask: try RowFields.price(market, "ask_price"),
            askQuantity: Quantity(try RowFields.count(market, "ask_qty")),
            volume: try count(market, "volume"),
            openInterest: try count(market, "oi"),
            greeks: greeks(side["option_greeks"])
        )
    }

    /// Of a day and of all who hold them: more than an order's quantity may be.
    private static func count(_ row: JSON, _ name: String) throws(Unreadable) -> Quantity {
        if row[name].isNull { return .zero }
        guard let count = row[name].integer, (0...1_000_000_000_000).contains(count) else {
            throw Unreadable(description: "no possible count in '\(name)'")
        }
        return Quantity(count)
    }

    private static func greeks(_ greeks: JSON) -> OptionChain.Greeks? {
        guard let volatility = greeks["iv"].double, let delta = greeks["delta"].double,
            let gamma = greeks["gamma"].double, let theta = greeks["theta"].double, let vega = greeks["vega"].double
        else { return nil }
        return OptionChain.Greeks(
            impliedVolatility: volatility,
            delta: delta,
            gamma: gamma,
            theta: theta,
            vega: vega
        )
    }
}

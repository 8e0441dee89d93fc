import SaudaBroker
import SaudaCore

/// Option chains (protocol section 2.17).
enum OptionChains {
    static func expiries(_ api: DhanAPI, _ underlying: InstrumentID) -> any Dialogue {
        SingleRead(send: { () throws(BrokerError) in
            try api.send(.post, "/optionchain/expirylist", try question(api, underlying), endpoint: .chain)
        }) { response throws(BrokerError) in
            guard let items = try Failures.body(response)["data"].items else {
                throw Failures.wrongShape("no list of expiries")
            }
            var days: [Day] = []
            for item in items {
                guard let day = item.text.flatMap({ Day($0) }) else {
                    throw Failures.wrongShape("an expiry that is no day")
                }
                days.append(day)
            }
            return Reading(.optionExpiries(days.sorted()))
        }
    }

    static func chain(_ api: DhanAPI, _ underlying: InstrumentID, _ expiry: Day) -> any Dialogue {
        SingleRead(send: { () throws(BrokerError) in
            let body = try question(api, underlying) + [("Expiry", .text("\(expiry)"))]
            return try api.send(.post, "/optionchain", body, endpoint: .chain)
        }) { response throws(BrokerError) in
            try read(try Failures.body(response)["data"], underlying, expiry)
        }
    }

    private static func question(_ api: DhanAPI, _ underlying: InstrumentID) throws(BrokerError) -> DhanAPI.Members {
        guard let listing = api.context.listings[underlying], let key = listing.security, !key.segment.isDerivatives
        else { throw OrderChecks.refused("options are asked for by a listed share or index") }
        return [("UnderlyingScrip", .number("\(key.id)")), ("UnderlyingSeg", .text(key.segment.word))]
    }

    private static func read(_ data: JSON, _ underlying: InstrumentID, _ expiry: Day) throws(BrokerError) -> Reading {
        guard let rows = data["oc"].members else { throw Failures.wrongShape("no option chain") }
        var strikes: [OptionChain.Strike] = []
        var skipped: [String: Int] = [:]
        for (text, row) in rows {
            do throws(Unreadable) {
                guard let raw = (try? JSON(text))?.decimal(places: 4), Price(raw: raw).isPlausible else {
                    throw Unreadable(description: "strike '\(text.prefix(20))'")
                }
                // One of the two may be missing.
                let call = row["ce"].isNull ? nil : try quote(row["ce"])
                let put = row["pe"].isNull ? nil : try quote(row["pe"])
                strikes.append(OptionChain.Strike(Price(raw: raw), call: call, put: put))
            } catch {
                skipped["a strike of an option chain: \(error)", default: 0] += 1
            }
        }
        // A four-byte number made wider: 23482.150390625.
        guard let paise = data["last_price"].decimal(places: 2), (1...Price.limit.raw / 100).contains(paise) else {
            throw Failures.wrongShape("no price of the underlying")
        }
        strikes.sort { $0.price < $1.price }
        let chain = OptionChain(underlying: underlying, expiry: expiry, last: Price(paise: paise), strikes: strikes)
        return Reading(.optionChain(chain), skipped: skipped)
    }

    private static func quote(_ leg: JSON) throws(Unreadable) -> OptionChain.Quote {
        OptionChain.Quote(
            last: try RowFields.price(leg, "last_price"),
            close: try RowFields.price(leg, "previous_close_price"),
            bid: try RowFields.price(leg, "top_bid_price"),
            bidQuantity: Quantity(try RowFields.count(leg, "top_bid_quantity")),
            ask: try RowFields.price(leg, "top_ask_price"),
            askQuantity: Quantity(try RowFields.count(leg, "top_ask_quantity")),
            volume: try count(leg, "volume"),
            openInterest: try count(leg, "oi"),
            greeks: greeks(leg)
        )
    }

    /// Of a day and of all who hold them: more than an order's quantity may be.
    private static func count(_ leg: JSON, _ name: String) throws(Unreadable) -> Quantity {
        if leg[name].isNull { return .zero }
        guard let count = leg[name].integer, (0...1_000_000_000_000).contains(count) else {
            throw Unreadable(description: "no possible count in '\(name)'")
        }
        return Quantity(count)
    }

    private static func greeks(_ leg: JSON) -> OptionChain.Greeks? {
        let greeks = leg["greeks"]
        guard let volatility = leg["implied_volatility"].double, let delta = greeks["delta"].double,
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

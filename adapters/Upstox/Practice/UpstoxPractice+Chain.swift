import SaudaBroker
import SaudaCore

// Option contracts and chains (section 7.3): of the options that the exchange of this practice has.

extension UpstoxPractice {
    func contracts(_ query: FormFields, at now: Timestamp) throws(UpstoxRefusal) -> PracticeJSON {
        .array(try options(query, at: now).map { catalogue[$0].contract })
    }

    func chain(_ query: FormFields, at now: Timestamp) throws(UpstoxRefusal) -> PracticeJSON {
        guard let expiry = query["expiry_date"].flatMap({ Day($0) }) else { throw .input }
        var strikes: [Price: [Int]] = [:]
        for slot in try options(query, at: now) where catalogue[slot].expiry == expiry {
            strikes[catalogue[slot].strike, default: []].append(slot)
        }
        let key = query["instrument_key"] ?? ""
        let spot = catalogue.find(key).map { market[$0].last } ?? .zero
        return .array(
            strikes.keys.sorted().map { strike in
                let sides = strikes[strike] ?? []
                func side(_ type: String) -> PracticeJSON {
                    sides.first { catalogue[$0].type == type }.map { quote(ofOption: $0, spot: spot, at: now) } ?? .null
                }
                return [
                    "expiry": .string("\(expiry)"), "pcr": 0, "strike_price": .price(strike),
                    "underlying_key": .string(key), "underlying_spot_price": value(spot), "call_options": side("CE"),
                    "put_options": side("PE"),
                ]
            }
        )
    }

    private func options(_ query: FormFields, at now: Timestamp) throws(UpstoxRefusal) -> [Int] {
        guard let key = query["instrument_key"], let slot = catalogue.find(key), catalogue[slot].expiry == nil else {
            throw .badKey
        }
        return catalogue.listings.indices.filter {
            let listing = catalogue[$0]
            return listing.strike.raw > 0 && listing.underlyingKey == key && (listing.expiry ?? now.day) >= now.day
        }
    }

    private func quote(ofOption slot: Int, spot: Price, at now: Timestamp) -> PracticeJSON {
        let (listing, quote, depth) = (catalogue[slot], market[slot], market.depth(slot))
        let end = listing.expiry?.at(TimeOfDay(15, 30)) ?? now
        let option = PracticeOption(
            spot: spot.rupees,
            strike: listing.strike.rupees,
            years: Double(end.since(now).microseconds) / 31_536_000_000_000,
            isCall: listing.type == "CE",
            price: quote.last.rupees
        )
        let (bid, offer) = (depth.bids[0], depth.offers[0])
        return [
            "instrument_key": .string(listing.key),
            "market_data": [
                "ltp": value(quote.last), "volume": .quantity(quote.volume), "oi": .number("0.0"),
                "close_price": value(quote.close), "bid_price": value(bid.price), "bid_qty": .int(bid.quantity),
                "ask_price": value(offer.price), "ask_qty": .int(offer.quantity), "prev_oi": .number("0.0"),
            ],
            "option_greeks": [
                "vega": .double(option?.vega ?? 0), "theta": .double(option?.theta ?? 0),
                "gamma": .double(option?.gamma ?? 0), "delta": .double(option?.delta ?? 0),
                "iv": .double(option?.impliedVolatility ?? 0), "pop": 0,
            ],
        ]
    }
}

import SaudaBroker
import SaudaCore

// Option chains (section 2.17).

extension DhanPractice {
    func expiries(_ body: JSON, at now: Timestamp) throws(DhanRefusal) -> PracticeResponse {
        let days = try expiryDays(underlying(body), at: now)
        return .dhan(["data": .strings(days.map { "\($0)" }), "status": "success"])
    }

    func optionChain(_ body: JSON, at now: Timestamp) throws(DhanRefusal) -> PracticeResponse {
        let slot = try underlying(body)
        guard let expiry = body["Expiry"].text.flatMap({ Day($0) }) else {
            throw .data(400, 812, "Invalid Date Format")
        }
        guard try expiryDays(slot, at: now).contains(expiry) else { throw .data(400, 811, "Invalid Expiry Date") }
        let root = catalogue[slot].symbol
        var strikes: [Price: [Int]] = [:]
        for (option, listing) in catalogue.listings.enumerated()
        where listing.isOption && listing.symbol == root && listing.expiry == expiry {
            strikes[listing.strike, default: []].append(option)
        }
        let spot = market[slot].last
        let rows = strikes.keys.sorted().map { strike in
            PracticeJSON.Pair(
                key: DhanPractice.sixPlaces(strike),
                value: .object(
                    (strikes[strike] ?? []).sorted { catalogue[$0].optionType < catalogue[$1].optionType }.map {
                        PracticeJSON.Pair(
                            key: catalogue[$0].optionType == "CE" ? "ce" : "pe",
                            value: leg($0, spot: spot, at: now)
                        )
                    }
                )
            )
        }
        // A number of four bytes made wider, as the service has it: 23482.150390625.
        let last = PracticeJSON.double(Double(Float(spot.rupees)))
        return .dhan(["data": ["last_price": last, "oc": .object(rows)], "status": "success"])
    }

    private func underlying(_ body: JSON) throws(DhanRefusal) -> Int {
        guard let id = body["UnderlyingScrip"].integer, let word = body["UnderlyingSeg"].text else {
            throw .invalidRequest
        }
        guard let segment = DhanSegment(rawValue: word), let id = UInt32(exactly: id) else { throw .invalidSecurity }
        // The segment may be that of the options (2.17): the underlying is the share then.
        let slot = catalogue.find(segment, id) ?? (segment == .nseDerivatives ? catalogue.find(.nseEquity, id) : nil)
        guard let slot else { throw .invalidSecurity }
        return slot
    }

    private func expiryDays(_ slot: Int, at now: Timestamp) throws(DhanRefusal) -> [Day] {
        let root = catalogue[slot].symbol
        let days = catalogue.listings.filter { $0.isOption && $0.symbol == root }.compactMap(\.expiry)
        return Set(days.filter { $0 >= now.day }).sorted()
    }

    private func leg(_ slot: Int, spot: Price, at now: Timestamp) -> PracticeJSON {
        let listing = catalogue[slot]
        let quote = market[slot]
        let depth = market.depth(slot)
        let tick = DhanTick(listing, quote, depth)
        let end = listing.expiry?.at(TimeOfDay(15, 30)) ?? now
        let option = PracticeOption(
            spot: spot.rupees,
            strike: listing.strike.rupees,
            years: Double(end.since(now).microseconds) / 31_536_000_000_000,
            isCall: listing.optionType == "CE",
            price: quote.last.rupees
        )
        let bid = depth.bids.first
        let offer = depth.offers.first
        return [
            "average_price": .price(quote.average),
            "greeks": [
                "delta": DhanPractice.fivePlaces(option?.delta), "theta": DhanPractice.fivePlaces(option?.theta),
                "gamma": DhanPractice.fivePlaces(option?.gamma), "vega": DhanPractice.fivePlaces(option?.vega),
            ],
            "implied_volatility": .double(option?.impliedVolatility ?? 0), "last_price": .price(quote.last),
            "oi": .int(tick.openInterest), "previous_close_price": .price(quote.close),
            "previous_oi": .int(tick.previousOpenInterest), "previous_volume": 0,
            "security_id": .int(listing.securityID), "top_ask_price": .price(offer?.price ?? .zero),
            "top_ask_quantity": .int(offer?.quantity ?? 0), "top_bid_price": .price(bid?.price ?? .zero),
            "top_bid_quantity": .int(bid?.quantity ?? 0), "volume": .quantity(quote.volume),
        ]
    }

    private static func fivePlaces(_ value: Double?) -> PracticeJSON {
        .double(((value ?? 0) * 100_000).rounded() / 100_000)
    }

    /// `23450.000000`.
    private static func sixPlaces(_ strike: Price) -> String {
        let fraction = String(strike.raw % 10_000)
        return "\(strike.raw / 10_000)." + String(repeating: "0", count: 4 - fraction.count) + fraction + "00"
    }
}

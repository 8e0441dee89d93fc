import SaudaBroker
import SaudaCore

// What is asked over REST.

extension UpstoxPractice {
    mutating func respond(
        to request: IncomingRequest,
        at now: Timestamp,
        into actions: inout [PracticeAction]
    ) -> PracticeResponse {
        do {
            return try answer(request, at: now, into: &actions)
        } catch {
            return error.response
        }
    }

    /// `/v2/order/place` and the like.
    static func isOrder(_ parts: [String]) -> Bool {
        parts.count >= 3 && parts[1] == "order"
            && ["place", "modify", "cancel", "multi", "gtt", "positions"].contains(parts[2])
    }

    private mutating func answer(
        _ request: IncomingRequest,
        at now: Timestamp,
        into actions: inout [PracticeAction]
    ) throws(UpstoxRefusal) -> PracticeResponse {
        guard let parts = request.parts, parts.count >= 2 else { throw .notFound }
        switch parts[0] {
        case "market-quote": return try file(parts, request)
        case "login":
            return PracticeResponse(200, type: "text/plain", "Signed in. Give this page's address to the program.\n")
        case "v2", "v3": break
        default: throw .notFound
        }
        if parts[1] == "login" { return try login(parts, request, at: now) }
        let isOrder = Self.isOrder(parts)
        // Every call by itself, whatever it asks for; all orders are one.
        let call = parts[1] == "historical-candle" ? "candles" : parts.prefix(4).joined(separator: "/")
        try budgets.take(isOrder ? "order" : call, at: now)
        guard sessions.isGood(request.header("Authorization"), at: now) else { throw .badToken }
        if isOrder {
            if let allowed = settings.orderAddresses, !allowed.contains(request.address) { throw .address }
            if settings.sleeps, now.time < TimeOfDay(5, 30) { throw .asleep }
            return try order(parts, request, at: now, into: &actions)
        }
        switch (request.method, parts.dropFirst().joined(separator: "/")) {
        case (.get, "user/profile"): return .success(profile)
        case (.delete, "logout"):
            sessions.endAll()
            return .success(true)
        case (.get, "user/get-funds-and-margin"): return .success(try funds(at: now))
        case (.get, "user/ip"): return .success(addresses(request.address))
        case (.get, "order/retrieve-all"):
            let rows = PracticeJSON.array(orders.map(row))
            return settings.bookIsBare ? .plain(rows) : .success(rows)
        case (.get, "order/details"):
            guard let place = request.query["order_id"].flatMap({ orderPlaces[$0] }) else { throw .unknownOrder }
            return .success(row(orders[place]))
        case (.get, "order/history"): return .success(try states(request.query))
        case (.get, "order/trades/get-trades-for-day"): return .success(.array(trades.map(row)))
        case (.get, "order/trades"):
            let id = request.query["order_id"]
            return .success(.array(trades.filter { $0.order.id == id }.map(row)))
        case (.get, "portfolio/short-term-positions"): return .success(positionRows)
        case (.get, "portfolio/long-term-holdings"): return .success(holdingRows)
        case (.put, "portfolio/convert-position"):
            actions.append(.convert(try convert(try Self.body(request))))
            return .success(["status": "complete"])
        case (.post, "charges/margin"): return .success(try margins(try Self.body(request)))
        case (.get, "charges/brokerage"): return .success(try charges(request.query))
        case (.get, "option/contract"): return .success(try contracts(request.query, at: now))
        case (.get, "option/chain"): return .success(try chain(request.query, at: now))
        case (.get, "market-quote/quotes"): return .success(try quotes(request.query, at: now))
        case (.get, "feed/market-data-feed/authorize"), (.get, "feed/portfolio-stream-feed/authorize"):
            return .success(try authorize(parts, request, at: now))
        case (.get, _) where parts[1] == "historical-candle": return .success(try candles(parts, at: now))
        default: throw .notFound
        }
    }

    static func body(_ request: IncomingRequest) throws(UpstoxRefusal) -> JSON {
        guard let json = try? JSON(request.body), json.members != nil else { throw .input }
        return json
    }

    private func file(_ parts: [String], _ request: IncomingRequest) throws(UpstoxRefusal) -> PracticeResponse {
        guard request.method == .get, parts.count == 4, parts[1] == "instruments", parts[2] == "exchange",
            ["NSE.json.gz", "BSE.json.gz"].contains(parts[3])
        else { throw .notFound }
        let file = catalogue.file(of: String(parts[3].prefix(3)))
        return PracticeResponse(200, headers: [HTTPHeader("Content-Type", "application/gzip")], body: file)
    }

    private var profile: PracticeJSON {
        [
            "email": "practice@example.com", "exchanges": ["NSE", "NFO", "BSE", "BFO"].practice,
            "products": ["D", "I"].practice, "broker": "UPSTOX", "user_id": .string(sessions.user),
            "user_name": "PRACTICE USER", "order_types": ["MARKET", "LIMIT", "SL", "SL-M"].practice,
            "user_type": "individual", "poa": false, "ddpi": true, "is_active": true,
        ]
    }

    /// Section 1.6: where orders come from, if anything is registered.
    private func addresses(_ seen: String) -> PracticeJSON {
        let known = settings.orderAddresses?.sorted() ?? [seen]
        return [
            "user_id": .string(sessions.user), "primary_ip": .optional(known.first),
            "secondary_ip": .optional(known.dropFirst().first), "primary_ip_updated_at": "2026-04-01 09:00:00",
            "secondary_ip_updated_at": nil,
        ]
    }

    /// Section 6.3.
    private func funds(at now: Timestamp) throws(UpstoxRefusal) -> PracticeJSON {
        if settings.sleeps, now.time < TimeOfDay(5, 30) {
            throw UpstoxRefusal(423, 100_072, "The Funds service is accessible from 5:30 AM to 12:00 AM IST only")
        }
        let part: (Money, Money) -> PracticeJSON = { used, available in
            [
                "used_margin": .money(used), "payin_amount": 0, "span_margin": 0, "adhoc_margin": 0, "notional_cash": 0,
                "available_margin": .money(available), "exposure_margin": 0,
            ]
        }
        return ["equity": part(cash - available, available), "commodity": part(.zero, .zero)]
    }

    func row(_ order: UpstoxOrder) -> PracticeJSON {
        .object(order.pairs(catalogue[order.slot], user: sessions.user))
    }

    private func row(_ trade: UpstoxTrade) -> PracticeJSON { trade.json(catalogue[trade.order.slot]) }

    /// Every state of one order, or of those with a tag (section 5).
    private func states(_ query: FormFields) throws(UpstoxRefusal) -> PracticeJSON {
        if let id = query["order_id"] {
            guard orderPlaces[id] != nil else { throw .unknownOrder }
            return .array(history.filter { $0.id == id }.map(row))
        }
        guard let tag = query["tag"], !tag.isEmpty else {
            throw UpstoxRefusal(400, 100_059, "Either order_id or tag is required")
        }
        let found = history.filter { $0.tag == tag }
        guard !found.isEmpty || settings.unknownTagIsEmpty else { throw .unknownOrder }
        return .array(found.map(row))
    }
}

extension [String] {
    fileprivate var practice: PracticeJSON { .strings(self) }
}

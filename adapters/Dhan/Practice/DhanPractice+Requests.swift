import SaudaBroker
import SaudaCore

// What is asked over REST (sections 1 and 2).

extension DhanPractice {
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

    /// The parts of the path below `/v2`; nil for what lies elsewhere.
    static func route(_ request: IncomingRequest) -> [String]? {
        guard let parts = request.parts, parts.first == "v2", parts.count >= 2 else { return nil }
        return Array(parts.dropFirst())
    }

    static func budget(of route: [String]) -> DhanBudgets.Class {
        switch route.first {
        case "charts", "instrument": return .data
        case "marketfeed": return .quote
        case "optionchain": return .chain
        case "super", "forever", "orders", "alerts": return .order
        case "positions": return .order
        default: return .other
        }
    }

    private mutating func answer(
        _ request: IncomingRequest,
        at now: Timestamp,
        into actions: inout [PracticeAction]
    ) throws(DhanRefusal) -> PracticeResponse {
        guard let parts = request.parts, let root = parts.first else { throw .notFound(request.path, at: now) }
        switch root {
        case "app", "login": return try issuer(parts, request, at: now)
        case "api-data": return try files(parts, request, at: now)
        default: break
        }
        guard let route = DhanPractice.route(request) else { throw .notFound(request.path, at: now) }
        // Reading an order book is no order.
        var kind = DhanPractice.budget(of: route)
        if kind == .order, request.method == .get { kind = .other }
        try budgets.take(kind, request.body, at: now)
        let token = request.header("access-token")
        guard sessions.isGood(token, at: now) else {
            throw settings.deadTokenIs400 && sessions.hasDied(token, at: now) ? .deadToken : .badToken
        }
        switch kind {
        case .order:
            try checkAddress(request.address)
        case .quote, .chain:
            guard request.header("client-id") == client else { throw .data(400, 810, "Client ID is invalid") }
            guard settings.hasData else { throw .noData }
        case .data:
            guard settings.hasData else { throw .noCharts }
        case .other: break
        }
        switch route[0] {
        case "profile": return try profile(route, request, at: now)
        case "RenewToken": return try renew(request, at: now)
        case "marketfeed", "charts", "optionchain", "instrument": return try data(route, request, at: now)
        case "ip": return try addresses(route, request, at: now)
        case "orders": return try order(route, request, at: now, into: &actions)
        case "trades": return try tradeRows(route, request, at: now)
        case "super": return try superOrder(route, request, at: now, into: &actions)
        case "forever": return try foreverOrder(route, request, at: now, into: &actions)
        case "positions": return try positions(route, request, at: now, into: &actions)
        case "holdings" where route.count == 1 && request.method == .get: return .dhan(try holdingRows())
        case "fundlimit" where route.count == 1 && request.method == .get: return .dhan(fundRow)
        case "margincalculator": return try margin(route, request, at: now)
        case "killswitch" where route.count == 1: return try kill(request, at: now)
        case "alerts": return try alert(route, request, at: now)
        case "pnlExit" where route.count == 1: return try lossExit(request, at: now)
        case "ledger" where route.count == 1: return try ledger(request, at: now)
        case "edis": return try authorisation(route, request, at: now)
        default: throw .notFound(request.path, at: now)
        }
    }

    private func checkAddress(_ address: String) throws(DhanRefusal) {
        guard let allowed = settings.orderAddresses else { return }
        guard allowed.contains(address) else { throw .address }
    }

    /// Null for a body that is empty; one that is no JSON is refused.
    static func body(_ request: IncomingRequest) throws(DhanRefusal) -> JSON {
        guard !request.body.isEmpty else { return .null }
        guard let json = try? JSON(request.body) else { throw .input }
        return json
    }

    // MARK: - Account

    /// Section 1.5.
    private func profile(
        _ route: [String],
        _ request: IncomingRequest,
        at now: Timestamp
    ) throws(DhanRefusal) -> PracticeResponse {
        guard request.method == .get, route.count == 1 else { throw .notFound(request.path, at: now) }
        let end = sessions.active?.end ?? now
        return .dhan([
            "dhanClientId": .string(client), "tokenValidity": .string(DhanTime.minute(end)),
            "activeSegment": "Equity, Derivative, Currency, Commodity", "ddpi": "Active", "mtf": "Active",
            "dataPlan": settings.hasData ? "Active" : "Deactive",
            "dataValidity": .string(DhanTime.stamp(now.day.advanced(by: 30).at(TimeOfDay(9, 37, 52))) + ".0"),
        ])
    }

    /// Section 1.4 E.
    private mutating func renew(_ request: IncomingRequest, at now: Timestamp) throws(DhanRefusal) -> PracticeResponse {
        guard request.method == .get else { throw .input }
        guard request.header("dhanClientId") == client else { throw .input }
        guard sessions.active?.consumer == .website else { throw .badToken }
        return give(sessions.issue(.website, life: settings.tokenLife, at: now))
    }

    /// Section 1.6.
    private mutating func addresses(
        _ route: [String],
        _ request: IncomingRequest,
        at now: Timestamp
    ) throws(DhanRefusal) -> PracticeResponse {
        switch (request.method, route.count == 2 ? route[1] : "") {
        case (.get, "getIP"): return .dhan(addressRow(request.address))
        case (.post, "setIP"), (.put, "modifyIP"):
            let body = try DhanPractice.body(request)
            guard body["dhanClientId"].text == client, let flag = body["ipFlag"].text,
                flag == "PRIMARY" || flag == "SECONDARY", let address = body["ip"].text
            else { throw .plain(400, "Invalid request") }
            let old = addresses.entries[flag]?.address
            try addresses.set(flag, address, isChange: request.method == .put, on: now.day)
            if settings.orderAddresses != nil {
                if let old { settings.orderAddresses?.remove(old) }
                settings.orderAddresses?.insert(address)
            }
            return .dhan(["message": "IP saved successfully", "status": "SUCCESS"])
        default: throw .notFound(request.path, at: now)
        }
    }

    private func addressRow(_ address: String) -> PracticeJSON {
        let primary = addresses.entries["PRIMARY"]
        let secondary = addresses.entries["SECONDARY"]
        let isAllowed = settings.orderAddresses?.contains(address) != false
        let match =
            primary?.address == address
            ? "PRIMARY_MATCH"
            : secondary?.address == address
                ? "SECONDARY_MATCH"
                : isAllowed ? "MATCH" : "MISMATCH"
        return [
            "primaryIP": .string(primary?.address ?? ""), "secondaryIP": .string(secondary?.address ?? ""),
            "modifyDatePrimary": .string(primary.map { "\($0.changed)" } ?? ""),
            "modifyDateSecondary": .string(secondary.map { "\($0.changed)" } ?? ""),
            "detectedIP": .string(address), "ipMatchStatus": .string(match), "ordersAllowed": .bool(isAllowed),
        ]
    }

    /// What every way to a token ends with. Whoever has the old one is signed out.
    mutating func give(_ token: DhanToken, withMilliseconds: Bool = true) -> PracticeResponse {
        hasNewToken = true
        let end = "\(token.end.day)T\(token.end.time)" + (withMilliseconds ? ".000" : "")
        return .dhan([
            "dhanClientId": .string(client), "dhanClientName": "PRACTICE USER", "dhanClientUcc": "ABCD12345E",
            "givenPowerOfAttorney": false, "accessToken": .string(token.text), "expiryTime": .string(end),
        ])
    }
}

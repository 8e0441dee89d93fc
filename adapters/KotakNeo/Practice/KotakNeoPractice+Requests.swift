import SaudaBroker
import SaudaCore

// What is asked over REST (section 3.1): who may ask, and who answers.

extension KotakNeoPractice {
    static let orderRoutes: Set<String> = [
        "/quick/order/rule/ms/place", "/quick/order/vr/modify", "/quick/order/cancel", "/quick/order/bo/exit",
        "/quick/order/co/exit",
    ]

    mutating func respond(
        to request: IncomingRequest,
        at now: Timestamp,
        into actions: inout [PracticeAction]
    ) -> PracticeResponse {
        do {
            return try answer(request, at: now, into: &actions)
        } catch {
            return error.status == 429 ? tooMany : error.response
        }
    }

    var tooMany: PracticeResponse {
        var response = NeoRefusal.tooMany.response
        if let seconds = settings.retryAfter { response.headers.append(HTTPHeader("Retry-After", "\(seconds)")) }
        return response
    }

    private mutating func answer(
        _ request: IncomingRequest,
        at now: Timestamp,
        into actions: inout [PracticeAction]
    ) throws(NeoRefusal) -> PracticeResponse {
        guard let parts = request.parts, let root = parts.first else { throw .notFound(request.path) }
        switch (root, request.method) {
        case ("login", .post): return try login(request, at: now)
        case ("5config", .get): return configuration(request)
        case ("wso2-scripmaster", .get): return try scripFile(parts, at: now)
        default: break
        }
        let isOrder = KotakNeoPractice.orderRoutes.contains(request.path)
        guard budgets.take(isOrder: isOrder, at: now) else { throw .tooMany }
        switch root {
        case "script-details", "market-data":
            try checkAccessToken(request)
            return try data(parts, request, at: now)
        case "quick", "portfolio", "login":
            let session = try session(request, at: now)
            if isOrder { try checkOrderRights(request, session) }
            return try account(parts, request, at: now, into: &actions)
        default: throw .notFound(request.path)
        }
    }

    private func checkAccessToken(_ request: IncomingRequest) throws(NeoRefusal) {
        guard let token = request.header("Authorization") else {
            throw .gateway(settings.gatewayStatus, "900902", "Missing Credentials", request.path)
        }
        guard sessions.isAccessToken(token) else {
            throw .gateway(settings.gatewayStatus, "900901", "Invalid Credentials", request.path)
        }
    }

    /// The token of the first step opens nothing.
    private mutating func session(_ request: IncomingRequest, at now: Timestamp) throws(NeoRefusal) -> NeoSession {
        let (token, sid) = (request.header("Auth"), request.header("Sid"))
        guard token != nil, sid != nil else {
            throw .gateway(settings.gatewayStatus, "900902", "Missing Credentials", request.path)
        }
        guard !settings.needsFinKey || request.header("neo-fin-key") != nil else { throw .noHeader }
        if let session = sessions.trade(token, sid, at: now) { return session }
        guard sessions.view(token, sid, at: now) == nil else { throw .accessType }
        let answers = settings.deadSessions
        guard !answers.isEmpty else { throw .accessType }
        defer { deadCalls += 1 }
        throw answers[deadCalls % answers.count].refusal(settings.gatewayStatus, request.path)
    }

    /// Addresses are looked at for orders alone (1.8).
    private func checkOrderRights(_ request: IncomingRequest, _ session: NeoSession) throws(NeoRefusal) {
        if settings.ordersNeedAuthorization { try checkAccessToken(request) }
        if let allowed = settings.orderAddresses, !allowed.contains(request.address) { throw .address }
        guard !settings.tiesAddress || session.address == request.address else { throw .otherAddress }
    }

    // MARK: - Routes

    private mutating func account(
        _ parts: [String],
        _ request: IncomingRequest,
        at now: Timestamp,
        into actions: inout [PracticeAction]
    ) throws(NeoRefusal) -> PracticeResponse {
        switch (request.method, parts.joined(separator: "/")) {
        case (.post, "quick/order/rule/ms/place"): return try place(request, at: now, into: &actions)
        case (.post, "quick/order/vr/modify"): return try change(request, at: now, into: &actions)
        case (.post, "quick/order/cancel"): return try cancel(request, at: now, into: &actions)
        case (.post, "quick/order/history"): return try history(request)
        case (.post, "quick/user/limits"): return try limits(request, at: now)
        case (.post, "quick/user/check-margin"): return try checkMargin(request)
        case (.get, "quick/user/orders"): return try list(orders.map { row($0) }, "Ok")
        case (.get, "quick/user/trades"): return try list(trades.map { row($0) }, "ok")
        case (.get, "quick/user/positions"), (.get, "portfolio/v2/positions"):
            return try list(positionKeys.compactMap(positionRow), "ok")
        case (.get, "portfolio/v1/holdings"):
            guard request.query["sId"] == nil else {
                throw .routing(
                    404,
                    404,
                    "route '/portfolio/v1/holdings?sId=' is invalid, Please use /portfolio/v1/holdings"
                )
            }
            return .neo(holdingRows)
        case (.get, "login/1.0/get-client-ip"): return .neo(clientAddress(request, at: now))
        default: break
        }
        if request.method == .get, parts.count == 4, parts[0...2] == ["quick", "user", "orders"] {
            return try list(orders.filter { $0.id == parts[3] }.map { row($0) }, "Ok")
        }
        throw .notFound(request.path)
    }

    func row(_ order: NeoOrder) -> PracticeJSON { order.row(catalogue[order.slot], ucc: ucc) }
    private func row(_ trade: NeoTrade) -> PracticeJSON { trade.row(catalogue[trade.order.slot], ucc: ucc) }

    /// - Parameter word: `stat`, whose case differs from list to list (2.1).
    private func list(_ rows: [PracticeJSON], _ word: PracticeJSON) throws(NeoRefusal) -> PracticeResponse {
        guard !rows.isEmpty || !settings.emptyIsError else { throw .noData }
        return .neo(["stat": word, "stCode": 200, "data": .array(rows)])
    }

    /// The newest state first; only of orders that came by the API (section 3.6).
    private func history(_ request: IncomingRequest) throws(NeoRefusal) -> PracticeResponse {
        let form = try NeoForm(request)
        guard let place = orderPlaces[try form.text("nOrdNo")] else { throw .noData }
        let order = orders[place]
        guard order.origin == .api else { throw .notByAPI }
        return try list(order.states.reversed().map { $0.stateRow(catalogue[order.slot]) }, "Ok")
    }

    /// Success is 1000 here.
    private func clientAddress(_ request: IncomingRequest, at now: Timestamp) -> PracticeJSON {
        let milliseconds = String(now.microseconds / 1000 % 1000)
        let time =
            "\(now.day) \(now.time)." + String(repeating: "0", count: 3 - milliseconds.utf8.count) + milliseconds
        return [
            "data": .array([["ip": .string(request.address), "time": .string(time)]]), "stCode": 1000,
            "status": "success",
        ]
    }
}

import SaudaBroker
import SaudaCore

// What is asked over REST (sections 2 and 3).

extension KitePractice {
    mutating func respond(
        to request: IncomingRequest,
        at now: Timestamp,
        into actions: inout [PracticeAction]
    ) -> PracticeResponse {
        do {
            return try answer(request, at: now, into: &actions)
        } catch {
            return error == .tooMany ? tooMany : error.response
        }
    }

    private mutating func answer(
        _ request: IncomingRequest,
        at now: Timestamp,
        into actions: inout [PracticeAction]
    ) throws(KiteRefusal) -> PracticeResponse {
        guard let parts = request.parts, let root = parts.first else { throw .notFound }
        let kind = KitePractice.budget(of: parts)
        let isPlacement = kind == .order && request.method == .post
        if root != "connect", root != "api" { try budgets.take(kind, isPlacement: isPlacement, at: now) }
        // The only calls without a session.
        switch root {
        case "connect": return try connect(parts, request, at: now)
        case "api": return try logIn(parts, request, at: now)
        case "session": return try session(parts, request, at: now)
        case "instruments" where parts.count <= 2: return try instruments(parts, request)
        default: break
        }
        guard sessions.isGood(request, at: now) else { throw .badSession }
        switch root {
        case "user": return try account(parts, request)
        case "orders": return try order(parts, request, at: now, into: &actions)
        case "trades" where parts.count == 1: return .kite(.array(trades.map { json($0) }))
        case "portfolio": return try portfolio(parts, request, into: &actions)
        case "quote", "instruments": return try data(parts, request, at: now)
        case "margins", "charges": return try costs(parts, request)
        case "gtt": return try triggers(parts, request, at: now)
        default: throw .notFound
        }
    }

    private static func budget(of parts: [String]) -> KiteBudgets.Class {
        switch parts[0] {
        case "quote": .quote
        case "instruments" where parts.count > 1 && parts[1] == "historical": .historical
        case "orders" where parts.count >= 2 && KitePractice.varieties.contains(parts[1]): .order
        default: .other
        }
    }

    static let varieties = ["regular", "amo", "co", "iceberg", "auction", "bo"]

    private func only(_ method: HTTPRequest.Method, _ request: IncomingRequest) throws(KiteRefusal) {
        guard request.method == method else { throw .wrongMethod }
    }

    // MARK: - Session

    /// A short cut for the log-in page: it sends the browser on at once, as after password and second factor.
    private mutating func connect(
        _ parts: [String],
        _ request: IncomingRequest,
        at now: Timestamp
    ) throws(KiteRefusal) -> PracticeResponse {
        try only(.get, request)
        switch parts {
        case ["connect", "login"]:
            guard let key = request.query["api_key"], !key.isEmpty else { throw .noKey }
            guard key == sessions.apiKey else { throw .input("Invalid `api_key`.") }
            guard !setup.asksForLogin || logins.isComplete(request) else {
                let page = "<!DOCTYPE html><html><body>Password and one-time password</body></html>"
                var response = PracticeResponse(200, type: "text/html; charset=UTF-8", page)
                response.headers.append(HTTPHeader("Set-Cookie", "kf_session=\(sessions.apiKey); Path=/; HttpOnly"))
                return response
            }
            let token = sessions.makeRequestToken(until: now.advanced(by: settings.requestTokenLife))
            let end = setup.redirect ?? "/connect/finish"
            var place = "\(end)?action=login&status=success&request_token=\(token)"
            if let more = request.query["redirect_params"], !more.isEmpty { place += "&" + more }
            return PracticeResponse(302, headers: [HTTPHeader("Location", place)])
        case ["connect", "finish"]:
            return PracticeResponse(
                200,
                type: "text/plain",
                "Signed in. Give the address of this page to the program.\n"
            )
        default: throw .notFound
        }
    }

    /// The page's own calls (section 2.4).
    private mutating func logIn(
        _ parts: [String],
        _ request: IncomingRequest,
        at now: Timestamp
    ) throws(KiteRefusal) -> PracticeResponse {
        try only(.post, request)
        guard request.header("Cookie")?.contains("kf_session=\(sessions.apiKey)") == true else {
            throw .input("Missing session.")
        }
        switch parts {
        case ["api", "login"]:
            let id = try logins.check(request.form, user: user, at: now)
            return .kite(["user_id": .string(user), "request_id": .string(id), "twofa_type": "totp"])
        case ["api", "twofa"]:
            let cookie = try logins.checkCode(request.form, user: user, at: now)
            var response = PracticeResponse.kite([:])
            response.headers.append(HTTPHeader("Set-Cookie", "enctoken=\(cookie); Path=/; Secure"))
            return response
        default: throw .notFound
        }
    }

    private mutating func session(
        _ parts: [String],
        _ request: IncomingRequest,
        at now: Timestamp
    ) throws(KiteRefusal) -> PracticeResponse {
        switch (request.method, parts) {
        case (.post, ["session", "token"]):
            let token = try sessions.signIn(request.form, expiry: settings.expiry, at: now)
            return .kite(profile(with: token, at: now))
        case (.delete, ["session", "token"]):
            guard let key = request.query["api_key"] else { throw .noKey }
            let token = request.query["access_token"] ?? ""
            guard key == sessions.apiKey, sessions.end(token) else { throw .badSession }
            return .kite(true)
        case (.post, ["session", "refresh_token"]):
            // Only for approved platforms; this app is an individual's.
            throw .badRequestToken
        case (_, ["session", "token"]), (_, ["session", "refresh_token"]): throw .wrongMethod
        default: throw .notFound
        }
    }

    private func profile(with token: String?, at now: Timestamp) -> PracticeJSON {
        var pairs: [PracticeJSON.Pair] = [
            ("user_type", "individual"), ("email", "practice@example.com"), ("user_name", "Practice User"),
            ("user_shortname", "Practice"), ("broker", "ZERODHA"),
            ("exchanges", .strings(KiteCatalogue.exchanges + ["MF"])), ("products", .strings(["CNC", "NRML", "MIS"])),
            ("order_types", .strings(["MARKET", "LIMIT", "SL", "SL-M"])), ("avatar_url", nil),
            ("user_id", .string(user)),
        ]
        .map { PracticeJSON.Pair(key: $0.0, value: $0.1) }
        if let token {
            pairs += [
                ("api_key", .string(sessions.apiKey)), ("access_token", .string(token)),
                ("public_token", .string(sessions.publicToken(of: token))),
                ("enctoken", .string(sessions.publicToken(of: token + "e"))), ("refresh_token", ""), ("silo", ""),
                ("login_time", KiteTime.json(now)),
            ]
            .map { PracticeJSON.Pair(key: $0.0, value: $0.1) }
        }
        return .object(pairs + [PracticeJSON.Pair(key: "meta", value: ["demat_consent": "consent"])])
    }

    // MARK: - User

    private func account(_ parts: [String], _ request: IncomingRequest) throws(KiteRefusal) -> PracticeResponse {
        try only(.get, request)
        switch parts {
        case ["user", "profile"]: return .kite(profile(with: nil, at: Timestamp(microseconds: 0)))
        case ["user", "margins"]: return .kite(["equity": equityMargin, "commodity": margin(net: .zero, cash: .zero)])
        case ["user", "margins", "equity"]: return .kite(equityMargin)
        case ["user", "margins", "commodity"]: return .kite(margin(net: .zero, cash: .zero))
        default: throw .notFound
        }
    }

    private var equityMargin: PracticeJSON { margin(net: free, cash: cash) }

    private func margin(net: Money, cash: Money) -> PracticeJSON {
        [
            "enabled": true, "net": .money(net),
            "available": [
                "adhoc_margin": 0, "cash": .money(cash), "opening_balance": .money(cash), "live_balance": .money(net),
                "collateral": 0, "intraday_payin": 0,
            ],
            "utilised": [
                "debits": .money(cash - net), "exposure": 0, "m2m_realised": 0, "m2m_unrealised": 0,
                "option_premium": 0, "payout": 0, "span": 0, "holding_sales": 0, "turnover": 0,
                "liquid_collateral": 0, "stock_collateral": 0, "equity": 0, "delivery": 0,
            ],
        ]
    }

    // MARK: - Orders

    private mutating func order(
        _ parts: [String],
        _ request: IncomingRequest,
        at now: Timestamp,
        into actions: inout [PracticeAction]
    ) throws(KiteRefusal) -> PracticeResponse {
        if request.method != .get { try checkAddress(request.address) }
        switch (request.method, parts.count) {
        case (.get, 1): return .kite(.array(orders.map { json($0) }))
        case (.get, 2): return .kite(.array(try orders[place(of: parts[1])].history.map(\.json)))
        case (.get, 3) where parts[2] == "trades":
            let place = try place(of: parts[1])
            return .kite(.array(trades.filter { $0.order == place }.map { json($0) }))
        case (.post, 2):
            guard KitePractice.varieties.contains(parts[1]) else { throw .invalid("variety") }
            return .kite(try place(KiteForm(fields: request.form), variety: parts[1], at: now, into: &actions))
        case (.put, 3):
            try change(parts[2], variety: parts[1], KiteForm(fields: request.form), at: now)
            return .kite(["order_id": .string(parts[2])])
        case (.delete, 3):
            try cancel(parts[2], variety: parts[1], parent: request.query["parent_order_id"], at: now)
            return .kite(["order_id": .string(parts[2])])
        case (_, 1...3): throw .wrongMethod
        default: throw .notFound
        }
    }

    private func checkAddress(_ address: String) throws(KiteRefusal) {
        guard let allowed = settings.orderAddresses else { return }
        guard !allowed.isEmpty else { throw .noAddresses }
        guard allowed.contains(address) else { throw .address(address) }
    }

    func place(of id: String) throws(KiteRefusal) -> Int {
        guard let place = orderPlaces[id] else { throw .unknownOrder }
        return place
    }

    func json(_ order: KiteOrder) -> PracticeJSON { order.json(catalogue[order.slot], user: user) }
    func json(_ trade: KiteTrade) -> PracticeJSON {
        let order = orders[trade.order]
        return trade.json(order, catalogue[order.slot])
    }
}

public import SaudaBroker
public import SaudaCore

/// Zerodha Kite's own side of its dialect, written from the protocol reference alone so that adapter and practice
/// check each other. Section numbers in this folder are those of the reference.
public struct KitePractice: Sendable {
    public var settings: KiteSettings
    /// Grows by each day that is over.
    var setup: PracticeSetup
    var sessions: KiteSessions
    var logins: KiteLogins
    var catalogue: KiteCatalogue
    var market: PracticePrices
    var budgets: KiteBudgets
    var ticker = KiteTicker()

    // The order book of the day.
    var orders: [KiteOrder] = []
    var orderPlaces: [String: Int] = [:]
    /// By the exchange's number, over all days.
    var orderNumbers: [OrderID: Int] = [:]
    var foreignPlaces: [BrokerOrderID: Int] = [:]
    var trades: [KiteTrade] = []
    /// What orders do next, in order of time.
    var steps: [KiteStep] = []
    var issued: UInt64 = 0
    var issuedTrades: UInt64 = 0

    var portfolio: PracticePortfolio
    var gtts = KiteTriggers()
    var cash = Money.zero
    /// What no order at the exchange has set aside.
    var available = Money.zero
    var day: TradingDay?
    var isTrading = false

    public init(_ setup: PracticeSetup, settings: KiteSettings = KiteSettings(), day: Day) {
        self.setup = setup
        self.settings = settings
        sessions = KiteSessions(seed: setup.seed)
        logins = KiteLogins(seed: setup.seed)
        catalogue = KiteCatalogue(setup, on: day)
        market = catalogue.prices(setup)
        budgets = KiteBudgets(settings)
        portfolio = PracticePortfolio(setup.holdings) { [catalogue] in catalogue.find($0) }
    }

    var user: String { sessions.user }
}

extension KitePractice: PracticeBroker {
    public mutating func handle(_ input: PracticeInput, at now: Timestamp, into actions: inout [PracticeAction]) {
        runSteps(until: now, into: &actions)
        switch input {
        case .request(let call, let request):
            actions.append(.respond(call, respond(to: request, at: now, into: &actions)))
        case .socketRequest(let socket, let request): open(socket, request, at: now, into: &actions)
        case .socketMessage(let socket, let message): receive(message, from: socket, at: now, into: &actions)
        case .socketClosed(let socket): ticker.sockets[socket] = nil
        case .dayStarted(let newDay): start(newDay, at: now)
        case .dayEnded:
            isTrading = false
            endAuctions(at: now, into: &actions)
            market.close()
        case .market(let moves): move(moves, at: now, into: &actions)
        case .exchange(let event): take(event, at: now, into: &actions)
        case .funds(let cash, let available): (self.cash, self.available) = (cash, available)
        case .timer: break
        }
        beat(at: now, into: &actions)
    }

    public var wakeAt: Timestamp {
        min(steps.first?.time ?? .distantFuture, ticker.wakeAt(hasChanges: market.hasChanges, settings))
    }

    public var counts: [PracticeCount] { budgets.counts }

    public mutating func makeCredentials(at now: Timestamp) -> [PracticeCredential] {
        let token = sessions.makeRequestToken(until: KiteSessions.end(of: now, settings.expiry))
        let app = [
            PracticeCredential(name: "api-key", variable: "KITE_API_KEY", value: sessions.apiKey),
            PracticeCredential(name: "api-secret", variable: "KITE_API_SECRET", value: sessions.secret.reveal()),
            PracticeCredential(name: "user", variable: "KITE_USER", value: user),
            PracticeCredential(name: "request-token", variable: "KITE_REQUEST_TOKEN", value: token),
        ]
        guard setup.asksForLogin else { return app }
        return app + [
            PracticeCredential(name: "password", variable: "KITE_PASSWORD", value: logins.password.reveal()),
            PracticeCredential(name: "totp-secret", variable: "KITE_TOTP_SECRET", value: logins.totpSecret.reveal()),
        ]
    }

    public mutating func endSessions(at now: Timestamp) { sessions.endAll() }

    public func isOrderWrite(_ request: IncomingRequest) -> Bool {
        request.method != .get && request.path.hasPrefix("/orders/")
    }

    public func answer(to trouble: PracticeTrouble, at now: Timestamp) -> PracticeResponse {
        switch trouble {
        case .tooManyRequests: return tooMany
        case .failing(502):
            return KiteRefusal(502, "DataException", "Unknown content-type received from the order system").response
        case .failing(let status) where status == 503 || status == 504:
            return KiteRefusal(status, "NetworkException", "Gateway timed out, try again later").response
        case .failing(let status): return KiteRefusal(status, "GeneralException", "Something went wrong").response
        case .page:
            let page = "<!DOCTYPE html><html><head><title>Just a moment</title></head><body>Checking</body></html>"
            return PracticeResponse(200, type: "text/html; charset=UTF-8", page)
        }
    }

    var tooMany: PracticeResponse {
        var response = KiteRefusal.tooMany.response
        if settings.tooManyIs200 { response.status = 200 }
        return response
    }

    public func lie(_ frame: [UInt8], choice: UInt64) -> [UInt8] {
        guard frame.count >= 4 else { return frame }
        var frame = frame
        switch choice % 4 {
        // A packet that is longer than the frame.
        case 0: frame[2] = 0x7F
        // More packets than there are.
        case 1: frame[0] = 0xFF
        // A length that no packet has.
        case 2: frame[3] = frame[3] &- 1
        // The frame ends inside a packet.
        default: frame.removeLast(min(3, frame.count - 4))
        }
        return frame
    }

    private mutating func start(_ newDay: TradingDay, at now: Timestamp) {
        if day != nil {
            market.keepCandles(in: &setup, today: day?.day)
            endBookOfDay()
            market.startDay()
        }
        day = newDay
        isTrading = true
        gtts.expire(at: now)
        lineUpAfterMarketOrders(of: newDay, at: now)
    }
}

public import SaudaBroker
public import SaudaCore

/// Dhan's own side of its dialect, written from the protocol reference alone so that adapter and practice check each
/// other. Section numbers in this folder are those of the reference.
public struct DhanPractice: Sendable {
    public var settings: DhanSettings
    /// Grows by each day that is over.
    var setup: PracticeSetup
    var sessions: DhanSessions
    var catalogue: DhanCatalogue
    var market: PracticePrices
    var derivatives = DhanDerivatives()
    var budgets: DhanBudgets
    var addresses = DhanAddresses()
    var feed: DhanFeed
    var updates = DhanUpdates()
    /// A token has died since the sockets were looked after last.
    var hasNewToken = false

    // The order book of the day.
    var orders: [DhanOrder] = []
    var orderPlaces: [String: Int] = [:]
    /// By the exchange's number.
    var orderNumbers: [OrderID: Int] = [:]
    var foreignPlaces: [BrokerOrderID: Int] = [:]
    var trades: [DhanTrade] = []
    /// Of the days before, oldest first.
    var pastTrades: [DhanTrade] = []
    /// What orders do next, in order of time.
    var steps: [DhanStep] = []
    var issued: UInt64 = 0
    var issuedTrades: UInt64 = 0
    var issuedForevers = 0
    var supers: [DhanSuper] = []
    var forevers: [DhanForever] = []
    var alerts: [DhanAlert] = []

    var portfolio: PracticePortfolio
    /// What was bought on margin funding (MTF). The exchange here settles it as delivery; the account's rows do not call
    /// it that.
    var funded = PracticePortfolio([]) { _ in nil }
    var isKilled = false
    var exit: DhanLossExit?
    var cash = Money.zero
    /// What no order at the exchange has set aside.
    var available = Money.zero
    /// The cash that the day began with.
    var opening: Money?
    var day: TradingDay?

    public init(_ setup: PracticeSetup, settings: DhanSettings = DhanSettings(), day: Day) {
        self.setup = setup
        self.settings = settings
        sessions = DhanSessions(seed: setup.seed)
        catalogue = DhanCatalogue(setup, on: day)
        market = catalogue.prices(setup)
        budgets = DhanBudgets(settings)
        feed = DhanFeed(settings.feed)
        portfolio = PracticePortfolio(setup.holdings) { [catalogue] in catalogue.find($0) }
    }

    var client: String { sessions.client }
}

extension DhanPractice: PracticeBroker {
    public mutating func handle(_ input: PracticeInput, at now: Timestamp, into actions: inout [PracticeAction]) {
        feed.settings = settings.feed
        runSteps(until: now, into: &actions)
        switch input {
        case .request(let call, let request):
            actions.append(.respond(call, respond(to: request, at: now, into: &actions)))
        case .socketRequest(let socket, let request): open(socket, request, at: now, into: &actions)
        case .socketMessage(let socket, let message):
            if feed.owns(socket) {
                receiveFeed(message, from: socket, at: now, into: &actions)
            } else {
                receiveLogin(message, from: socket, at: now, into: &actions)
            }
        case .socketClosed(let socket):
            feed.closed(socket)
            updates.connections[socket] = nil
        case .dayStarted(let newDay): start(newDay, at: now)
        case .dayEnded:
            market.close()
            for place in supers.indices { supers[place].switchOff() }
        case .market(let moves): move(moves, at: now, into: &actions)
        case .exchange(let event): take(event, at: now, into: &actions)
        case .funds(let cash, let available):
            (self.cash, self.available) = (cash, available)
            if opening == nil { opening = cash }
        case .timer: break
        }
        lookAfterSockets(at: now, into: &actions)
    }

    public var wakeAt: Timestamp {
        min(
            steps.first?.time ?? .distantFuture,
            updates.wakeAt(pongWithin: settings.pongWithin),
            feed.wakeAt(hasChanges: market.hasChanges),
            sessions.active?.end ?? .distantFuture
        )
    }

    public mutating func heardPong(from socket: PracticeSocket, at now: Timestamp) {
        feed.pong(socket, at: now)
        updates.connections[socket]?.lastPong = now
    }

    public var counts: [PracticeCount] { budgets.counts }

    /// The token is the one that works, if there is one: a new one would kill it.
    public mutating func makeCredentials(at now: Timestamp) -> [PracticeCredential] {
        var token = sessions.active
        if token.map({ now >= $0.end }) != false {
            token = sessions.issue(.website, life: settings.tokenLife, at: now)
            hasNewToken = true
        }
        return [
            PracticeCredential(name: "user", variable: "DHAN_CLIENT_ID", value: client),
            PracticeCredential(name: "access-token", variable: "DHAN_ACCESS_TOKEN", value: token?.text ?? ""),
            PracticeCredential(name: "pin", variable: "DHAN_PIN", value: sessions.pin.reveal()),
            PracticeCredential(
                name: "totp-secret",
                variable: "DHAN_TOTP_SECRET",
                value: sessions.totpSecret.reveal()
            ),
            PracticeCredential(name: "app-id", variable: "DHAN_APP_ID", value: sessions.appID),
            PracticeCredential(name: "app-secret", variable: "DHAN_APP_SECRET", value: sessions.appSecret.reveal()),
        ]
    }

    public mutating func endSessions(at now: Timestamp) {
        sessions.endAll()
        hasNewToken = true
    }

    public func isOrderWrite(_ request: IncomingRequest) -> Bool {
        request.method != .get && DhanPractice.budget(of: DhanPractice.route(request) ?? []) == .order
    }

    public func answer(to trouble: PracticeTrouble, at now: Timestamp) -> PracticeResponse {
        switch trouble {
        case .tooManyRequests: return DhanRefusal.tooManyOrders.response
        case .failing(let status) where status == 502 || status == 504:
            return DhanRefusal.trading(
                status,
                "Network_Error",
                "DH-909",
                "Network error where the API was unable to communicate with the backend system."
            )
            .response
        case .failing(let status):
            return DhanRefusal.trading(
                status,
                "Internal_Server_Error",
                "DH-908",
                "Server was not able to process API request. This will only occur rarely."
            )
            .response
        case .page:
            let page = "<!DOCTYPE html><html><head><title>Just a moment</title></head><body>Checking</body></html>"
            return PracticeResponse(200, type: "text/html; charset=UTF-8", page)
        }
    }

    public func lie(_ frame: [UInt8], choice: UInt64) -> [UInt8] { DhanFrame.lie(frame, choice: choice) }
}

// MARK: - Days

extension DhanPractice {
    private mutating func start(_ newDay: TradingDay, at now: Timestamp) {
        if day != nil {
            market.keepCandles(in: &setup, today: day?.day)
            endBookOfDay()
            market.startDay()
        }
        day = newDay
        isKilled = false
        exit = nil
        expireAlerts(on: newDay.day)
        opening = nil
        for place in orders.indices { lineUp(place, at: now) }
    }

    /// The book of a new day holds only what waits for it.
    private mutating func endBookOfDay() {
        portfolio.endDay()
        funded.endDay()
        pastTrades += trades
        trades = []
        orders = orders.filter(\.waitsForMarket)
        supers = []
        orderPlaces = [:]
        orderNumbers = [:]
        foreignPlaces = [:]
        for (place, order) in orders.enumerated() {
            orderPlaces[order.id] = place
            if let number = order.number { orderNumbers[number] = place }
        }
        steps.removeAll { orderPlaces[$0.order] == nil }
    }

    private mutating func move(_ moves: [MarketMove], at now: Timestamp, into actions: inout [PracticeAction]) {
        for move in moves {
            guard let slot = catalogue.find(move.instrument) else { continue }
            market.move(slot, move, at: now)
            watchSupers(slot, move.price, at: now, into: &actions)
            watchForevers(slot, move.price, at: now, into: &actions)
        }
        market.moveIndex(at: now)
        watchAlerts(at: now, into: &actions)
        watchLoss(at: now, into: &actions)
    }

    /// What an order that has moved means for others.
    mutating func follow(_ place: Int, at now: Timestamp, into actions: inout [PracticeAction]) {
        followSuper(place, at: now, into: &actions)
        followForever(place)
    }
}

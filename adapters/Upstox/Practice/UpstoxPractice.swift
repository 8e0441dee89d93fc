public import SaudaBroker
public import SaudaCore

/// Upstox's own side of its dialect, written from docs/brokers/upstox.md alone so that adapter and practice check each
/// other. Section numbers in this folder are those of that document.
public struct UpstoxPractice: Sendable {
    public var settings: UpstoxSettings
    /// Grows by each day that is over.
    var setup: PracticeSetup
    var sessions: UpstoxSessions
    var catalogue: UpstoxCatalogue
    var market: PracticePrices
    var budgets: UpstoxBudgets
    var feed = UpstoxFeed()
    /// The streams of order messages, and when each is pinged next.
    var streams: [PracticeSocket: Timestamp] = [:]
    /// Addresses that are good once, and what for (section 8.1).
    var tickets: [String: UpstoxTicket] = [:]

    // The order book of the day.
    var orders: [UpstoxOrder] = []
    var orderPlaces: [String: Int] = [:]
    var orderNumbers: [OrderID: Int] = [:]
    var foreignPlaces: [BrokerOrderID: Int] = [:]
    /// Every state of every order, oldest first (section 5).
    var history: [UpstoxOrder] = []
    var trades: [UpstoxTrade] = []
    /// What orders do next, in order of time.
    var steps: [UpstoxStep] = []
    var issued: UInt64 = 0

    var portfolio: PracticePortfolio
    var cash = Money.zero
    /// What no order at the exchange has set aside.
    var available = Money.zero
    var day: TradingDay?

    public init(_ setup: PracticeSetup, settings: UpstoxSettings = UpstoxSettings(), day: Day) {
        self.setup = setup
        self.settings = settings
        sessions = UpstoxSessions(seed: setup.seed)
        catalogue = UpstoxCatalogue(setup, on: day)
        market = catalogue.prices(setup)
        budgets = UpstoxBudgets(settings)
        portfolio = PracticePortfolio(setup.holdings) { [catalogue] in catalogue.find($0) }
    }
}

extension UpstoxPractice: PracticeBroker {
    public mutating func handle(_ input: PracticeInput, at now: Timestamp, into actions: inout [PracticeAction]) {
        runSteps(until: now, into: &actions)
        switch input {
        case .request(let call, let request):
            actions.append(.respond(call, respond(to: request, at: now, into: &actions)))
        case .socketRequest(let socket, let request): open(socket, request, at: now, into: &actions)
        case .socketMessage(let socket, let message): receive(message, from: socket, at: now, into: &actions)
        case .socketClosed(let socket):
            feed.closed(socket)
            streams[socket] = nil
        case .dayStarted(let newDay): start(newDay)
        case .dayEnded: market.close()
        case .market(let moves):
            for move in moves {
                if let slot = catalogue.find(move.instrument) { market.move(slot, move, at: now) }
            }
            market.moveIndex(at: now)
        case .exchange(let event): take(event, at: now, into: &actions)
        case .funds(let cash, let available): (self.cash, self.available) = (cash, available)
        case .timer: break
        }
        lookAfterSockets(at: now, into: &actions)
    }

    public var wakeAt: Timestamp {
        let ping = min(streams.values.min() ?? .distantFuture, feed.nextPing)
        let beat = market.hasChanges && feed.isWanted ? feed.nextBeat(settings) : .distantFuture
        let end = sessions.token == nil ? Timestamp.distantFuture : sessions.end
        return min(steps.first?.time ?? .distantFuture, ping, beat, end)
    }

    public var counts: [PracticeCount] { budgets.counts }

    public mutating func makeCredentials(at now: Timestamp) -> [PracticeCredential] {
        let token = sessions.token.flatMap { now < sessions.end ? $0 : nil } ?? sessions.issue(at: now)
        let code = sessions.makeCode(for: redirect, until: now.advanced(by: settings.codeLife))
        return [
            PracticeCredential(name: "user", variable: "UPSTOX_USER", value: sessions.user),
            PracticeCredential(name: "access-token", variable: "UPSTOX_ACCESS_TOKEN", value: token),
            PracticeCredential(name: "api-key", variable: "UPSTOX_API_KEY", value: sessions.apiKey),
            PracticeCredential(name: "api-secret", variable: "UPSTOX_API_SECRET", value: sessions.apiSecret.reveal()),
            PracticeCredential(name: "redirect-uri", variable: "UPSTOX_REDIRECT_URI", value: redirect),
            PracticeCredential(name: "code", variable: "UPSTOX_CODE", value: code),
        ]
    }

    public mutating func endSessions(at now: Timestamp) { sessions.endAll() }

    public func isOrderWrite(_ request: IncomingRequest) -> Bool {
        request.method != .get && Self.isOrder(request.parts ?? [])
    }

    public func answer(to trouble: PracticeTrouble, at now: Timestamp) -> PracticeResponse {
        switch trouble {
        case .tooManyRequests: return UpstoxRefusal.tooMany.response
        case .failing(let status):
            var refusal = UpstoxRefusal.failing
            refusal.status = status
            return refusal.response
        case .page:
            let page = "<!DOCTYPE html><html><head><title>Just a moment</title></head><body>1010</body></html>"
            return PracticeResponse(200, type: "text/html; charset=UTF-8", page)
        }
    }

    public func lie(_ frame: [UInt8], choice: UInt64) -> [UInt8] { UpstoxFrame.lie(frame, choice: choice) }
}

extension UpstoxPractice {
    /// The app's address; a page of this server where none is registered.
    var redirect: String { setup.redirect ?? "http://127.0.0.1/login/finish" }

    private mutating func start(_ newDay: TradingDay) {
        if day != nil {
            market.keepCandles(in: &setup, today: day?.day)
            portfolio.endDay()
            market.startDay()
            endBookOfDay()
        }
        day = newDay
        for order in orders where order.status == .afterMarket { schedule(.enter, of: order.id, at: newDay.open) }
    }

    /// The book is emptied but for what waits for the session (section 5).
    private mutating func endBookOfDay() {
        orders = orders.filter { $0.status == .afterMarket }
        (trades, history, steps) = ([], orders, [])
        (orderPlaces, orderNumbers, foreignPlaces) = ([:], [:], [:])
        for (place, order) in orders.enumerated() {
            orderPlaces[order.id] = place
            if let number = order.number { orderNumbers[number] = place }
        }
    }
}

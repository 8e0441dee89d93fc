public import SaudaBroker
public import SaudaCore

/// Kotak Neo's own side of its dialect, written from the protocol reference alone so that adapter and practice check
/// each other. Section numbers in this folder are those of the reference.
public struct KotakNeoPractice: Sendable {
    public var settings: NeoSettings
    /// Grows by each day that is over.
    var setup: PracticeSetup
    var sessions: NeoSessions
    var catalogue: NeoCatalogue
    var market: PracticePrices
    var budgets: NeoBudgets
    let list: NeoFeedList
    var feed: NeoFeed
    /// The id of the session that each socket was let in with.
    var socketSessions: [PracticeSocket: String] = [:]
    /// The price feed has been told so.
    var isMarketOpen = false
    /// How many calls of dead sessions there were.
    var deadCalls = 0

    // The order book of the day.
    var orders: [NeoOrder] = []
    var orderPlaces: [String: Int] = [:]
    /// By the exchange's number.
    var orderNumbers: [OrderID: Int] = [:]
    var foreignPlaces: [BrokerOrderID: Int] = [:]
    var trades: [NeoTrade] = []
    /// Those of the day, as clients gave them.
    var tags: Set<String> = []
    /// What orders do next, in order of time.
    var steps: [NeoStep] = []
    var issued: UInt64 = 0
    var issuedTrades: UInt64 = 0
    /// `updRecvTm` of the last change of anything.
    var lastStamp: Int64 = 0

    var portfolio: PracticePortfolio
    /// What was bought on margin funding (MTF). The exchange here settles it as delivery.
    var funded = PracticePortfolio([]) { _ in nil }
    /// When each position changed last.
    var positionStamps: [NeoPositionKey: NeoStamp] = [:]
    var cash = Money.zero
    /// What no order at the exchange has set aside.
    var available = Money.zero
    /// The cash that the day began with.
    var opening: Money?
    var day: TradingDay?

    public init(_ setup: PracticeSetup, settings: NeoSettings = NeoSettings(), day: Day) {
        self.setup = setup
        self.settings = settings
        sessions = NeoSessions(seed: setup.seed)
        catalogue = NeoCatalogue(setup, on: day)
        market = catalogue.prices(setup)
        budgets = NeoBudgets(settings)
        list = catalogue.feedList(setup)
        feed = NeoFeed(settings.feed)
        portfolio = PracticePortfolio(setup.holdings) { [catalogue] in catalogue.find($0) }
    }

    var ucc: String { sessions.ucc }
}

extension KotakNeoPractice: PracticeBroker {
    public mutating func handle(_ input: PracticeInput, at now: Timestamp, into actions: inout [PracticeAction]) {
        feed.settings = settings.feed
        runSteps(until: now, into: &actions)
        switch input {
        case .request(let call, let request):
            actions.append(.respond(call, respond(to: request, at: now, into: &actions)))
        case .socketRequest(let socket, let request): open(socket, request, at: now, into: &actions)
        case .socketMessage(let socket, let message): receive(message, from: socket, at: now, into: &actions)
        case .socketClosed(let socket): closed(socket)
        case .dayStarted(let newDay): start(newDay, at: now)
        case .dayEnded:
            market.close()
            turnMarket(isOpen: false, into: &actions)
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
            feed.wakeAt(hasChanges: market.hasChanges),
            sessions.nextEnd
        )
    }

    public var counts: [PracticeCount] { budgets.counts }

    public mutating func makeCredentials(at now: Timestamp) -> [PracticeCredential] {
        [
            PracticeCredential(name: "user", variable: "KOTAK_NEO_UCC", value: ucc),
            PracticeCredential(
                name: "access-token",
                variable: "KOTAK_NEO_ACCESS_TOKEN",
                value: sessions.accessToken.reveal()
            ),
            PracticeCredential(name: "mobile-number", variable: "KOTAK_NEO_MOBILE", value: sessions.mobile),
            PracticeCredential(name: "mpin", variable: "KOTAK_NEO_MPIN", value: sessions.mpin.reveal()),
            PracticeCredential(
                name: "totp-secret",
                variable: "KOTAK_NEO_TOTP_SECRET",
                value: sessions.totpSecret.reveal()
            ),
        ]
    }

    public mutating func endSessions(at now: Timestamp) { sessions.endAll() }

    public func isOrderWrite(_ request: IncomingRequest) -> Bool {
        request.method == .post && KotakNeoPractice.orderRoutes.contains(request.path)
    }

    public func answer(to trouble: PracticeTrouble, at now: Timestamp) -> PracticeResponse {
        switch trouble {
        case .tooManyRequests: return tooMany
        case .failing(let status):
            let page = "<html><head><title>\(status)</title></head><body><center>\(status)</center></body></html>"
            return PracticeResponse(status, type: "text/html", page)
        case .page:
            let page = "<!DOCTYPE html><html><head><title>Request Rejected</title></head><body></body></html>"
            return PracticeResponse(200, type: "text/html; charset=utf-8", page)
        }
    }

    public func lie(_ frame: [UInt8], choice: UInt64) -> [UInt8] { NeoFeedLies.lie(frame, choice: choice) }
}

// MARK: - Days

extension KotakNeoPractice {
    private mutating func start(_ newDay: TradingDay, at now: Timestamp) {
        if day != nil {
            market.keepCandles(in: &setup, today: day?.day)
            endBookOfDay()
            market.startDay()
        }
        day = newDay
        opening = nil
        for place in orders.indices { lineUp(place, at: now) }
    }

    /// The book of a new day holds only what waits for it.
    private mutating func endBookOfDay() {
        portfolio.endDay()
        funded.endDay()
        trades = []
        orders = orders.filter(\.status.isAfterMarket)
        tags = Set(orders.map(\.tag).filter { !$0.isEmpty })
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
        turnMarket(isOpen: true, into: &actions)
        for move in moves {
            guard let slot = catalogue.find(move.instrument) else { continue }
            market.move(slot, move, at: now)
            watchTriggers(slot, move.price, at: now, into: &actions)
        }
        market.moveIndex(at: now)
    }
}

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
    var budgets: DhanBudgets
    var addresses = DhanAddresses()
    var feed = DhanFeed()
    /// A token has died since the sockets were looked after last.
    var hasNewToken = false

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
    }

    var client: String { sessions.client }
}

extension DhanPractice: PracticeBroker {
    public mutating func handle(_ input: PracticeInput, at now: Timestamp, into actions: inout [PracticeAction]) {
        feed.settings = settings.feed
        switch input {
        case .request(let call, let request):
            actions.append(.respond(call, respond(to: request, at: now, into: &actions)))
        case .socketRequest(let socket, let request):
            if let kind = DhanPractice.feed(of: request) {
                openFeed(kind, socket, request, at: now, into: &actions)
            } else {
                actions.append(.refuse(socket, DhanRefusal.badToken.response))
            }
        case .socketMessage(let socket, let message): receiveFeed(message, from: socket, at: now, into: &actions)
        case .socketClosed(let socket): feed.closed(socket)
        case .timer, .exchange: break
        case .dayStarted(let newDay):
            if day != nil {
                keepCandles()
                market.startDay()
            }
            day = newDay
        case .dayEnded: market.close()
        case .market(let moves):
            for move in moves {
                if let slot = catalogue.find(move.instrument) { market.move(slot, move, at: now) }
            }
            market.moveIndex(at: now)
        case .funds(let cash, let available): (self.cash, self.available) = (cash, available)
        }
        endOldFeeds(into: &actions)
        beatFeed(at: now, into: &actions)
    }

    public var wakeAt: Timestamp { feed.wakeAt(hasChanges: market.hasChanges) }

    public var counts: [PracticeCount] { budgets.counts }

    /// The token is the one that works, if there is one: a new one would kill it.
    public mutating func makeCredentials(at now: Timestamp) -> [PracticeCredential] {
        var token = sessions.active
        if token.map({ now >= $0.end }) != false {
            token = sessions.issue(.website, life: settings.tokenLife, at: now)
            hasNewToken = true
        }
        return [
            PracticeCredential(name: "client-id", variable: "DHAN_CLIENT_ID", value: client),
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

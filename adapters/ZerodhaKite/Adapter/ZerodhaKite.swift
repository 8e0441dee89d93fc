package import SaudaBroker
import SaudaCore

/// Zerodha's Kite Connect, version 3: REST for everything but prices and order messages, which come on one socket.
package struct ZerodhaKite: BrokerAdapter {
    package static let id = "zerodha-kite"

    /// `api`, `login` and `ticker`; practice servers give their own.
    package var endpoints: Endpoints
    /// Whether the feed's five best prices of each side are handed on.
    package var wantsDepth: Bool

    package init(endpoints: Endpoints = Endpoints(), wantsDepth: Bool = false) {
        self.endpoints = endpoints
        self.wantsDepth = wantsDepth
    }

    package var id: String { Self.id }

    /// `request-token` is there when a person has logged in elsewhere and pasted it; it works once.
    package var credentialNames: [String] { ["api-key", "api-secret", "request-token"] }
    package var requiredCredentialNames: [String] { ["api-key", "api-secret"] }

    package func dialogue(_ errand: Errand, in context: AdapterContext) -> any Dialogue {
        let api = KiteAPI(endpoints, context)
        let rows = OrderReader(context.listings)
        return switch errand {
        case .signIn: SignIn(api)
        case .renew: Renewal(api)
        case .probe:
            SingleRead(api, "/user/profile") { data throws(BrokerError) in
                try Portfolio.alive(data, context.credentials)
            }
        case .instruments: InstrumentRead(api)
        case .orderBook: SingleRead(api, "/orders") { data throws(BrokerError) in try rows.book(data, of: nil) }
        case .orderHistory(let id): HistoryRead.dialogue(api, rows, id)
        case .trades: TradesRead(api, rows)
        case .positions:
            SingleRead(api, "/portfolio/positions") { data throws(BrokerError) in
                try rows.positions(data)
            }
        case .holdings: SingleRead(api, "/portfolio/holdings") { data throws(BrokerError) in try rows.holdings(data) }
        case .funds: SingleRead(api, "/user/margins") { data throws(BrokerError) in try Portfolio.funds(data) }
        case .quotes(let instruments): QuotesRead(api, instruments)
        case .candles(let instrument, let span, let from, let through):
            CandlesRead(api, instrument, span, from: from, through: through)
        }
    }

    package func request(_ command: OrderCommand, in context: AdapterContext) throws(BrokerError) -> HTTPRequest {
        try OrderRequests(KiteAPI(endpoints, context)).request(command)
    }

    package func answer(_ response: HTTPResponse, to command: OrderCommand) throws(BrokerError) -> OrderAnswer {
        try OrderRequests.answer(response, to: command)
    }

    package func feed(in context: AdapterContext) throws(BrokerError) -> StreamPlan {
        let url = try KiteAPI(endpoints, context).tickerURL()
        // A heartbeat comes every 3 s, so three in a row are missing after 10 s (sections 4.3 and 4.11).
        return StreamPlan(
            SocketRequest(url, headers: [HTTPHeader("X-Kite-Version", "3")]),
            codec: TickerCodec(context.listings, wantsDepth: wantsDepth),
            silence: .seconds(10)
        )
    }

    package func orderStream(in context: AdapterContext) throws(BrokerError) -> OrderStreamPlan { .onFeed }

    package func recovery(from refusal: HTTPResponse) -> BrokerError { Failures.handshake(refusal) }
}

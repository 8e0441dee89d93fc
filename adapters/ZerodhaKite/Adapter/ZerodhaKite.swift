package import SaudaBroker
import SaudaCore

/// Zerodha's Kite Connect, version 3: REST for everything but prices and order messages, which come on one socket.
package struct ZerodhaKite: BrokerAdapter {
    package static let id = "zerodha-kite"

    /// `api`, `login` and `ticker`; practice servers give their own.
    package var endpoints: Endpoints

    package init(endpoints: Endpoints = Endpoints()) { self.endpoints = endpoints }

    package var id: String { Self.id }

    /// `request-token` is there when a person has logged in elsewhere and pasted it; it works once. `algo-id` is the
    /// exchange's id of a registered algorithm, sent with every order. `password` and `totp-secret` together let sauda
    /// log in without a person (section 2.4).
    package var credentialNames: [String] {
        ["api-key", "api-secret", "request-token", "algo-id", "password", "totp-secret"]
    }
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
        case .ordersTagged:
            Refused(OrderRequests.impossible("this broker finds no orders by their tag; read the order book"))
        case .trades: TradesRead(api, rows)
        case .positions:
            SingleRead(api, "/portfolio/positions") { data throws(BrokerError) in
                try rows.positions(data)
            }
        case .holdings: SingleRead(api, "/portfolio/holdings") { data throws(BrokerError) in try rows.holdings(data) }
        case .funds: SingleRead(api, "/user/margins") { data throws(BrokerError) in try Portfolio.funds(data) }
        case .quotes(let instruments): QuotesRead<Tick>(api, instruments)
        case .dayQuotes(let instruments): QuotesRead<DayQuote>(api, instruments)
        case .candles(let instrument, let span, let from, let through):
            CandlesRead(api, instrument, span, from: from, through: through)
        case .signOut: SignOut(api)
        case .margins(let orders): OrderCosts(api).margins(orders)
        case .basketMargin(let orders, let withPositions): OrderCosts(api).basket(orders, withPositions)
        case .charges(let orders): OrderCosts(api).charges(orders)
        case .auctions:
            SingleRead(api, "/portfolio/holdings/auctions") { data throws(BrokerError) in try rows.auctions(data) }
        case .convert(let conversion): Conversions.dialogue(api, conversion)
        case .gtts: SingleRead(api, "/gtt/triggers") { data throws(BrokerError) in try GTTReader(rows).list(data) }
        case .gtt(let id): GTTRequests(api).one(id, GTTReader(rows))
        case .placeGTT(let gtt): GTTWrite(api, gtt, in: nil)
        case .changeGTT(let id, let gtt): GTTWrite(api, gtt, in: id)
        case .deleteGTT(let id): GTTRequests(api).delete(id)
        case .brackets, .placeBracket, .changeBracket, .cancelBracket:
            Refused(
                OrderRequests.impossible(
                    "this broker has no bracket orders any more; place the entry, and a GTT of two legs once it is filled"
                )
            )
        case .optionExpiries, .optionChain:
            Refused(
                OrderRequests.impossible("this broker tells no option chains; watch the contracts one by one")
            )
        case .tradingHalt, .setTradingHalt:
            Refused(OrderRequests.impossible("this broker's kill switch is in its own app only"))
        case .orderAddresses, .registerAddress:
            Refused(OrderRequests.impossible("this broker's addresses are on its developer pages only"))
        }
    }

    package func request(_ command: OrderCommand, in context: AdapterContext) throws(BrokerError) -> HTTPRequest {
        try OrderRequests(KiteAPI(endpoints, context)).request(command)
    }

    package func answer(_ response: HTTPResponse, to command: OrderCommand) throws(BrokerError) -> OrderAnswer {
        try OrderAnswers.answer(response, to: command)
    }

    package func feed(in context: AdapterContext) throws(BrokerError) -> StreamPlan {
        try feed(in: context, wantsDepth: false)
    }

    package func depthFeed(in context: AdapterContext) throws(BrokerError) -> StreamPlan {
        try feed(in: context, wantsDepth: true)
    }

    private func feed(in context: AdapterContext, wantsDepth: Bool) throws(BrokerError) -> StreamPlan {
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

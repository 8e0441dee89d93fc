package import SaudaBroker
import SaudaCore

/// Kotak's Neo Trade API, second generation: form posts with JSON in them over REST, prices on one of two sockets, order
/// messages on a third.
package struct KotakNeo: BrokerAdapter {
    package static let id = "kotak-neo"

    /// `login`, `api`, `files`, `feed`, `hsm` and `orders`; practice servers give their own. Without `api`, `feed` and
    /// `orders` the addresses are those that the sign-in hands out.
    package var endpoints: Endpoints

    package init(endpoints: Endpoints = Endpoints()) { self.endpoints = endpoints }

    package var id: String { Self.id }

    /// `totp-secret` lets sauda sign in without a person. `feed` is no secret: `sfeed`, which the broker's own client
    /// speaks, or the older `hsm`.
    package var credentialNames: [String] { ["access-token", "mobile-number", "mpin", "totp-secret", "feed"] }
    package var requiredCredentialNames: [String] { ["access-token", "mobile-number", "mpin"] }

    package func dialogue(_ errand: Errand, in context: AdapterContext) -> any Dialogue {
        let api = NeoAPI(endpoints, context)
        let reads = AccountReads(api)
        return switch errand {
        case .signIn: SignIn(context.credentials, endpoints)
        case .renew: Refused("this broker prolongs no session; sign in again")
        case .signOut: Refused("this broker ends no session; it ends at midnight")
        case .probe: reads.probe
        case .instruments: InstrumentRead(api)
        case .orderBook: reads.orders
        case .orderHistory(let id): reads.history(of: id)
        case .ordersTagged: Refused("this broker finds no orders by their tag; read the order book")
        case .trades: reads.trades
        case .positions: reads.positions
        case .holdings: reads.holdings
        case .funds: reads.funds
        case .quotes(let instruments): QuotesRead<Tick>(api, instruments)
        case .dayQuotes(let instruments): QuotesRead<DayQuote>(api, instruments)
        case .candles(let instrument, let span, let from, let through):
            CandlesRead(api, instrument, span, from: from, through: through)
        case .margins(let orders): MarginsRead(api, orders)
        case .basketMargin: Refused("this broker tells no margin of several orders together")
        case .charges: Refused("this broker does not tell what orders cost")
        case .auctions: Refused("this broker does not tell of auctions")
        case .convert: Refused("this broker's positions are converted in its own app only")
        case .optionExpiries(let underlying): ChainRead.expiries(api, underlying)
        case .optionChain(let underlying, let expiry): ChainRead(api, underlying, expiry: expiry)
        case .gtts, .gtt, .placeGTT, .changeGTT, .deleteGTT:
            Refused("this broker has no orders good till triggered")
        case .brackets, .placeBracket, .changeBracket, .cancelBracket:
            Refused("sauda places no bracket orders at this broker; place the entry, and its exits once it is filled")
        case .tradingHalt, .setTradingHalt: Refused("this broker's kill switch is in its own app only")
        case .orderAddresses, .registerAddress: Refused("this broker's addresses are on its API pages only")
        }
    }

    package func request(_ command: OrderCommand, in context: AdapterContext) throws(BrokerError) -> HTTPRequest {
        try OrderRequests(context, endpoints).request(command)
    }

    package func answer(_ response: HTTPResponse, to command: OrderCommand) throws(BrokerError) -> OrderAnswer {
        try OrderRequests.answer(response, to: command)
    }

    package func feed(in context: AdapterContext) throws(BrokerError) -> StreamPlan {
        try feed(in: context, wantsDepth: false)
    }

    package func depthFeed(in context: AdapterContext) throws(BrokerError) -> StreamPlan {
        try feed(in: context, wantsDepth: true)
    }

    private func feed(in context: AdapterContext, wantsDepth: Bool) throws(BrokerError) -> StreamPlan {
        let api = NeoAPI(endpoints, context)
        let sid = Secret(try api.secret("sid"))
        var plan =
            switch try FeedKind(context.credentials) {
            case .sfeed:
                StreamPlan(
                    SocketRequest(api.feedURL, pingAfter: .seconds(20)),
                    codec: SFeedCodec(context.listings, user: try api.client(), sid: sid, wantsDepth: wantsDepth),
                    silence: .seconds(60)
                )
            case .hsm:
                StreamPlan(
                    SocketRequest(api.hsmURL, pingAfter: .seconds(20)),
                    codec: HSMCodec(
                        context.listings,
                        token: Secret(try api.secret("token")),
                        sid: sid,
                        purpose: wantsDepth ? .depth : .prices
                    ),
                    silence: .seconds(60)
                )
            }
        // Neither has one that is documented: while the market is open prices are one.
        plan.hasHeartbeat = false
        return plan
    }

    package func orderStream(in context: AdapterContext) throws(BrokerError) -> OrderStreamPlan {
        let api = NeoAPI(endpoints, context)
        let codec = OrderFeedCodec(
            context.listings,
            token: Secret(try api.secret("token")),
            sid: Secret(try api.secret("sid"))
        )
        // Days without an order are quiet: a dead connection is told by our pings, whose answers the transport misses.
        return .socket(
            StreamPlan(
                SocketRequest(try api.ordersURL(), pingAfter: .seconds(20)),
                codec: codec,
                silence: .seconds(86_400)
            )
        )
    }

    package func recovery(from refusal: HTTPResponse) -> BrokerError { Failures.handshake(refusal) }
}

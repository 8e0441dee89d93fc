package import SaudaBroker
import SaudaCore

/// Upstox's API, versions 2 and 3 by the call: JSON over REST, prices as protobuf and order messages as JSON, each on a
/// socket of its own. Section numbers are those of docs/brokers/upstox.md.
package struct Upstox: BrokerAdapter {
    package static let id = "upstox"

    /// `api`, `orders`, `instruments`, and `sockets` for whoever hands out addresses of another host; practice servers do.
    package var endpoints: Endpoints

    package init(endpoints: Endpoints = Endpoints()) { self.endpoints = endpoints }

    package var id: String { Self.id }

    /// Two ways to a token, each whole in itself: one made on the broker's website (`access-token`), or the app's key,
    /// secret and redirect address with a login in the browser (section 2).
    package var credentialNames: [String] { ["access-token", "api-key", "api-secret", "redirect-uri"] }
    package var requiredCredentialNames: [String] { [] }

    package func dialogue(_ errand: Errand, in context: AdapterContext) -> any Dialogue {
        let api = UpstoxAPI(endpoints, context)
        let rows = OrderReader(context.listings)
        return switch errand {
        case .signIn: SignIn(api)
        case .renew: Refused("this broker prolongs no session; sign in again")
        case .signOut: SignOut(api)
        case .probe:
            SingleRead(api, "/v2/user/profile") { data throws(BrokerError) in
                try Portfolio.alive(data, context.credentials)
            }
        case .instruments: InstrumentRead(api)
        case .orderBook:
            SingleRead(api, "/v2/order/retrieve-all", .book) { data throws(BrokerError) in try rows.book(data) }
        case .orderHistory(let id): OrderHistory.one(id, api, rows)
        case .ordersTagged(let tag): OrderHistory.tagged(tag, api, rows)
        case .trades:
            SingleRead(api, "/v2/order/trades/get-trades-for-day", .book) { data throws(BrokerError) in
                try rows.trades(data)
            }
        case .positions:
            SingleRead(api, "/v2/portfolio/short-term-positions") { data throws(BrokerError) in
                try rows.positions(data)
            }
        case .holdings:
            SingleRead(api, "/v2/portfolio/long-term-holdings") { data throws(BrokerError) in try rows.holdings(data) }
        case .funds:
            SingleRead(api, "/v2/user/get-funds-and-margin") { data throws(BrokerError) in try Portfolio.funds(data) }
        case .quotes(let instruments): QuotesRead<Tick>(api, instruments)
        case .dayQuotes(let instruments): QuotesRead<DayQuote>(api, instruments)
        case .candles(let instrument, let span, let from, let through):
            CandlesRead(api, instrument, span, from: from, through: through)
        case .margins(let orders): MarginsRead(api, orders)
        case .basketMargin(let orders, let withPositions):
            Margins.together(api, orders, withPositions: withPositions)
        case .charges(let orders): ChargesRead(api, orders)
        case .auctions: Refused("this broker does not tell of auctions")
        case .convert(let conversion): Conversions.dialogue(api, conversion)
        case .optionExpiries(let underlying): OptionChains.expiries(api, underlying)
        case .optionChain(let underlying, let expiry): OptionChains.chain(api, underlying, expiry)
        case .gtts, .gtt, .placeGTT, .changeGTT, .deleteGTT:
            Refused("sauda has no GTTs of this broker: they carry no tag, so a lost answer could not be cleared up")
        case .brackets, .placeBracket, .changeBracket, .cancelBracket: Refused("this broker has no bracket orders")
        case .tradingHalt, .setTradingHalt:
            Refused("this broker's kill switch is of segments and ends the session; use the broker's own app")
        case .orderAddresses:
            SingleRead(api, "/v2/user/ip") { data throws(BrokerError) in
                Reading(.orderAddresses(try Portfolio.addresses(data)))
            }
        case .registerAddress:
            Refused("a new address ends every token and can be set once a week; set it in the broker's developer page")
        }
    }

    package func request(_ command: OrderCommand, in context: AdapterContext) throws(BrokerError) -> HTTPRequest {
        try OrderRequests(UpstoxAPI(endpoints, context)).request(command)
    }

    package func answer(_ response: HTTPResponse, to command: OrderCommand) throws(BrokerError) -> OrderAnswer {
        try OrderAnswers.answer(response, to: command)
    }

    package func feed(in context: AdapterContext) throws(BrokerError) -> StreamPlan {
        StreamPlan(
            try UpstoxAPI(endpoints, context).feed(),
            codec: FeedCodec(context.listings),
            silence: Self.feedSilence
        )
    }

    package func depthFeed(in context: AdapterContext) throws(BrokerError) -> StreamPlan {
        StreamPlan(
            try UpstoxAPI(endpoints, context).feed(),
            codec: FeedCodec(context.listings, wantsDepth: true),
            silence: Self.feedSilence
        )
    }

    /// The broker pings when nothing moves, how often is not known (section 11).
    private static let feedSilence = TimeSpan.seconds(60)

    package func orderStream(in context: AdapterContext) throws(BrokerError) -> OrderStreamPlan {
        let api = UpstoxAPI(endpoints, context)
        let codec = OrderCodec(context.listings, user: try api.user())
        // Hours without an order are quiet: a dead connection is told by our own pings (section 9.2).
        return .socket(StreamPlan(try api.updates(), codec: codec, silence: .seconds(86_400)))
    }

    package func recovery(from refusal: HTTPResponse) -> BrokerError { Failures.handshake(refusal) }

    /// `state` comes back unchanged (section 2.1).
    package func loginPage(_ url: Secret, carrying state: String) -> Secret? {
        Secret(url.reveal() + "&" + PercentEncoding.fields([("state", state)]))
    }
}

package import SaudaBroker
import SaudaCore

/// Dhan's API, version 2: JSON over REST, prices and order messages each on a socket of their own.
package struct Dhan: BrokerAdapter {
    package static let id = "dhan"

    /// `api`, `auth`, `instruments`, `feed`, `depth` and `orders`; practice servers give their own.
    package var endpoints: Endpoints

    package init(endpoints: Endpoints = Endpoints()) { self.endpoints = endpoints }

    package var id: String { Self.id }

    /// Three ways to a token, each whole in itself: one made on the broker's website (`access-token`), PIN and one-time
    /// code, or the app's key and secret with a login in the browser (section 1.4).
    package var credentialNames: [String] { ["access-token", "pin", "totp-secret", "app-id", "app-secret"] }
    package var requiredCredentialNames: [String] { [] }

    package func dialogue(_ errand: Errand, in context: AdapterContext) -> any Dialogue {
        let api = DhanAPI(endpoints, context)
        let rows = OrderReader(context.listings)
        return switch errand {
        case .signIn: SignIn(api)
        case .renew: Renewal(api)
        case .signOut: Refused("this broker ends no session; a new access token ends the one before")
        case .probe:
            SingleRead(api, "/profile") { body throws(BrokerError) in try Portfolio.alive(body, context.credentials) }
        case .instruments: InstrumentRead(api)
        case .orderBook: SingleRead(api, "/orders") { body throws(BrokerError) in try rows.book(body) }
        case .orderHistory(let id): Self.order(id, api, rows)
        case .ordersTagged(let tag): Self.tagged(tag, api, rows)
        case .trades: SingleRead(api, "/trades") { body throws(BrokerError) in try rows.trades(body) }
        case .positions: SingleRead(api, "/positions") { body throws(BrokerError) in try rows.positions(body) }
        case .holdings:
            SingleRead(send: { () throws(BrokerError) in try api.get("/holdings") }) { response throws(BrokerError) in
                try rows.holdings(try Failures.bodyOrNothing(response))
            }
        case .funds: SingleRead(api, "/fundlimit") { body throws(BrokerError) in try Portfolio.funds(body) }
        case .quotes(let instruments): QuotesRead<Tick>(api, instruments)
        case .dayQuotes(let instruments): QuotesRead<DayQuote>(api, instruments)
        case .candles(let instrument, let span, let from, let through):
            CandlesRead(api, instrument, span, from: from, through: through)
        case .margins(let orders): MarginsRead(api, orders)
        case .basketMargin(let orders, let withPositions): BasketRead(api, orders, withPositions: withPositions)
        case .charges: Refused("this broker does not tell what orders cost")
        case .auctions: Refused("this broker does not tell of auctions")
        case .convert(let conversion): Conversions.dialogue(api, conversion)
        case .optionExpiries(let underlying): OptionChains.expiries(api, underlying)
        case .optionChain(let underlying, let expiry): OptionChains.chain(api, underlying, expiry)
        case .gtts: ForeverOrders.all(api, ForeverReader(rows))
        case .gtt(let id): ForeverOrders.one(api, ForeverReader(rows), id)
        case .placeGTT(let gtt): ForeverOrders.place(api, gtt)
        case .changeGTT(let id, let gtt): ForeverChange(api, ForeverReader(rows), id, to: gtt)
        case .deleteGTT(let id): ForeverOrders.delete(api, id)
        case .brackets: SuperOrders.all(api, SuperReader(rows))
        case .placeBracket(let order, let tag): SuperOrders.place(api, order, tag: tag)
        case .changeBracket(let id, let change): SuperChange(api, SuperReader(rows), id, change)
        case .cancelBracket(let id, let leg): SuperOrders.cancel(api, id, leg)
        case .tradingHalt: TradingHalt.read(api)
        case .setTradingHalt(let isOn): TradingHalt.set(isOn, api)
        case .orderAddresses:
            SingleRead(api, "/ip/getIP") { body throws(BrokerError) in
                Reading(.orderAddresses(try Addresses.read(body)))
            }
        case .registerAddress(let address, let place): AddressWrite(api, address, place)
        }
    }

    /// The state it is in now: earlier ones are not kept by the broker.
    private static func order(_ id: BrokerOrderID, _ api: DhanAPI, _ rows: OrderReader) -> any Dialogue {
        SingleRead(send: { () throws(BrokerError) in try api.get("/orders/\(try OrderRequests.number(id))") }) {
            response throws(BrokerError) in
            let read = try rows.book(try Failures.body(response))
            guard case .orders(let found) = read.result else { return read }
            let isOther: (OrderRow) -> Bool = { $0.id != id && SharedNumber.number($0.id) != id }
            if found.contains(where: isOther) { throw Failures.wrongShape("another order than was asked") }
            return Reading(.orders(found.filter { $0.id == id }), skipped: read.skipped)
        }
    }

    /// An unknown tag is `[]` or DH-905 (section 2.6). The latter says as much of any fault of a request, so it is no
    /// answer to whether there is one.
    private static func tagged(_ tag: String, _ api: DhanAPI, _ rows: OrderReader) -> any Dialogue {
        guard !tag.isEmpty, OrderRequests.isTag(tag) else { return Refused("a tag has 1 to 30 letters and digits") }
        return SingleRead(api, "/orders/external/\(tag)") { body throws(BrokerError) in
            let read = try rows.book(body)
            if case .orders(let found) = read.result, found.contains(where: { $0.tag != tag }) {
                throw Failures.wrongShape("an order of another tag than was asked")
            }
            return read
        }
    }

    package func request(_ command: OrderCommand, in context: AdapterContext) throws(BrokerError) -> HTTPRequest {
        try OrderRequests(DhanAPI(endpoints, context)).request(command)
    }

    package func answer(_ response: HTTPResponse, to command: OrderCommand) throws(BrokerError) -> OrderAnswer {
        try OrderAnswers.answer(response, to: command)
    }

    package func feed(in context: AdapterContext) throws(BrokerError) -> StreamPlan {
        stream(try DhanAPI(endpoints, context).feedURL(), FeedCodec(context.listings))
    }

    /// Twenty levels where all listings have them, else the five of the price feed.
    package func depthFeed(in context: AdapterContext) throws(BrokerError) -> StreamPlan {
        let api = DhanAPI(endpoints, context)
        let areDeep = context.listings.listings.allSatisfy { $0.security.map(DepthCodec.has) ?? false }
        if areDeep { return stream(try api.depthURL(), DepthCodec(context.listings)) }
        return stream(try api.feedURL(), FeedCodec(context.listings, wantsDepth: true))
    }

    /// The broker pings every 10 s, so three in a row are missing after 35; ours are not needed and come later than its
    /// own (section 5).
    private func stream(_ url: String, _ codec: any StreamCodec) -> StreamPlan {
        StreamPlan(SocketRequest(url, pingAfter: .seconds(20)), codec: codec, silence: .seconds(35))
    }

    package func orderStream(in context: AdapterContext) throws(BrokerError) -> OrderStreamPlan {
        let api = DhanAPI(endpoints, context)
        let codec = OrderCodec(context.listings, client: try api.client(), token: Secret(try api.token()))
        // Days without an order are quiet, and no pings are documented here: a dead connection is told by ours, which
        // the transport sends and misses the answers of (section 5).
        return .socket(
            StreamPlan(SocketRequest(api.ordersURL, pingAfter: .seconds(20)), codec: codec, silence: .seconds(86_400))
        )
    }

    package func recovery(from refusal: HTTPResponse) -> BrokerError { Failures.handshake(refusal) }
}

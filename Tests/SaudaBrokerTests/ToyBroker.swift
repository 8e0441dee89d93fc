import SaudaBroker
import SaudaCore

/// A broker with the simplest dialect there can be: a request is a line of words, and so is each row of an answer.
struct ToyBroker: BrokerAdapter {
    var id: String { "toy" }
    var credentialNames: [String] { ["pin"] }
    var traits = BrokerTraits(
        venue: VenueTraits(ordersPerSecond: 5),
        budgets: [
            Budget(["order"], 5, perSeconds: 1, isPerSegment: true), Budget(["read"], 3, perSeconds: 1),
        ],
        signInsPerDay: 5,
        feed: FeedLimits(instrumentsPerSocket: 3, sockets: 3),
        depth: DepthFeed(levels: 1, limits: FeedLimits(instrumentsPerSocket: 2, sockets: 3))
    )
    var streams = OrderStreamPlan.onFeed
    /// A status that says: not now, the same again in a second.
    var retries = 0
    /// What every placing becomes, where it is set, and how many more were refused.
    var slices: [BrokerOrderID]?
    var refusedSlices = 0
    /// Of its price feed.
    var hasHeartbeat = true
    /// The address of the feed is handed out, once for each connection.
    var handsOut = false
    /// A person has to log in.
    var asksForLogin = false
    /// What every answer leaves out.
    var leavesOut: [String: Int] = [:]

    static func request(_ words: [String], _ endpoint: EndpointClass, _ context: AdapterContext) -> HTTPRequest {
        let token = context.session?.secrets["token"]?.reveal() ?? ""
        return HTTPRequest(
            .post,
            "toy://\(words[0])",
            headers: [HTTPHeader("Token", token)],
            body: Array(words.joined(separator: "|").utf8),
            endpoint: endpoint
        )
    }

    func dialogue(_ errand: Errand, in context: AdapterContext) -> any Dialogue {
        ToyDialogue(errand: errand, context: context, asksForLogin: asksForLogin, skipped: leavesOut)
    }

    func request(_ command: OrderCommand, in context: AdapterContext) throws(BrokerError) -> HTTPRequest {
        // What is to be cancelled may have left the list.
        if case .cancel = command {
        } else if context.listings[command.instrument] == nil {
            throw Self.error("the instrument is not listed", .changeRequest)
        }
        let words: [String] =
            switch command {
            case .place(let request, let tag, _):
                [
                    "place", tag, "\(request.instrument.index)", "\(request.side.rawValue)",
                    "\(request.product.rawValue)",
                ] + Self.words(request.terms)
            case .modify(let id, _, _, let terms, let variety):
                ["modify", id.text] + Self.words(terms) + (variety == .afterMarket ? ["night"] : [])
            case .cancel(let id, _, let variety): ["cancel", id.text] + (variety == .afterMarket ? ["night"] : [])
            }
        return Self.request(words, "order", context)
    }

    func answer(_ response: HTTPResponse, to command: OrderCommand) throws(BrokerError) -> OrderAnswer {
        if response.status == retries { throw Self.error("it is being processed", .retry(after: .seconds(1))) }
        if let error = Self.error(in: response) { throw error }
        let words = Self.words(response)
        guard words.first == "ok" else { throw Self.error("an answer without sense", .checkOrderBook) }
        if case .place = command {
            if let slices {
                let refused = (0..<refusedSlices).map { Self.error("slice \($0) is refused", .changeRequest) }
                return .sliced(slices, refused: refused)
            }
            guard words.count == 2 else { throw Self.error("an answer without an id", .checkOrderBook) }
            return .accepted(BrokerOrderID(words[1]))
        }
        return .taken
    }

    func feed(in context: AdapterContext) throws(BrokerError) -> StreamPlan {
        let token = context.session?.secrets["token"]?.reveal() ?? ""
        let address =
            handsOut
            ? Self.handedOut(in: context) : .fixed(SocketRequest("ws://toy?token=\(token)"))
        var plan = StreamPlan(address, codec: ToyCodec(), silence: .seconds(10))
        plan.hasHeartbeat = hasHeartbeat
        return plan
    }

    static func handedOut(in context: AdapterContext) -> StreamAddress {
        .handedOut(by: request(["address"], "read", context)) { response throws(BrokerError) in
            switch response.status {
            case 503: throw error("it rests", .retry(after: .seconds(5)))
            case 404: throw error("your plan has no feed", .stop)
            default: break
            }
            if let error = error(in: response) { throw error }
            let url = String(decoding: response.body, as: UTF8.self)
            guard url.hasPrefix("ws://toy") else { throw error("an answer without sense", .checkOrderBook) }
            return SocketRequest(url)
        }
    }

    func depthFeed(in context: AdapterContext) throws(BrokerError) -> StreamPlan {
        guard traits.depth != nil else { throw Self.error("this broker feeds no depth", .changeRequest) }
        var plan = try feed(in: context)
        plan.codec = ToyCodec(bringsDepths: true)
        return plan
    }

    func orderStream(in context: AdapterContext) throws(BrokerError) -> OrderStreamPlan { streams }

    func recovery(from refusal: HTTPResponse) -> BrokerError {
        Self.error(in: refusal) ?? Self.error("refused", .retry(after: .zero))
    }

    // MARK: - Words

    static func error(_ summary: String, _ recovery: Recovery, _ rejection: Rejection? = nil) -> BrokerError {
        BrokerError(broker: "toy", summary: summary, nextStep: "Look.", recovery: recovery, rejection: rejection)
    }

    static func error(in response: HTTPResponse) -> BrokerError? {
        switch response.status {
        case 200: nil
        case 401, 403: error("the token is dead", .signInAgain)
        case 418: error("not from here", .stop)
        case 429: error("too many", .slowDown(after: .seconds(1)))
        case 400: error("no", .changeRequest, .notPermitted)
        default: error("something broke", .checkOrderBook)
        }
    }

    static func words(_ response: HTTPResponse) -> [String] {
        String(decoding: response.body, as: UTF8.self).split(separator: "|").map(String.init)
    }

    static func words(_ terms: OrderTerms) -> [String] {
        ["\(terms.kind.rawValue)", "\(terms.quantity.units)", "\(terms.limit.raw)", "\(terms.trigger.raw)"]
    }

    static func terms(_ words: ArraySlice<String>) -> OrderTerms {
        let numbers = words.compactMap { Int64($0) }
        return OrderTerms(
            kind: OrderKind(rawValue: UInt8(numbers[0])) ?? .limit,
            quantity: Quantity(numbers[1]),
            limit: Price(raw: numbers[2]),
            trigger: Price(raw: numbers[3])
        )
    }

    static func row(_ words: [String]) -> OrderRow? {
        guard words.count == 13 || words.count == 14 else { return nil }
        let status: OrderRow.Status =
            switch words[10] {
            case "pending": .pending
            case "open", "night": .open
            case "complete": .complete
            case "cancelled": .cancelled
            case "rejected": .rejected
            case let other: .unknown(other)
            }
        let index = UInt32(words[3]) ?? 0
        return OrderRow(
            id: BrokerOrderID(words[1]),
            tag: words[2],
            instrument: index < 100 ? InstrumentID(index: index) : nil,
            symbol: "S\(index)",
            side: Side(rawValue: UInt8(words[4]) ?? 0) ?? .buy,
            product: Product(rawValue: UInt8(words[5]) ?? 0) ?? .delivery,
            terms: terms(words[6..<10]),
            status: status,
            filled: Quantity(Int64(words[11]) ?? 0),
            value: Money(raw: Int64(words[12]) ?? 0),
            updated: words.count == 14 ? Int64(words[13]).map { Timestamp(microseconds: $0) } : nil,
            variety: words[10] == "night" ? .afterMarket : nil
        )
    }
}

struct ToyDialogue: Dialogue {
    let errand: Errand
    let context: AdapterContext
    var asksForLogin = false
    var skipped: [String: Int] = [:]

    mutating func next(_ input: DialogueInput, at now: Timestamp) -> DialogueStep {
        switch input {
        case .start:
            switch errand {
            case .signIn where asksForLogin: return .openBrowser(url: Secret("toy://login"))
            case .signIn: return .send(ToyBroker.request(["login"], "login", context))
            case .orderBook: return .send(ToyBroker.request(["book"], "read", context))
            case .ordersTagged(let tag): return .send(ToyBroker.request(["find", tag], "read", context))
            case .quotes(let ids):
                return .send(ToyBroker.request(["quotes"] + ids.map { "\($0.index)" }, "read", context))
            case .renew: return .send(ToyBroker.request(["renew"], "read", context))
            case .funds: return .send(ToyBroker.request(["funds"], "read", context))
            default: return .send(ToyBroker.request(["hello"], "read", context))
            }
        case .response(let response):
            if let error = ToyBroker.error(in: response) { return .failed(error) }
            return finish(response, now)
        case .redirect where errand == .signIn: return .send(ToyBroker.request(["login"], "login", context))
        default: return .failed(ToyBroker.error("what?", .stop))
        }
    }

    private func finish(_ response: HTTPResponse, _ now: Timestamp) -> DialogueStep {
        let text = String(decoding: response.body, as: UTF8.self)
        switch errand {
        case .signIn, .renew:
            let session = BrokerSession(user: "toy", secrets: ["token": Secret(text)], issued: now, expires: nil)
            return .done(.session(session))
        case .orderBook, .ordersTagged:
            let rows = text.split(separator: "\n").map { $0.split(separator: "|").map(String.init) }
            return .done(.orders(rows.compactMap(ToyBroker.row)))
        case .quotes(let ids):
            return .done(
                .quotes(
                    ids.map { Tick(instrument: $0, price: Price(rupees: 100), exchangeTime: now, source: .rest) }
                )
            )
        case .funds: return .done(.funds(available: Money(rupees: 1000)))
        default: return .done(.alive)
        }
    }
}

struct ToyCodec: StreamCodec {
    var bringsDepths = false

    mutating func opened(at now: Timestamp, into output: inout StreamOutput) {}

    mutating func want(_ instruments: [InstrumentID], at now: Timestamp, into output: inout StreamOutput) {
        output.send.append(.text("want " + instruments.map { "\($0.index)" }.joined(separator: " ")))
    }

    mutating func receive(binary frame: RawSpan, at now: Timestamp, into output: inout StreamOutput) {
        guard frame.byteCount >= 12 else { return output.skip("short frame") }
        let instrument = InstrumentID(index: frame.uint32BE(at: 0))
        guard !bringsDepths else {
            return output.depths.append(Depth(instrument: instrument, time: now, bids: [], asks: []))
        }
        output.ticks.append(
            Tick(
                instrument: instrument,
                price: Price(raw: Int64(frame.uint64BE(at: 4))),
                exchangeTime: now,
                source: .socket
            )
        )
    }

    mutating func receive(text: String, at now: Timestamp, into output: inout StreamOutput) {
        guard let row = ToyBroker.row(text.split(separator: "|").map(String.init)) else {
            return output.skip("unknown text")
        }
        output.orders.append(row)
    }

    mutating func timer(at now: Timestamp, into output: inout StreamOutput) {}
}

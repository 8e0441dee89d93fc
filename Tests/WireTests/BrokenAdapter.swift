import SaudaBroker
import SaudaCore

/// A good adapter with one thing wrong in it, so that cards can be seen to fail.
struct BrokenAdapter: BrokerAdapter {
    private let good: any BrokerAdapter
    private let fault: Fault

    init(_ good: any BrokerAdapter, _ fault: Fault) {
        self.good = good
        self.fault = fault
    }

    var id: String { good.id }
    var credentialNames: [String] { good.credentialNames }
    var requiredCredentialNames: [String] { good.requiredCredentialNames }

    var traits: BrokerTraits {
        var traits = good.traits
        switch fault {
        case .countsNothing: traits.budgets = []
        case .countsOrdersOnly: traits.budgets = Array(traits.budgets.dropLast())
        case .tradesTooFast:
            for index in traits.budgets.indices where traits.budgets[index].seconds == 1 {
                traits.budgets[index].limit = 10
            }
        default: break
        }
        return traits
    }

    func dialogue(_ errand: Errand, in context: AdapterContext) -> any Dialogue {
        BrokenDialogue(good.dialogue(errand, in: context), errand, traits, fault)
    }

    func request(_ command: OrderCommand, in context: AdapterContext) throws(BrokerError) -> HTTPRequest {
        if case .cancel(_, let instrument, _) = command, fault == .cancelsListedOnly {
            guard context.listings[instrument] != nil else { throw good.recovery(from: HTTPResponse(status: 400)) }
        }
        var request = try good.request(broken(command, in: context), in: context)
        switch fault {
        case .takesAnyTag:
            if case .place(_, let tag, _) = command, !Self.isWord(tag) { request.body += Array("&tag=\(tag)".utf8) }
        case .rollsDice: request.headers.append(HTTPHeader("X-Request-Id", "\(UInt64.random(in: 0...UInt64.max))"))
        case .leavesTokenOut: request.headers.removeAll { $0.name == "Authorization" }
        default: break
        }
        return request
    }

    private static func isWord(_ tag: String) -> Bool { tag.allSatisfy { $0.isLetter || $0.isNumber } }

    private func broken(_ command: OrderCommand, in context: AdapterContext) -> OrderCommand {
        if case .modify(let id, let instrument, let from, var to, let variety) = command, fault == .keepsQuantities {
            to.quantity = from.quantity
            return .modify(id, instrument, from: from, to: to, variety: variety)
        }
        guard case .place(var order, var tag, var options) = command else { return command }
        switch fault {
        case .sendsNonsense: order.terms.quantity = max(order.terms.quantity, Quantity(1))
        case .confusesSides: order.side = .buy
        case .losesTag: if tag.count <= traits.venue.tagLength { tag = "" }
        case .takesAnyTag: if !Self.isWord(tag) { tag = "" }
        case .dropsOptions: options = OrderOptions()
        case .roundsPrices: order.terms.limit = Price(rupees: order.terms.limit.raw / Price.scale)
        case .capsQuantities: order.terms.quantity = min(order.terms.quantity, Quantity(1000))
        case .knowsOneProduct: order.product = .delivery
        case .namesAnother:
            let share = (0..<64).map { InstrumentID(index: $0) }.first {
                context.listings[$0]?.instrument.kind == .equity
            }
            if let share, context.listings[order.instrument] != nil { order.instrument = share }
        default: break
        }
        return .place(order, tag: tag, options)
    }

    func answer(_ response: HTTPResponse, to command: OrderCommand) throws(BrokerError) -> OrderAnswer {
        do throws(BrokerError) {
            return try good.answer(response, to: command)
        } catch {
            var wrong = error
            switch fault {
            case .retriesTheUnclear where error.recovery == .checkOrderBook: wrong.recovery = .retry(after: .zero)
            case .believesInCancels:
                guard case .place = command else { return .taken }
            case .talksMuch: wrong.summary += String(decoding: response.body, as: UTF8.self)
            default: break
            }
            throw wrong
        }
    }

    func feed(in context: AdapterContext) throws(BrokerError) -> StreamPlan {
        var plan = try good.feed(in: context)
        plan.codec = BrokenCodec(plan.codec, fault)
        if fault == .waitsForever {
            plan.silence = .seconds(86_400)
            if case .fixed(var request) = plan.address {
                request.pingAfter = .seconds(86_400)
                plan.address = .fixed(request)
            }
        }
        var probe = good.dialogue(.probe, in: context)
        if fault == .believesAddresses, case .send(let question) = probe.next(.start, at: Timestamp(microseconds: 0)) {
            plan.address = .handedOut(by: question) { _ in SocketRequest("wss://ws.example/once") }
        }
        return plan
    }

    func depthFeed(in context: AdapterContext) throws(BrokerError) -> StreamPlan {
        fault == .feedsPricesForDepth ? try good.feed(in: context) : try good.depthFeed(in: context)
    }

    func orderStream(in context: AdapterContext) throws(BrokerError) -> OrderStreamPlan {
        try good.orderStream(in: context)
    }

    func recovery(from refusal: HTTPResponse) -> BrokerError {
        var error = good.recovery(from: refusal)
        if fault == .stopsAtHandshakes { error.recovery = .stop }
        return error
    }
}

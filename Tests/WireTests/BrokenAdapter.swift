import SaudaBroker
import SaudaCore

/// A good adapter with one thing wrong in it, so that cards can be seen to fail.
struct BrokenAdapter: BrokerAdapter {
    enum Fault: String, CaseIterable {
        /// Whatever is not understood is tried again: orders twice.
        case retriesTheUnclear
        case countsNothing
        case sendsNonsense
        case confusesSides
        case losesTag
        case halvesPrices
        case forgetsSessions
        case tradesTooFast
        case dropsOptions
        /// What may have happened is asked for again: GTTs twice.
        case repeatsChanges

        /// What sees it.
        var cards: [String] {
            switch self {
            case .retriesTheUnclear: ["ORD-4", "ERR-1", "ERR-3"]
            case .countsNothing: ["LIM-1", "LIM-2"]
            case .sendsNonsense: ["ORD-2"]
            case .confusesSides: ["ORD-1"]
            case .losesTag: ["ORD-6"]
            case .halvesPrices: ["SYM-5", "FEED-1", "FEED-2"]
            case .forgetsSessions: ["AUTH-6", "ORD-15"]
            case .tradesTooFast: ["LIM-2"]
            case .dropsOptions: ["ORD-13", "ORD-14"]
            case .repeatsChanges: ["ORD-15"]
            }
        }
    }

    private let good: any BrokerAdapter
    private let fault: Fault

    init(_ good: any BrokerAdapter, _ fault: Fault) {
        self.good = good
        self.fault = fault
    }

    var id: String { good.id }
    var credentialNames: [String] { good.credentialNames }

    var traits: BrokerTraits {
        var traits = good.traits
        if fault == .countsNothing { traits.budgets = [] }
        if fault == .tradesTooFast {
            for index in traits.budgets.indices where traits.budgets[index].seconds == 1 {
                traits.budgets[index].limit = 10
            }
        }
        return traits
    }

    func dialogue(_ errand: Errand, in context: AdapterContext) -> any Dialogue {
        let dialogue = good.dialogue(errand, in: context)
        return switch fault {
        case .forgetsSessions: StubbornDialogue(good: dialogue, from: .signInAgain)
        case .repeatsChanges where errand.isWrite: StubbornDialogue(good: dialogue, from: .checkOrderBook)
        default: dialogue
        }
    }

    func request(_ command: OrderCommand, in context: AdapterContext) throws(BrokerError) -> HTTPRequest {
        guard case .place(var order, var tag, let options) = command else {
            return try good.request(command, in: context)
        }
        switch fault {
        case .sendsNonsense:
            order.terms.quantity = max(order.terms.quantity, Quantity(1))
        case .confusesSides: order.side = .buy
        case .losesTag: if tag.count <= traits.venue.tagLength { tag = "" }
        default: break
        }
        let kept = fault == .dropsOptions ? OrderOptions() : options
        return try good.request(.place(order, tag: tag, kept), in: context)
    }

    func answer(_ response: HTTPResponse, to command: OrderCommand) throws(BrokerError) -> OrderAnswer {
        do throws(BrokerError) {
            return try good.answer(response, to: command)
        } catch {
            var wrong = error
            if fault == .retriesTheUnclear, error.recovery == .checkOrderBook { wrong.recovery = .retry(after: .zero) }
            throw wrong
        }
    }

    func feed(in context: AdapterContext) throws(BrokerError) -> StreamPlan {
        var plan = try good.feed(in: context)
        if fault == .halvesPrices { plan.codec = HalvingCodec(good: plan.codec) }
        return plan
    }

    func orderStream(in context: AdapterContext) throws(BrokerError) -> OrderStreamPlan {
        try good.orderStream(in: context)
    }

    func recovery(from refusal: HTTPResponse) -> BrokerError { good.recovery(from: refusal) }
}

/// Takes what ends otherwise, a dead session or a doubt, for a broken broker.
private struct StubbornDialogue: Dialogue {
    var good: any Dialogue
    let from: Recovery

    var skipped: [String: Int] { good.skipped }

    mutating func next(_ input: DialogueInput, at now: Timestamp) -> DialogueStep {
        let step = good.next(input, at: now)
        guard case .failed(var error) = step, error.recovery == from else { return step }
        error.recovery = .retry(after: .zero)
        return .failed(error)
    }
}

/// Reads every price at half its worth: a wrong divisor.
private struct HalvingCodec: StreamCodec {
    var good: any StreamCodec

    mutating func opened(at now: Timestamp, into output: inout StreamOutput) { good.opened(at: now, into: &output) }

    mutating func want(_ instruments: [InstrumentID], at now: Timestamp, into output: inout StreamOutput) {
        good.want(instruments, at: now, into: &output)
    }

    mutating func receive(binary frame: RawSpan, at now: Timestamp, into output: inout StreamOutput) {
        good.receive(binary: frame, at: now, into: &output)
        for index in output.ticks.indices {
            output.ticks[index].price = Price(raw: output.ticks[index].price.raw / 2)
        }
    }

    mutating func receive(text: String, at now: Timestamp, into output: inout StreamOutput) {
        good.receive(text: text, at: now, into: &output)
    }

    mutating func timer(at now: Timestamp, into output: inout StreamOutput) { good.timer(at: now, into: &output) }
}

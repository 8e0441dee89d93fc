import SaudaBroker
import SaudaCore

/// A dialogue of a `BrokenAdapter`.
struct BrokenDialogue: Dialogue {
    private var good: any Dialogue
    private let errand: Errand
    private let traits: BrokerTraits
    private let fault: BrokenAdapter.Fault

    init(_ good: any Dialogue, _ errand: Errand, _ traits: BrokerTraits, _ fault: BrokenAdapter.Fault) {
        self.good = good
        self.errand = errand
        self.traits = traits
        self.fault = fault
    }

    var skipped: [String: Int] { good.skipped }

    mutating func next(_ input: DialogueInput, at now: Timestamp) -> DialogueStep {
        if case .response(let response) = input, fault == .readsByPlace, errand == .instruments {
            let known = response.body.starts(with: "instrument_token,exchange_token,tradingsymbol,".utf8)
            if !known { return .failed(Self.error) }
        }
        if fault == .asksOfStrangers, input == .start, case .dayQuotes = errand {
            return .send(HTTPRequest(.get, "https://b/quotes", endpoint: "quote"))
        }
        switch good.next(input, at: now) {
        case .failed(let error): return failed(error, at: now)
        case .send(var request) where fault == .addsToSignIns && errand == .signIn:
            request.headers.append(HTTPHeader("X-App", "sauda"))
            return .send(request)
        case .done(.orders([])) where fault == .missesEmptyBooks: return .failed(Self.error)
        case .done(let result): return .done(done(result) ?? result)
        case let step: return step
        }
    }

    private static let error = BrokerError(
        broker: "zerodha-kite",
        summary: "it is broken",
        nextStep: "Leave it.",
        recovery: .checkOrderBook
    )

    private static let another = OrderRow(
        id: BrokerOrderID("1"),
        tag: "another",
        instrument: nil,
        symbol: "?",
        side: .buy,
        product: .delivery,
        terms: OrderTerms(kind: .market, quantity: Quantity(1)),
        status: .open
    )

    private func failed(_ error: BrokerError, at now: Timestamp) -> DialogueStep {
        var wrong = error
        switch (fault, errand) {
        case (.forgetsSessions, _) where error.recovery == .signInAgain: wrong.recovery = .retry(after: .zero)
        case (.repeatsChanges, _) where errand.isWrite && error.recovery == .checkOrderBook:
            wrong.recovery = .retry(after: .zero)
        case (.answersEverything, _) where !traits.has(errand.kind): return .done(.done)
        case (.readsRefusals, .orderBook): return .done(.orders([]))
        case (.takesAnyList, .instruments): return .done(.instruments(InstrumentList([])))
        case (.takesAnySession, .signIn) where error.recovery != .stop:
            let secrets = ["access-token": Secret("made.up")]
            return .done(.session(BrokerSession(user: "ZZ0001", secrets: secrets, issued: now, expires: nil)))
        case (.blamesPasswords, .signIn): wrong.recovery = .stop
        case (.takesOtherTags, .ordersTagged): return .done(.orders([Self.another]))
        default: break
        }
        return .failed(wrong)
    }

    /// Nil for what stays as it is.
    private func done(_ result: ErrandResult) -> ErrandResult? {
        switch (fault, result) {
        case (.losesStrangers, .orders(let rows)): return .orders(rows.filter { $0.instrument != nil })
        case (.negatesFills, .orders(var rows)):
            for place in rows.indices { rows[place].filled = Quantity(-rows[place].filled.units) }
            return .orders(rows)
        case (.keepsZeroTicks, .instruments(var list)):
            for place in list.listings.indices { list.listings[place].instrument.tick = .zero }
            return .instruments(list)
        case (.guessesQuotes, .quotes(let ticks)):
            guard case .quotes(let wanted) = errand, let first = ticks.first else { return nil }
            return .quotes(
                wanted.map { id in
                    var tick = ticks.first { $0.instrument == id } ?? first
                    tick.instrument = id
                    return tick
                }
            )
        case (.livesForever, .session(var session)):
            session.expires = session.issued.advanced(by: .seconds(10 * 86_400))
            return .session(session)
        default: return nil
        }
    }
}

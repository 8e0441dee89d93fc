public import SaudaBroker
public import SaudaCore

/// Carries an errand out where nothing but one answer comes, whatever is asked; nil when it does not end with a result.
public func carryOut(
    _ errand: Errand,
    _ answer: HTTPResponse,
    with adapter: some BrokerAdapter,
    in context: AdapterContext,
    at now: Timestamp
) -> ErrandResult? {
    var dialogue = adapter.dialogue(errand, in: context)
    var input = DialogueInput.start
    for _ in 0..<8 {
        switch dialogue.next(input, at: now) {
        case .send: input = .response(answer)
        case .wait: input = .waited
        case .done(let result): return result
        case .failed, .ask, .openBrowser: return nil
        }
    }
    return nil
}

/// An order for ten shares.
public func order(of share: InstrumentID, at limit: Price) -> OrderRequest {
    OrderRequest(
        id: OrderID(number: 1),
        account: AccountID(index: 0),
        instrument: share,
        side: .buy,
        product: .delivery,
        variety: .regular,
        terms: OrderTerms(kind: .limit, quantity: Quantity(10), limit: limit),
        strategy: StrategyID(index: 0),
        reason: ""
    )
}

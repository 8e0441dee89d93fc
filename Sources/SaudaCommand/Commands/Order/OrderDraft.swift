import SaudaBroker
import SaudaCore
import SaudaService

/// An order as a person has asked for it, before anything is sent.
struct OrderDraft: Sendable {
    var instrument: Instrument
    /// What people call it: the broker's symbol, or our name where that is a number.
    var label: String
    var side: Side
    var product: Product
    var variety: OrderRequest.Variety
    var terms: OrderTerms
    var options = OrderOptions()
    /// The options in words.
    var extras = ""
    /// The last price; nil when the broker tells none.
    var last: Price?

    /// The price that its value is reckoned with.
    var price: Price? {
        if terms.limit.raw > 0 { return terms.limit }
        return [last, terms.trigger.raw > 0 ? terms.trigger : nil].compactMap(\.self).max()
    }

    var value: Money? { price.map { $0 * terms.quantity } }

    func request(_ id: InstrumentID, _ order: OrderID, _ account: AccountID) -> OrderRequest {
        OrderRequest(
            id: order,
            account: account,
            instrument: id,
            side: side,
            product: product,
            variety: variety,
            terms: terms,
            strategy: StrategyID(index: 0),
            reason: "BY-HAND"
        )
    }

    var sentence: String {
        let kind = variety == .afterMarket ? " after-market" : ""
        return
            "\(side) \(terms.quantity) \(label)\(kind) \(terms.words), \(product.word), \(terms.validity.word)\(extras)"
    }
}

extension OrderTerms {
    /// `LIMIT at 1500.00`, `SL at 1449.00 from 1450.00`.
    var words: String {
        var text = "\(kind)"
        if limit.raw > 0 { text += " at \(limit)" }
        if trigger.raw > 0 { text += " from \(trigger)" }
        return text
    }
}

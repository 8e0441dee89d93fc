import SaudaBroker
import SaudaCore

/// Orders out (protocol sections 2.2 to 2.5).
struct OrderRequests {
    private let api: DhanAPI

    init(_ api: DhanAPI) { self.api = api }

    func request(_ command: OrderCommand) throws(BrokerError) -> HTTPRequest {
        switch command {
        case .place(let request, let tag, let options): return try place(request, tag, options)
        case .modify(let id, let instrument, _, let to, _): return try modify(id, instrument, to)
        case .cancel(let id, _, _): return try api.delete("/orders/\(try Self.number(id))", endpoint: .order)
        }
    }

    private func place(
        _ request: OrderRequest,
        _ tag: String,
        _ options: OrderOptions
    ) throws(BrokerError) -> HTTPRequest {
        guard let listing = api.context.listings[request.instrument], let key = listing.security else {
            throw OrderChecks.refused("the instrument is not in the instrument list")
        }
        guard Self.isTag(tag) else {
            throw OrderChecks.refused("a tag has at most 30 letters and digits")
        }
        try OrderChecks.check(request, options, listing)
        let terms = request.terms
        var body: DhanAPI.Members = [("dhanClientId", .text(try api.client()))]
        if !tag.isEmpty { body.append(("correlationId", .text(tag))) }
        body += [
            ("transactionType", .text(request.side.word)), ("exchangeSegment", .text(key.segment.word)),
            ("productType", .text(request.product.word)), ("orderType", .text(terms.kind.word)),
            ("validity", .text(terms.validity.word)), ("securityId", .text("\(key.id)")),
        ]
        body += Self.amounts(terms)
        // With an after-market order its time must be there, and with others it must not (trap T10).
        body.append(("afterMarketOrder", .flag(request.variety == .afterMarket)))
        if request.variety == .afterMarket { body.append(("amoTime", .text((options.release ?? .open).word))) }
        return try api.send(.post, options.isSliced ? "/orders/slicing" : "/orders", body, endpoint: .order)
    }

    /// Everything is sent again: what is left out would be guessed by the broker. The quantity is the total.
    private func modify(
        _ id: BrokerOrderID,
        _ instrument: InstrumentID,
        _ terms: OrderTerms
    ) throws(BrokerError) -> HTTPRequest {
        try OrderChecks.check(terms, nil, api.context.listings[instrument]?.instrument)
        let number = try Self.number(id)
        let body: DhanAPI.Members = [
            ("dhanClientId", .text(try api.client())), ("orderId", .text(number)),
            ("orderType", .text(terms.kind.word)), ("validity", .text(terms.validity.word)),
        ]
        return try api.send(.put, "/orders/\(number)", body + Self.amounts(terms), endpoint: .order)
    }

    private static func amounts(_ terms: OrderTerms) -> DhanAPI.Members {
        [
            ("quantity", .count(terms.quantity)), ("disclosedQuantity", .count(terms.disclosed)),
            ("price", .price(terms.kind.hasLimit ? terms.limit : .zero)),
            ("triggerPrice", .price(terms.kind.hasTrigger ? terms.trigger : .zero)),
        ]
    }

    /// Part of a path when an order is looked up by it, so no blank and no point.
    static func isTag(_ tag: String) -> Bool {
        tag.utf8.count <= 30 && tag.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber) }
    }

    /// Digits, as every number seen; it becomes part of a path.
    static func number(_ id: BrokerOrderID) throws(BrokerError) -> String {
        guard !id.text.isEmpty, id.text.utf8.count <= 30, id.text.utf8.allSatisfy({ (48...57).contains($0) }) else {
            throw OrderChecks.refused("'\(id.text.prefix(40))' is no order number of this broker")
        }
        return id.text
    }
}

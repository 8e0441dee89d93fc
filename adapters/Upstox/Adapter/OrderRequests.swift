import SaudaBroker
import SaudaCore

/// Orders out, by version 3 of the calls (protocol sections 4.1 to 4.5).
struct OrderRequests {
    static let tagLength = 40

    private let api: UpstoxAPI

    init(_ api: UpstoxAPI) { self.api = api }

    func request(_ command: OrderCommand) throws(BrokerError) -> HTTPRequest {
        switch command {
        case .place(let request, let tag, let options): return try place(request, tag, options)
        case .modify(let id, let instrument, let from, let to, _): return try modify(id, instrument, from, to)
        case .cancel(let id, _, _):
            return try api.deleteOrder("/v3/order/cancel", [("order_id", try Self.number(id))])
        }
    }

    private func place(
        _ request: OrderRequest,
        _ tag: String,
        _ options: OrderOptions
    ) throws(BrokerError) -> HTTPRequest {
        guard let listing = api.context.listings[request.instrument] else {
            throw OrderChecks.refused("the instrument is not in the instrument list")
        }
        guard Self.isTag(tag) else {
            throw OrderChecks.refused("a tag has at most \(Self.tagLength) letters and digits")
        }
        try OrderChecks.check(request, options, listing)
        let terms = request.terms
        var body: UpstoxAPI.Members = [
            ("instrument_token", .text(listing.orderKey)), ("transaction_type", .text(request.side.word)),
            ("quantity", .count(terms.quantity)), ("product", .text(request.product.word)),
            ("order_type", .text(terms.kind.word)), ("validity", .text(terms.validity.word)),
            ("disclosed_quantity", .count(terms.disclosed)),
        ]
        body += Self.prices(terms)
        body += [
            ("is_amo", .flag(request.variety == .afterMarket)),
            ("slice", .flag(options.isSliced)),
        ]
        if !tag.isEmpty { body.append(("tag", .text(tag))) }
        if let protection = try OrderChecks.protection(options.protection, of: terms.kind) {
            body.append(("market_protection", .number("\(protection)")))
        }
        return try api.order(.post, "/v3/order/place", body, algorithm: options.algorithm)
    }

    /// Everything is sent again: what is left out stays as it was. The quantity is the total.
    private func modify(
        _ id: BrokerOrderID,
        _ instrument: InstrumentID,
        _ from: OrderTerms,
        _ terms: OrderTerms
    ) throws(BrokerError) -> HTTPRequest {
        let known = api.context.listings[instrument]?.instrument
        try OrderChecks.check(terms, nil, known)
        if let known { try OrderChecks.checkFreeze(terms.quantity, known) }
        guard terms.disclosed.units > 0 || from.disclosed == .zero else {
            throw OrderChecks.refused("an order that discloses a part cannot be changed into one that shows all")
        }
        var body: UpstoxAPI.Members = [
            ("order_id", .text(try Self.number(id))), ("order_type", .text(terms.kind.word)),
            ("validity", .text(terms.validity.word)), ("quantity", .count(terms.quantity)),
        ]
        // Zero is no value here.
        if terms.disclosed.units > 0 { body.append(("disclosed_quantity", .count(terms.disclosed))) }
        body += Self.prices(terms)
        if let protection = try OrderChecks.protection(nil, of: terms.kind) {
            body.append(("market_protection", .number("\(protection)")))
        }
        return try api.order(.put, "/v3/order/modify", body)
    }

    private static func prices(_ terms: OrderTerms) -> UpstoxAPI.Members {
        [
            ("price", .price(terms.kind.hasLimit ? terms.limit : .zero)),
            ("trigger_price", .price(terms.kind.hasTrigger ? terms.trigger : .zero)),
        ]
    }

    /// Orders are looked up by it (section 5.4).
    static func isTag(_ tag: String) -> Bool {
        tag.utf8.count <= tagLength && tag.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber) }
    }

    /// Letters, digits and hyphens, as documented; all that were seen are digits.
    static func isNumber(_ text: String) -> Bool {
        !text.isEmpty && text.utf8.count <= 40
            && text.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "-") }
    }

    static func number(_ id: BrokerOrderID) throws(BrokerError) -> String {
        guard isNumber(id.text) else {
            throw OrderChecks.refused("'\(id.text.prefix(40))' is no order number of this broker")
        }
        return id.text
    }
}

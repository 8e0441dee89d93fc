import SaudaBroker
import SaudaCore

/// Orders out and what is answered to them (protocol sections 3.2 and 3.3).
struct OrderRequests {
    private let api: KiteAPI

    init(_ api: KiteAPI) { self.api = api }

    func request(_ command: OrderCommand) throws(BrokerError) -> HTTPRequest {
        switch command {
        case .place(let request, let tag, let options): return try place(request, tag, options)
        case .modify(let id, let instrument, let from, let to, _):
            return try modify(try Self.reference(id), instrument, from, to)
        case .cancel(let id, _, _):
            let order = try Self.reference(id)
            return try api.delete(Self.path(order), Self.parent(order), endpoint: .change)
        }
    }

    private func place(
        _ request: OrderRequest,
        _ tag: String,
        _ options: OrderOptions
    ) throws(BrokerError) -> HTTPRequest {
        guard let listing = api.context.listings[request.instrument],
            let split = listing.orderKey.firstIndex(of: ":")
        else { throw Self.impossible("the instrument is not in the instrument list") }
        guard listing.instrument.kind != .index else { throw Self.impossible("an index cannot be traded") }
        guard tag.count <= 20, tag.allSatisfy({ $0.isASCII && ($0.isLetter || $0.isNumber) }) else {
            throw Self.impossible("a tag has at most 20 letters and digits")
        }
        let terms = request.terms
        try Self.check(terms)
        guard terms.quantity.units.isMultiple(of: listing.instrument.lot.units) else {
            throw Self.impossible("\(terms.quantity) units are not whole lots of \(listing.instrument.lot)")
        }
        try OrderChecks(listing.instrument, on: api.context.session?.issued.day).check(request, options)
        var form: KiteAPI.Fields = [
            ("exchange", String(listing.orderKey[..<split])),
            ("tradingsymbol", String(listing.orderKey[listing.orderKey.index(after: split)...])),
            ("transaction_type", request.side.word),
            ("order_type", terms.kind.word),
            ("quantity", "\(terms.quantity)"),
            ("product", request.product.word),
        ]
        if terms.kind.hasLimit { form.append(("price", "\(terms.limit)")) }
        if terms.kind.hasTrigger { form.append(("trigger_price", "\(terms.trigger)")) }
        if let minutes = options.minutes {
            form += [("validity", "TTL"), ("validity_ttl", "\(minutes)")]
        } else {
            form.append(("validity", terms.validity.word))
        }
        if terms.disclosed.units > 0 { form.append(("disclosed_quantity", "\(terms.disclosed)")) }
        switch options.form {
        case .plain: break
        case .cover(let stop): form.append(("trigger_price", "\(stop)"))
        case .iceberg(let legs):
            let leg = OrderChecks.leg(of: terms.quantity, legs: legs, lot: listing.instrument.lot)
            form += [("iceberg_legs", "\(legs)"), ("iceberg_quantity", "\(leg)")]
        case .auction(let number): form.append(("auction_number", number))
        }
        if !terms.kind.hasLimit { form.append(Self.protection(options.protection)) }
        if options.isSliced { form.append(("autoslice", "true")) }
        if let algorithm = options.algorithm ?? api.context.credentials.secrets["algo-id"]?.reveal(),
            !algorithm.isEmpty
        {
            form.append(("algo_id", algorithm))
        }
        if !tag.isEmpty { form.append(("tag", tag)) }
        return try api.send(.post, "/orders/\(Self.variety(request, options))", form, endpoint: .place)
    }

    static func variety(_ request: OrderRequest, _ options: OrderOptions) -> String {
        options.form.variety ?? request.variety.word
    }

    /// Only what changes is sent: an unchanged quantity would be read as a wish (section 3.3).
    private func modify(
        _ order: OrderReference,
        _ instrument: InstrumentID,
        _ from: OrderTerms,
        _ to: OrderTerms
    ) throws(BrokerError) -> HTTPRequest {
        try Self.check(to)
        if let listing = api.context.listings[instrument] {
            try OrderChecks(listing.instrument, on: api.context.session?.issued.day).check(to)
        }
        var form: KiteAPI.Fields = []
        if to.kind != from.kind { form.append(("order_type", to.kind.word)) }
        if to.quantity != from.quantity { form.append(("quantity", "\(to.quantity)")) }
        if to.kind.hasLimit, to.limit != from.limit { form.append(("price", "\(to.limit)")) }
        if to.kind.hasTrigger, to.trigger != from.trigger { form.append(("trigger_price", "\(to.trigger)")) }
        if to.validity != from.validity { form.append(("validity", to.validity.word)) }
        if to.disclosed != from.disclosed { form.append(("disclosed_quantity", "\(to.disclosed)")) }
        guard !form.isEmpty else { throw Self.impossible("the change changes nothing") }
        // Refused without it since April 2026, whatever else is changed.
        if !to.kind.hasLimit { form.append(Self.protection(nil)) }
        return try api.send(.put, Self.path(order), form + Self.parent(order), endpoint: .change)
    }

    /// -1 leaves the band to the broker: 0.5 to 5 % by kind and price of the instrument.
    private static func protection(_ protection: OrderOptions.Protection?) -> (name: String, value: String) {
        guard case .percent(let hundredths) = protection else { return ("market_protection", "-1") }
        return ("market_protection", "\(Price(paise: hundredths))")
    }

    private static func parent(_ order: OrderReference) -> KiteAPI.Fields {
        order.parent.map { [("parent_order_id", $0)] } ?? []
    }

    private static func check(_ terms: OrderTerms) throws(BrokerError) {
        guard terms.quantity.units > 0, terms.quantity <= .limit else { throw impossible("no possible quantity") }
        guard terms.kind.hasLimit ? terms.limit.isPlausible : true else {
            throw impossible("a limit order needs a price")
        }
        guard terms.kind.hasTrigger ? terms.trigger.isPlausible : true else {
            throw impossible("a stop order needs a trigger price")
        }
        guard terms.disclosed.units >= 0, terms.disclosed <= terms.quantity else {
            throw impossible("more is disclosed than ordered")
        }
    }

    private static func path(_ order: OrderReference) -> String {
        "/orders/\(PercentEncoding.text(order.variety))/\(PercentEncoding.text(order.number))"
    }

    private static func reference(_ id: BrokerOrderID) throws(BrokerError) -> OrderReference {
        guard let order = OrderReference(id) else { throw foreign(id) }
        return order
    }

    static func foreign(_ id: BrokerOrderID) -> BrokerError {
        impossible("'\(id)' is no order reference of this broker")
    }

    static func impossible(_ what: String) -> BrokerError {
        .kite(what, "Change the request; nothing was sent.", .changeRequest)
    }
}

extension OrderRequest.Variety {
    var word: String { self == .regular ? "regular" : "amo" }
}

extension OrderOptions.Form {
    /// Nil for what the request's own variety says.
    var variety: String? {
        switch self {
        case .plain: nil
        case .cover: "co"
        case .iceberg: "iceberg"
        case .auction: "auction"
        }
    }
}

extension OrderKind {
    var hasLimit: Bool { self == .limit || self == .stopLimit }
    var hasTrigger: Bool { self == .stopLimit || self == .stopMarket }
}

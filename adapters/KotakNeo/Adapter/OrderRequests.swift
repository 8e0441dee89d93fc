package import SaudaBroker
import SaudaCore

/// Orders out and what is answered to them (protocol sections 3.2 to 3.4).
package struct OrderRequests: Sendable {
    private let api: NeoAPI

    package init(_ context: AdapterContext, _ endpoints: Endpoints = Endpoints()) {
        api = NeoAPI(endpoints, context)
    }

    /// - Throws: `changeRequest` for what the broker cannot be asked; nothing is written then.
    package func request(_ command: OrderCommand) throws(BrokerError) -> HTTPRequest {
        switch command {
        case .place(let request, let tag, let options): return try place(request, tag, options)
        case .modify(let id, let instrument, _, let terms, let variety):
            let listing = try Self.tradable(instrument, in: api.context.listings)
            try Self.check(terms, listing.instrument)
            let fields: NeoAPI.Fields = [
                ("no", try Self.number(id)), ("am", Self.flag(variety)), ("dq", "\(terms.disclosed)"), ("mp", "0"),
                ("pr", Self.price(terms.limit, terms.kind.hasLimit)), ("pt", try Self.word(terms.kind)),
                // The total, filled units included.
                ("qt", "\(terms.quantity)"), ("tp", Self.price(terms.trigger, terms.kind.hasTrigger)),
                ("vd", terms.validity == .day ? "DAY" : "IOC"), ("os", "NEOTRADEAPI"),
            ]
            return try api.post("/quick/order/vr/modify", fields, endpoint: .order)
        case .cancel(let id, let instrument, let variety):
            var fields = [("on", try Self.number(id)), ("am", Self.flag(variety))]
            // Without the symbol an after-market order is not found (code 5204). That is the broker's to say: a way out is
            // not refused here because an instrument has left the list.
            if variety == .afterMarket, let listing = api.context.listings[instrument] {
                fields.append(("ts", try Self.symbol(of: listing).name))
            }
            return try api.post("/quick/order/cancel", fields, endpoint: .order)
        }
    }

    /// "Ok" says that the order was received: whether it is accepted, the book tells.
    package static func answer(
        _ response: HTTPResponse,
        to command: OrderCommand
    ) throws(BrokerError) -> OrderAnswer {
        let body = try Failures.body(response)
        guard body["stat"].text?.lowercased() == "ok", let number = WireText.word(body["nOrdNo"]),
            number.utf8.allSatisfy({ (48...57).contains($0) })
        else { throw Failures.wrongShape("no order number") }
        guard case .place = command else { return .taken }
        return .accepted(BrokerOrderID(number))
    }

    private func place(
        _ request: OrderRequest,
        _ tag: String,
        _ options: OrderOptions
    ) throws(BrokerError) -> HTTPRequest {
        let listing = try Self.tradable(request.instrument, in: api.context.listings)
        let symbol = try Self.symbol(of: listing)
        guard tag.utf8.count <= 20, tag.allSatisfy({ $0.isASCII && ($0.isLetter || $0.isNumber) }) else {
            throw Self.impossible("a tag has at most 20 letters and digits")
        }
        let terms = request.terms
        try Self.check(terms, listing.instrument)
        if request.variety == .afterMarket, terms.validity == .ioc {
            throw Self.impossible("an order for the next opening cannot be IOC")
        }
        let isShare = listing.instrument.segment == .nseEquity || listing.instrument.segment == .bseEquity
        guard isShare || request.product != .delivery else {
            throw Self.impossible("derivatives are not held as delivery; use carry-forward or intraday")
        }
        var fields: NeoAPI.Fields = [
            ("am", Self.flag(request.variety)), ("dq", "\(terms.disclosed)"), ("es", symbol.segment),
            ("mp", try Self.protection(options, terms.kind)), ("pc", Self.word(request.product)), ("pf", "N"),
            ("pr", Self.price(terms.limit, terms.kind.hasLimit)), ("pt", try Self.word(terms.kind)),
            ("qt", "\(terms.quantity)"), ("rt", terms.validity == .day ? "DAY" : "IOC"),
            ("tp", Self.price(terms.trigger, terms.kind.hasTrigger)), ("ts", symbol.name),
            ("tt", request.side == .buy ? "B" : "S"),
        ]
        if !tag.isEmpty { fields.append(("ig", tag)) }
        fields.append(("os", "NEOTRADEAPI"))
        return try api.post("/quick/order/rule/ms/place", fields, endpoint: .order)
    }

    static func tradable(_ instrument: InstrumentID, in listings: ListingTable) throws(BrokerError) -> Listing {
        guard let listing = listings[instrument] else {
            throw impossible("the instrument is not in the instrument list")
        }
        guard listing.instrument.kind != .index else { throw impossible("an index cannot be traded") }
        return listing
    }

    private static func symbol(of listing: Listing) throws(BrokerError) -> (segment: String, name: String) {
        let parts = listing.orderKey.split(separator: "|", maxSplits: 1)
        guard parts.count == 2 else { throw impossible("the instrument is not in the instrument list") }
        return (String(parts[0]), String(parts[1]))
    }

    private static func flag(_ variety: OrderRequest.Variety) -> String { variety == .afterMarket ? "YES" : "NO" }

    /// A limit of zero or none may be replaced by a price of one and be filled (section 3.2).
    static func check(_ terms: OrderTerms, _ instrument: Instrument) throws(BrokerError) {
        guard terms.quantity.units > 0, terms.quantity <= Quantity.limit else {
            throw impossible("no possible quantity")
        }
        guard terms.quantity.units.isMultiple(of: max(1, instrument.lot.units)) else {
            throw impossible("\(terms.quantity) units are not whole lots of \(instrument.lot)")
        }
        guard terms.kind.hasLimit ? terms.limit.isPlausible : true else {
            throw impossible("a limit order needs a price")
        }
        guard terms.kind.hasTrigger ? terms.trigger.isPlausible : true else {
            throw impossible("a stop order needs a trigger price")
        }
        guard terms.disclosed.units >= 0, terms.disclosed <= terms.quantity else {
            throw impossible("more is disclosed than ordered")
        }
        if let freeze = instrument.freeze, terms.quantity > freeze {
            throw impossible("\(terms.quantity) units are above the freeze quantity of \(freeze); place it in parts")
        }
    }

    private static func protection(_ options: OrderOptions, _ kind: OrderKind) throws(BrokerError) -> String {
        guard options.form == .plain, options.minutes == nil, !options.isSliced, options.algorithm == nil else {
            throw impossible("this broker has no cover, iceberg, auction, timed, sliced or named-algorithm orders")
        }
        guard options.release == nil else {
            throw impossible("this broker sends after-market orders at the opening, at no other time")
        }
        guard case .percent(let hundredths)? = options.protection else { return "0" }
        guard kind == .market, hundredths > 0, hundredths <= 10_000, hundredths.isMultiple(of: 100) else {
            throw impossible("market protection is a whole number of per cent, for market orders")
        }
        return "\(hundredths / 100)"
    }

    static func word(_ kind: OrderKind) throws(BrokerError) -> String {
        switch kind {
        case .limit: "L"
        case .market: "MKT"
        case .stopLimit: "SL"
        case .stopMarket:
            throw impossible("stop orders without a limit are rejected at this broker since July 2026; give a limit")
        }
    }

    static func word(_ product: Product) -> String {
        switch product {
        case .delivery: "CNC"
        case .intraday: "MIS"
        case .carryForward: "NRML"
        }
    }

    /// `0.0` is refused where no price is meant.
    static func price(_ price: Price, _ isMeant: Bool) -> String { isMeant ? "\(price)" : "0" }

    static func number(_ id: BrokerOrderID) throws(BrokerError) -> String {
        guard !id.text.isEmpty, id.text.utf8.allSatisfy({ (48...57).contains($0) }) else {
            throw impossible("'\(id)' is no order number of this broker")
        }
        return id.text
    }

    static func impossible(_ what: String) -> BrokerError {
        .kotak(what, "Change the request; nothing was sent.", .changeRequest)
    }
}

extension OrderKind {
    var hasLimit: Bool { self == .limit || self == .stopLimit }
    var hasTrigger: Bool { self == .stopLimit || self == .stopMarket }
}

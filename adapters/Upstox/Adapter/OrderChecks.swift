import SaudaBroker
import SaudaCore

/// What the broker would refuse or misread, refused before it is sent (protocol section 4).
enum OrderChecks {
    static func check(_ request: OrderRequest, _ options: OrderOptions, _ listing: Listing) throws(BrokerError) {
        guard let segment = listing.exchangeSegment, segment.isEquity || segment.isDerivatives else {
            throw refused("\(listing.instrument.name) cannot be traded")
        }
        try check(options, request.terms.kind)
        try check(request.terms, request.side, listing.instrument)
        try check(request.product, in: segment)
        if request.variety == .afterMarket {
            guard request.terms.validity == .day else {
                throw refused("an order for tomorrow's opening cannot be IOC")
            }
            guard !request.terms.kind.hasTrigger, request.terms.disclosed == .zero else {
                throw refused("an after-market order has no trigger and discloses nothing")
            }
        }
        guard !options.isSliced else { return }
        try checkFreeze(request.terms.quantity, listing.instrument, orSliced: true)
    }

    static func check(_ product: Product, in segment: ExchangeSegment) throws(BrokerError) {
        if product == .delivery, !segment.isEquity {
            throw refused("only shares are held as delivery; take carryForward")
        }
        if product == .carryForward, segment.isEquity {
            throw refused("only derivatives are carried forward; take delivery")
        }
    }

    static func checkFreeze(
        _ quantity: Quantity,
        _ instrument: Instrument,
        orSliced canBeSliced: Bool = false
    ) throws(BrokerError) {
        guard let freeze = instrument.freeze, freeze.units > 0, quantity > freeze else { return }
        throw refused(
            "\(quantity) units are above the freeze quantity of \(freeze); place it in parts"
                + (canBeSliced ? ", or let the broker slice it" : "")
        )
    }

    static func check(_ terms: OrderTerms, _ side: Side?, _ instrument: Instrument?) throws(BrokerError) {
        guard terms.quantity.units > 0, terms.quantity <= .limit else { throw refused("no possible quantity") }
        if let lot = instrument?.lot, lot.units > 0, !terms.quantity.units.isMultiple(of: lot.units) {
            throw refused("\(terms.quantity) units are not whole lots of \(lot)")
        }
        if terms.kind.hasLimit, !terms.limit.isPlausible { throw refused("a limit order needs a price") }
        if terms.kind.hasTrigger, !terms.trigger.isPlausible { throw refused("a stop order needs a trigger price") }
        if terms.kind == .stopLimit, let side {
            guard side == .buy ? terms.trigger <= terms.limit : terms.trigger >= terms.limit else {
                throw refused("the limit of a stop order lies beyond its trigger: above it to buy, below it to sell")
            }
        }
        guard terms.disclosed.units >= 0, terms.disclosed <= terms.quantity else {
            throw refused("more is disclosed than ordered")
        }
        if terms.disclosed.units > 0, terms.disclosed.units * 10 < terms.quantity.units {
            throw refused("at least a tenth of the quantity has to be disclosed")
        }
    }

    private static func check(_ options: OrderOptions, _ kind: OrderKind) throws(BrokerError) {
        guard options.form == .plain else {
            throw refused("this broker's API places no cover, iceberg or auction orders")
        }
        guard options.minutes == nil else { throw refused("this broker has no orders that end after minutes") }
        guard options.release == nil else { throw refused("this broker sets the time of after-market orders itself") }
        _ = try protection(options.protection, of: kind)
        if let name = options.algorithm {
            guard !name.isEmpty, name.utf8.count <= 100, name.utf8.allSatisfy({ (0x20...0x7E).contains($0) }) else {
                throw refused("the name of an algorithm is of letters, digits and blanks")
            }
        }
    }

    /// `market_protection`: none where a limit stands. It has to be named, because one page's default is refused by the
    /// broker (trap T4).
    static func protection(_ wanted: OrderOptions.Protection?, of kind: OrderKind) throws(BrokerError) -> Int64? {
        guard !kind.hasLimit else {
            guard wanted == nil else { throw refused("an order with a limit needs no protection") }
            return nil
        }
        switch wanted {
        case nil, .automatic?: return -1
        case .percent(let hundredths)?:
            guard hundredths.isMultiple(of: 100), (100...2500).contains(hundredths) else {
                throw refused("a protection is of 1 to 25 whole percent")
            }
            return hundredths / 100
        }
    }

    static func refused(_ what: String) -> BrokerError {
        .upstox(what, "Change the request; nothing was sent.", .changeRequest)
    }
}

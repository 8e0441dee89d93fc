import SaudaBroker
import SaudaCore

/// What would be refused is refused before it is written: the broker only says DH-905, or rejects later (protocol
/// section 2.2).
enum OrderChecks {
    static func check(_ request: OrderRequest, _ options: OrderOptions, _ listing: Listing) throws(BrokerError) {
        guard let segment = listing.security?.segment, segment.isEquity || segment.isDerivatives else {
            throw refused("\(listing.instrument.name) cannot be traded")
        }
        try check(options)
        try check(request.terms, request.side, listing.instrument)
        try check(request.product, in: segment)
        if request.variety == .afterMarket, request.terms.validity == .ioc {
            throw refused("an order for tomorrow's opening cannot be IOC")
        }
        if options.release != nil, request.variety != .afterMarket {
            throw refused("only an after-market order waits for a time of the opening")
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

    /// Of a new order and of a changed one.
    ///
    /// - Parameter side: nil where it is not known, as in changes.
    static func check(_ terms: OrderTerms, _ side: Side?, _ instrument: Instrument?) throws(BrokerError) {
        guard terms.quantity.units > 0, terms.quantity <= .limit else { throw refused("no possible quantity") }
        if let lot = instrument?.lot, lot.units > 0, !terms.quantity.units.isMultiple(of: lot.units) {
            throw refused("\(terms.quantity) units are not whole lots of \(lot)")
        }
        guard terms.kind != .stopMarket else {
            throw refused(
                "stop orders without a limit were placed as plain limit orders by this broker; take SL with a limit "
                    + "beyond the trigger"
            )
        }
        if terms.kind.hasLimit, !terms.limit.isPlausible { throw refused("a limit order needs a price") }
        if terms.kind.hasTrigger, !terms.trigger.isPlausible { throw refused("a stop order needs a trigger price") }
        if terms.kind == .stopLimit, let side {
            // Of a sale the two may not be equal, as was found live.
            guard side == .buy ? terms.trigger <= terms.limit : terms.trigger > terms.limit else {
                throw refused("the limit of a stop order lies beyond its trigger: above it to buy, below it to sell")
            }
        }
        guard terms.disclosed.units >= 0, terms.disclosed <= terms.quantity else {
            throw refused("more is disclosed than ordered")
        }
        if terms.disclosed.units > 0, terms.disclosed.units * 10 <= terms.quantity.units * 3 {
            throw refused("more than 30 % of the quantity has to be disclosed")
        }
    }

    private static func check(_ options: OrderOptions) throws(BrokerError) {
        guard options.form == .plain else {
            throw refused("sauda places no cover, iceberg or auction orders with this broker")
        }
        guard options.minutes == nil else { throw refused("this broker has no orders that end after minutes") }
        guard options.protection == nil else { throw refused("this broker sets the band of market orders itself") }
        guard options.algorithm == nil else { throw refused("this broker's orders carry no id of an algorithm") }
    }

    static func refused(_ what: String) -> BrokerError {
        .dhan(what, "Change the request; nothing was sent.", .changeRequest)
    }
}

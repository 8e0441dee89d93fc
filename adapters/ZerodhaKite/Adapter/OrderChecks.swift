import SaudaBroker
import SaudaCore

/// What would be refused is refused before it is written: the rule pack, and what the forms of orders ask for
/// (protocol section 3.2).
struct OrderChecks {
    private let instrument: Instrument
    private let rules: [RulePack.Rule]

    /// - Parameter day: of the session, whose rules hold until it ends the next morning; nil applies all of them.
    init(_ instrument: Instrument, on day: Day?) {
        self.instrument = instrument
        rules = day.map(RulePack.rules(on:)) ?? RulePack.rows.map(\.rule)
    }

    func check(_ request: OrderRequest, _ options: OrderOptions) throws(BrokerError) {
        try check(request.terms)
        try checkForm(request, options)
        try checkOptions(request.terms, options)
        try checkFreeze(request.terms.quantity, options)
    }

    /// Of a new order and of a changed one.
    func check(_ terms: OrderTerms) throws(BrokerError) {
        for rule in rules {
            switch rule {
            case .noImmediateOrders(in: instrument.segment) where terms.validity == .ioc:
                throw refused("\(instrument.name) takes no IOC orders through the API")
            case .disclosed(let part, in: instrument.segment) where terms.disclosed.units > 0:
                guard terms.disclosed.units * part < terms.quantity.units else { continue }
                throw refused("at least a \(part == 4 ? "quarter" : "tenth") of the quantity has to be disclosed")
            case .noDisclosed(in: instrument.segment) where terms.disclosed.units > 0:
                throw refused("a part of an order in derivatives cannot be disclosed")
            default: continue
            }
        }
    }

    private func checkForm(_ request: OrderRequest, _ options: OrderOptions) throws(BrokerError) {
        let terms = request.terms
        guard options.form != .plain else { return }
        guard request.variety == .regular else {
            throw refused("cover, iceberg and auction orders are not taken after the market")
        }
        switch options.form {
        case .plain: break
        case .cover(let stop):
            guard request.product == .intraday else { throw refused("a cover order is intraday") }
            guard terms.kind == .market || terms.kind == .limit, terms.validity == .day, options.minutes == nil else {
                throw refused("a cover order is a market or limit order for the day")
            }
            guard stop.isPlausible else { throw refused("a cover order needs the trigger of its stop") }
            guard terms.kind == .market || (request.side == .buy ? stop < terms.limit : stop > terms.limit) else {
                throw refused("the stop of a cover order lies on the losing side of its limit")
            }
        case .iceberg(let legs):
            for case .icebergLegs(let range) in rules where !range.contains(legs) {
                throw refused("an iceberg order has \(range.lowerBound) to \(range.upperBound) legs")
            }
            guard terms.kind == .limit || terms.kind == .market, terms.validity == .day else {
                throw refused("an iceberg order is a market or limit order for the day, or for minutes")
            }
            let leg = Self.leg(of: terms.quantity, legs: legs, lot: instrument.lot)
            guard leg.units * Int64(legs - 1) < terms.quantity.units else {
                throw refused("\(terms.quantity) units do not fill \(legs) legs")
            }
        case .auction(let number):
            guard !number.isEmpty, number.utf8.count <= 20, number.utf8.allSatisfy({ (48...57).contains($0) }) else {
                throw refused("an auction has a number; ask the broker for the auctions of the holdings")
            }
            guard request.side == .sell, request.product == .delivery, terms.kind == .limit, terms.validity == .day,
                options.minutes == nil
            else { throw refused("an auction takes limit orders that sell what is held") }
        }
    }

    private func checkOptions(_ terms: OrderTerms, _ options: OrderOptions) throws(BrokerError) {
        if let minutes = options.minutes {
            guard (1...1440).contains(minutes), terms.validity == .day else {
                throw refused("an order that ends by itself has 1 to 1440 minutes and is no IOC order")
            }
        }
        if let protection = options.protection {
            guard !terms.kind.hasLimit else { throw refused("only orders without a limit have a market protection") }
            if case .percent(let hundredths) = protection, !(1...10_000).contains(hundredths) {
                throw refused("market protection is above 0 and at most 100 per cent; without it the order is refused")
            }
        }
        if options.isSliced, options.form != .plain { throw refused("only regular orders are sliced by the broker") }
        guard options.release == nil else {
            throw refused("this broker sends after-market orders at a time of its own")
        }
        if let algorithm = options.algorithm {
            guard !algorithm.isEmpty, algorithm.utf8.count <= 64, !algorithm.contains(where: \.isWhitespace) else {
                throw refused("the id of an algorithm is a word")
            }
        }
    }

    /// The freeze quantity, where it is known: the broker's list does not tell it, the rule pack does for a few. Slices
    /// are cut by the broker's own figure, so they go out also when ours is behind.
    private func checkFreeze(_ quantity: Quantity, _ options: OrderOptions) throws(BrokerError) {
        guard let freeze = instrument.freeze, freeze.units > 0 else { return }
        var most = Int64(1)
        var remedy = "place it in parts, or let the broker slice it"
        switch options.form {
        case .iceberg(let legs):
            most = Int64(legs)
            remedy = "take more legs"
        case .plain where options.isSliced:
            for case .slices(let slices) in rules { most = Int64(slices) }
            remedy = "place it in parts: the broker makes \(most) slices at most"
        case .plain, .cover, .auction: break
        }
        let size = freeze.roundedDown(toLot: instrument.lot)
        guard quantity.units > size.units * most else { return }
        throw refused("\(quantity) units are above the freeze quantity of \(freeze); \(remedy)")
    }

    /// The quantity of a leg: an equal part, up to a whole lot.
    static func leg(of quantity: Quantity, legs: Int, lot: Quantity) -> Quantity {
        let size = max(1, lot.units)
        let lots = (quantity.units + size - 1) / size
        return Quantity((lots + Int64(legs) - 1) / Int64(legs) * size)
    }

    private func refused(_ what: String) -> BrokerError { OrderRequests.impossible(what) }
}

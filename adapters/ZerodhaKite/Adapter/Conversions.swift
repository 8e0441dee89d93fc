import SaudaBroker
import SaudaCore

/// From one product to another (protocol section 3.7).
enum Conversions {
    static func dialogue(_ api: KiteAPI, _ conversion: PositionConversion) -> any Dialogue {
        guard let listing = api.context.listings[conversion.instrument], conversion.quantity.units > 0,
            conversion.quantity <= .limit, conversion.from != conversion.to
        else {
            return Refused(
                OrderRequests.impossible("a conversion needs a listed instrument, a quantity and two products")
            )
        }
        let isShare = listing.instrument.segment == .nseEquity || listing.instrument.segment == .bseEquity
        guard conversion.to != .delivery || isShare, conversion.to != .carryForward || !isShare else {
            return Refused(OrderRequests.impossible("\(listing.instrument.name) cannot be held as that product"))
        }
        let (exchange, symbol) = listing.orderNames
        let form: KiteAPI.Fields = [
            ("exchange", exchange), ("tradingsymbol", symbol), ("transaction_type", conversion.side.word),
            ("position_type", conversion.isOvernight ? "overnight" : "day"), ("quantity", "\(conversion.quantity)"),
            ("old_product", conversion.from.word), ("new_product", conversion.to.word),
        ]
        return SingleRead({ () throws(BrokerError) in
            try api.send(.put, "/portfolio/positions", form, endpoint: .other)
        }) { data throws(BrokerError) in
            guard data.bool == true else { throw Failures.wrongShape("no word that the position was converted") }
            return Reading(.done)
        }
    }
}

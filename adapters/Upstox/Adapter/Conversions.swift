import SaudaBroker
import SaudaCore

/// From one product to another (protocol section 6.1).
enum Conversions {
    static func dialogue(_ api: UpstoxAPI, _ conversion: PositionConversion) -> any Dialogue {
        guard let listing = api.context.listings[conversion.instrument], let segment = listing.exchangeSegment,
            conversion.quantity.units > 0, conversion.quantity <= .limit, conversion.from.word != conversion.to.word
        else { return Refused("a conversion needs a listed instrument, a quantity and two products") }
        for product in [conversion.from, conversion.to] {
            guard product != .delivery || segment.isEquity, product != .carryForward || segment.isDerivatives else {
                return Refused("the instrument cannot be held as that product")
            }
        }
        return SingleRead({ () throws(BrokerError) in
            let body: UpstoxAPI.Members = [
                ("instrument_token", .text(listing.orderKey)), ("new_product", .text(conversion.to.word)),
                ("old_product", .text(conversion.from.word)), ("transaction_type", .text(conversion.side.word)),
                ("quantity", .count(conversion.quantity)),
            ]
            return try api.send(.put, "/v2/portfolio/convert-position", body)
        }) { data throws(BrokerError) in
            guard data["status"].text?.lowercased() == "complete" else {
                throw Failures.wrongShape("no word that the position was converted")
            }
            return Reading(.done)
        }
    }
}

import SaudaBroker
import SaudaCore

/// From one product to another (protocol section 2.12).
enum Conversions {
    static func dialogue(_ api: DhanAPI, _ conversion: PositionConversion) -> any Dialogue {
        guard let key = api.context.listings[conversion.instrument]?.security, conversion.quantity.units > 0,
            conversion.quantity <= .limit, conversion.from != conversion.to
        else { return Refused("a conversion needs a listed instrument, a quantity and two products") }
        guard conversion.to != .delivery || key.segment.isEquity,
            conversion.to != .carryForward || key.segment.isDerivatives
        else { return Refused("the instrument cannot be held as that product") }
        return SingleRead(send: { () throws(BrokerError) in
            let body: DhanAPI.Members = [
                ("dhanClientId", .text(try api.client())), ("fromProductType", .text(conversion.from.word)),
                ("toProductType", .text(conversion.to.word)), ("exchangeSegment", .text(key.segment.word)),
                ("positionType", .text(conversion.side == .buy ? "LONG" : "SHORT")),
                ("securityId", .text("\(key.id)")), ("convertQty", .count(conversion.quantity)),
                ("tradingSymbol", .text("")),
            ]
            return try api.send(.post, "/positions/convert", body, endpoint: .order)
        }) { response throws(BrokerError) in
            // 202 and no body at all, or a word.
            if response.status == 202, response.body.isEmpty { return Reading(.done) }
            guard try Failures.body(response)["status"].text?.lowercased() == "success" else {
                throw Failures.wrongShape("no word that the position was converted")
            }
            return Reading(.done)
        }
    }
}

import SaudaBroker
import SaudaCore

/// Forever orders out (protocol section 2.10).
enum ForeverOrders {
    static func all(_ api: DhanAPI, _ reader: ForeverReader) -> any Dialogue {
        SingleRead(api, "/forever/orders") { body throws(BrokerError) in
            let (orders, skipped) = try reader.orders(body)
            return Reading(.gtts(orders.map(\.row)), skipped: skipped)
        }
    }

    /// There is no call for one.
    static func one(_ api: DhanAPI, _ reader: ForeverReader, _ id: GTTID) -> any Dialogue {
        SingleRead(api, "/forever/orders") { body throws(BrokerError) in
            Reading(.gtts([try find(id, body, reader).row]))
        }
    }

    static func find(_ id: GTTID, _ body: JSON, _ reader: ForeverReader) throws(BrokerError) -> ForeverReader.Order {
        guard let order = try reader.orders(body).orders.first(where: { $0.id == id }) else {
            throw OrderChecks.refused("there is no forever order '\(id.text.prefix(40))', or it cannot be read")
        }
        return order
    }

    static func place(_ api: DhanAPI, _ gtt: GTT) -> any Dialogue {
        SingleRead(send: { () throws(BrokerError) in
            let key = try check(gtt, api)
            let legs = legs(gtt)
            let isPair = legs.count == 2
            var body: DhanAPI.Members = [
                ("dhanClientId", .text(try api.client())), ("orderFlag", .text(isPair ? "OCO" : "SINGLE")),
                ("transactionType", .text(legs[0].side.word)), ("exchangeSegment", .text(key.segment.word)),
                ("productType", .text(legs[0].product.word)), ("orderType", .text("LIMIT")),
                ("validity", .text("DAY")), ("securityId", .text("\(key.id)")),
                ("quantity", .count(legs[0].quantity)), ("disclosedQuantity", .number("0")),
                ("price", .price(legs[0].limit)), ("triggerPrice", .price(legs[0].trigger)),
            ]
            // The official client sends the three always.
            body += [
                ("price1", .price(isPair ? legs[1].limit : .zero)),
                ("triggerPrice1", .price(isPair ? legs[1].trigger : .zero)),
                ("quantity1", .count(isPair ? legs[1].quantity : .zero)),
            ]
            return try api.send(.post, "/forever/orders", body, endpoint: .order)
        }) { response throws(BrokerError) in
            Reading(.gtt(try number(response)))
        }
    }

    /// All legs.
    static func delete(_ api: DhanAPI, _ id: GTTID) -> any Dialogue {
        SingleRead(send: { () throws(BrokerError) in try api.delete(try path(id), endpoint: .order) }) {
            response throws(BrokerError) in
            if response.status == 202, response.body.isEmpty { return Reading(.done) }
            guard try number(response) == id else { throw Failures.wrongShape("another forever order than was asked") }
            return Reading(.done)
        }
    }

    // MARK: - Parts

    static func path(_ id: GTTID) throws(BrokerError) -> String {
        "/forever/orders/\(try OrderRequests.number(BrokerOrderID(id.text)))"
    }

    static func number(_ response: HTTPResponse) throws(BrokerError) -> GTTID {
        guard let number = OrderAnswers.number(try Failures.body(response, toOrder: true)) else {
            throw Failures.wrongShape("no number of a forever order")
        }
        return GTTID(number)
    }

    /// As the broker numbers them: what limits the loss first, then what takes the profit.
    private static func legs(_ gtt: GTT) -> [GTT.Leg] {
        gtt.legs.count == 2 && gtt.legs[0].side == .buy ? gtt.legs.reversed() : gtt.legs
    }

    @discardableResult
    static func check(_ gtt: GTT, _ api: DhanAPI) throws(BrokerError) -> SecurityKey {
        guard let listing = api.context.listings[gtt.instrument], let key = listing.security,
            key.segment.isEquity || key.segment.isDerivatives
        else { throw OrderChecks.refused("the instrument is not in the instrument list, or is an index") }
        guard (1...2).contains(gtt.legs.count) else { throw OrderChecks.refused("a forever order has one leg or two") }
        for leg in gtt.legs {
            guard leg.trigger.isPlausible, leg.limit.isPlausible else {
                throw OrderChecks.refused("every leg of a forever order has a trigger and a limit")
            }
            guard leg.quantity.units > 0, leg.quantity <= .limit,
                leg.quantity.units.isMultiple(of: max(1, listing.instrument.lot.units))
            else { throw OrderChecks.refused("a leg's quantity is not whole lots of \(listing.instrument.lot)") }
            guard leg.product == (key.segment.isEquity ? .delivery : .carryForward) else {
                throw OrderChecks.refused("a forever order is for delivery, in derivatives for carrying forward")
            }
            if let last = gtt.last, leg.trigger == last {
                throw OrderChecks.refused("a trigger is the last price \(last) itself")
            }
        }
        guard gtt.legs.count == 2 else { return key }
        guard gtt.legs[0].side == gtt.legs[1].side, gtt.legs[0].trigger < gtt.legs[1].trigger else {
            throw OrderChecks.refused("two legs are on one side, the lower trigger first")
        }
        if let last = gtt.last, !(gtt.legs[0].trigger < last && last < gtt.legs[1].trigger) {
            throw OrderChecks.refused("the last price \(last) does not lie between the triggers")
        }
        return key
    }
}

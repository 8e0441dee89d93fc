import SaudaBroker
import SaudaCore

/// Super orders out: an entry with a target and a stop at the broker, all under the number of the entry (protocol section
/// 2.9).
enum SuperOrders {
    static func all(_ api: DhanAPI, _ reader: SuperReader) -> any Dialogue {
        SingleRead(api, "/super/orders") { body throws(BrokerError) in
            let (orders, skipped) = try reader.orders(body)
            return Reading(.brackets(orders), skipped: skipped)
        }
    }

    static func place(_ api: DhanAPI, _ order: BracketOrder, tag: String) -> any Dialogue {
        SingleRead(send: { () throws(BrokerError) in
            let key = try SuperChecks.check(order, api)
            guard OrderRequests.isTag(tag) else { throw OrderChecks.refused("a tag has at most 30 letters and digits") }
            var body: DhanAPI.Members = [("dhanClientId", .text(try api.client()))]
            if !tag.isEmpty { body.append(("correlationId", .text(tag))) }
            body += [
                ("transactionType", .text(order.side.word)), ("exchangeSegment", .text(key.segment.word)),
                ("productType", .text(order.product.word)), ("orderType", .text(order.kind.word)),
                ("securityId", .text("\(key.id)")), ("quantity", .count(order.quantity)),
                ("price", .price(order.price)),
            ]
            return try api.send(.post, "/super/orders", body + exits(of: order), endpoint: .order)
        }) { response throws(BrokerError) in
            Reading(.bracket(try number(response)))
        }
    }

    static func cancel(_ api: DhanAPI, _ id: BrokerOrderID, _ leg: BracketOrder.Leg) -> any Dialogue {
        SingleRead(send: { () throws(BrokerError) in try api.delete("\(try path(id))/\(leg.word)", endpoint: .order) })
        {
            response throws(BrokerError) in
            if response.status == 202, response.body.isEmpty { return Reading(.done) }
            guard try number(response) == id else { throw Failures.wrongShape("another super order than was asked") }
            return Reading(.done)
        }
    }

    // MARK: - Parts

    /// All three always: a trail that is left out ends (trap T25), and zero is none.
    static func exits(of order: BracketOrder) -> DhanAPI.Members {
        [
            ("targetPrice", .price(order.target ?? .zero)), ("stopLossPrice", .price(order.stop?.trigger ?? .zero)),
            ("trailingJump", .price(order.stop?.trail ?? .zero)),
        ]
    }

    static func path(_ id: BrokerOrderID) throws(BrokerError) -> String {
        "/super/orders/\(try OrderRequests.number(id))"
    }

    static func number(_ response: HTTPResponse) throws(BrokerError) -> BrokerOrderID {
        guard let number = OrderAnswers.number(try Failures.body(response, toOrder: true)) else {
            throw Failures.wrongShape("no number of a super order")
        }
        return BrokerOrderID(number)
    }
}

extension BracketOrder.Leg {
    /// `legName`.
    var word: String {
        switch self {
        case .entry: "ENTRY_LEG"
        case .target: "TARGET_LEG"
        case .stop: "STOP_LOSS_LEG"
        }
    }
}

import SaudaBroker
import Testing

/// Rows of the order book and messages about orders, with fields replaced.
enum Rows {
    /// An order of ours in HDFCBANK, half filled (section 2.6).
    ///
    /// - Parameter fields: JSON by name.
    static func order(_ fields: [String: String] = [:]) -> String {
        object(
            [
                "dhanClientId": "\"1100000001\"", "orderId": "\"1\"", "correlationId": "\"SD1\"",
                "orderStatus": "\"PART_TRADED\"", "transactionType": "\"BUY\"", "exchangeSegment": "\"NSE_EQ\"",
                "productType": "\"CNC\"", "orderType": "\"LIMIT\"", "validity": "\"DAY\"",
                "tradingSymbol": "\"HDFCBANK\"", "securityId": "\"1333\"", "quantity": "10", "disclosedQuantity": "0",
                "price": "1600.5", "triggerPrice": "0.0", "updateTime": "\"2026-06-10 09:49:57\"",
                "exchangeTime": "\"0001-01-01 00:00:00\"", "omsErrorCode": "\"0\"", "omsErrorDescription": "\"\"",
                "averageTradedPrice": "1600.25", "filledQty": "5",
            ].merging(fields) { $1 }
        )
    }

    /// The same as a message of the order socket (section 4.3).
    static func message(_ fields: [String: String] = [:], type: String = "order_alert") -> String {
        let data = object(
            [
                "exchange": "\"NSE\"", "segment": "\"E\"", "securityId": "\"1333\"", "clientId": "\"1100000001\"",
                "orderNo": "\"1\"", "product": "\"C\"", "txnType": "\"B\"", "orderType": "\"LMT\"",
                "validity": "\"DAY\"", "discQuantity": "0", "quantity": "10", "tradedQty": "5", "price": "1600.5",
                "triggerPrice": "0", "avgTradedPrice": "1600.25", "lastUpdatedTime": "\"2026-06-10 09:49:57\"",
                "reasonDescription": "\"CONFIRMED\"", "status": "\"Part-Traded\"", "correlationId": "\"SD1\"",
            ].merging(fields) { $1 }
        )
        return "{\"Data\":\(data),\"Type\":\"\(type)\"}"
    }

    private static func object(_ fields: [String: String]) -> String {
        "{" + fields.sorted { $0.key < $1.key }.map { "\"\($0.key)\":\($0.value)" }.joined(separator: ",") + "}"
    }
}

// Super orders (section 2.9).
extension Rows {
    /// The row of an order with its exits.
    static func superOrder(_ legs: [String], _ fields: [String: String] = [:]) -> String {
        let extra = ["legName": "\"ENTRY_LEG\"", "legDetails": "[\(legs.joined(separator: ","))]", "ltp": "1500.0"]
        return order(extra.merging(fields) { $1 })
    }

    static func leg(
        _ name: String,
        _ price: Int,
        _ status: String = "PENDING",
        side: String = "SELL",
        jump: String = "0.0",
        triggered: Int = 0
    ) -> String {
        #"{"orderId":"1","legName":"\#(name)","transactionType":"\#(side)","totalQuatity":10,"remainingQuantity":10,"triggeredQuantity":\#(triggered),"price":\#(price).0,"orderStatus":"\#(status)","trailingJump":\#(jump)}"#
    }

    /// What the adapter reads of one such row.
    static func brackets(_ legs: [String], _ fields: [String: String] = [:]) throws -> [BracketRow] {
        let (_, end, skipped, _) = try Kit.carryOut(.brackets, [Kit.json("[\(superOrder(legs, fields))]")])
        #expect(skipped.isEmpty)
        guard case .brackets(let rows) = end.result else {
            Issue.record("\(end)")
            return []
        }
        return rows
    }
}

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

/// Rows of sections 5 and 6 in the documented form, their fields to be changed; a field of `""` is left out.
enum Rows {
    private static func object(_ fields: [String: String], _ changes: [String: String]) -> String {
        let all = fields.merging(changes) { $1 }.filter { !$0.value.isEmpty }
        return "{" + all.map { "\"\($0.key)\":\($0.value)" }.sorted().joined(separator: ",") + "}"
    }

    /// Ten units of the share, five of them filled.
    static func order(_ changes: [String: String] = [:]) -> String {
        object(
            [
                "exchange": "\"NSE\"", "product": "\"D\"", "price": "52.65", "quantity": "10", "status": "\"open\"",
                "guid": "null", "tag": "\"SD1\"", "instrument_token": "\"\(Sample.shareKey)\"",
                "placed_by": "\"AB1234\"", "trading_symbol": "\"SAMPLE\"", "tradingsymbol": "\"SAMPLE\"",
                "order_type": "\"LIMIT\"", "validity": "\"DAY\"", "trigger_price": "0.0", "disclosed_quantity": "0",
                "transaction_type": "\"BUY\"", "average_price": "52.6", "filled_quantity": "5",
                "pending_quantity": "5", "status_message": "null", "status_message_raw": "null",
                "exchange_order_id": "\"1100000012345678\"", "parent_order_id": "null",
                "order_id": "\"261127000000001\"", "variety": "\"SIMPLE\"",
                "order_timestamp": "\"2026-11-27 10:15:00\"", "exchange_timestamp": "\"2026-11-27 10:15:01\"",
                "is_amo": "false", "order_request_id": "\"1\"", "order_ref_id": "\"r-1\"",
            ],
            changes
        )
    }

    static func trade(_ changes: [String: String] = [:]) -> String {
        object(
            [
                "exchange": "\"NSE\"", "product": "\"D\"", "trading_symbol": "\"SAMPLE\"",
                "instrument_token": "\"\(Sample.shareKey)\"", "order_type": "\"LIMIT\"",
                "transaction_type": "\"BUY\"", "quantity": "5", "exchange_order_id": "\"1100000012345678\"",
                "order_id": "\"261127000000001\"", "exchange_timestamp": "\"2026-11-27 10:15:01\"",
                "average_price": "52.6", "trade_id": "\"50123\"", "order_ref_id": "\"r-1\"",
                "order_timestamp": "\"2026-11-27 10:15:00\"",
            ],
            changes
        )
    }

    static func position(_ changes: [String: String] = [:]) -> String {
        object(
            [
                "exchange": "\"NFO\"", "multiplier": "1.0", "product": "\"D\"",
                "instrument_token": "\"\(Sample.optionKey)\"", "average_price": "null", "quantity": "-65",
                "trading_symbol": "\"NIFTY 25000 CE 31 DEC 26\"", "buy_price": "0.0", "sell_price": "120.5",
            ],
            changes
        )
    }

    static func holding(_ changes: [String: String] = [:]) -> String {
        object(
            [
                "isin": "\"INE000A01020\"", "product": "\"D\"", "quantity": "12", "t1_quantity": "2",
                "trading_symbol": "\"SAMPLE\"", "instrument_token": "\"\(Sample.shareKey)\"",
                "average_price": "49.875", "exchange": "\"NSE\"",
            ],
            changes
        )
    }
}

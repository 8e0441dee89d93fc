import SaudaBroker

/// Bodies and frames as the protocol's appendices have them.
enum Bodies {
    static let session =
        #"{"user_type":"individual","email":"a@example.com","user_name":"Demo User","user_id":"ZZ0001","api_key":"demoapikey000001","access_token":"demoaccesstoken","public_token":"demopublictoken","enctoken":"demoenctoken","refresh_token":"","login_time":"2026-03-20 08:45:10"}"#
    static let order =
        #"{"account_id":"ZZ0001","placed_by":"ZZ0001","order_id":"2035000000000000017","exchange_order_id":"1300000001234567","parent_order_id":null,"status":"OPEN","status_message":null,"status_message_raw":null,"order_timestamp":"2026-03-20 09:21:05","exchange_update_timestamp":"2026-03-20 09:21:07","exchange_timestamp":"2026-03-20 09:21:05","variety":"regular","modified":false,"exchange":"NSE","tradingsymbol":"INFY","instrument_token":408065,"order_type":"LIMIT","transaction_type":"BUY","validity":"DAY","validity_ttl":0,"product":"CNC","quantity":100,"disclosed_quantity":0,"price":1512.3,"trigger_price":0,"average_price":1512.3,"filled_quantity":40,"pending_quantity":60,"cancelled_quantity":0,"market_protection":0,"meta":{},"tag":"sauda1","tags":["sauda1"],"guid":null}"#
    static let trade =
        #"{"trade_id":"10000123","order_id":"2035000000000000017","exchange":"NSE","tradingsymbol":"INFY","instrument_token":408065,"product":"CNC","average_price":1512.3,"quantity":40,"exchange_order_id":"1300000001234567","transaction_type":"BUY","fill_timestamp":"2026-03-20 09:21:07","order_timestamp":"09:21:07","exchange_timestamp":"2026-03-20 09:21:07"}"#
    static let position =
        #"{"tradingsymbol":"DEMO26MARFUT","exchange":"NFO","instrument_token":13906178,"product":"NRML","quantity":-2,"overnight_quantity":0,"multiplier":1,"average_price":101.00005,"close_price":0,"last_price":103}"#
    static let holding =
        #"{"tradingsymbol":"INFY","exchange":"NSE","instrument_token":408065,"isin":"INE009A01021","product":"CNC","price":0,"quantity":10,"used_quantity":0,"t1_quantity":3,"average_price":1400,"last_price":1512.35}"#
    static let quote =
        #"{"instrument_token":408065,"timestamp":"2026-03-20 09:15:00","last_trade_time":"2026-03-20 09:14:59","last_price":1512.35,"last_quantity":7,"volume":2345678,"ohlc":{"open":1500,"high":1515,"low":1498.75,"close":1505.1}}"#
    /// Section 3.7: a holding with the number of its auction.
    static let auction =
        #"{"tradingsymbol":"INFY","exchange":"NSE","instrument_token":408065,"isin":"INE009A01021","product":"CNC","price":0,"quantity":10,"t1_quantity":0,"average_price":1400,"last_price":1512.35,"auction_number":"20"}"#
    /// Section 3.9.
    static let margin =
        #"{"type":"equity","tradingsymbol":"INFY","exchange":"NSE","span":0,"exposure":0,"option_premium":0,"additional":0,"bo":0,"cash":0,"var":30246,"pnl":{"realised":0,"unrealised":0},"leverage":1,"total":151230.0}"#
    static let basket =
        #"{"initial":{"type":"","tradingsymbol":"","exchange":"","total":302460.0},"final":{"type":"","tradingsymbol":"","exchange":"","total":300000.0},"orders":[\#(margin),\#(margin)],"charges":{"total":0}}"#
    static let charges =
        #"{"transaction_type":"BUY","tradingsymbol":"INFY","exchange":"NSE","variety":"regular","product":"CNC","order_type":"LIMIT","quantity":100,"price":1512.3,"charges":{"transaction_tax":151.23,"transaction_tax_type":"stt","exchange_turnover_charge":4.64276,"sebi_turnover_charge":0.15123,"brokerage":0.01,"stamp_duty":22.6845,"gst":{"igst":0.86471,"cgst":0,"sgst":0,"total":0.86471},"total":179.57555}}"#
    static let gtt =
        #"{"id":456,"user_id":"ZZ0001","parent_trigger":null,"type":"single","created_at":"2026-03-20 09:25:10","updated_at":"2026-03-20 09:25:10","expires_at":"2027-03-20 09:25:10","status":"active","condition":{"exchange":"NSE","last_price":1512.35,"tradingsymbol":"INFY","trigger_values":[1400],"instrument_token":408065},"orders":[{"exchange":"NSE","tradingsymbol":"INFY","product":"CNC","order_type":"LIMIT","transaction_type":"BUY","quantity":10,"price":1401,"result":null}],"meta":null}"#
    static let candles = #"{"candles":[["2026-03-20T09:15:00+0530",1500,1504.5,1499,1503,15230]]}"#

    static let ltp = bytes("0001000800063a0100024ec3")
    static let full = bytes(
        "000100b800063a0100024ec30000000700024dc40023cace0001646200015abd000249f000024fcc0002497300024bee"
            + "69bcc2bb00000000000000000000000069bcc2bc"
            + "0000006400024ebe00030000000000fa00024eb9000500000000019000024eb4000200000000004b00024eaf00010000"
            + "000004b000024eaa000e00000000003c00024ec3000100000000013600024ec800040000000001f900024ecd00060000"
            + "0000005a00024ed200020000000007d000024ed700150000"
    )
    static let index = bytes("000100200003e909002567230025896a00253b4500256250002577c2ffffef6169bcc2bc")
    /// A share, an index, and a contract that nobody wants.
    static let three = bytes(
        "0003000800063a0100024ec3001c0003e909002567230025896a00253b4500256250002577c2ffffef6100080004d207000a5bf4"
    )

    static func success(_ data: String) -> HTTPResponse { json(#"{"status":"success","data":\#(data)}"#, 200) }

    static func refusal(_ status: Int, _ type: String, _ message: String) -> HTTPResponse {
        json(#"{"status":"error","message":"\#(message)","error_type":"\#(type)","data":null}"#, status)
    }

    private static func json(_ body: String, _ status: Int) -> HTTPResponse {
        HTTPResponse(
            status: status,
            headers: [HTTPHeader("Content-Type", "application/json")],
            body: Array(body.utf8)
        )
    }

    private static func bytes(_ text: String) -> [UInt8] {
        let digits = text.compactMap(\.hexDigitValue)
        return stride(from: 0, to: digits.count - 1, by: 2).map { UInt8(digits[$0] << 4 | digits[$0 + 1]) }
    }
}

import SaudaBroker

/// Bodies and frames as sections 1.3, 2, 3, 5 to 8 and 13 of the broker's document have them.
enum Bodies {
    static let token =
        #"{"email":"a@example.com","broker":"UPSTOX","user_id":"AB1234","is_active":true,"access_token":"new.demo.token","extended_token":"never.demo.token"}"#
    static let profile = #"{"user_id":"AB1234","user_name":"A B","broker":"UPSTOX","is_active":true}"#
    static let order =
        #"{"exchange":"NSE","product":"D","price":52.65,"quantity":10,"status":"open","guid":null,"tag":"SD1","instrument_token":"NSE_EQ|INE000A01020","placed_by":"AB1234","trading_symbol":"SAMPLE","tradingsymbol":"SAMPLE","order_type":"LIMIT","validity":"DAY","trigger_price":0.0,"disclosed_quantity":0,"transaction_type":"BUY","average_price":52.6,"filled_quantity":5,"pending_quantity":5,"status_message":null,"status_message_raw":null,"exchange_order_id":"1100000012345678","parent_order_id":null,"order_id":"261127000000001","variety":"SIMPLE","order_timestamp":"2026-11-27 10:15:00","exchange_timestamp":"2026-11-27 10:15:01","is_amo":false,"order_request_id":"1","order_ref_id":"r-1"}"#
    static let message =
        #"{"update_type":"order","user_id":"AB1234","userId":"AB1234","instrument_key":"NSE_EQ|INE000A01020","exchange":"NSE","product":"D","price":52.65,"quantity":10,"status":"open","guid":null,"tag":"SD1","instrument_token":"NSE_EQ|INE000A01020","placed_by":"AB1234","trading_symbol":"SAMPLE-EQ","order_type":"LIMIT","validity":"DAY","trigger_price":0.0,"disclosed_quantity":0,"transaction_type":"BUY","average_price":52.6,"filled_quantity":5,"pending_quantity":5,"status_message":"","status_message_raw":null,"exchange_order_id":"1100000012345678","parent_order_id":null,"order_id":"261127000000001","variety":"SIMPLE","order_timestamp":"2026-11-27 10:15:00","exchange_timestamp":"2026-11-27 10:15:01","is_amo":false,"order_request_id":"1","order_ref_id":"r-1"}"#
    static let trade =
        #"{"exchange":"NSE","product":"D","trading_symbol":"SAMPLE","instrument_token":"NSE_EQ|INE000A01020","order_type":"LIMIT","transaction_type":"BUY","quantity":5,"exchange_order_id":"1100000012345678","order_id":"261127000000001","exchange_timestamp":"2026-11-27 10:15:01","average_price":52.6,"trade_id":"50123","order_ref_id":"r-1","order_timestamp":"2026-11-27 10:15:00"}"#
    static let position =
        #"{"exchange":"NFO","multiplier":1.0,"product":"D","instrument_token":"NSE_FO|90102","average_price":null,"quantity":-65,"trading_symbol":"NIFTY 25000 CE 31 DEC 26","buy_price":0.0,"sell_price":120.5}"#
    static let holding =
        #"{"isin":"INE000A01020","product":"D","quantity":12,"t1_quantity":2,"trading_symbol":"SAMPLE","instrument_token":"NSE_EQ|INE000A01020","average_price":49.875,"exchange":"NSE"}"#
    static let funds = #"{"equity":{"used_margin":0.8,"available_margin":15507.46},"commodity":{"available_margin":0}}"#
    static let quote =
        #"{"NSE_EQ:SAMPLE":{"ohlc":{"open":52.0,"high":53.4,"low":51.9,"close":52.7},"timestamp":"2026-11-27T10:15:02.123+05:30","instrument_token":"NSE_EQ|INE000A01020","symbol":"SAMPLE","last_price":52.70000076293945,"volume":12345,"net_change":0.4,"last_trade_time":"1795754701000"}}"#
    static let candles =
        #"{"candles":[["2026-11-26T09:16:00+05:30",52.1,52.3,52.0,52.2,900,0],["2026-11-26T09:15:00+05:30",52.0,52.2,51.9,52.1,1500,0]]}"#
    static let margin =
        #"{"margins":[{"span_margin":0,"exposure_margin":0,"equity_margin":526.5,"net_buy_premium":0,"additional_margin":0,"total_margin":526.5,"tender_margin":0}],"required_margin":526.5,"final_margin":526.5}"#
    static let charges =
        #"{"charges":{"total":12.34,"brokerage":5.0,"taxes":{"gst":1.1,"stt":2.2,"stamp_duty":0.3},"other_charges":{"transaction":3.0,"clearing":0.5,"ipft":0.04,"sebi_turnover":0.2}}}"#
    static let chain =
        #"[{"expiry":"2026-12-31","strike_price":25000.0,"underlying_key":"NSE_INDEX|Nifty 50","underlying_spot_price":25012.55,"call_options":{"instrument_key":"NSE_FO|90102","market_data":{"ltp":121.0,"close_price":118.2,"volume":70000000,"oi":900000.0,"bid_price":120.95,"bid_qty":65,"ask_price":121.05,"ask_qty":130},"option_greeks":{"vega":12.5,"theta":-9.1,"gamma":0.001,"delta":0.52,"iv":11.4}},"put_options":null}]"#
    static let addresses =
        #"{"user_id":"AB1234","primary_ip":"203.0.113.10","secondary_ip":null,"primary_ip_updated_at":"2026-11-20 09:00:00","secondary_ip_updated_at":null}"#
    static let place =
        #"{"authorized_redirect_uri":"wss://wsfeeder-api.upstox.com/market-data-feeder/v3/upstox-developer-api/feeds?requestId=1&code=aB-3"}"#

    // MARK: - Instrument files, unpacked

    static let nse = [
        #"{"segment":"NSE_EQ","name":"SAMPLE LTD","exchange":"NSE","isin":"INE000A01020","instrument_type":"EQ","instrument_key":"NSE_EQ|INE000A01020","lot_size":1,"freeze_quantity":100000.0,"exchange_token":"90001","tick_size":5.0,"trading_symbol":"SAMPLE","security_type":"NORMAL","cas_eligible":true}"#,
        #"{"segment":"NSE_INDEX","name":"Nifty 50","exchange":"NSE","instrument_type":"INDEX","instrument_key":"NSE_INDEX|Nifty 50","exchange_token":"26000","trading_symbol":"NIFTY"}"#,
        #"{"weekly":false,"segment":"NSE_FO","name":"NIFTY","exchange":"NSE","expiry":1798741799000,"instrument_type":"CE","asset_symbol":"NIFTY","underlying_symbol":"NIFTY","instrument_key":"NSE_FO|90102","lot_size":65,"freeze_quantity":1800.0,"exchange_token":"90102","minimum_lot":65,"underlying_key":"NSE_INDEX|Nifty 50","tick_size":5.0,"underlying_type":"INDEX","trading_symbol":"NIFTY 25000 CE 31 DEC 26","strike_price":25000.0,"qty_multiplier":1.0}"#,
        // Currencies are not traded here: left out and counted.
        #"{"segment":"NCD_FO","name":"USDINR","exchange":"NSE","instrument_type":"FUT","instrument_key":"NCD_FO|7","exchange_token":"7","trading_symbol":"USDINR FUT"}"#,
    ]
    static let fund =
        #"{"segment":"BSE_EQ","name":"SAMPLE GOLD FUND","exchange":"BSE","isin":"INF000A01020","instrument_type":"E","instrument_key":"BSE_EQ|INF000A01020","lot_size":1,"freeze_quantity":100000.0,"exchange_token":"590001","tick_size":1.0,"trading_symbol":"SAMPLEGOLD"}"#

    // MARK: - Frames of the feed

    static let full = bytes(
        "080112c3010a134e53455f45517c494e4530303041303130323012ab0112a6010aa3010a1b099a99999999594a4010c8"
            + "e1c8daa134180a216666666666264a4012780a16080a113333333333534a401807219a99999999594a400a16081411cd"
            + "cccccccc4c4a40181e210000000000604a400a160819116666666666464a401828216666666666664a400a1608011100"
            + "00000000404a40180221cdcccccccc6c4a400a160803119a99999999394a401804213333333333734a4029ae47e17a14"
            + "4e4a4030b960200118dce1c8daa134"
    )
    static let index = bytes(
        "0801122c0a124e53455f494e4445587c4e696674792035301216121412120a100933333333236dd84010c8e1c8daa134"
            + "18dce1c8daa134"
    )
    static let firstLevel = bytes(
        "0801124b0a0c4e53455f464f7c3930313032123b1a390a12090000000000405e4010c8e1c8daa13418411217084111cd"
            + "cccccccc3c5e40188201213333333333435e40208a05290000000000e0854018dce1c8daa134"
    )
    static let last = bytes(
        "122b0a134e53455f45517c494e4530303041303130323012140a12099a99999999594a4010c8e1c8daa134180a18dce1"
            + "c8daa134"
    )
    static let several = bytes(
        "080112c3010a134e53455f45517c494e4530303041303130323012ab0112a6010aa3010a1b099a99999999594a4010c8"
            + "e1c8daa134180a216666666666264a4012780a16080a113333333333534a401807219a99999999594a400a16081411cd"
            + "cccccccc4c4a40181e210000000000604a400a160819116666666666464a401828216666666666664a400a1608011100"
            + "00000000404a40180221cdcccccccc6c4a400a160803119a99999999394a401804213333333333734a4029ae47e17a14"
            + "4e4a4030b9602001122c0a124e53455f494e4445587c4e696674792035301216121412120a100933333333236dd84010"
            + "c8e1c8daa134124b0a0c4e53455f464f7c3930313032123b1a390a12090000000000405e4010c8e1c8daa13418411217"
            + "084111cdcccccccc3c5e40188201213333333333435e40208a05290000000000e0854018dce1c8daa134"
    )

    // MARK: - Answers

    static func answer(_ body: String, _ status: Int = 200) -> HTTPResponse {
        HTTPResponse(status: status, headers: [HTTPHeader("Content-Type", "application/json")], body: Array(body.utf8))
    }

    static func success(_ data: String) -> HTTPResponse { answer(#"{"status":"success","data":\#(data)}"#) }

    static func refusal(_ status: Int, _ code: String, _ text: String) -> HTTPResponse {
        answer(
            #"{"status":"error","errors":[{"errorCode":"\#(code)","propertyPath":null,"invalidValue":null,"error_code":"\#(code)","message":"\#(text)"}]}"#,
            status
        )
    }

    static func list(_ rows: [String]) -> HTTPResponse { answer("[" + rows.joined(separator: ",\n") + "]") }

    private static func bytes(_ text: String) -> [UInt8] {
        let digits = text.compactMap(\.hexDigitValue)
        return stride(from: 0, to: digits.count - 1, by: 2).map { UInt8(digits[$0] << 4 | digits[$0 + 1]) }
    }
}

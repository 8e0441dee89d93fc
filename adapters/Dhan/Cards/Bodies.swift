import SaudaBroker

/// Bodies and frames as sections 1.4, 1.5, 2.6 to 2.16, 3.9, 4.3 and 6.2 of the protocol have them.
enum Bodies {
    static let issued =
        #"{"dhanClientId":"1100000001","dhanClientName":"DEMO","dhanClientUcc":"ABCD12345E","givenPowerOfAttorney":false,"accessToken":"new.demo.token","expiryTime":"2026-06-11T09:49:58.000"}"#
    static let profile =
        #"{"dhanClientId":"1100000001","tokenValidity":"11/06/2026 09:49","activeSegment":"Equity, Derivative","ddpi":"Active","mtf":"Deactive","dataPlan":"Active","dataValidity":"2026-12-05 09:37:52.0"}"#
    static let order =
        #"{"dhanClientId":"1100000001","orderId":"752502167405","exchangeOrderId":"1100000047042391","correlationId":"sauda1","orderStatus":"PENDING","transactionType":"BUY","exchangeSegment":"NSE_EQ","productType":"CNC","orderType":"LIMIT","validity":"DAY","tradingSymbol":"HDFCBANK","securityId":"1333","quantity":100,"disclosedQuantity":0,"price":1642.05,"triggerPrice":0.0,"afterMarketOrder":false,"boProfitValue":0.0,"boStopLossValue":0.0,"legName":"NA","createTime":"2026-06-10 09:49:50","updateTime":"2026-06-10 09:49:57","exchangeTime":"2026-06-10 09:49:57","drvExpiryDate":"0001-01-01","drvOptionType":"NA","drvStrikePrice":0.0,"omsErrorCode":"0","omsErrorDescription":"","algoId":"0","remainingQuantity":60,"averageTradedPrice":1642.0,"filledQty":40}"#
    static let trade =
        #"{"dhanClientId":"1100000001","orderId":"752502167405","exchangeOrderId":"1100000047042391","exchangeTradeId":"10000123","transactionType":"BUY","exchangeSegment":"NSE_EQ","productType":"CNC","orderType":"LIMIT","tradingSymbol":"HDFCBANK","customSymbol":null,"securityId":"1333","tradedQuantity":40,"tradedPrice":1642.0,"createTime":"2026-06-10 09:49:50","updateTime":"2026-06-10 09:49:57","exchangeTime":"2026-06-10 09:49:57","drvExpiryDate":"0001-01-01","drvOptionType":"NA","drvStrikePrice":0.0}"#
    static let position =
        #"{"dhanClientId":"1100000001","tradingSymbol":"NIFTY-Sep2026-29150-CE","securityId":"35084","positionType":"SHORT","exchangeSegment":"NSE_FNO","productType":"MARGIN","buyAvg":0.0,"costPrice":152.3,"buyQty":0,"sellAvg":152.3,"sellQty":130,"netQty":-130,"realizedProfit":0.0,"unrealizedProfit":12.5,"multiplier":1,"drvExpiryDate":"2026-09-29","drvOptionType":"CALL","drvStrikePrice":29150.0,"crossCurrency":false}"#
    static let holding =
        #"{"exchange":"ALL","tradingSymbol":"HDFCBANK","securityId":"1333","isin":"INE040A01034","totalQty":13,"dpQty":10,"t1Qty":3,"availableQty":13,"collateralQty":0,"avgCostPrice":1400.0,"lastTradedPrice":1642.05}"#
    static let funds =
        #"{"dhanClientId":"1100000001","availabelBalance":291444.67,"sodLimit":300000.0,"collateralAmount":0.0,"receiveableAmount":0.0,"utilizedAmount":8555.33,"blockedPayoutAmount":0.0,"withdrawableBalance":291444.67}"#
    static let quote =
        #"{"last_price":1642.05,"last_quantity":12,"last_trade_time":"10/06/2026 09:49:57","average_price":1639.87,"buy_quantity":790021,"sell_quantity":812345,"volume":4511233,"net_change":10.65,"lower_circuit_limit":1468.3,"upper_circuit_limit":1794.5,"oi":0,"ohlc":{"open":1635.0,"close":1631.4,"high":1648.9,"low":1630.25}}"#
    static let margin =
        #"{"totalMargin":3284.1,"spanMargin":0.0,"exposureMargin":0.0,"availableBalance":0.0,"variableMargin":3284.1,"insufficientBalance":0.0,"brokerage":0.0,"leverage":"5X"}"#
    /// Texts here, where the call for one order has numbers (section 2.13).
    static let basket =
        #"{"total_margin":"6500.00","span_margin":"0.0","exposure_margin":"0.0","equity_margin":"6500.00","fo_margin":"0.0","commodity_margin":"0.0","currency":"INR","hedge_benefit":""}"#
    /// 09:15 India time, as a true epoch.
    static let candles =
        #"{"open":[1500.0],"high":[1504.5],"low":[1499.0],"close":[1503.0],"volume":[15230],"timestamp":[1.7810631E9]}"#
    static let message =
        #"{"Data":{"exchange":"NSE","segment":"E","source":"P","securityId":"1333","clientId":"1100000001","exchOrderNo":"1100000047042391","orderNo":"752502167405","product":"C","txnType":"B","orderType":"LMT","validity":"DAY","discQuantity":0,"quantity":100,"tradedQty":40,"remainingQuantity":60,"price":1642.05,"triggerPrice":0,"tradedPrice":1642.0,"avgTradedPrice":1642.0,"offMktFlag":"0","orderDateTime":"2026-06-10 09:49:50","exchOrderTime":"2026-06-10 09:49:57","lastUpdatedTime":"2026-06-10 09:49:57","remarks":"NR","mktType":"NL","reasonDescription":"CONFIRMED","legNo":1,"instrument":"EQUITY","symbol":"HDFCBANK","productName":"CNC","status":"Pending","lotSize":1,"displayName":"HDFC Bank","correlationId":"sauda1"},"Type":"order_alert"}"#

    private static let header =
        "EXCH_ID,SEGMENT,SECURITY_ID,ISIN,INSTRUMENT,UNDERLYING_SECURITY_ID,UNDERLYING_SYMBOL,SYMBOL_NAME,DISPLAY_NAME,INSTRUMENT_TYPE,SERIES,LOT_SIZE,SM_EXPIRY_DATE,STRIKE_PRICE,OPTION_TYPE,TICK_SIZE,SM_FREEZE_QTY\n"
    static let rows = [
        "NSE,E,1333,INE040A01034,EQUITY,,HDFCBANK,HDFC BANK LTD,HDFC Bank,ES,EQ,1.0,,,,5.0000,0\n",
        "NSE,I,13,NA,INDEX,13,NIFTY,NIFTY,Nifty 50,INDEX,NA,1,0001-01-01,,XX,0.05,0\n",
        "NSE,D,35084,NA,OPTIDX,26000,NIFTY,NIFTY-Sep2026-29150-CE,NIFTY 29 SEP 29150 CALL,OP,NA,65.0,2026-09-29,29150.00000,CE,5.0000,1756\n",
        // Metals are not traded here: left out and counted.
        "MCX,M,449284,NA,FUTCOM,1,GOLD,GOLD-26Oct2026-FUT,GOLD OCT FUT,FUT,NA,1.0,2026-10-05,-0.01,XX,100.0,0\n",
    ]

    static let ticker = bytes("0210000135050000" + "9a41cd444533296a")
    static let quotePacket = bytes(
        "0432000135050000" + "9a41cd440c004533296ad7fbcc4401d6440039650c00050e0c000060cc44cdeccb44cd1cce4400c8cb44"
    )
    static let full = bytes(
        "08a200020c890000" + "cd4c18434b004533296af6a81543ec48130315ba2100ea511e0023fd1b00a93a1c00cef91900"
            + "000020439a1925439ad92b4333330c43"
            + "14050000cf030000040003009a191843cd4c18438a0200009e07000002000500cd0c18439a591843"
            + "280a000045010000070001000000184366661843c30000004100000001000100" + "33f3174333731843"
            + "c61100003c0f00000b00090066e6174300801843"
    )
    /// NIFTY at 23355.90.
    static let index = bytes("021000000d000000" + "cd77b6464533296a")

    static func list(_ rows: [String]) -> HTTPResponse {
        HTTPResponse(
            status: 200,
            headers: [HTTPHeader("Content-Type", "text/csv")],
            body: Array((header + rows.joined()).utf8)
        )
    }

    static func answer(_ body: String, _ status: Int = 200) -> HTTPResponse {
        HTTPResponse(status: status, headers: [HTTPHeader("Content-Type", "application/json")], body: Array(body.utf8))
    }

    static func refusal(_ status: Int, _ code: String, _ text: String) -> HTTPResponse {
        answer(#"{"errorType":"Order_Error","errorCode":"\#(code)","errorMessage":"\#(text)"}"#, status)
    }

    private static func bytes(_ text: String) -> [UInt8] {
        let digits = text.compactMap(\.hexDigitValue)
        return stride(from: 0, to: digits.count - 1, by: 2).map { UInt8(digits[$0] << 4 | digits[$0 + 1]) }
    }
}

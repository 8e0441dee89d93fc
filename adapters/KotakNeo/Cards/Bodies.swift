import SaudaBroker

/// Bodies and frames as sections 1.2, 3.5 to 3.8, 6.2, 8 and 9.4 of the protocol have them.
enum Bodies {
    static let view =
        #"{"data":{"token":"demo.view.token","sid":"demo-view-sid","rid":"demo-rid","isUserPwdExpired":false,"ucc":"ABC12","greetingName":"DEMO","dataCenter":"E21","dataCenterMap":null,"dormancyStatus":"A","clientType":"RI","isNRI":false,"kType":"View","status":"success"}}"#
    static let trade =
        #"{"data":{"token":"demo.trade.token","sid":"demo-trade-sid","rid":"demo-rid","baseUrl":"https://e21.kotaksecurities.com","isUserPwdExpired":false,"ucc":"ABC12","greetingName":"DEMO","dataCenter":"E21","dataCenterMap":null,"dormancyStatus":"A","clientType":"RI","isNRI":false,"kType":"Trade","status":"success"}}"#
    static let order =
        #"{"nOrdNo":"260910000012345","exOrdId":"1100000012345678","ordSt":"open","stat":"open","avgPrc":"1409.50","qty":100,"fldQty":40,"unFldSz":60,"cnlQty":0,"dscQty":0,"trnsTp":"B","prcTp":"L","prc":"1410.00","trgPrc":"0.00","prod":"CNC","exSeg":"nse_cm","sym":"RELIANCE","trdSym":"RELIANCE-EQ","tok":"2885","vldt":"DAY","rejRsn":"--","GuiOrdId":"sauda1","ordGenTp":"NA","ordDtTm":"10-Sep-2026 09:00:00","ordEntTm":"10-Sep-2026 08:59:58","hsUpTm":"2026/09/10 09:00:00","boeSec":1789011000,"uSec":"1789011000","updRecvTm":1789011000000000000}"#
    static let state =
        #"{"trdSym":"RELIANCE-EQ","prc":"1410.00","qty":100,"ordSt":"open","trnsTp":"B","prcTp":"L","exch":"NSE","exSeg":"nse_cm","exchTmstp":"10-Sep-2026 09:00:00","tok":"2885","nOrdNo":"260910000012345","nReqId":"1","sym":"RELIANCE","avgPrc":"1409.50","trgPrc":"0.00","dclQty":"0","exchOrdId":"1100000012345678","rejRsn":"--","ordDur":"DAY","prod":"CNC","flDtTm":"10-Sep-2026 09:00:00","ordGenTp":"--","fldQty":40,"unFldSz":60,"GuiOrdId":"sauda1","updRecvTm":1789011002000000000}"#
    static let fill =
        #"{"avgPrc":"1409.50","boeSec":1789011000,"exOrdId":"1100000012345678","exSeg":"nse_cm","exTm":"10-Sep-2026 09:00:00","fldQty":40,"flDt":"10-Sep-2026","flId":"207983744","flLeg":1,"flTm":"09:00:00","nOrdNo":"260910000012345","ordDur":"NA","prcTp":"L","prod":"CNC","rptTp":"fill","sym":"RELIANCE","trdSym":"RELIANCE-EQ","trnsTp":"B","GuiOrdId":"sauda1","tok":"","prc":"","qty":0,"tm":"","updRecvTm":1789011000000000000}"#
    static let position =
        #"{"exSeg":"nse_fo","trdSym":"NIFTY26OCTFUT","sym":"NIFTY","tok":"61005","prod":"NRML","type":"FUTIDX","optTp":"XX","stkPrc":"0.00","cfBuyQty":"0","cfSellQty":"0","cfBuyAmt":"0.00","cfSellAmt":"0.00","flBuyQty":"0","flSellQty":"130","buyAmt":"0.00","sellAmt":"3251300.00","lotSz":"65","multiplier":"1","precision":"2","genNum":"1","genDen":"1","prcNum":"1","prcDen":"1","sqrFlg":"Y","posFlg":"true"}"#
    static let holding =
        #"{"displaySymbol":"RELIANCE","averagePrice":1400.0,"quantity":13,"exchangeSegment":"nse_cm","exchangeIdentifier":"2885","holdingCost":18200.0,"mktValue":18333.9,"instrumentToken":8658,"instrumentType":"Equity","isAlternateScrip":false,"closingPrice":1410.3,"symbol":"RELIANCE","sellableQuantity":13}"#
    static let limits =
        #"{"Category":"CLIENT_SPECIAL","CollateralValue":"291463.45","MarginUsed":"18.78","Net":"291444.66999999998","stCode":200,"stat":"Ok"}"#
    static let quote =
        #"[{"exchange_token":"2885","display_symbol":"RELIANCE-EQ","exchange":"nse_cm","lstup_time":"1789011000","ltp":"1410.3000","last_volume":"5120345","change":"12.1000","ohlc":{"open":"1400.0000","high":"1412.5000","low":"1399.0500","close":"1398.2000"},"depth":null}]"#
    static let candles =
        #"{"status":"success","interval":"1min","data":{"candles":[["2026-09-10T09:15:00+0530",1500.0,1504.5,1499.0,1503.0,15230,0]]}}"#
    static let expiries =
        #"{"exchange":"nse_fo","underlying":"NIFTY","expiries":["2026-09-29","2026-09-22"]}"#
    static let chain =
        #"{"data":{"common_data":{"mktLot":65,"multiplier":1,"unlSymbol":"NIFTY","exSeg":"nse_fo","expiryDt":"2026-09-22"},"call":[{"instrument":{"neoSymbol":"nse_fo|56527","symbol":"NIFTY2692225000CE","optionType":"CE","strikePrice":25000,"moneyness":"ITM"},"quote":{"ltp":112.55,"open":101.0,"high":119.9,"low":98.2,"prevClose":99.75,"close":null,"volume":1234500},"openInterest":{"current":650000,"previous":600000,"change":50000,"changePct":8.33}}],"put":[{"instrument":{"neoSymbol":"nse_fo|56528","symbol":"NIFTY2692225000PE","optionType":"PE","strikePrice":25000,"moneyness":"OTM"},"quote":{"ltp":88.1,"open":95.0,"high":101.0,"low":80.0,"prevClose":97.3,"close":null,"volume":987300},"openInterest":{"current":715000,"previous":700000,"change":15000,"changePct":2.14}}],"fut":[]}}"#
    static let indexQuote =
        #"[{"exchange_token":"Nifty 50","display_symbol":"NIFTY-IN","exchange":"nse_cm","lstup_time":"1789011000","ltp":"25010.0500","ohlc":{"open":"24950.0000","high":"25100.0000","low":"24900.0000","close":"24980.0000"},"depth":null}]"#
    static let margin =
        #"{"avlCash":"291444.670000","totMrgnUsd":"3302.880000","mrgnUsd":"18.780000","ordMrgn":"3284.100000","rmsVldtd":"OK","reqdMrgn":"0.000000","avlMrgn":"0.000000","insufFund":"0.000000","stat":"Ok","stCode":200}"#
    static let message = #"{"type":"order","data":\#(order.replacing(#""ordGenTp":"NA","#, with: ""))}"#

    // MARK: - The instrument list

    static let paths = answer(
        #"{"data":{"filesPaths":["https://lapi.kotaksecurities.com/wso2-scripmaster/v1/prod/2026-09-10/transformed/nse_fo.csv","https://lapi.kotaksecurities.com/wso2-scripmaster/v1/prod/2026-09-10/transformed-v1/nse_cm-v1.csv"],"baseFolder":"https://lapi.kotaksecurities.com/wso2-scripmaster/v1/prod"}}"#
    )
    private static let header =
        "pSymbol,pGroup,pExchSeg,pSymbolName,pTrdSymbol,pOptionType,dTickSize ,lLotSize,lExpiryDate ,lPrecision,"
        + "dStrikePrice;,lFreezeQty\n"
    static let shares = list([
        // Gold bonds are no shares: left out and counted.
        "19777,GB,nse_cm,SGBDEC30,SGBDEC30-GB,,1,1,-1,2,-1,99999\n",
        "2885,EQ,nse_cm,RELIANCE,RELIANCE-EQ,,10,1,-1,2,-1,40592\n", "26000,,nse_cm,NIFTY,NIFTY,,-1,1,-1,2,-1,0\n",
    ])
    static let futures = ["61005,XX,nse_fo,NIFTY,NIFTY26OCTFUT,XX,10,65,1477578600,2,-1,1800\n"]

    static func list(_ rows: [String]) -> HTTPResponse {
        HTTPResponse(
            status: 200,
            headers: [HTTPHeader("Content-Type", "text/csv")],
            body: Array((header + rows.joined()).utf8)
        )
    }

    // MARK: - SFeed

    static let welcome =
        #"{"message_code":1119,"format":"native_batch","exchanges":{"nse_cm":{"value":1,"divider":100},"nse_fo":{"value":2,"divider":100}}}"#
    static let share = picture(exchange: 1, 2885, 141_030)
    static let future = picture(exchange: 2, 61_005, 2_501_000)
    static let index: [UInt8] = {
        var packet = [UInt8](repeating: 0, count: 87)
        put(87, 2, at: 0, &packet)
        put(7207, 2, at: 2, &packet)
        packet[4] = 1
        put(26_000, 4, at: 9, &packet)
        put(2_501_005, 4, at: 29, &packet)
        put(1_789_011_000, 8, at: 33, &packet)
        return packet
    }()
    /// Last price alone.
    static let mini: [UInt8] = {
        var packet = [UInt8](repeating: 0, count: 54)
        put(54, 2, at: 0, &packet)
        put(7208, 2, at: 2, &packet)
        packet[4] = 1
        packet[5] = 1
        put(2885, 4, at: 9, &packet)
        put(1_789_011_000, 8, at: 13, &packet)
        put(141_035, 4, at: 21, &packet)
        return packet
    }()

    /// A picture of level 4, with one row a side.
    private static func picture(exchange: UInt8, _ token: UInt64, _ last: UInt64) -> [UInt8] {
        var packet = [UInt8](repeating: 0, count: 176)
        put(176, 2, at: 0, &packet)
        put(7208, 2, at: 2, &packet)
        packet[4] = exchange
        packet[5] = 4
        put(token, 4, at: 9, &packet)
        put(5_120_345, 8, at: 29, &packet)
        put(1_789_011_000, 8, at: 37, &packet)
        put(last, 4, at: 69, &packet)
        put(1, 4, at: 89, &packet)
        put(1, 4, at: 93, &packet)
        return packet
    }

    private static func put(_ value: UInt64, _ count: Int, at place: Int, _ packet: inout [UInt8]) {
        for byte in 0..<count { packet[place + byte] = UInt8(truncatingIfNeeded: value >> UInt64(8 * byte)) }
    }

    // MARK: - Answers

    static func answer(_ body: String, _ status: Int = 200) -> HTTPResponse {
        HTTPResponse(status: status, headers: [HTTPHeader("Content-Type", "application/json")], body: Array(body.utf8))
    }

    static func rows(_ row: String) -> HTTPResponse { answer(#"{"stat":"Ok","stCode":200,"data":[\#(row)]}"#) }

    /// Of the order system, with status 200 (section 2.1).
    static func refusal(_ code: Int, _ text: String) -> HTTPResponse {
        answer(#"{"stCode":\#(code),"errMsg":"\#(text)","stat":"Not_Ok"}"#)
    }
}

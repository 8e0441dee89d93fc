import DhanPractice
import SaudaBroker
import SaudaCore
import Testing

/// What clients send by mistake or malice is answered, never trapped on.
@Suite struct DhanNonsenseTests {
    private struct Dice: RandomNumberGenerator {
        var state: UInt64
        mutating func next() -> UInt64 {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return state ^ state >> 29
        }
    }

    private static let targets = [
        "/v2/orders", "/v2/orders/1", "/v2/orders/22260320000001", "/v2/orders/slicing", "/v2/orders/external/%FF",
        "/v2/orders/external/cp-1", "/v2/trades", "/v2/trades/1", "/v2/trades/2026-01-01/9999-99-99/1",
        "/v2/trades/2026-01-01/2026-12-31/9223372036854775807", "/v2/super/orders", "/v2/super/orders/22260320000001",
        "/v2/super/orders/22260320000001/ENTRY_LEG", "/v2/super", "/v2/forever/orders",
        "/v2/forever/orders/5132603200001",
        "/v2/forever", "/v2/positions", "/v2/positions/convert", "/v2/holdings", "/v2/fundlimit",
        "/v2/margincalculator", "/v2/margincalculator/multi", "/v2/killswitch?killSwitchStatus=ACTIVATE",
        "/v2/killswitch?killSwitchStatus=DEACTIVATE", "/v2/ledger?from-date=2026-01-01&to-date=2026-12-31",
        "/v2/edis/tpin", "/v2/pnlExit", "/v2/edis/inquire/ALL", "/v2/profile", "/v2/ip/getIP", "/v2/ip/setIP",
        "/v2/ip/modifyIP",
        "/v2", "/v3/orders", "//", "", "/%00/../..", "/app/generateAccessToken", "/app/generate-consent?client_id=1",
        "/login/consentApp-login?consentAppId=1", "/app/consumeApp-consent?tokenId=1", "/v2/alerts/orders",
        "/v2/alerts/orders/12001",
        "/v2/marketfeed/ltp", "/v2/charts/intraday", "/v2/optionchain", "/v2/instrument/NSE_EQ",
    ]
    private static let names = [
        "dhanClientId", "transactionType", "exchangeSegment", "productType", "orderType", "validity", "securityId",
        "quantity", "disclosedQuantity", "price", "triggerPrice", "afterMarketOrder", "amoTime", "correlationId",
        "orderId", "legName", "targetPrice", "stopLossPrice", "trailingJump", "orderFlag", "price1", "triggerPrice1",
        "quantity1", "fromProductType", "toProductType", "positionType", "convertQty", "scripList", "ip", "ipFlag",
        "condition", "orders", "profitValue", "lossValue",
    ]
    private static let values = [
        "\"1100000001\"", "\"BUY\"", "\"SELL\"", "\"NSE_EQ\"", "\"NSE_FNO\"", "\"IDX_I\"", "\"CNC\"", "\"INTRADAY\"",
        "\"MARGIN\"", "\"LIMIT\"", "\"MARKET\"", "\"STOP_LOSS\"", "\"STOP_LOSS_MARKET\"", "\"DAY\"", "\"IOC\"",
        "\"1333\"", "1333", "\"54321\"", "0", "1", "10", "75", "1875", "-1", "50000000", "99999999999999999999",
        "1e400",
        "1e9", "-0", "NaN", "Infinity", "10000000", "0.05", "0.03", "1499.95", "1510", "1490", "true", "false", "null",
        "\"\"", "\"NaN\"", "\"OPEN\"", "\"OCO\"", "\"SINGLE\"", "\"ENTRY_LEG\"", "\"TARGET_LEG\"", "\"STOP_LOSS_LEG\"",
        "\"LONG\"", "\"cp-1\"", "[]", "{}", "[{}]", "[1,2]", "\"💥\"", "\"\\u0000\"", "9223372036854775807",
    ]

    @Test(arguments: [1, 2, 3, 4] as [UInt64])
    func `every request has one answer`(seed: UInt64) throws {
        var settings = DhanSettings()
        settings.ordersPerSecond = 100_000
        settings.ordersPerMinute = 100_000
        settings.ordersPerHour = 100_000
        settings.ordersPerDay = 100_000
        settings.othersPerSecond = 100_000
        settings.dataPerSecond = 100_000
        settings.quotesPerSecond = 100_000
        settings.marketIsLimit = seed % 2 == 0
        var desk = try DhanDesk(prices: [1500, 1510, 1490, 1450], settings: settings)
        desk.follow(99)
        var dice = Dice(state: seed)
        var accepted = 0
        let placements = ["/v2/orders", "/v2/orders/slicing", "/v2/super/orders", "/v2/forever/orders"]
        for turn in 0..<1000 {
            let isOrder = dice.next() % 2 == 0
            let method = isOrder ? .post : HTTPRequest.Method.allCases.randomElement(using: &dice) ?? .get
            let target = (isOrder ? placements : Self.targets).randomElement(using: &dice) ?? ""
            var fields: [String: String?] = [:]
            if target == "/v2/super/orders" {
                fields = ["targetPrice": "1520", "stopLossPrice": "1480", "trailingJump": "1"]
            } else if target == "/v2/forever/orders" {
                fields = ["orderFlag": "\"SINGLE\"", "triggerPrice": "1495"]
            }
            for _ in 0..<Int(dice.next() % (isOrder ? 3 : 8)) {
                fields[Self.names.randomElement(using: &dice) ?? ""] = Self.values.randomElement(using: &dice) ?? ""
            }
            let answer = try desk.send(method, target, DhanDesk.body(fields))
            if answer.status == 200, answer.id != nil, method == .post { accepted += 1 }
            desk.open(["/", "/?version=2&token=x", "/twentydepth", "/x?%"][Int(dice.next() % 4)], UInt64(100 + turn))
            desk.say(Self.values.randomElement(using: &dice) ?? "", on: UInt64(100 + turn))
            if dice.next() % 16 == 0 { desk.wait(700) }
        }
        #expect(accepted > 20)
        desk.wait(until: TimeOfDay(15, 31))
        let open = try desk.get("/v2/orders").rows.filter { row in
            let isAfterMarket = row["afterMarketOrder"] as? Bool == true
            return !isAfterMarket
                && !["TRADED", "CANCELLED", "REJECTED", "EXPIRED"].contains(row["orderStatus"] as? String ?? "")
        }
        #expect(open.isEmpty)
    }
}

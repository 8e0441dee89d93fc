import SaudaBroker
import SaudaCore
import Testing
import ZerodhaKitePractice

/// What clients send by mistake or malice is answered, never trapped on.
@Suite struct KiteNonsenseTests {
    private struct Dice: RandomNumberGenerator {
        var state: UInt64
        mutating func next() -> UInt64 {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return state ^ state >> 29
        }
    }

    private static let targets = [
        "/orders/regular", "/orders/amo", "/orders/%FF", "/orders", "/orders/1", "/orders/regular/1900000000000000001",
        "/trades", "/portfolio/positions", "/portfolio/holdings", "/user/margins/equity", "/quote?i=NSE:INFY&i=%",
        "/quote/ltp?i=408065", "/instruments/historical/408065/minute?from=9999-99-99&to=x",
        "/instruments/historical/99999999999/day?from=2026-01-01&to=2026-01-02", "/margins/orders", "//", "",
        "/session/token", "/connect/login", "/instruments/NSE", "/%00/../..", "/portfolio/holdings/authorise",
        "/orders/iceberg", "/orders/co", "/orders/auction", "/orders/bo", "/portfolio/holdings/auctions",
        "/gtt/triggers", "/gtt/triggers/100001", "/gtt/triggers/-1", "/gtt", "/margins/basket?mode=compact",
        "/charges/orders", "/instruments/trigger_range/buy?i=NSE:INFY",
    ]
    private static let names = [
        "exchange", "tradingsymbol", "transaction_type", "order_type", "product", "quantity", "price", "trigger_price",
        "validity", "validity_ttl", "disclosed_quantity", "tag", "market_protection", "autoslice", "old_product",
        "new_product", "position_type", "api_key", "checksum", "iceberg_legs", "iceberg_quantity", "auction_number",
        "parent_order_id", "type", "condition", "orders", "algo_id",
    ]
    private static let values = [
        "NSE", "NFO", "INFY", "DEMO26MARFUT", "BUY", "SELL", "LIMIT", "MARKET", "SL", "SL-M", "CNC", "MIS", "NRML",
        "DAY",
        "IOC", "TTL", "0", "1", "75", "-1", "50000000", "99999999999999999999", "1e400", "1e9", "-0", "NaN", "10000000",
        "0.05", "1499.95", "true", "%", "%zz", "", "\u{0}", "💥", "day", "[{}]", "9223372036854775807",
        "2", "50", "single", "two-leg", "{}", "[]",
        #"{"exchange":"NSE","tradingsymbol":"INFY","trigger_values":[1],"last_price":1500}"#,
    ]

    @Test(arguments: [1, 2, 3, 4] as [UInt64])
    func `every request has one answer`(seed: UInt64) throws {
        var settings = KiteSettings()
        settings.ordersPerSecond = 100_000
        settings.ordersPerMinute = 100_000
        settings.ordersPerDay = 1_000_000
        settings.othersPerSecond = 100_000
        settings.quotesPerSecond = 100_000
        settings.historicalPerSecond = 100_000
        settings.checksFundsFirst = seed % 2 == 0
        var desk = try KiteDesk(prices: [1500, 1510, 1490, 1450], settings: settings)
        _ = desk.connect()
        var dice = Dice(state: seed)
        var accepted = 0
        for _ in 0..<1000 {
            let isOrder = dice.next() % 3 == 0
            let method = isOrder ? .post : HTTPRequest.Method.allCases.randomElement(using: &dice) ?? .get
            let target = isOrder ? "/orders/regular" : Self.targets.randomElement(using: &dice) ?? ""
            var form = isOrder ? KiteDesk.buy + "&order_type=LIMIT&quantity=1&price=1490" : ""
            for _ in 0..<Int(dice.next() % (isOrder ? 4 : 8)) {
                let name = Self.names.randomElement(using: &dice) ?? ""
                let value = Self.values.randomElement(using: &dice) ?? ""
                // The first field of a name counts.
                form = "\(name)=\(value)&" + form
            }
            let answer = desk.send(method, target, form)
            #expect(answer != nil)
            if answer?.data["order_id"] != nil { accepted += 1 }
            desk.say(Self.values.randomElement(using: &dice) ?? "")
            if dice.next() % 16 == 0 { desk.wait(700) }
        }
        #expect(accepted > 0)
        desk.wait(until: TimeOfDay(15, 31))
        let open = try desk.get("/orders").rows.filter { row in
            !["COMPLETE", "CANCELLED", "REJECTED"].contains(row["status"] as? String ?? "")
        }
        #expect(open.isEmpty)
    }

    @Test func `messages that are not understood change nothing`() throws {
        var desk = try KiteDesk()
        _ = desk.connect()
        desk.written.removeAll()
        for text in ["", "{}", "[]", #"{"a":"subscribe","v":["408065"]}"#, #"{"a":"subscribe","v":[-1]}"#, "null", "{"]
        {
            desk.say(text)
        }
        desk.act(.socketMessage(PracticeSocket(number: 1), .binary([1, 2, 3])))
        desk.act(.socketMessage(PracticeSocket(number: 99), .text(#"{"a":"subscribe","v":[408065]}"#)))
        desk.wait(2000)
        #expect(desk.frames().isEmpty)
    }
}

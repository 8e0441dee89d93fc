import KotakNeoPractice
import SaudaBroker
import SaudaCore
import Testing

/// What clients send by mistake or malice is answered, never trapped on.
@Suite struct NeoNonsenseTests {
    private struct Dice: RandomNumberGenerator {
        var state: UInt64
        mutating func next() -> UInt64 {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return state ^ state >> 29
        }
    }

    private static let targets = [
        "/quick/order/rule/ms/place", "/quick/order/vr/modify", "/quick/order/cancel", "/quick/order/history",
        "/quick/order/bo/exit", "/quick/user/orders", "/quick/user/orders/260911000000001", "/quick/user/orders/%FF",
        "/quick/user/trades", "/quick/user/positions", "/quick/user/limits", "/quick/user/check-margin", "/quick",
        "/portfolio/v1/holdings", "/portfolio/v1/holdings?sId=", "/portfolio/v2/positions", "/portfolio", "/login",
        "/login/1.0/tradeApiLogin", "/login/1.0/tradeApiValidate", "/login/1.0/get-client-ip", "/5config/config",
        "/script-details/1.0/masterscrip/file-paths", "/script-details/1.0/quotes/neosymbol/|/ltp",
        "/script-details/1.0/quotes/neosymbol/nse_cm|-2885,nse_cm|99999999999", "/script-details",
        "/script-details/1.0/quotes/neosymbol/nse_cm|2885/all", "/wso2-scripmaster/v1/prod/x/y/z", "//", "", "/%00/..",
        "/market-data/1.0/historical/details?neosymbol=nse_cm|2885&fromdate=1900-01-01&todate=2200-12-31&interval=D",
        "/market-data/1.0/watchlist/option-chain?exchange=nse_fo&underlying=NIFTY&count=-9223372036854775808",
        "/market-data/1.0/watchlist/expiries?exchange=mcx_fo&underlying=", "/market-data",
    ]
    private static let names = [
        "am", "dq", "es", "mp", "pc", "pf", "pr", "pt", "qt", "rt", "tp", "ts", "tt", "ig", "os", "no", "on", "vd",
        "nOrdNo", "seg", "exch", "prod", "exSeg", "tok", "prc", "prcTp", "qty", "trnsTp", "totp", "mpin",
    ]
    private static let values = [
        "YES", "NO", "nse_cm", "nse_fo", "CNC", "NRML", "MIS", "MTF", "L", "MKT", "SL", "SL-M", "DAY", "IOC", "B", "S",
        "RELIANCE-EQ", "RELIANCE-BL", "NIFTY26SEPFUT", "0", "1", "10", "65", "1820", "-1", "50000000",
        "99999999999999999999", "1e400", "NaN", "10000000", "9999999.9999", "0.05", "1499.90", "1510", "1490", "", "💥",
        "\\u0000", "9223372036854775807", "260911000000001", "260911000000002", "ALL", "2885", "100", "N", "000000",
    ]

    @Test(arguments: [1, 2, 3, 4] as [UInt64])
    func `every request has one answer`(seed: UInt64) throws {
        var settings = NeoDesk.calm
        settings.marketIsLimit = seed % 2 == 0
        settings.stopMarketEnds = seed < 3 ? nil : settings.stopMarketEnds
        var desk = try NeoDesk(prices: [1500, 1510, 1490, 1450], settings: settings)
        var dice = Dice(state: seed)
        var accepted = 0
        for turn in 0..<1000 {
            let isOrder = dice.next() % 2 == 0
            let method = isOrder ? .post : HTTPRequest.Method.allCases.randomElement(using: &dice) ?? .get
            let target = isOrder ? Self.targets[0] : Self.targets.randomElement(using: &dice) ?? ""
            var fields = NeoDesk.order
            for _ in 0..<Int(dice.next() % (isOrder ? 3 : 8)) {
                fields[Self.names.randomElement(using: &dice) ?? ""] = Self.values.randomElement(using: &dice) ?? ""
            }
            let body = dice.next() % 8 == 0 ? NeoDesk.body(fields) : NeoDesk.form(fields)
            let answer = try desk.send(method, target, body)
            if answer.id != nil, isOrder { accepted += 1 }
            let socket = PracticeSocket(number: UInt64(100 + turn))
            let path = ["/", "/realtime", "/apifeed", "/x?%"][Int(dice.next() % 4)]
            desk.act(.socketRequest(socket, IncomingRequest(.get, path)))
            desk.act(.socketMessage(socket, .text(Self.values.randomElement(using: &dice) ?? "")))
            if dice.next() % 16 == 0 { desk.wait(700) }
        }
        #expect(accepted > 20)
        desk.wait(until: TimeOfDay(15, 31))
        let finals = ["complete", "cancelled", "rejected", "cancelled after market order"]
        let open = try desk.get("/quick/user/orders").rows.filter { row in
            !finals.contains(row["ordSt"] as? String ?? "")
        }
        #expect(open.isEmpty)
    }
}

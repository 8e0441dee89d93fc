import KotakNeoPractice
import SaudaBroker
import SaudaCore
import Testing

/// Section 3.8 of the reference.
@Suite struct NeoDataTests {
    private static let quotes = "/script-details/1.0/quotes/neosymbol"

    @Test func `quotes need no session, and tell token and name as asked`() throws {
        var desk = try NeoDesk(signsIn: false)
        desk.wait(2000)
        let keys = "nse_cm|2885,nse_cm|Nifty%2050,nse_fo|61000"
        let answer = try desk.send(.get, "\(Self.quotes)/\(keys)/ltp", headers: desk.app)
        #expect(answer.list.map { $0["exchange_token"] as? String } == ["2885", "Nifty 50", "61000"])
        #expect(answer.list.map { $0["display_symbol"] as? String } == ["RELIANCE-EQ", "NIFTY-IN", "NIFTY26SEPFUT"])
        #expect(answer.list.first?["ltp"] as? String == "1500.0000")
        #expect(try desk.send(.get, "\(Self.quotes)/nse_cm|2885", headers: []).code == 900_902)
        let wrong = [HTTPHeader("Authorization", "Bearer x")]
        #expect(try desk.send(.get, "\(Self.quotes)/nse_cm|2885", headers: wrong).code == 900_901)
        #expect(try desk.send(.get, "\(Self.quotes)/nse_cm%7C2885", headers: desk.app).list.count == 1)
    }

    @Test func `what is not known is left out, and nothing else is an error`() throws {
        var desk = try NeoDesk()
        #expect(try desk.get("\(Self.quotes)/nse_cm|1,nse_cm|2885/all").list.count == 1)
        let none = try desk.get("\(Self.quotes)/nse_cm|1,bse_cm|2885,x,nse_cm|nifty%2050/all")
        #expect(none.status == 200)
        #expect(none.code == 1009)
        #expect(none.message == "Invalid instrument/code")
        #expect(try desk.get("\(Self.quotes)/nse_cm|2885/market_depth").code == 400)
        let many = (0..<51).map { _ in "nse_cm|2885" }.joined(separator: ",")
        #expect(try desk.get("\(Self.quotes)/\(many)/ltp").code == 400)
    }

    @Test(
        "a filter leaves the rest out",
        arguments: [
            ("ltp", ["ltp"]), ("oi", ["open_int"]), ("ohlc", ["ohlc"]), ("depth", ["depth"]),
            ("52W", ["year_high", "year_low"]), ("circuit_limits", ["high_price_range", "low_price_range"]),
            ("scrip_details", []),
        ] as [(String, [String])]
    )
    func filters(filter: String, keys: [String]) throws {
        var desk = try NeoDesk()
        let row = try #require(try desk.get("\(Self.quotes)/nse_cm|2885/\(filter)").list.first)
        #expect(Set(row.keys) == Set(keys + ["exchange_token", "display_symbol", "exchange"]))
    }

    @Test func `the close is that of the day before, and the change is from there`() throws {
        var desk = try NeoDesk(prices: [1500, 1515])
        desk.wait(until: TimeOfDay(9, 16, 59))
        let row = try #require(try desk.get("\(Self.quotes)/nse_cm|2885/all").list.first)
        #expect(row["ltp"] as? String == "1515.0000")
        #expect((row["ohlc"] as? [String: String])?["close"] == "1500.0000")
        #expect(row["change"] as? String == "15.0000")
        #expect(row["per_change"] as? String == "1.0000")
        #expect(row["lstup_time"] as? String == "\(NeoDesk.day.at(TimeOfDay(9, 16, 59)).microseconds / 1_000_000)")
        let depth = try #require(row["depth"] as? [String: [[String: String]]])
        #expect(depth["buy"]?.count == 5)
        #expect(depth["sell"]?.count == 5)
    }

    @Test func `candles have their zone without a colon, and show nothing of what is to come`() throws {
        var desk = try NeoDesk(prices: [1500, 1510, 1520], start: TimeOfDay(9, 16, 30))
        func ask(_ interval: String, _ from: String = "2026-09-11", key: String = "nse_cm|2885") throws
            -> NeoDesk.Answer
        {
            try desk.get(
                "/market-data/1.0/historical/details?neosymbol=\(key)&fromdate=\(from)&todate=2026-09-11"
                    + "&interval=\(interval)"
            )
        }
        let minutes = try #require(try ask("1min").data["candles"] as? [[Any]])
        #expect(minutes.count == 2)
        #expect(minutes[1][0] as? String == "2026-09-11T09:16:00+0530")
        #expect(minutes[1][4] as? Double == 1510)
        let days = try #require(try ask("D", "2026-09-01").data["candles"] as? [[Any]])
        #expect(days.count == 2)
        #expect((try ask("W", "2026-09-01").data["candles"] as? [[Any]])?.count == 1)
        #expect(try ask("1min", "2026-08-01").status == 400)
        #expect(try ask("7min").message == "Invalid interval value")
        #expect(try ask("1min", key: "nse_cm|1").status == 400)
        let future = "neosymbol=nse_cm|2885&fromdate=2026-09-12&todate=2026-09-12&interval=1min"
        let none = try desk.get("/market-data/1.0/historical/details?\(future)")
        #expect(none.status == 400)
        #expect(none.message == "No data found for the given duration")
    }

    @Test func `expiries and chains are those of the underlying`() throws {
        var desk = try NeoDesk()
        desk.wait(2000)
        let root = "/market-data/1.0/watchlist"
        let all = try desk.get("\(root)/expiries?underlying=NIFTY&exchange=nse_fo")
        #expect(all.json["expiries"] as? [String] == ["2026-09-22", "2026-09-29"])
        let options = try desk.get("\(root)/expiries?underlying=NIFTY&exchange=nse_fo&instrument_type=option")
        #expect(options.json["expiries"] as? [String] == ["2026-09-22"])
        let chain = try desk.get("\(root)/option-chain?exchange=nse_fo&underlying=NIFTY")
        let call = try #require((chain.data["call"] as? [[String: [String: Any]]])?.first)
        #expect(call["instrument"]?["neoSymbol"] as? String == "nse_fo|56527")
        #expect(call["instrument"]?["strikePrice"] as? Int == 25_000)
        #expect(call["quote"]?["ltp"] as? Int == 100)
        #expect((chain.data["put"] as? [Any])?.isEmpty == true)
        #expect(try desk.get("\(root)/expiries?underlying=NOPE&exchange=nse_fo").status == 400)
        #expect(try desk.get("\(root)/option-chain?exchange=nse_cm&underlying=NIFTY").status == 400)
        var settings = NeoDesk.calm
        settings.hasHistory = false
        var old = try NeoDesk(settings: settings)
        #expect(try old.get("\(root)/expiries?underlying=NIFTY&exchange=nse_fo").status == 404)
    }
}

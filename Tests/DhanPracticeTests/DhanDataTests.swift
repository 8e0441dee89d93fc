import DhanPractice
import Foundation
import SaudaBroker
import SaudaCore
import SaudaSimulation
import Testing

/// Sections 2.15 to 2.17 of the reference.
@Suite struct DhanDataTests {
    private func rows(_ answer: DhanPriceDesk.Answer, _ segment: String) throws -> [String: [String: Any]] {
        let data = try #require(answer.json["data"] as? [String: Any], "\(answer.text)")
        return try #require(data[segment] as? [String: [String: Any]])
    }

    @Test func `quotes leave unknown ids and segments out without a word`() throws {
        var desk = try DhanPriceDesk()
        desk.trade(151_065, 12)
        let body = #"{"NSE_EQ":[1594,99,1594],"NSE_FNO":[77],"MOON":[1],"IDX_I":[13],"dhanClientId":"x"}"#
        let answer = try desk.post("/v2/marketfeed/ltp", body)
        #expect(answer.status == 200)
        #expect(
            answer.text
                == #"{"data":{"IDX_I":{"13":{"last_price":24586.95}},"NSE_EQ":{"1594":{"last_price":1510.65}},"#
                + #""NSE_FNO":{}},"status":"success"}"#
        )
        let ohlc = try rows(try desk.post("/v2/marketfeed/ohlc", #"{"NSE_EQ":[1594]}"#), "NSE_EQ")
        let day = try #require(ohlc["1594"]?["ohlc"] as? [String: Double])
        #expect(day == ["open": 1510.65, "close": 1500, "high": 1510.65, "low": 1510.65])
    }

    @Test func `a whole quote has every key of the sample, and five levels of each side`() throws {
        var desk = try DhanPriceDesk()
        desk.time = DhanPriceDesk.day.at(TimeOfDay(9, 49, 57))
        desk.trade(151_065, 12)
        let quote = try #require(
            try rows(try desk.post("/v2/marketfeed/quote", #"{"NSE_EQ":[1594,13]}"#), "NSE_EQ")["1594"]
        )
        #expect(
            Set(quote.keys) == [
                "average_price", "buy_quantity", "depth", "last_price", "last_quantity", "last_trade_time",
                "lower_circuit_limit", "net_change", "ohlc", "oi", "oi_day_high", "oi_day_low", "sell_quantity",
                "upper_circuit_limit", "volume",
            ]
        )
        #expect(quote["last_trade_time"] as? String == "20/03/2026 09:49:57")
        #expect(quote["net_change"] as? Double == 10.65)
        #expect(quote["volume"] as? Int == 12)
        #expect(quote["lower_circuit_limit"] as? Double == 1200)
        let depth = try #require(quote["depth"] as? [String: [[String: Any]]])
        #expect(depth["buy"]?.count == 5 && depth["sell"]?.count == 5)
        let still = try rows(try desk.post("/v2/marketfeed/quote", #"{"NSE_EQ":[13]}"#), "NSE_EQ")["13"]
        #expect(still?["last_trade_time"] as? String == "")
    }

    @Test func `bad quote requests are refused with the code as a key`() throws {
        var desk = try DhanPriceDesk()
        let bodies = ["", "[1594]", "{}", #"{"dhanClientId":"1"}"#, #"{"NSE_EQ":["1594"]}"#, #"{"NSE_EQ":1594}"#, "{"]
        for body in bodies {
            let answer = try desk.post("/v2/marketfeed/ltp", body)
            #expect(answer.status == 400, "\(body)")
            #expect(answer.text == #"{"data":{"814":"Invalid Request"},"status":"failed"}"#)
        }
        let many = (1...1001).map { "\($0)" }.joined(separator: ",")
        #expect(try desk.post("/v2/marketfeed/ltp", #"{"NSE_EQ":[\#(many)]}"#).text.contains(#""804""#))
        #expect(try desk.post("/v2/marketfeed/ltp", #"{"NSE_EQ":[1594]}"#, client: "77").text.contains(#""810""#))
        var poor = try DhanPriceDesk { $0.hasData = false }
        let refused = try poor.post("/v2/marketfeed/ltp", #"{"NSE_EQ":[1594]}"#)
        #expect(refused.status == 401 && refused.text.contains(#""806""#))
        var busy = try DhanPriceDesk { $0.quotesPerSecond = 1 }
        _ = try busy.post("/v2/marketfeed/ltp", #"{"NSE_EQ":[1594]}"#)
        let second = try busy.post("/v2/marketfeed/ltp", #"{"NSE_EQ":[1594]}"#)
        #expect(second.status == 429 && second.text.contains(#"{"data":{"805":"#))
    }

    private func chart(_ extra: String) -> String {
        #"{"securityId":"1594","exchangeSegment":"NSE_EQ","instrument":"EQUITY","# + extra + "}"
    }

    @Test func `daily candles leave the last day out, with exponents and true times`() throws {
        var desk = try DhanPriceDesk()
        let body = chart(#""expiryCode":0,"fromDate":"2026-03-19","toDate":"2026-03-20""#)
        #expect(
            try desk.post("/v2/charts/historical", body).text
                == #"{"open":[1500.0],"high":[1500.0],"low":[1500.0],"close":[1500.0],"volume":[1.23456E7],"#
                + #""timestamp":[1.7738586E9]}"#
        )
        // Midnight of the 19th in India; today as far as it has come.
        #expect(DhanPriceDesk.day.advanced(by: -1).at(TimeOfDay(0, 0)).microseconds == 1_773_858_600_000_000)
        desk.trade(151_065, 12)
        #expect(try desk.post("/v2/charts/historical", body).json["close"] as? [Double] == [1500])
        let both = chart(#""oi":true,"fromDate":"2026-03-19","toDate":"2026-03-21""#)
        let answer = try desk.post("/v2/charts/historical", both)
        #expect(answer.json["close"] as? [Double] == [1500, 1510.65])
        #expect(answer.json["open_interest"] as? [Double] == [0, 0])
        #expect(answer.text.contains(#""volume":[1.23456E7,12.0]"#))
    }

    @Test func `intraday candles are counted from the opening, and of today all come`() throws {
        var desk = try DhanPriceDesk()
        desk.trade(151_000, 12)
        desk.time = DhanPriceDesk.day.at(TimeOfDay(9, 41, 30))
        desk.trade(152_000, 5)
        let span = #""fromDate":"2026-03-20 09:15:00","toDate":"2026-03-20 09:16:00""#
        let one = try desk.post("/v2/charts/intraday", chart(#""interval":"1","# + span))
        #expect(one.json["timestamp"] as? [Double] == [1_773_978_300, 1_773_979_860])
        #expect(one.text.contains(#""timestamp":[1.7739783E9,1.77397986E9]"#))
        let wide = try desk.post("/v2/charts/intraday", chart(#""interval":25,"# + span))
        #expect(wide.json["timestamp"] as? [Double] == [1_773_978_300, 1_773_979_800])
        #expect(wide.json["close"] as? [Double] == [1510, 1520])
        let eve = #""fromDate":"2026-03-19 09:20:00","toDate":"2026-03-19 09:24:00""#
        let five = try desk.post("/v2/charts/intraday", chart(#""interval":"1","# + eve))
        #expect((five.json["open"] as? [Double])?.count == 5)
        let whole = try desk.post(
            "/v2/charts/intraday",
            chart(#""interval":"60","fromDate":"2026-03-19","toDate":"2026-03-19""#)
        )
        #expect((whole.json["volume"] as? [Double]) == [36_000, 36_000, 36_000, 36_000, 36_000, 36_000, 9000])
    }

    @Test func `bad chart requests are refused, and what is not there is DH-907 or empty`() throws {
        var desk = try DhanPriceDesk()
        let span = #""fromDate":"2026-03-19","toDate":"2026-03-20""#
        for extra in [
            #""interval":"3","# + span, #""interval":"1","fromDate":"2025-12-01","toDate":"2026-03-20""#,
            #""interval":"1","fromDate":"2026-03-20","toDate":"2026-03-19""#, #""interval":"1","fromDate":"x""#, span,
            #""interval":"1","oi":"yes","# + span, #""interval":"1","expiryCode":9,"# + span,
        ] {
            let answer = try desk.post("/v2/charts/intraday", chart(extra))
            #expect(answer.status == 400 && answer.json["errorCode"] as? String == "DH-905", "\(extra)")
        }
        for body in ["", "[]", #"{"securityId":1594}"#] {
            #expect(try desk.post("/v2/charts/historical", body).json["errorCode"] as? String == "DH-905")
        }
        let unknown = #"{"securityId":"9","exchangeSegment":"NSE_EQ","instrument":"EQUITY",\#(span)}"#
        #expect(try desk.post("/v2/charts/historical", unknown).json["errorCode"] as? String == "DH-907")
        // F&O without an expiry code comes back empty (T21).
        let option = #"{"securityId":"5001","exchangeSegment":"NSE_FNO","instrument":"OPTSTK","interval":"1",\#(span)"#
        #expect(try desk.post("/v2/charts/intraday", option + "}").json["errorCode"] as? String == "DH-907")
        #expect(try desk.post("/v2/charts/intraday", option + #","expiryCode":0}"#).status == 200)
        var empty = try DhanPriceDesk { $0.noCandlesIsEmpty = true }
        let none = chart(#""fromDate":"2020-03-19","toDate":"2020-03-20""#)
        #expect(
            try empty.post("/v2/charts/historical", none).text
                == #"{"open":[],"high":[],"low":[],"close":[],"volume":[],"timestamp":[]}"#
        )
    }

    @Test func `expired options have parallel arrays of what was asked, and one side only`() throws {
        var desk = try DhanPriceDesk()
        // Of the day that is left out.
        desk.trade(150_000)
        func ask(_ strike: String, _ type: String = "CALL", _ columns: String = #""close","strike","spot""#) -> String {
            #"{"exchangeSegment":"NSE_FNO","interval":"5","securityId":1594,"instrument":"OPTSTK","#
                + #""expiryFlag":"MONTH","expiryCode":1,"strike":"\#(strike)","drvOptionType":"\#(type)","#
                + #""requiredData":[\#(columns)],"fromDate":"2026-03-19","toDate":"2026-03-20"}"#
        }
        let answer = try desk.post("/v2/charts/rollingoption", ask("ATM+1"))
        let data = try #require(answer.json["data"] as? [String: Any], "\(answer.text)")
        #expect(data["pe"] is NSNull)
        let side = try #require(data["ce"] as? [String: [Double]])
        #expect(side["timestamp"]?.count == 75)
        #expect(side["timestamp"]?.first == 1_773_891_900)
        #expect(side["spot"] == Array(repeating: 1500, count: 75))
        // Strikes are 30 rupees apart.
        #expect(side["strike"]?.first == 1530)
        #expect(side["open"] == [] && side["iv"] == [])
        // What lies out of the money is cheaper, and loses day by day.
        let far = try #require(side["close"]?.first)
        let near = try desk.post("/v2/charts/rollingoption", ask("ATM"))
        let close = try #require(((near.json["data"] as? [String: Any])?["ce"] as? [String: [Double]])?["close"])
        #expect(close[0] > far && close[0] > close[74])
        let put = try #require(
            try desk.post("/v2/charts/rollingoption", ask("ATM-10", "PUT")).json["data"] as? [String: Any]
        )
        #expect(put["ce"] is NSNull && put["pe"] is [String: [Double]])
        for bad in [ask("ATM+11"), ask("OTM"), ask("ATM", "XX"), ask("ATM", "PUT", #""depth""#), "{}", "[]"] {
            #expect(try desk.post("/v2/charts/rollingoption", bad).json["errorCode"] as? String == "DH-905", "\(bad)")
        }
    }

    @Test func `an option chain has strikes of six places, greeks that fit the price, and legs that may be missing`()
        throws
    {
        var desk = try DhanPriceDesk()
        desk.trade(150_010)
        let list = try desk.post("/v2/optionchain/expirylist", #"{"UnderlyingScrip":1594,"UnderlyingSeg":"NSE_EQ"}"#)
        #expect(list.text == #"{"data":["2026-03-24","2026-03-31"],"status":"success"}"#)
        let ask = #"{"UnderlyingScrip":1594,"UnderlyingSeg":"NSE_FNO","Expiry":"2026-03-24"}"#
        let data = try #require(try desk.post("/v2/optionchain", ask).json["data"] as? [String: Any])
        // A number of four bytes, made wider.
        #expect(data["last_price"] as? Double == Double(Float(1500.1)))
        let strikes = try #require(data["oc"] as? [String: [String: [String: Any]]])
        #expect(Set(strikes.keys) == ["1500.000000", "1520.500000"])
        #expect(strikes["1520.500000"]?["pe"] == nil)
        let call = try #require(strikes["1500.000000"]?["ce"])
        #expect(call["security_id"] as? Int == 5001)
        #expect(call["last_price"] as? Double == 20)
        #expect(call["previous_close_price"] as? Double == 20)
        let greeks = try #require(call["greeks"] as? [String: Double])
        let delta = try #require(greeks["delta"])
        #expect((0.45...0.55).contains(delta))
        #expect((greeks["theta"] ?? 0) < 0 && (greeks["gamma"] ?? 0) > 0 && (greeks["vega"] ?? 0) > 0)
        let put = try #require(strikes["1500.000000"]?["pe"]?["greeks"] as? [String: Double])
        #expect((-0.55 ... -0.45).contains(put["delta"] ?? 0))
        // At the money a price is 0.4 of the deviation that remains: 20 rupees in four days are 31 % a year.
        #expect((25...40).contains(call["implied_volatility"] as? Double ?? 0))
    }

    @Test func `bad option chain requests are refused with their own codes`() throws {
        var desk = try DhanPriceDesk()
        for (code, body) in [
            ("811", #"{"UnderlyingScrip":1594,"UnderlyingSeg":"NSE_EQ","Expiry":"2026-03-25"}"#),
            ("812", #"{"UnderlyingScrip":1594,"UnderlyingSeg":"NSE_EQ","Expiry":"25/03/2026"}"#),
            ("813", #"{"UnderlyingScrip":7,"UnderlyingSeg":"NSE_EQ","Expiry":"2026-03-24"}"#),
            ("813", #"{"UnderlyingScrip":-7,"UnderlyingSeg":"NSE_EQ","Expiry":"2026-03-24"}"#),
            ("814", #"{"UnderlyingScrip":"1594","UnderlyingSeg":"NSE_EQ","Expiry":"2026-03-24"}"#), ("814", "[]"),
        ] {
            let answer = try desk.post("/v2/optionchain", body)
            #expect(answer.status == 400 && answer.text.contains("\"\(code)\""), "\(body)")
            desk.wait(4000)
        }
        // One request of its kind in three seconds (1.8).
        let ask = #"{"UnderlyingScrip":1594,"UnderlyingSeg":"NSE_EQ","Expiry":"2026-03-24"}"#
        #expect(try desk.post("/v2/optionchain", ask).status == 200)
        #expect(try desk.post("/v2/optionchain", ask).status == 429)
        desk.wait(3000)
        #expect(try desk.post("/v2/optionchain", ask).status == 200)
    }

    @Test func `the masters are for everybody, those of one segment for who has signed in`() throws {
        var desk = try DhanPriceDesk()
        let compact = try desk.send(.get, "/api-data/api-scrip-master.csv")
        #expect(compact.status == 200 && compact.text.hasPrefix("SEM_EXM_EXCH_ID,"))
        #expect(compact.text.contains("NSE,E,1594,EQUITY,0,INFY,1.0,Infosys,,,,5.0000,NA,ES,EQ,INFOSYS LIMITED\n"))
        let detailed = try desk.send(.get, "/api-data/api-scrip-master-detailed.csv")
        // The day's limits: 20 % around 1,500.
        #expect(detailed.text.contains(",1800.0000,1200.0000,0,\n"))
        let options = try desk.send(.get, "/v2/instrument/NSE_FNO")
        #expect(options.text.split(separator: "\n").count == 5)
        #expect(try desk.send(.get, "/v2/instrument/MOON").status == 400)
        #expect(try desk.send(.get, "/api-data/other.csv").status == 404)
    }

    @Test func `a day that is over is in the candles of the next`() throws {
        var desk = try DhanPriceDesk { $0.tokenLife = .seconds(1_000_000) }
        desk.trade(151_000, 12)
        desk.act(.dayEnded)
        desk.time = DhanPriceDesk.day.advanced(by: 3).at(TimeOfDay(9, 15))
        desk.act(.dayStarted(TradingDay(DhanPriceDesk.day.advanced(by: 3), in: .builtIn, holdsPrices: false)))
        let body = chart(#""fromDate":"2026-03-20","toDate":"2026-03-24""#)
        #expect(try desk.post("/v2/charts/historical", body).json["close"] as? [Double] == [1510])
        let quote = try rows(try desk.post("/v2/marketfeed/ohlc", #"{"NSE_EQ":[1594]}"#), "NSE_EQ")["1594"]
        #expect((quote?["ohlc"] as? [String: Double])?["close"] == 1510)
    }
}

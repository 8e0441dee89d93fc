import DhanPractice
import Foundation
import SaudaBroker
import SaudaCore
import SaudaSimulation
import Testing

/// Derivatives that practice Dhan makes up where the instrument table has none.
@Suite struct DhanDerivativeTests {
    private func desk() throws -> DhanPriceDesk { try DhanPriceDesk(withOptions: false) }

    private func rows(_ desk: inout DhanPriceDesk) throws -> [[String]] {
        let text = try desk.send(.get, "/api-data/api-scrip-master.csv").text
        return text.split(separator: "\n").map {
            $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
        }
    }

    @Test func `the index has a future and options of three expiries, weekly ones under one symbol`() throws {
        var desk = try desk()
        let derivatives = try rows(&desk).filter { $0[1] == "D" }
        #expect(derivatives.filter { $0[3] == "FUTIDX" }.map { $0[5] } == ["NIFTY-Mar2026-FUT"])
        #expect(derivatives.filter { $0[3] == "OPTIDX" }.count == 20)
        #expect(derivatives.filter { $0[3] == "OPTSTK" }.allSatisfy { $0[5].hasPrefix("INFY-Mar2026-") })
        // Of the 24th, a Tuesday, and the 30th: the 31st is a holiday.
        let call = derivatives.filter { $0[5] == "NIFTY-Mar2026-24500-CE" }
        #expect(call.map { $0[12] } == ["W", "M"])
        #expect(Set(call.map { $0[8] }).count == 2)
        #expect(call[0][8] == "2026-03-24 14:30:00")
        // RELIANCE's number once more.
        #expect(derivatives.contains { $0[2] == "2885" })
        #expect(Set(derivatives.map { $0[2] }).count == derivatives.count)
    }

    @Test func `their prices follow the index: put and call differ by what lies between future and strike`() throws {
        var desk = try desk()
        desk.trade(151_000)
        desk.wait(2000)
        desk.trade(153_000)
        let chain = try desk.post(
            "/v2/optionchain",
            #"{"UnderlyingScrip":13,"UnderlyingSeg":"IDX_I","Expiry":"2026-03-24"}"#
        )
        let data = try #require(chain.json["data"] as? [String: Any], "\(chain.text)")
        let spot = try #require(data["last_price"] as? Double)
        #expect(spot > 24_600)
        let strikes = try #require(data["oc"] as? [String: [String: [String: Any]]])
        #expect(strikes.count == 5)
        for (key, legs) in strikes {
            let strike = try #require(Double(key))
            let call = try #require(legs["ce"]?["last_price"] as? Double)
            let put = try #require(legs["pe"]?["last_price"] as? Double)
            // Four days of interest are 18 points or so.
            #expect(abs(call - put - (spot - strike)) < 25)
            #expect(call >= 0.05 && put >= 0.05)
            #expect(legs["ce"]?["top_bid_price"] as? Double ?? 0 > 0 || call < 0.2)
        }
        let atTheMoney = try #require(strikes["24500.000000"]?["ce"])
        #expect((10...16).contains(atTheMoney["implied_volatility"] as? Double ?? 0))
    }

    @Test func `who watches them has packets of quote and open interest every second`() throws {
        var desk = try desk()
        desk.connect()
        desk.say(17, [("NSE_FNO", "2885")])
        _ = desk.frames()
        for step in 0..<40 {
            desk.trade(150_000 + Int64(step) * 100)
            desk.wait(250)
        }
        let codes = desk.codes()
        #expect((9...11).contains(codes.filter { $0 == 4 }.count))
        #expect(codes.filter { $0 == 5 }.count == codes.filter { $0 == 4 }.count)
        desk.say(18, [("NSE_FNO", "2885")])
        desk.trade(160_000)
        desk.wait(1000)
        #expect(desk.codes().isEmpty)
    }

    @Test func `nobody watching, they move once a minute, and have candles of it`() throws {
        var desk = try desk()
        for step in 0..<180 {
            desk.trade(150_000 + Int64(step) * 10)
            desk.wait(1000)
        }
        let body =
            #"{"securityId":"2885","exchangeSegment":"NSE_FNO","instrument":"FUTIDX","interval":"1","expiryCode":0,"#
            + #""oi":true,"fromDate":"2026-03-20","toDate":"2026-03-20"}"#
        let answer = try desk.post("/v2/charts/intraday", body)
        let closes = try #require(answer.json["close"] as? [Double], "\(answer.text)")
        #expect((3...4).contains(closes.count))
        #expect(zip(closes, closes.dropFirst()).allSatisfy { $0 < $1 })
        #expect((answer.json["open_interest"] as? [Double])?.first ?? 0 > 0)
    }

    @Test func `a table with derivatives keeps to its own`() throws {
        var desk = try DhanPriceDesk()
        #expect(try rows(&desk).filter { $0[1] == "D" }.count == 4)
    }
}

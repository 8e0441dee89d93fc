import KotakNeoPractice
import SaudaBroker
import SaudaCore
import Testing

/// Section 3.7 of the reference.
@Suite struct NeoPortfolioTests {
    private static let everything = ["seg": "ALL", "exch": "ALL", "prod": "ALL"]

    @Test func `empty lists come as an error, holdings do not`() throws {
        var desk = try NeoDesk(held: 0)
        for path in ["orders", "trades", "positions"] {
            let answer = try desk.get("/quick/user/\(path)")
            #expect(answer.status == 200)
            #expect(answer.code == 5203)
            #expect(answer.message == "No Data")
        }
        #expect(try desk.get("/portfolio/v1/holdings").text == "{\"data\":[]}")
    }

    @Test func `what is bought is a position today, and a holding tomorrow`() throws {
        var desk = try NeoDesk(days: 2)
        _ = try desk.place(["pt": "MKT", "pr": "0", "qt": "7"])
        desk.wait(2000)
        let row = try #require(try desk.get("/quick/user/positions").rows.first)
        #expect(row["trdSym"] as? String == "RELIANCE-EQ")
        #expect(row["prod"] as? String == "CNC")
        #expect(row["flBuyQty"] as? String == "7")
        #expect(row["buyAmt"] as? String == "10500.00")
        #expect(row["cfBuyQty"] as? String == "0")
        #expect(try desk.get("/portfolio/v2/positions").rows.count == 1)
        let before = try #require(try desk.get("/portfolio/v1/holdings").rows.first)
        #expect(before["quantity"] as? Int == 10)
        desk.wait(until: TimeOfDay(9, 16), day: 4)
        try desk.signIn()
        let held = try #require(try desk.get("/portfolio/v1/holdings").rows.first)
        #expect(held["quantity"] as? Int == 17)
        #expect(held["sellableQuantity"] as? Int == 10)
        #expect(held["exchangeIdentifier"] as? String == "2885")
        #expect(held["instrumentToken"] as? Int != 2885)
        #expect(try desk.get("/quick/user/positions").code == 5203)
    }

    @Test func `a future is carried over the night with its value`() throws {
        var desk = try NeoDesk(cash: 10_000_000, days: 2)
        let fields = ["es": "nse_fo", "ts": "NIFTY26SEPFUT", "pc": "NRML", "qt": "65", "pt": "MKT", "pr": "0"]
        _ = try desk.place(fields)
        desk.wait(2000)
        let row = try #require(try desk.get("/quick/user/positions").rows.first)
        #expect(row["flBuyQty"] as? String == "65")
        #expect(row["buyAmt"] as? String == "1625000.00")
        #expect(row["type"] as? String == "FUTIDX")
        #expect(row["expDt"] as? String == "29 Sep, 2026")
        #expect(row["exp"] as? String == "1790640000")
        desk.wait(until: TimeOfDay(9, 16), day: 4)
        try desk.signIn()
        let carried = try #require(try desk.get("/quick/user/positions").rows.first)
        #expect(carried["cfBuyQty"] as? String == "65")
        #expect(carried["cfBuyAmt"] as? String == "1625000.00")
        #expect(carried["upldPrc"] as? String == "25000.00")
        #expect(carried["flBuyQty"] as? String == "0")
    }

    @Test func `limits are what there is less what is used, with the noise of doubles`() throws {
        var desk = try NeoDesk(cash: 100_000)
        let route = "/quick/user/limits"
        let start = try desk.post(route, Self.everything).json
        #expect(start["Net"] as? String == "100000")
        #expect(start["CollateralValue"] as? String == "100000")
        #expect(start["MarginUsed"] as? String == "0")
        _ = try desk.place(["pr": "1490.10", "qt": "3"])
        let later = try desk.post(route, Self.everything).json
        let all = try #require(Price(later["CollateralValue"] as? String ?? ""))
        let used = try #require(Price(later["MarginUsed"] as? String ?? ""))
        #expect(all == Price(rupees: 100_000))
        #expect(used >= Price(paise: 447_030))
        let net = try #require(Double(later["Net"] as? String ?? ""))
        #expect(abs(net - (all - used).rupees) < 0.000_001)
        for wrong in [["seg": "X"], ["exch": "X"], ["prod": "X"]] {
            #expect(try desk.post(route, Self.everything.merging(wrong) { $1 }).code == 1002)
        }
    }

    @Test func `a margin check says what an order needs, and what is missing`() throws {
        var desk = try NeoDesk(cash: 10_000)
        let fields = [
            "exSeg": "nse_cm", "prc": "1500", "prcTp": "L", "prod": "CNC", "qty": "6", "tok": "2885", "trnsTp": "B",
        ]
        let route = "/quick/user/check-margin"
        let fits = try desk.post(route, fields).json
        #expect(fits["ordMrgn"] as? String == "9000.000000")
        #expect(fits["rmsVldtd"] as? String == "OK")
        let short = try desk.post(route, fields.merging(["qty": "8"]) { $1 }).json
        #expect(short["insufFund"] as? String == "2000.000000")
        #expect(short["rmsVldtd"] as? String != "OK")
        #expect(short["stCode"] as? Int == 200)
        for wrong in [["tok": "x"], ["exSeg": "x"], ["qty": "0"], ["trnsTp": "x"], ["tok": "26000"]] {
            #expect(try desk.post(route, fields.merging(wrong) { $1 }).code != 200, "\(wrong)")
        }
    }
}

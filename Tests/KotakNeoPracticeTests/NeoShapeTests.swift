import KotakNeoPractice
import SaudaBroker
import SaudaCore
import Testing

/// Answers have the keys of the documents' samples, and values of the same kinds.
@Suite(.enabled(if: Shared.wants("fixtures/kotak-neo/README.md"))) struct NeoShapeTests {
    private func expect(_ answer: NeoDesk.Answer, _ file: String, without extras: Set<String> = []) throws {
        var given = try JSON(answer.text)
        if !extras.isEmpty, case .object(var members) = given, case .object(var data)? = members["data"] {
            for key in extras { data[key] = nil }
            members["data"] = .object(data)
            given = .object(members)
        }
        #expect(NeoFixture.shape(given) == NeoFixture.shape(try NeoFixture.json(file)), "\(file)")
    }

    @Test func `both steps of the login`() throws {
        var desk = try NeoDesk(signsIn: false)
        let first = try desk.login()
        try expect(first, "login-view.json")
        let second = try desk.validate(first)
        // Not always there (section 1.2).
        try expect(second, "login-trade.json", without: ["feedUrl", "rtUrl"])
        try expect(try desk.login(["mobileNumber": ""]), "login-missing-field.json")
    }

    @Test func `orders, their history and their fills`() throws {
        var desk = try NeoDesk()
        let all = NeoDesk.order
        try expect(try desk.post("/quick/order/rule/ms/place", all), "place-order-ok.json")
        desk.wait(100)
        try expect(try desk.get("/quick/user/orders"), "order-book.json")
        let id = try #require(try desk.get("/quick/user/orders").rows.first?["nOrdNo"] as? String)
        try expect(try desk.cancel(id), "cancel-order-ok.json")
        try expect(try desk.cancel(id), "order-already-complete.json")
        let bought = try desk.place(["pt": "MKT", "pr": "0"])
        desk.wait(1500)
        try expect(try desk.post("/quick/order/history", ["nOrdNo": bought]), "order-history.json")
        try expect(try desk.get("/quick/user/trades"), "trade-book.json")
    }

    @Test func `what the account has`() throws {
        var desk = try NeoDesk(cash: 10_000_000)
        let future = ["es": "nse_fo", "ts": "NIFTY26SEPFUT", "pc": "NRML", "qt": "65", "pt": "MKT", "pr": "0"]
        _ = try desk.place(future)
        desk.wait(1500)
        try expect(try desk.get("/quick/user/positions"), "positions.json")
        try expect(try desk.get("/portfolio/v1/holdings"), "holdings.json")
        try expect(try desk.post("/quick/user/limits", ["seg": "ALL", "exch": "ALL", "prod": "ALL"]), "limits.json")
        let margin = [
            "exSeg": "nse_cm", "prc": "1490", "prcTp": "L", "prod": "CNC", "qty": "1", "tok": "2885", "trnsTp": "B",
            "brkName": "KOTAK", "brnchId": "ONLINE", "trgPrc": "0",
        ]
        try expect(try desk.post("/quick/user/check-margin", margin), "check-margin.json")
        try expect(try desk.get("/login/1.0/get-client-ip"), "client-ip.json")
    }

    @Test func `what is asked with the access token alone`() throws {
        var desk = try NeoDesk()
        desk.wait(2000)
        let root = "/script-details/1.0"
        try expect(try desk.get("\(root)/quotes/neosymbol/nse_cm|2885/all"), "quotes-all.json")
        try expect(try desk.get("\(root)/masterscrip/file-paths"), "scrip-master-file-paths.json")
    }

    @Test func `the errors of the threads`() throws {
        let errors = try #require(try NeoFixture.json("synthetic-errors.json")["errors"].items)
        func body(_ id: String) throws -> JSON { try #require(errors.first { $0["id"].text == id })["body"] }
        var desk = try NeoDesk()
        #expect(try JSON(try desk.get("/quick/user/orders").text) == body("empty-book-5203"))
        let bad = try desk.post("/quick/order/rule/ms/place", NeoDesk.order.merging(["pr": ""]) { $1 })
        #expect(try JSON(bad.text) == body("bad-quantity-1009"))
        #expect(
            try JSON(try desk.send(.post, "/quick/order/rule/ms/place", "jData=x").text) == body("body-invalid-1007")
        )
        let quote = try desk.get("/script-details/1.0/quotes/neosymbol/nse_cm|1/ltp")
        #expect(try JSON(quote.text) == body("quotes-bad-token-1009"))
        #expect(try JSON(try desk.get("/portfolio/v1/holdings?sId=").text) == body("route-404"))
        let span = "neosymbol=nse_cm|2885&fromdate=2026-09-11&todate=2026-09-11&interval=7min"
        #expect(
            try JSON(try desk.get("/market-data/1.0/historical/details?\(span)").text)
                == body("historical-bad-interval")
        )
        #expect(try JSON(try desk.login(["totp": "000000"]).text) == body("login-bad-totp"))
        desk.wait(30_000)
        let wrong = try desk.validate(try desk.login(), mpin: "000000")
        #expect(try JSON(wrong.text) == body("login-bad-mpin"))
        let bare = try desk.send(.post, "/login/1.0/tradeApiLogin", "{}", headers: [])
        #expect(try JSON(bare.text) == body("login-header-missing"))
        var storm = try NeoDesk(faults: [PracticeFault(.tooMany, .at(TimeOfDay(9, 15, 2)))])
        storm.wait(1000)
        #expect(try JSON(try storm.get("/quick/user/orders").text) == body("rate-limit-429"))
    }
}

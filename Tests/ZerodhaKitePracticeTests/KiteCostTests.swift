import SaudaBroker
import SaudaCore
import Testing
import ZerodhaKitePractice

/// Margins and charges of orders that are thought of; section 3.9 of the reference.
@Suite struct KiteCostTests {
    private let order =
        #"{"exchange":"NSE","tradingsymbol":"INFY","transaction_type":"BUY","variety":"regular","product":"CNC","order_type":"LIMIT","quantity":10,"price":1490,"trigger_price":0}"#
    private let note =
        #"{"order_id":"1","exchange":"NSE","tradingsymbol":"INFY","transaction_type":"SELL","variety":"regular","product":"MIS","order_type":"MARKET","quantity":100,"average_price":1500}"#

    @Test func `what is bought is paid in full, what is sold needs nothing`() throws {
        var desk = try KiteDesk()
        let sell = order.replacing("BUY", with: "SELL")
        let rows = try desk.post("/margins/orders", "[\(order),\(sell)]").rows
        #expect(rows.compactMap { $0["total"] as? Double } == [14_900, 0])
        #expect((rows[0]["charges"] as? [String: Any])?["transaction_tax_type"] as? String == "stt")
        let compact = try desk.post("/margins/orders?mode=compact", "[\(order)]").rows
        #expect(compact.first.map { Set($0.keys) } == ["type", "tradingsymbol", "exchange", "total"])
        let market = order.replacing("\"price\":1490", with: "\"price\":0")
        let last = try desk.post("/margins/orders", "[\(market)]").rows
        #expect(last.first?["total"] as? Double == 15_000)
    }

    @Test func `a basket has its sum and its orders`() throws {
        var desk = try KiteDesk()
        let answer = try desk.post("/margins/basket?consider_positions=True", "[\(order),\(order)]")
        let total = { (name: String) in (answer.data[name] as? [String: Any])?["total"] as? Double }
        #expect(total("initial") == 29_800 && total("final") == 29_800)
        #expect((answer.data["orders"] as? [[String: Any]])?.count == 2)
        #expect(desk.send(.post, "/margins/basket?consider_positions=maybe", "[\(order)]")?.status == 400)
    }

    @Test func `a basket of more money than there is gets refused, and each of its orders an answer`() throws {
        var desk = try KiteDesk()
        let huge = order.replacing("\"quantity\":10", with: "\"quantity\":50000000")
            .replacing("\"price\":1490", with: "\"price\":10000000")
        let body = "[\(huge),\(huge)]"
        let answer = try desk.post("/margins/basket", body)
        #expect(answer.status == 400)
        #expect(answer.message == "Invalid `quantity`.")
        #expect(try desk.post("/margins/orders", body).rows.count == 2)
    }

    @Test func `charges are those that the exchange would book`() throws {
        var desk = try KiteDesk()
        let row = try desk.post("/charges/orders", "[\(note)]").rows[0]
        let charges = try #require(row["charges"] as? [String: Any])
        let rates = try ChargeSchedule.builtIn.rates(
            on: KiteDesk.day,
            segment: .nseEquity,
            kind: .equity,
            product: .intraday,
            plan: .paper
        )
        let expected = rates.charges(side: .sell, value: Money(rupees: 150_000))
        #expect(charges["total"].map { "\($0)" }.flatMap { Money($0) } == expected.total)
        #expect(charges["brokerage"] as? Double == 20 && charges["transaction_tax"] as? Double == 37.5)
        let gst = try #require(charges["gst"] as? [String: Any])
        #expect(gst["total"].map { "\($0)" }.flatMap { Money($0) } == expected.gst)
    }

    @Test(
        "bodies that cannot be understood are refused",
        arguments: [
            ("margins/orders", "", "Invalid JSON body."), ("margins/orders", "{}", "Invalid JSON body."),
            ("margins/orders", "[7]", "has either expired or does not exist."),
            (
                "charges/orders", #"[{"exchange":"NSE","tradingsymbol":"INFY","quantity":1}]"#,
                "Invalid `average_price`."
            ),
        ]
    )
    func refused(path: String, body: String, text: String) throws {
        var desk = try KiteDesk()
        let answer = try desk.post("/" + path, body)
        #expect(answer.status == 400 && answer.message.hasSuffix(text))
        #expect(desk.send(.get, "/" + path)?.status == 405)
        for (word, name) in [("regular", "variety"), ("CNC", "product"), ("LIMIT", "order_type"), ("10", "quantity")] {
            let bad = order.replacing(word, with: word == "10" ? "0" : "ODD")
            #expect(desk.send(.post, "/margins/orders", "[\(bad)]")?.message == "Invalid `\(name)`.")
            desk.wait(200)
        }
    }
}

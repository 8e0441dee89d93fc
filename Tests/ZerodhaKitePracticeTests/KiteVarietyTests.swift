import SaudaBroker
import SaudaCore
import SaudaServer
import Testing
import ZerodhaKitePractice

/// Iceberg, cover and auction orders; sections 3.2 to 3.4 of the reference.
@Suite struct KiteVarietyTests {
    private let buy = KiteDesk.buy + "&order_type=LIMIT&price=1490"
    private let cover =
        "exchange=NSE&tradingsymbol=INFY&transaction_type=BUY&product=MIS&validity=DAY&order_type=LIMIT&price=1490"

    private func states(_ rows: [[String: Any]]) -> [String] { rows.compactMap { $0["status"] as? String } }

    @Test func `an iceberg order shows one leg at a time until all are filled`() throws {
        var desk = try KiteDesk(prices: [1500, 1500, 1480])
        let id = try desk.place(buy + "&quantity=31&iceberg_legs=3&iceberg_quantity=11&tag=ice", variety: "iceberg")
        var rows = try desk.get("/orders").rows
        #expect(rows.count == 1 && rows[0]["quantity"] as? Int == 11 && rows[0]["variety"] as? String == "iceberg")
        let meta = try #require((rows[0]["meta"] as? [String: Any])?["iceberg"] as? [String: Any])
        #expect(
            meta.compactMapValues { $0 as? Int }
                == ["leg": 1, "legs": 3, "leg_quantity": 11, "total_quantity": 31, "remaining_quantity": 20]
        )
        desk.wait(until: TimeOfDay(9, 18))
        rows = try desk.get("/orders").rows
        #expect(rows.compactMap { $0["quantity"] as? Int } == [11, 11, 9])
        #expect(states(rows) == ["COMPLETE", "COMPLETE", "COMPLETE"])
        #expect(rows.map { $0["parent_order_id"] as? String } == [nil, id, id])
        #expect(rows.allSatisfy { $0["tag"] as? String == "ice" })
        desk.wait(2000)
        let net = try #require(try desk.get("/portfolio/positions").data["net"] as? [[String: Any]])
        #expect(net.first?["quantity"] as? Int == 31)
    }

    @Test func `after a cancelled leg no other comes`() throws {
        var desk = try KiteDesk(prices: [1500, 1500, 1480])
        let id = try desk.place(buy + "&quantity=20&iceberg_legs=2&iceberg_quantity=10", variety: "iceberg")
        #expect(desk.send(.delete, "/orders/iceberg/\(id)")?.status == 200)
        desk.wait(until: TimeOfDay(9, 18))
        #expect(states(try desk.get("/orders").rows) == ["CANCELLED"])
    }

    @Test func `the fill of a cover order brings its stop, and the stop ends the position`() throws {
        var desk = try KiteDesk(prices: [1500, 1489, 1488, 1470])
        let id = try desk.place(cover + "&quantity=5&trigger_price=1475", variety: "co")
        #expect(try desk.get("/orders").rows.count == 1)
        desk.wait(until: TimeOfDay(9, 17))
        let stop = try #require(try desk.get("/orders").rows.last)
        #expect(stop["parent_order_id"] as? String == id && stop["variety"] as? String == "co")
        #expect(stop["status"] as? String == "TRIGGER PENDING" && stop["transaction_type"] as? String == "SELL")
        #expect(stop["trigger_price"] as? Double == 1475 && stop["quantity"] as? Int == 5)
        desk.wait(until: TimeOfDay(9, 19))
        #expect(states(try desk.get("/orders").rows) == ["COMPLETE", "COMPLETE"])
        let net = try #require(try desk.get("/portfolio/positions").data["net"] as? [[String: Any]])
        #expect(net.first?["quantity"] as? Int == 0 && net.first?["product"] as? String == "MIS")
    }

    @Test func `the stop of a cover order is changed and exited under its parent only`() throws {
        var desk = try KiteDesk(prices: [1500, 1489])
        let id = try desk.place(cover + "&quantity=5&trigger_price=1475", variety: "co")
        #expect(desk.send(.put, "/orders/co/\(id)", "trigger_price=1470")?.status == 200)
        desk.wait(until: TimeOfDay(9, 17))
        let row = try #require(try desk.get("/orders").rows.last)
        let stop = try #require(row["order_id"] as? String)
        #expect(row["trigger_price"] as? Double == 1470)
        #expect(desk.send(.put, "/orders/co/\(stop)", "trigger_price=1472")?.message == "Invalid `parent_order_id`.")
        #expect(desk.send(.put, "/orders/co/\(stop)", "trigger_price=1472&parent_order_id=\(id)")?.status == 200)
        desk.wait(1100)
        #expect(try desk.row(stop)["trigger_price"] as? Double == 1472)
        #expect(desk.send(.delete, "/orders/co/\(stop)")?.message == "Invalid `parent_order_id`.")
        #expect(desk.send(.delete, "/orders/co/\(stop)?parent_order_id=\(id)")?.status == 200)
        desk.wait(1100)
        #expect(try desk.row(stop)["status"] as? String == "COMPLETE")
        let net = try #require(try desk.get("/portfolio/positions").data["net"] as? [[String: Any]])
        #expect(net.first?["quantity"] as? Int == 0)
    }

    @Test func `a cover order that sells is covered by a buy, also of the part that was filled`() throws {
        var desk = try KiteDesk(prices: [1500, 1511])
        let sell = cover.replacing("BUY", with: "SELL").replacing("price=1490", with: "price=1510")
        let id = try desk.place(sell + "&quantity=5&trigger_price=1525", variety: "co")
        desk.wait(until: TimeOfDay(9, 17))
        let stop = try #require(try desk.get("/orders").rows.last)
        #expect(stop["parent_order_id"] as? String == id && stop["transaction_type"] as? String == "BUY")
        #expect(stop["status"] as? String == "TRIGGER PENDING")
        // The broker's square-off ends it like every intraday order.
        desk.wait(until: TimeOfDay(15, 35))
        let last = try #require(stop["order_id"] as? String)
        #expect(try desk.row(last)["status"] as? String == "CANCELLED")
    }

    @Test func `an auction order rests in its auction and ends with the day`() throws {
        var desk = try KiteDesk()
        let auction = try #require(try desk.get("/portfolio/holdings/auctions").rows.first)
        let number = try #require(auction["auction_number"] as? String)
        #expect(auction["tradingsymbol"] as? String == "INFY" && auction["quantity"] as? Int == 10)
        #expect((auction["instrument_token"] as? Int).map { $0 & 0xFF } == 10)
        let sell = KiteDesk.sell + "&order_type=LIMIT&price=1500&quantity=4"
        let id = try desk.place(sell + "&auction_number=\(number)", variety: "auction")
        var row = try desk.row(id)
        #expect(row["status"] as? String == "OPEN" && row["auction_number"] as? String == number)
        let other = try desk.place(sell + "&auction_number=\(number)", variety: "auction")
        #expect(desk.send(.put, "/orders/auction/\(other)", "price=1510")?.status == 200)
        desk.wait(1100)
        #expect(try desk.row(other)["price"] as? Double == 1510)
        #expect(desk.send(.delete, "/orders/auction/\(other)")?.status == 200)
        desk.wait(1100)
        #expect(try desk.row(other)["status"] as? String == "CANCELLED")
        desk.wait(until: TimeOfDay(15, 45))
        row = try desk.row(id)
        #expect(row["status"] as? String == "CANCELLED" && row["filled_quantity"] as? Int == 0)
        #expect(row["pending_quantity"] as? Int == 4 && row["cancelled_quantity"] as? Int == 0)
    }

    @Test func `an order with minutes is cancelled when they are over`() throws {
        var desk = try KiteDesk()
        let form = buy.replacing("validity=DAY", with: "validity=TTL") + "&validity_ttl=2&quantity=1&algo_id=ALGO7"
        let id = try desk.place(form)
        let row = try desk.row(id)
        #expect(row["validity"] as? String == "TTL" && row["validity_ttl"] as? Int == 2)
        desk.wait(until: TimeOfDay(9, 16, 55))
        #expect(try desk.row(id)["status"] as? String == "OPEN")
        desk.wait(until: TimeOfDay(9, 17, 5))
        #expect(try desk.row(id)["status"] as? String == "CANCELLED")
    }

    @Test(
        "fields that do not fit a variety are refused by name",
        arguments: [
            ("iceberg", "iceberg_legs=1&iceberg_quantity=20", "iceberg_legs"),
            ("iceberg", "iceberg_legs=51&iceberg_quantity=1", "iceberg_legs"),
            ("iceberg", "iceberg_legs=2&iceberg_quantity=9", "iceberg_quantity"),
            ("iceberg", "iceberg_legs=2", "iceberg_quantity"),
            ("iceberg", "iceberg_legs=2&iceberg_quantity=10&order_type=SL&price=1520&trigger_price=1510", "order_type"),
            ("co", "product=CNC&trigger_price=1480", "product"), ("co", "product=MIS", "trigger_price"),
            ("co", "product=MIS&trigger_price=1495", "trigger_price"),
            ("co", "product=MIS&trigger_price=1480&validity=IOC", "validity"),
            ("auction", "auction_number=20", "transaction_type"),
            ("auction", "auction_number=99&transaction_type=SELL", "auction_number"),
            ("auction", "auction_number=20&transaction_type=SELL&quantity=11", "quantity"),
        ]
    )
    func refused(variety: String, fields: String, name: String) throws {
        var desk = try KiteDesk()
        // The first field of a name counts.
        let answer = try desk.post("/orders/\(variety)", fields + "&" + buy + "&quantity=20")
        #expect(answer.status == 400 && answer.message == "Invalid `\(name)`.", "\(answer.text)")
    }

    @Test func `bracket orders are gone`() throws {
        var desk = try KiteDesk()
        #expect(desk.send(.post, "/orders/bo", buy + "&quantity=1")?.type == "OrderException")
    }

    @Test func `a postback is signed with the app's secret`() throws {
        var desk = try KiteDesk()
        let id = try desk.place(buy + "&quantity=1")
        let text = try #require((desk.floor.broker.broker as? KitePractice)?.postback(id))
        #expect(text.contains("\"order_id\":\"\(id)\"") && text.contains("\"status\":\"UPDATE\""))
        let expected = Digests.hex(Digests.sha256(Array((id + "2026-03-20 09:15:01" + desk.secret).utf8)))
        #expect(text.contains("\"checksum\":\"\(expected)\""))
        #expect((desk.floor.broker.broker as? KitePractice)?.postback("1") == nil)
    }
}

import DhanPractice
import SaudaBroker
import SaudaCore
import SaudaServer
import Testing

/// Section 4 of the reference.
@Suite struct DhanUpdateTests {
    @Test func `every step of an order is told in camelCase and title case`() throws {
        var desk = try DhanDesk()
        desk.follow()
        _ = try desk.place(["price": "1500", "correlationId": "\"cp-1\""])
        desk.wait(2000)
        let all = desk.updates()
        #expect(all.compactMap { $0["status"] as? String } == ["Transit", "Pending", "Traded"])
        let last = try #require(all.last)
        #expect(last["tradedQty"] as? Int == 10)
        #expect(last["remainingQuantity"] as? Int == 0)
        #expect(last["avgTradedPrice"] as? Double == 1500)
        #expect(last["exchange"] as? String == "NSE" && last["segment"] as? String == "E")
        #expect(last["product"] as? String == "C" && last["txnType"] as? String == "B")
        #expect(last["orderType"] as? String == "LMT" && last["source"] as? String == "P")
        #expect(last["correlationId"] as? String == "cp-1")
        #expect(last["expiryDate"] as? String == "0001-01-01 00:00:00")
        #expect(last["legNo"] as? Int == 1 && last["orderPlatform"] as? String == "API")
        let documented = [
            "exchange", "segment", "source", "securityId", "clientId", "exchOrderNo", "orderNo", "product", "txnType",
            "orderType", "validity", "discQuantity", "discQtyRem", "quantity", "tradedQty", "remainingQuantity",
            "price", "triggerPrice", "tradedPrice", "avgTradedPrice", "algoOrdNo", "offMktFlag", "orderDateTime",
            "exchOrderTime", "lastUpdatedTime", "remarks", "mktType", "reasonDescription", "legNo", "instrument",
            "symbol", "productName", "status", "lotSize", "strikePrice", "expiryDate", "optType", "displayName",
            "isin", "series", "goodTillDaysDate", "refLtp", "tickSize", "algoId", "multiplier", "correlationId",
            "orderPlatform",
        ]
        #expect(documented.filter { last[$0] == nil }.isEmpty)
    }

    @Test func `changes, cancels and refusals are told, too`() throws {
        var desk = try DhanDesk(cash: 20_000)
        desk.follow()
        let id = try desk.place()
        let change =
            "{\"dhanClientId\":\"\(DhanDesk.client)\",\"orderType\":\"LIMIT\",\"validity\":\"DAY\",\"quantity\":11,\"price\":1480}"
        _ = try desk.send(.put, "/v2/orders/\(id)", change)
        desk.wait(50)
        _ = try desk.send(.delete, "/v2/orders/\(id)")
        desk.wait(50)
        _ = try desk.place(["quantity": "1000"])
        let all = desk.updates()
        #expect(
            all.compactMap { $0["status"] as? String }
                == ["Transit", "Pending", "Modified", "Cancelled", "Transit", "Rejected"]
        )
        #expect(all[2]["quantity"] as? Int == 11)
        #expect((all[5]["reasonDescription"] as? String)?.hasPrefix("RMS: ") == true)
    }

    @Test func `a login that is refused gets five bytes and no close frame`() throws {
        var desk = try DhanDesk()
        let socket = PracticeSocket(number: 1)
        let actions = desk.follow(token: "nobody")
        #expect(
            actions.contains { action in
                if case .write(socket, .binary(let bytes), _) = action { bytes.count == 5 } else { false }
            }
        )
        #expect(actions.last == .cut(socket))
        for text in ["", "{}", "[]", "null", "{\"LoginReq\":7}", "{\"LoginReq\":{\"MsgCode\":42}}"] {
            desk.open("/", 2)
            #expect(desk.say(text, on: 2).last == .cut(PracticeSocket(number: 2)))
        }
    }

    @Test func `nothing is told before the login, and nothing of before it`() throws {
        var desk = try DhanDesk()
        desk.open("/", 2)
        _ = try desk.place()
        desk.follow()
        #expect(desk.updates(2).isEmpty)
        desk.wait(500)
        #expect(desk.updates().isEmpty)
        desk.act(.socketClosed(PracticeSocket(number: 1)))
        _ = try desk.place()
        #expect(desk.updates().isEmpty)
    }

    @Test func `updates may come in PascalCase, twice, swapped, or not at all`() throws {
        var settings = DhanSettings()
        settings.updatesArePascalCase = true
        settings.repeatsUpdates = true
        var desk = try DhanDesk(settings: settings)
        desk.follow()
        _ = try desk.place()
        #expect(desk.updates().compactMap { $0["Status"] as? String } == ["Transit", "Transit", "Pending", "Pending"])
        settings = DhanSettings()
        settings.swapsUpdates = true
        desk = try DhanDesk(settings: settings)
        desk.follow()
        _ = try desk.place(["price": "1500"])
        desk.wait(2000)
        #expect(desk.updates().compactMap { $0["status"] as? String } == ["Pending", "Transit", "Traded"])
        settings = DhanSettings()
        settings.losesEveryUpdate = 2
        desk = try DhanDesk(settings: settings)
        desk.follow()
        _ = try desk.place(["price": "1500"])
        desk.wait(2000)
        #expect(desk.updates().compactMap { $0["status"] as? String } == ["Transit", "Traded"])
    }

    @Test func `pings come every ten seconds`() throws {
        var desk = try DhanDesk()
        desk.follow()
        desk.written.removeAll()
        desk.wait(25_000)
        let pings = desk.written.filter { $0 == .write(PracticeSocket(number: 1), .ping([]), .keepAlive) }
        #expect(pings.count == 2)
    }

    @Test func `who answers no ping for forty seconds is cut off, who answers stays (section 5)`() throws {
        let socket = PracticeSocket(number: 1)
        var desk = try DhanDesk()
        desk.follow()
        desk.wait(300_000)
        #expect(!desk.written.contains(.cut(socket)))
        desk.floor.hearsPongs = true
        desk.wait(29_000)
        var actions: [PracticeAction] = []
        desk.floor.takePong(from: socket, at: desk.time, into: &actions)
        desk.wait(39_900)
        #expect(!desk.written.contains(.cut(socket)))
        desk.wait(200)
        #expect(desk.written.contains(.cut(socket)))
    }

    @Test func `a square-off of the broker is told as its own`() throws {
        var desk = try DhanDesk()
        _ = try desk.place(["productType": "\"INTRADAY\"", "price": "1500"])
        desk.follow()
        desk.wait(until: TimeOfDay(15, 35))
        let all = desk.updates()
        let last = try #require(all.last { $0["status"] as? String == "Traded" && $0["txnType"] as? String == "S" })
        #expect((last["correlationId"] as? String)?.contains("SQROFF") == true)
        #expect(last["source"] as? String == "N")
    }
}

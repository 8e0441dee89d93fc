import DhanPractice
import SaudaBroker
import SaudaCore
import SaudaServer
import Testing

/// Every fault does to practice Dhan what its name says.
@Suite struct DhanFaultTests {
    private func desk(_ kind: PracticeFault.Kind, seconds: Int64? = nil) throws -> DhanDesk {
        let fault = PracticeFault(kind, .at(TimeOfDay(9, 15, 2)), duration: seconds.map { .seconds($0) })
        var desk = try DhanDesk(faults: [fault])
        desk.follow()
        desk.wait(1500)
        return desk
    }

    @Test(arguments: [PracticeFault.Kind.lostAnswer, .noAnswer])
    func `an answer that does not come leaves an order that its correlation id finds`(kind: PracticeFault.Kind) throws {
        var desk = try desk(kind)
        let body = DhanDesk.body(["correlationId": "\"cp-9\""])
        #expect(try desk.get("/v2/orders/external/cp-9").status == 400)
        #expect(desk.ask(.post, "/v2/orders", body) == nil)
        #expect(try desk.get("/v2/orders/external/cp-9").rows.count == 1)
    }

    @Test func `an error before acceptance leaves no order, one after it does`() throws {
        var before = try desk(.errorBefore)
        let refused = try before.send(.post, "/v2/orders", DhanDesk.body())
        #expect(refused.status == 503 && refused.code == "DH-908")
        #expect(try before.get("/v2/orders").rows.isEmpty)
        var after = try desk(.errorAfter)
        let lost = try after.send(.post, "/v2/orders", DhanDesk.body())
        #expect([502, 504].contains(lost.status) && lost.code == "DH-909")
        #expect(try after.get("/v2/orders").rows.count == 1)
    }

    @Test func `a storm of 429 covers handshakes, too`() throws {
        var desk = try desk(.tooMany, seconds: 3)
        #expect(try desk.get("/v2/profile").code == "DH-904")
        guard case .refuse(_, let response) = desk.open("/", 5).first else {
            Issue.record("the handshake was not refused")
            return
        }
        #expect(response.status == 429)
        desk.wait(3000)
        #expect(try desk.get("/v2/profile").status == 200)
    }

    @Test func `a token that dies takes its connections along, and the orders live`() throws {
        let fault = PracticeFault(.tokenDeath, .at(TimeOfDay(9, 15, 5)))
        var desk = try DhanDesk(faults: [fault])
        desk.follow()
        let id = try desk.place()
        desk.written.removeAll()
        desk.wait(5000)
        #expect(desk.written.contains(.cut(PracticeSocket(number: 1))))
        #expect(try desk.get("/v2/orders").code == "DH-901")
        desk.token = try #require(try desk.send(.post, desk.generation()).json["accessToken"] as? String)
        #expect(try desk.status(id) == "PENDING")
    }

    @Test func `updates come twice while the fault lasts`() throws {
        var desk = try desk(.duplicates, seconds: 5)
        desk.written.removeAll()
        _ = try desk.place()
        #expect(desk.updates().compactMap { $0["status"] as? String } == ["Transit", "Transit", "Pending", "Pending"])
    }

    @Test func `what is no order is none of the faults' business`() throws {
        let broker = try DhanDesk().floor.broker.broker
        #expect(broker.isOrderWrite(IncomingRequest(.post, "/v2/orders")))
        #expect(broker.isOrderWrite(IncomingRequest(.delete, "/v2/super/orders/1/ENTRY_LEG")))
        #expect(broker.isOrderWrite(IncomingRequest(.post, "/v2/forever/orders")))
        #expect(!broker.isOrderWrite(IncomingRequest(.get, "/v2/orders")))
        #expect(!broker.isOrderWrite(IncomingRequest(.post, "/v2/marketfeed/ltp")))
        #expect(!broker.isOrderWrite(IncomingRequest(.post, "/app/generateAccessToken")))
    }
}

import KotakNeoPractice
import SaudaBroker
import SaudaCore
import SaudaServer
import Testing

/// Every fault does to practice Kotak Neo what its name says.
@Suite struct NeoFaultTests {
    private func desk(_ kind: PracticeFault.Kind, seconds: Int64? = nil) throws -> NeoDesk {
        let fault = PracticeFault(kind, .at(TimeOfDay(9, 15, 2)), duration: seconds.map { .seconds($0) })
        var desk = try NeoDesk(faults: [fault])
        desk.wait(1500)
        return desk
    }

    private static let body = NeoDesk.form(NeoDesk.order.merging(["ig": "cp-9"]) { $1 })
    private static let route = "/quick/order/rule/ms/place"

    @Test(arguments: [PracticeFault.Kind.lostAnswer, .noAnswer])
    func `an answer that does not come leaves an order that its tag finds`(kind: PracticeFault.Kind) throws {
        var desk = try desk(kind)
        #expect(desk.ask(.post, Self.route, Self.body) == nil)
        let rows = try desk.get("/quick/user/orders").rows
        #expect(rows.map { $0["GuiOrdId"] as? String } == ["cp-9"])
    }

    @Test func `an error before acceptance leaves no order, one after it does`() throws {
        var before = try desk(.errorBefore)
        let refused = try before.send(.post, Self.route, Self.body)
        #expect(refused.status == 503)
        #expect(refused.text.hasPrefix("<html>"))
        #expect(try before.get("/quick/user/orders").code == 5203)
        var after = try desk(.errorAfter)
        let lost = try after.send(.post, Self.route, Self.body)
        #expect([502, 504].contains(lost.status))
        #expect(try after.get("/quick/user/orders").rows.count == 1)
    }

    @Test func `a storm of 429 covers handshakes, too`() throws {
        var desk = try desk(.tooMany, seconds: 3)
        #expect(try desk.get("/quick/user/orders").status == 429)
        let socket = PracticeSocket(number: 5)
        guard case .refuse(_, let response) = desk.act(.socketRequest(socket, IncomingRequest(.get, "/realtime"))).first
        else {
            Issue.record("the handshake was not refused")
            return
        }
        #expect(response.status == 429)
        desk.wait(3000)
        #expect(try desk.get("/quick/user/orders").code == 5203)
    }

    @Test func `a page comes instead of JSON`() throws {
        var desk = try desk(.page)
        #expect(try desk.get("/quick/user/orders").text.hasPrefix("<!DOCTYPE html>"))
    }

    @Test func `a session that dies takes its connections along, and the orders live`() throws {
        var desk = try NeoDesk(faults: [PracticeFault(.tokenDeath, .at(TimeOfDay(9, 15, 5)))])
        let id = try desk.place()
        let socket = PracticeSocket(number: 1)
        desk.act(.socketRequest(socket, IncomingRequest(.get, "/realtime")))
        let hello = "{type:cn,Authorization:\(desk.token),Sid:\(desk.sid),src:WEB}"
        desk.written.removeAll()
        desk.act(.socketMessage(socket, .text(hello)))
        let texts = desk.written.compactMap { action -> String? in
            guard case .write(_, .text(let text), _) = action else { return nil }
            return text
        }
        #expect(texts.first == #"{"ak":"ok","type":"cn","task":"cn","msg":"connected"}"#)
        // The book comes along.
        #expect(texts.last?.contains(id) == true)
        desk.written.removeAll()
        desk.wait(5000)
        let isClosed = desk.written.contains { if case .close(socket, _) = $0 { true } else { false } }
        #expect(isClosed)
        #expect(try desk.get("/quick/user/orders").code == 900_901)
        try desk.signIn()
        #expect(try desk.status(id) == "open")
    }

    @Test func `what is no order is none of the faults' business`() throws {
        let broker = try NeoDesk().floor.broker.broker
        #expect(broker.isOrderWrite(IncomingRequest(.post, "/quick/order/rule/ms/place")))
        #expect(broker.isOrderWrite(IncomingRequest(.post, "/quick/order/vr/modify")))
        #expect(broker.isOrderWrite(IncomingRequest(.post, "/quick/order/cancel")))
        #expect(!broker.isOrderWrite(IncomingRequest(.post, "/quick/order/history")))
        #expect(!broker.isOrderWrite(IncomingRequest(.get, "/quick/user/orders")))
        #expect(!broker.isOrderWrite(IncomingRequest(.post, "/login/1.0/tradeApiLogin")))
    }
}

import Foundation
import KotakNeoPractice
import SaudaBroker
import SaudaCore
import SaudaServer
import Testing

/// Section 1 of the reference.
@Suite struct NeoSessionTests {
    @Test func `two steps give a session, which ends at midnight`() throws {
        var desk = try NeoDesk(signsIn: false)
        let first = try desk.login()
        #expect(first.data["kType"] as? String == "View")
        #expect(first.data["baseUrl"] == nil)
        let second = try desk.validate(first)
        #expect(second.data["kType"] as? String == "Trade")
        #expect(second.data["baseUrl"] as? String == "http://127.0.0.1:8080")
        let token = try #require(second.data["token"] as? String)
        let parts = token.split(separator: ".")
        #expect(parts.count == 3)
        var text = String(parts[1].replacing("-", with: "+").replacing("_", with: "/"))
        while text.utf8.count % 4 != 0 { text += "=" }
        let data = try #require(Data(base64Encoded: text))
        let claims = try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
        let midnight = NeoDesk.day.advanced(by: 1).at(TimeOfDay(0, 0)).microseconds / 1_000_000
        #expect(claims["exp"] as? Int64 == midnight)
        #expect(claims["iss"] as? String == "login-service")
        // Its view token has done its work.
        #expect(try desk.validate(first).message == "Invalid session.")
    }

    @Test func `addresses are secure where the server is`() throws {
        var desk = try NeoDesk(signsIn: false)
        let answer = try desk.validate(try desk.login(), isSecure: true)
        #expect(answer.data["baseUrl"] as? String == "https://127.0.0.1:8080")
        var settings = NeoDesk.calm
        settings.tellsFeeds = false
        var silent = try NeoDesk(settings: settings, signsIn: false)
        #expect(try silent.validate(try silent.login()).data["rtUrl"] == nil)
        let configs = try silent.send(.get, "/5config/config?appVersion=1&platform=api&environment=prod", headers: [])
        #expect((configs.data["configs"] as? [String: Any])?["e43_broadcast_source"] as? String == "sh")
    }

    @Test func `wrong codes are refused, and a right one works once`() throws {
        var desk = try NeoDesk(signsIn: false)
        let wrong = try desk.login(["totp": "12345x"])
        #expect(wrong.status == 401)
        #expect(wrong.message == "Invalid credentials or TOTP.")
        #expect(try desk.login(["ucc": "XYZ99"]).code == 401)
        let first = try desk.login()
        #expect(try desk.validate(first, mpin: "1").message == "Invalid MPIN.")
        #expect(try desk.login().message == "Invalid credentials or TOTP.")
        #expect(try desk.validate(first).data["token"] is String)
        desk.wait(30_000)
        #expect(try desk.login().data["token"] is String)
        #expect(try desk.login(["totp": ""]).message == "Missing required field 'Totp'")
        #expect(try desk.login(["mobileNumber": ""]).message == "Missing required field 'MobileNumber'")
    }

    @Test func `after five failures in a row there is a pause`() throws {
        var desk = try NeoDesk(signsIn: false)
        for _ in 0..<5 { #expect(try desk.login(["totp": "000000"]).status == 401) }
        #expect(try desk.login().message == "Service error")
        desk.wait(300_000)
        #expect(try desk.login().data["token"] is String)
    }

    @Test func `failures may come with status 200 and without data`() throws {
        var settings = NeoDesk.calm
        settings.loginErrorsAre200 = true
        var desk = try NeoDesk(settings: settings, signsIn: false)
        let answer = try desk.login(["totp": "000000"])
        #expect(answer.status == 200)
        #expect(answer.json["data"] == nil)
    }

    @Test func `the token of the first step opens nothing`() throws {
        var desk = try NeoDesk(signsIn: false)
        let first = try desk.login()
        desk.token = try #require(first.data["token"] as? String)
        desk.sid = try #require(first.data["sid"] as? String)
        let answer = try desk.get("/quick/user/orders")
        #expect(answer.code == 100_021)
        #expect(answer.message == "invalid  access type")
    }

    @Test func `a dead session is told in the shape that is chosen, or in all of them in turn`() throws {
        var desk = try NeoDesk()
        desk.floor.broker.broker.endSessions(at: desk.time)
        let answer = try desk.get("/quick/user/orders")
        #expect(answer.status == 401)
        #expect(answer.json["code"] as? String == "900901")
        #expect(answer.message == "Invalid Credentials")
        try desk.signIn()
        #expect(try desk.get("/quick/user/orders").code == 5203)

        var settings = NeoDesk.calm
        settings.deadSessions = NeoDeadSession.allCases
        settings.gatewayStatus = 200
        var other = try NeoDesk(settings: settings)
        other.floor.broker.broker.endSessions(at: other.time)
        var codes: [Int] = []
        for _ in NeoDeadSession.allCases {
            let answer = try other.get("/quick/user/orders")
            #expect(answer.status == 200)
            codes.append(answer.code)
        }
        #expect(codes == [900_901, 900_901, 1003, 100_022, 100_022, 10_020, 0])
        other.floor.broker.broker.endSessions(at: other.time)
        #expect(try other.get("/quick/user/positions").message == "Invalid Credentials")
    }

    @Test func `a session dies at midnight`() throws {
        var desk = try NeoDesk()
        desk.wait(until: TimeOfDay(23, 59, 59))
        #expect(try desk.get("/quick/user/orders").code == 5203)
        desk.wait(1000)
        #expect(try desk.get("/quick/user/orders").code == 900_901)
    }

    @Test(arguments: [1, 2])
    func `one session more than allowed ends the oldest`(most: Int) throws {
        var settings = NeoDesk.calm
        settings.sessionsAtOnce = most
        var desk = try NeoDesk(settings: settings)
        let old = (desk.token, desk.sid)
        for number in 1...most {
            try desk.signIn()
            let new = (desk.token, desk.sid)
            (desk.token, desk.sid) = old
            #expect(try desk.get("/quick/user/orders").code == (number < most ? 5203 : 900_901))
            (desk.token, desk.sid) = new
            #expect(try desk.get("/quick/user/orders").code == 5203)
        }
    }

    @Test func `orders come from registered addresses and from that of the login; reads from anywhere`() throws {
        var settings = NeoDesk.calm
        settings.orderAddresses = ["127.0.0.1", "203.0.113.7"]
        var desk = try NeoDesk(settings: settings)
        let body = NeoDesk.form(NeoDesk.order)
        let route = "/quick/order/rule/ms/place"
        #expect(try desk.send(.post, route, body, address: "203.0.113.9").code == 100_008)
        let other = try desk.send(.post, route, body, address: "203.0.113.7")
        #expect(other.code == 1037)
        #expect(other.message == "session ip doesnt match with reqest ip")
        #expect(try desk.send(.get, "/quick/user/orders", address: "203.0.113.9").code == 5203)
        #expect(try desk.send(.post, route, body).code == 200)
    }

    @Test func `missing headers are missed, as the settings say`() throws {
        var desk = try NeoDesk()
        #expect(try desk.send(.get, "/quick/user/orders", headers: []).code == 900_902)
        let bare = [HTTPHeader("auth", desk.token), HTTPHeader("SID", desk.sid)]
        #expect(try desk.send(.get, "/quick/user/orders", headers: bare).code == 5203)
        #expect(try desk.send(.post, "/quick/order/cancel", NeoDesk.form(["on": "1"]), headers: bare).code == 1006)
        var settings = NeoDesk.calm
        settings.ordersNeedAuthorization = true
        settings.needsFinKey = true
        var strict = try NeoDesk(settings: settings)
        let lacking = [HTTPHeader("Auth", strict.token), HTTPHeader("Sid", strict.sid)]
        #expect(try strict.send(.get, "/quick/user/orders", headers: lacking).code == 10_512)
        let keyed = lacking + [HTTPHeader("neo-fin-key", "neotradeapi")]
        #expect(try strict.send(.get, "/quick/user/orders", headers: keyed).code == 5203)
        #expect(
            try strict.send(.post, "/quick/order/cancel", NeoDesk.form(["on": "1"]), headers: keyed).code == 900_902
        )
    }

    @Test func `ten calls a second are answered, and the eleventh is not`() throws {
        var settings = NeoSettings()
        settings.retryAfter = 5
        var desk = try NeoDesk(settings: settings)
        desk.wait(1000)
        for _ in 0..<10 { #expect(try desk.get("/quick/user/orders").code == 5203) }
        let answer = try desk.get("/quick/user/orders")
        #expect(answer.status == 429)
        #expect(answer.headers.first { $0.name == "Retry-After" }?.value == "5")
        #expect(desk.floor.broker.broker.counts.map(\.refused) == [0, 1])
        desk.wait(1000)
        #expect(try desk.get("/quick/user/orders").code == 5203)
    }
}

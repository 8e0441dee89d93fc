import SaudaBroker
import SaudaCore
import SaudaServer
import Testing
import ZerodhaKitePractice

/// Sections 1.4 and 2 of the reference.
@Suite struct KiteSessionTests {
    @Test func `a request token works once and its checksum is checked`() throws {
        var desk = try KiteDesk(signedIn: false)
        let token = desk.requestToken
        let wrong = desk.send(.post, "/session/token", "api_key=\(desk.apiKey)&request_token=\(token)&checksum=00")
        #expect(wrong?.status == 403)
        #expect(wrong?.type == "TokenException")
        #expect(wrong?.message == "Invalid `checksum`.")
        try desk.signIn()
        let again = desk.send(
            .post,
            "/session/token",
            "api_key=\(desk.apiKey)&request_token=\(token)&checksum=\(desk.checksum(token))"
        )
        #expect(again?.message == "Token is invalid or has expired.")
        #expect(try desk.get("/user/profile").data["user_id"] as? String == "ZZ0001")
    }

    @Test func `a request without a session is refused as such, and the dump is not`() throws {
        var desk = try KiteDesk(signedIn: false)
        let answer = desk.send(.get, "/user/profile", token: "nonsense")
        #expect(answer?.status == 403)
        #expect(answer?.message == "Incorrect `api_key` or `access_token`.")
        #expect(desk.send(.post, "/session/token", "")?.message == "Missing api_key")
        #expect(desk.send(.get, "/instruments", token: "nonsense")?.status == 200)
    }

    @Test func `a session ends at six the next morning`() throws {
        var desk = try KiteDesk()
        desk.wait(until: TimeOfDay(5, 59, 59), day: 1)
        #expect(try desk.get("/user/profile").status == 200)
        desk.wait(until: TimeOfDay(6, 0), day: 1)
        #expect(try desk.get("/user/profile").type == "TokenException")
    }

    @Test func `several sessions live side by side until each is ended`() throws {
        var desk = try KiteDesk()
        let first = desk.token
        let login = try desk.get("/connect/login?v=3&api_key=\(desk.apiKey)&redirect_params=a%3D1")
        let place = try #require(login.headers.first { $0.name == "Location" }?.value)
        #expect(login.status == 302)
        #expect(place.hasSuffix("&a=1"))
        let fields = FormFields(String(place.split(separator: "?")[1]))
        desk.requestToken = try #require(fields["request_token"])
        try desk.signIn()
        #expect(desk.token != first)
        #expect(desk.send(.get, "/user/profile", token: first)?.status == 200)
        let end = desk.send(.delete, "/session/token?api_key=\(desk.apiKey)&access_token=\(first)")
        #expect(end?.text == #"{"status":"success","data":true}"#)
        #expect(desk.send(.get, "/user/profile", token: first)?.status == 403)
        #expect(try desk.get("/user/profile").status == 200)
    }

    @Test func `orders from another address are refused with permission, reads are not`() throws {
        var settings = KiteSettings()
        settings.orderAddresses = ["203.0.113.9"]
        var desk = try KiteDesk(settings: settings)
        let answer = desk.send(.post, "/orders/regular", KiteDesk.buy, address: "203.0.113.7")
        #expect(answer?.status == 403)
        #expect(answer?.type == "PermissionException")
        #expect(answer?.message.hasPrefix("IP (203.0.113.7) is not allowed to place orders for this app.") == true)
        #expect(try desk.get("/orders").status == 200)
    }

    @Test func `a key without data has no quotes and no ticker`() throws {
        var settings = KiteSettings()
        settings.hasData = false
        var desk = try KiteDesk(settings: settings)
        let answer = try desk.get("/quote?i=NSE:INFY")
        #expect(answer.type == "PermissionException")
        #expect(answer.message == "Insufficient permission for that call.")
        guard case .refuse(_, let refusal) = desk.connect().first else { throw Unexpected() }
        #expect(refusal.status == 403)
    }

    @Test func `over the budget the answer is 429 without data, counted by calendar seconds`() throws {
        var desk = try KiteDesk(start: TimeOfDay(9, 16), settings: KiteSettings())
        desk.wait(1000)
        #expect(try desk.get("/quote/ltp?i=NSE:INFY").status == 200)
        let over = try desk.get("/quote/ltp?i=NSE:INFY")
        #expect(over.status == 429)
        #expect(over.text == #"{"status":"error","message":"Too many requests","error_type":"NetworkException"}"#)
        desk.wait(1000)
        #expect(try desk.get("/quote/ltp?i=NSE:INFY").status == 200)
        let count = try #require(desk.floor.broker.broker.counts.first { $0.endpoints.name == "quote" })
        #expect(count.total == 3)
        #expect(count.refused == 1)
        #expect(count.busiest == 2)
    }

    @Test func `unknown routes and methods are refused`() throws {
        var desk = try KiteDesk()
        #expect(try desk.get("/nothing").status == 404)
        #expect(desk.send(.delete, "/user/profile")?.status == 405)
        #expect(desk.send(.post, "/orders/bracket", KiteDesk.buy)?.message == "Invalid `variety`.")
    }
}

struct Unexpected: Error {}

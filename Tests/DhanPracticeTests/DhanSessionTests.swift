import DhanPractice
import Foundation
import SaudaBroker
import SaudaCore
import SaudaServer
import Testing

/// Sections 1.3 to 1.7 of the reference.
@Suite struct DhanSessionTests {
    @Test func `the token is a JWT that ends after a day`() throws {
        let desk = try DhanDesk()
        let parts = desk.token.split(separator: ".")
        #expect(parts.count == 3)
        var text = String(parts[1].replacing("-", with: "+").replacing("_", with: "/"))
        while text.utf8.count % 4 != 0 { text += "=" }
        let data = try #require(Data(base64Encoded: text))
        let claims = try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
        #expect(claims["dhanClientId"] as? String == DhanDesk.client)
        #expect(claims["tokenConsumerType"] as? String == "SELF")
        let begin = DhanDesk.day.at(TimeOfDay(9, 15, 1)).microseconds / 1_000_000
        #expect(claims["exp"] as? Int64 == begin + 86_400)
    }

    @Test func `without a good token nothing is told, and the codes are the recorded ones`() throws {
        var desk = try DhanDesk()
        let answer = try desk.send(.get, "/v2/orders", token: "nobody")
        #expect(answer.status == 401)
        #expect(answer.code == "DH-901")
        #expect(answer.json["errorType"] as? String == "Invalid_Authentication")
        let lost = try desk.get("/v2/invalid_endpoint")
        #expect(lost.status == 404)
        #expect(lost.json["path"] as? String == "/v2/invalid_endpoint")
        #expect(lost.json["timestamp"] as? Int64 == desk.time.microseconds / 1000)
        let profile = try desk.get("/v2/profile").json
        #expect(profile["tokenValidity"] as? String == "21/03/2026 09:15")
        #expect(profile["dataPlan"] as? String == "Active")
    }

    @Test func `PIN and one-time password give a token at most every two minutes`() throws {
        var desk = try DhanDesk()
        #expect(try desk.send(.post, desk.generation(pin: "000000")).message == "Invalid Pin")
        #expect(try desk.send(.post, desk.generation(code: "1")).message == "Invalid TOTP")
        let first = try desk.send(.post, desk.generation())
        #expect(first.json["expiryTime"] as? String == "2026-03-21T09:15:01.000")
        let token = try #require(first.json["accessToken"] as? String)
        desk.wait(119_000)
        let early = try desk.send(.post, desk.generation())
        #expect(early.json["status"] as? String == "error")
        #expect(early.message == "Token can be generated once every 2 minutes.")
        #expect(try desk.send(.get, "/v2/profile", token: token).status == 200)
        desk.wait(1000)
        #expect(try desk.send(.post, desk.generation()).json["accessToken"] is String)
        #expect(try desk.send(.get, "/v2/profile", token: token).status == 401)
    }

    @Test func `a new token kills the old one and its connections`() throws {
        var desk = try DhanDesk()
        #expect(desk.open("/?version=2&token=\(desk.token)&clientId=\(DhanDesk.client)&authType=2", 7).count == 1)
        desk.follow(8)
        desk.written.removeAll()
        let old = desk.token
        let token = try #require(try desk.send(.post, desk.generation()).json["accessToken"] as? String)
        #expect(token != old)
        #expect(desk.written.contains(.cut(PracticeSocket(number: 8))))
        #expect(desk.written.contains(.close(PracticeSocket(number: 7), code: 1000)))
        let frame = desk.written.compactMap { action -> [UInt8]? in
            if case .write(PracticeSocket(number: 7), .binary(let bytes), _) = action { bytes } else { nil }
        }
        #expect(frame.first?.first == 50)
        #expect(frame.first?.suffix(2) == [0x27, 0x03])
        #expect(try desk.send(.get, "/v2/profile", token: old).code == "DH-901")
        #expect(try desk.send(.get, "/v2/profile", token: token).status == 200)
    }

    @Test func `a dead token may be told so as an order error`() throws {
        var settings = DhanSettings()
        settings.deadTokenIs400 = true
        var desk = try DhanDesk(settings: settings)
        desk.wait(until: TimeOfDay(9, 15, 0), day: 1)
        #expect(try desk.get("/v2/profile").status == 200)
        desk.wait(2000)
        let answer = try desk.get("/v2/profile")
        #expect(answer.status == 400)
        #expect(answer.code == "DH-906")
        #expect(answer.message == "Invalid Token")
        #expect(try desk.send(.get, "/v2/profile", token: "never").code == "DH-901")
    }

    @Test func `only a token of the website is renewed, and only by GET`() throws {
        var desk = try DhanDesk()
        #expect(try desk.send(.post, "/v2/RenewToken").status == 400)
        let renewed = try desk.get("/v2/RenewToken")
        let token = try #require(renewed.json["accessToken"] as? String)
        #expect(try desk.get("/v2/profile").status == 401)
        desk.token = token
        #expect(try desk.get("/v2/profile").status == 200)
        desk.token = try #require(try desk.send(.post, desk.generation()).json["accessToken"] as? String)
        #expect(try desk.get("/v2/RenewToken").status == 401)
    }

    @Test func `a consent ends at the app's address with a token id that works once`() throws {
        var desk = try DhanDesk(redirect: "http://127.0.0.1:8400/callback", asksForLogin: true)
        let target = "/app/generate-consent?client_id=\(DhanDesk.client)"
        #expect(try desk.send(.post, target).json["status"] as? String == "error")
        let consent = try #require(try desk.send(.post, target, headers: desk.app).json["consentAppId"] as? String)
        let page = "/login/consentApp-login?consentAppId=\(consent)"
        #expect(try desk.get(page).status == 200)
        #expect(try desk.get(page + "&pin=1&totp=1").status == 200)
        let end = try desk.get(page + "&pin=\(desk.secrets["pin"] ?? "")&totp=\(desk.code())")
        #expect(end.status == 302)
        let place = try #require(end.headers.first { $0.name == "Location" }?.value)
        #expect(place.hasPrefix("http://127.0.0.1:8400/callback?tokenId="))
        let id = place.split(separator: "=").last.map(String.init) ?? ""
        let consume = "/app/consumeApp-consent?tokenId=\(id)"
        let answer = try desk.send(.get, consume, headers: desk.app)
        #expect(answer.json["expiryTime"] as? String == "2026-03-21T09:15:01")
        let token = try #require(answer.json["accessToken"] as? String)
        #expect(try desk.send(.get, "/v2/profile", token: token).status == 200)
        #expect(try desk.send(.get, consume, headers: desk.app).json["status"] as? String == "error")
        #expect(try desk.get(page).json["status"] as? String == "error")
    }

    @Test func `orders come from registered addresses alone, reads from anywhere`() throws {
        var settings = DhanSettings()
        settings.orderAddresses = ["10.0.0.1"]
        var desk = try DhanDesk(settings: settings)
        let refused = try desk.send(.post, "/v2/orders", DhanDesk.body())
        #expect(refused.code == "DH-905")
        #expect(refused.message == "Invalid IP")
        #expect(try desk.get("/v2/orders").text == "[]")
        #expect(try desk.get("/v2/ip/getIP").json["ordersAllowed"] as? Bool == false)
        let body = "{\"dhanClientId\":\"\(DhanDesk.client)\",\"ip\":\"127.0.0.1\",\"ipFlag\":\"PRIMARY\"}"
        #expect(try desk.send(.post, "/v2/ip/setIP", body).json["status"] as? String == "SUCCESS")
        #expect(try desk.send(.put, "/v2/ip/modifyIP", body).json["status"] as? String == "ERROR")
        #expect(try desk.get("/v2/ip/getIP").json["ipMatchStatus"] as? String == "PRIMARY_MATCH")
        #expect(try desk.send(.post, "/v2/orders", DhanDesk.body()).status == 200)
    }

    @Test func `the eleventh order of a second is one too many`() throws {
        var desk = try DhanDesk()
        for _ in 0..<10 { #expect(try desk.send(.post, "/v2/orders", DhanDesk.body()).status == 200) }
        let answer = try desk.send(.post, "/v2/orders", DhanDesk.body())
        #expect(answer.status == 429)
        #expect(answer.code == "DH-904")
        desk.wait(1000)
        #expect(try desk.send(.post, "/v2/orders", DhanDesk.body()).status == 200)
        let orders = desk.floor.broker.broker.counts.first { $0.endpoints == "order" }
        #expect(orders?.busiest == 11)
        #expect(orders?.refused == 1)
    }
}

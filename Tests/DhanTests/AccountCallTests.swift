import DhanAdapter
import SaudaBroker
import SaudaCore
import Testing

/// Calls about the account itself, protocol sections 1.6, 2.13 and 2.14.
@Suite struct AccountCallTests {
    // MARK: - Kill switch

    private static func state(_ text: String, client: String = "1100000001") -> HTTPResponse {
        Kit.json(#"{"dhanClientId":"\#(client)","killSwitchStatus":"\#(text)"}"#)
    }

    @Test("the kill switch is read by its two words", arguments: [("ACTIVATE", true), ("DEACTIVATE", false)])
    func halt(word: String, isOn: Bool) throws {
        let (sent, end, _, _) = try Kit.carryOut(.tradingHalt, [Self.state(word)])
        #expect(sent.map(\.url) == ["https://api.dhan.co/v2/killswitch"])
        #expect(sent.first?.method == .get)
        #expect(end.result == .tradingHalt(isOn))
        #expect(!Errand.tradingHalt.isWrite)
    }

    @Test(
        "it is turned by a query and no body",
        arguments: [("ACTIVATE", "activated", true), ("DEACTIVATE", "deactivated", false)]
    )
    func turn(word: String, said: String, isOn: Bool) throws {
        let answer = Self.state("Kill Switch has been successfully \(said)")
        let (sent, end, _, _) = try Kit.carryOut(.setTradingHalt(isOn), [answer])
        #expect(sent.map(\.url) == ["https://api.dhan.co/v2/killswitch?killSwitchStatus=\(word)"])
        #expect(sent.first?.method == .post)
        #expect(sent.first?.body.isEmpty == true)
        #expect(end.result == .tradingHalt(isOn))
        #expect(Errand.setTradingHalt(isOn).isWrite)
    }

    @Test func `another word, another state or another account is looked up, not guessed`() throws {
        for answer in [Self.state("ON"), Self.state(""), Self.state("ACTIVATE", client: "1100000002"), Kit.json("{}")] {
            #expect(try Kit.carryOut(.tradingHalt, [answer]).end.error?.recovery == .checkOrderBook)
        }
        for text in ["Kill Switch has been successfully deactivated", "Kill Switch is not activated", "OK"] {
            let end = try Kit.carryOut(.setTradingHalt(true), [Self.state(text)]).end
            #expect(end.error?.recovery == .checkOrderBook, "\(text)")
        }
        let end = try Kit.carryOut(.setTradingHalt(false), [Self.state("Kill Switch has been successfully activated")])
            .end
        #expect(end.error?.recovery == .checkOrderBook)
    }

    @Test func `an account with positions is told so, and an error of the server is in doubt`() throws {
        let refused = Kit.refusal(400, "DH-906", "Close all positions before kill switch.")
        let error = try #require(try Kit.carryOut(.setTradingHalt(true), [refused]).end.error)
        #expect(error.recovery == .changeRequest)
        #expect(error.summary.contains("Close all positions"))
        let broken = Kit.refusal(500, "DH-908", "internal")
        #expect(try Kit.carryOut(.setTradingHalt(true), [broken]).end.error?.recovery == .checkOrderBook)
    }
}

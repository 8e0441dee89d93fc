import SaudaBroker
import SaudaCore
import Testing
import ZerodhaKiteAdapter

/// Orders that the broker posts to an app, protocol section 4.9.
@Suite struct PostbackTests {
    /// The checksum of appendix A.
    private static let good = #"""
        {"user_id":"ZZ0001","unfilled_quantity":0,"app_id":1234,"checksum":"776b3fe354254d695f8c9a7bd04ec8b797c124becb5fdc43f1c1c5a9fba065c6","placed_by":"ZZ0001","order_id":"260320000000017","exchange_order_id":"1300000001234567","parent_order_id":null,"status":"COMPLETE","status_message":null,"status_message_raw":null,"order_timestamp":"2026-03-20 09:21:05","exchange_update_timestamp":"2026-03-20 09:21:09","exchange_timestamp":"2026-03-20 09:21:05","variety":"regular","exchange":"NSE","tradingsymbol":"INFY","instrument_token":408065,"order_type":"LIMIT","transaction_type":"BUY","validity":"DAY","product":"CNC","quantity":100,"disclosed_quantity":0,"price":1512.3,"trigger_price":0,"average_price":1512.3,"filled_quantity":100,"pending_quantity":0,"cancelled_quantity":0,"market_protection":0,"meta":{},"tag":"sauda1","guid":null}
        """#

    private func read(_ text: String) throws -> OrderRow {
        try Postback.read(Array(text.utf8), in: Kit.context())
    }

    @Test func `a message with the right checksum is its order`() throws {
        let row = try read(Self.good)
        #expect(row.id == BrokerOrderID("regular/260320000000017") && row.status == .complete && row.tag == "sauda1")
        #expect(row.instrument == Sample.infy && row.filled == Quantity(100) && row.value == Money(rupees: 151_230))
        // A partial fill is an order at work.
        #expect(try read(Self.good.replacing("COMPLETE", with: "UPDATE")).status == .open)
    }

    @Test(
        "a message that anybody could have posted is refused",
        arguments: [
            ("776b", "776c"), ("776b3fe354254d69", ""), (#""260320000000017""#, #""260320000000018""#),
            ("2026-03-20 09:21:05", "2026-03-20 09:21:06"), (#""checksum":"#, #""sum":"#),
            ("65c6\"", "65C6\""), ("65c6\"", "65c6 \""),
        ]
    )
    func refused(text: String, other: String) {
        let error = #expect(throws: BrokerError.self) { try read(Self.good.replacing(text, with: other)) }
        #expect(error?.recovery == .changeRequest)
    }

    @Test func `half a message, another kind of value and an unknown word are refused, and none is trapped on`() {
        let bytes = Array(Self.good.utf8)
        for count in 0..<bytes.count {
            #expect(throws: BrokerError.self) {
                try Postback.read(Array(bytes.prefix(count)), in: Kit.context())
            }
        }
        for text in ["[]", "null", "{}", Self.good.replacing("\"BUY\"", with: "\"HOLD\"")] {
            let error = #expect(throws: BrokerError.self) { try read(text) }
            #expect(error?.summary.contains("demoapisecret") == false)
        }
    }

    @Test func `without the app's secret nothing is believed`() throws {
        var context = try Kit.context()
        context.credentials.secrets["api-secret"] = nil
        let error = #expect(throws: BrokerError.self) { try Postback.read(Array(Self.good.utf8), in: context) }
        #expect(error?.recovery == .stop)
    }
}

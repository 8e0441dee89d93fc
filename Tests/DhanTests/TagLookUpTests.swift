import DhanAdapter
import SaudaBroker
import SaudaCore
import Testing

/// Orders by our own tag, protocol section 2.6: what recovers an order in doubt.
@Suite struct TagLookUpTests {
    private static func row(_ id: String, tag: String = "SD1", product: String = "CNC") -> String {
        #"{"dhanClientId":"1100000001","orderId":"\#(id)","correlationId":"\#(tag)","orderStatus":"PENDING","transactionType":"BUY","#
            + #""exchangeSegment":"NSE_EQ","productType":"\#(product)","orderType":"LIMIT","validity":"DAY","#
            + #""tradingSymbol":"HDFCBANK","securityId":"1333","quantity":10,"disclosedQuantity":0,"price":1642.05,"#
            + #""triggerPrice":0.0,"afterMarketOrder":false,"updateTime":"2026-07-30 09:15:02","filledQty":0,"#
            + #""remainingQuantity":10,"averageTradedPrice":0.0,"omsErrorCode":"0"}"#
    }

    private func ids(_ body: String) throws -> [String]? {
        let (sent, end, _, _) = try Kit.carryOut(.ordersTagged("SD1"), [Kit.json(body)])
        let request = try #require(sent.first)
        #expect(request.method == .get)
        #expect(request.url == "https://api.dhan.co/v2/orders/external/SD1")
        guard case .orders(let rows)? = end.result else { return nil }
        #expect(rows.allSatisfy { $0.tag == "SD1" && $0.instrument == Sample.bank && $0.updated != nil })
        return rows.map(\.id.text)
    }

    @Test func `one order is an object or an array, several are an array`() throws {
        #expect(try ids(Self.row("112111182045")) == ["112111182045"])
        #expect(try ids("[\(Self.row("112111182045"))]") == ["112111182045"])
        #expect(try ids("[\(Self.row("1")),\(Self.row("2"))]") == ["1", "2"])
        #expect(Kit.dhan.traits.findsOrdersByTag)
    }

    @Test func `an empty list says that there is none, and nothing else does`() throws {
        #expect(try ids("[]") == [])
        let refusals: [(HTTPResponse, Recovery)] = [
            (Kit.json("{}"), .checkOrderBook), (Kit.json(#"{"status":"success"}"#), .checkOrderBook),
            (Kit.json("null"), .checkOrderBook), (Kit.json("", status: 200), .checkOrderBook),
            (Kit.json("<html>", status: 404), .checkOrderBook),
            // Said of an unknown tag and of every fault of a request alike.
            (Kit.refusal(400, "DH-905", "Missing required fields, bad values for parameters etc."), .changeRequest),
            (Kit.refusal(401, "DH-901", "expired"), .signInAgain),
            (Kit.refusal(500, "DH-908", "internal"), .checkOrderBook),
        ]
        for (response, recovery) in refusals {
            let end = try Kit.carryOut(.ordersTagged("SD1"), [response]).end
            #expect(end.error?.recovery == recovery, "\(response)")
        }
    }

    @Test func `another tag's order is no answer, and one that cannot be read is not left out`() throws {
        for body in [
            Self.row("1", tag: "SD2"), Self.row("1", tag: "NA"), "[\(Self.row("1")),\(Self.row("2", tag: "sd1"))]",
        ] {
            #expect(try Kit.carryOut(.ordersTagged("SD1"), [Kit.json(body)]).end.error?.recovery == .checkOrderBook)
        }
        let strange = Self.row("1", product: "NEW")
        #expect(try Kit.carryOut(.ordersTagged("SD1"), [Kit.json(strange)]).end.error?.recovery == .stop)
        // Margin funding is never ours, whatever its tag.
        let funded = try Kit.carryOut(.ordersTagged("SD1"), [Kit.json("[\(Self.row("1", product: "MTF"))]")])
        #expect(funded.end.result == .orders([]))
        #expect(funded.skipped == ["an order: productType 'MTF'": 1])
    }

    @Test(
        "what would not stay one part of a path is not asked",
        arguments: ["", "a/b", "a b", "..", "é", "a?b", "A-1"]
    )
    func tag(_ tag: String) throws {
        let (sent, end, _, _) = try Kit.carryOut(.ordersTagged(tag), [])
        #expect(sent.isEmpty)
        #expect(end.error?.recovery == .changeRequest)
    }
}

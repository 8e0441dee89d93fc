import KotakNeoAdapter
import SaudaBroker
import SaudaCore
import Testing

/// The calls that read the account, protocol sections 1.3 and 3.5 to 3.7.
@Suite struct AccountReadTests {
    private static let folder = "fixtures/kotak-neo/"

    private static let order =
        #"{"nOrdNo":"260910000012345","ordSt":"open","exSeg":"nse_cm","trdSym":"RELIANCE-EQ","trnsTp":"B","#
        + #""prod":"CNC","prcTp":"L","prc":"1410.00","qty":2,"fldQty":0,"vldt":"DAY","GuiOrdId":"sauda1","#
        + #""ordGenTp":"NA","hsUpTm":"2026/09/10 09:00:02"}"#

    private func file(_ name: String) throws -> HTTPResponse {
        HTTPResponse(status: 200, body: try Shared.bytes(Self.folder + name))
    }

    @Test(
        "each call goes to the address of the session, with all four headers",
        arguments: [
            (Errand.probe, HTTPRequest.Method.get, "/quick/user/orders"),
            (.orderBook, .get, "/quick/user/orders"),
            (.orderHistory(BrokerOrderID("250122000624384")), .post, "/quick/order/history"),
            (.trades, .get, "/quick/user/trades"), (.positions, .get, "/quick/user/positions"),
            (.holdings, .get, "/portfolio/v1/holdings"), (.funds, .post, "/quick/user/limits"),
        ]
    )
    func calls(errand: Errand, method: HTTPRequest.Method, path: String) throws {
        let sent = try #require(try Kit.carryOut(errand, [Kit.json("{}")]).sent.first)
        #expect(sent.method == method)
        #expect(sent.url == Kit.base + path)
        #expect(sent.header("Authorization") == "accesstoken01")
        #expect(sent.header("Auth") == "tradetoken")
        #expect(sent.header("Sid") == "tradesid")
        #expect(sent.header("neo-fin-key") == "neotradeapi")
        #expect(sent.header("Content-Type") == (method == .post ? "application/x-www-form-urlencoded" : nil))
        // A stray one gives 404.
        #expect(!sent.url.contains("sId"))
    }

    @Test func `forms hold JSON of texts`() throws {
        let funds = try Kit.carryOut(.funds, [Kit.json(#"{"Net":"19.409999999999997","stat":"Ok","stCode":200}"#)])
        #expect(funds.sent.first?.data == .object(["seg": .text("ALL"), "exch": .text("ALL"), "prod": .text("ALL")]))
        #expect(funds.end.result == .funds(available: Money(raw: 194_100)))
        let history = try Kit.carryOut(.orderHistory(BrokerOrderID("250122000624384")), [Kit.noRows])
        #expect(history.sent.first?.data == .object(["nOrdNo": .text("250122000624384")]))
        #expect(history.end.result == .orders([]))
    }

    @Test func `empty books arrive as errors and are lists without rows`() throws {
        for (errand, result) in [
            (Errand.orderBook, ErrandResult.orders([])), (.trades, .trades([])), (.positions, .positions([])),
            (.holdings, .holdings([])), (.probe, .alive),
        ] { #expect(try Kit.carryOut(errand, [Kit.noRows]).end.result == result) }
        // Only this code is none: any other no is no answer.
        let other = Kit.json(#"{"stat":"Not_Ok","errMsg":"No Data","stCode":5204}"#)
        #expect(try Kit.carryOut(.orderBook, [other]).end.error?.recovery == .changeRequest)
    }

    @Test func `a dead session is told by every call, whatever generation's words it has`() throws {
        let bodies = [
            #"{"code":"900901","message":"Invalid Credentials","description":"Access failure"}"#,
            #"{"code":900901,"message":"Invalid JWT token"}"#,
            #"{"stCode":100022,"errMsg":"invalid session token","stat":"Not_Ok"}"#,
            #"{"stat":"Not_Ok","error":[{"code":"10020","message":"Authentication Failed"}],"tid":"s"}"#,
            #"{"stCode":1003,"errMsg":"session expired","stat":"Not_Ok"}"#,
            #"{"error":[{"message":"Complete the 2FA process before accessing this application"}]}"#,
        ]
        for errand in [Errand.probe, .orderBook, .trades, .positions, .holdings, .funds] {
            for (body, status) in zip(bodies, [401, 200, 200, 403, 200, 200]) {
                let end = try Kit.carryOut(errand, [Kit.json(body, status: status)]).end
                #expect(end.error?.recovery == .signInAgain, "\(errand): \(body)")
            }
        }
    }

    @Test(.enabled(if: Shared.wants(folder + "order-history.json")))
    func `the states of one order come oldest first, with the names that histories have`() throws {
        let id = BrokerOrderID("250122000624384")
        let (_, end, skipped) = try Kit.carryOut(.orderHistory(id), [try file("order-history.json")])
        guard case .orders(let rows)? = end.result else {
            Issue.record("\(end)")
            return
        }
        #expect(skipped.isEmpty)
        #expect(rows.last?.status == .complete)
        #expect(rows.last?.filled == Quantity(1))
        #expect(rows.first?.status == .pending)
        #expect(rows.allSatisfy { $0.id == id && $0.terms.validity == .day })
        let times = rows.compactMap(\.updated)
        #expect(times.count == rows.count)
        #expect(times == times.sorted())
        let other = try Kit.carryOut(.orderHistory(BrokerOrderID("1")), [try file("order-history.json")])
        #expect(other.end.error?.recovery == .checkOrderBook)
    }

    @Test func `an after-market order is known by its status, later by its origin`() throws {
        func variety(_ changes: [(String, String)]) throws -> OrderRequest.Variety? {
            let row = changes.reduce(Self.order) { $0.replacing($1.0, with: $1.1) }
            let end = try Kit.carryOut(.orderBook, [Kit.json(#"{"stat":"Ok","stCode":200,"data":[\#(row)]}"#)]).end
            guard case .orders(let rows)? = end.result else { return nil }
            return rows.first?.variety
        }
        #expect(try variety([]) == .regular)
        #expect(try variety([(#""ordGenTp":"NA","#, "")]) == nil)
        #expect(try variety([(#""NA""#, #""AMO""#)]) == .afterMarket)
        for status in ["after market order req received", "Modify After Market Order Req Received"] {
            #expect(try variety([(#""open""#, "\"\(status)\"")]) == .afterMarket)
        }
    }

    @Test func `an order number is digits, and nothing else is asked for`() throws {
        for text in ["", "1/2", "a", "1&2"] {
            let (sent, end, _) = try Kit.carryOut(.orderHistory(BrokerOrderID(text)), [])
            #expect(sent.isEmpty)
            #expect(end.error?.recovery == .changeRequest)
        }
    }

    // MARK: - Margins

    private static func planned(_ instrument: InstrumentID, _ terms: OrderTerms) -> PlannedOrder {
        PlannedOrder(instrument, .buy, .intraday, terms)
    }

    private static let limit = OrderTerms(kind: .limit, quantity: Quantity(2), limit: Price(paise: 141_000))

    @Test(.enabled(if: Shared.wants(folder + "check-margin.json")))
    func `the margin of each order is asked with the exchange's token`() throws {
        let (sent, end, _) = try Kit.carryOut(
            .margins([Self.planned(Sample.reliance, Self.limit)]),
            [try file("check-margin.json")]
        )
        #expect(sent.map(\.path) == ["/quick/user/check-margin"])
        let wanted = [
            "brkName": "KOTAK", "brnchId": "ONLINE", "exSeg": "nse_cm", "prc": "1410.00", "prcTp": "L", "prod": "MIS",
            "qty": "2", "tok": "2885", "trnsTp": "B", "trgPrc": "0",
        ]
        #expect(sent.first?.data == .object(wanted.mapValues { .text($0) }))
        #expect(end.result == .margins([OrderMargin(instrument: Sample.reliance, total: Money(paise: 1550))]))
    }

    @Test func `a margin that the broker does not reckon is none, and nothing impossible is asked`() throws {
        let order = Self.planned(Sample.reliance, Self.limit)
        for (body, recovery) in [
            (
                #"{"ordMrgn":"0.000000","rmsVldtd":"Scrip not allowed for margin calculation","stat":"Ok","stCode":200}"#,
                Recovery.changeRequest
            ), (#"{"stat":"Ok","stCode":200}"#, .checkOrderBook),
            (#"{"ordMrgn":"-1","rmsVldtd":"OK","stCode":200}"#, .checkOrderBook),
        ] { #expect(try Kit.carryOut(.margins([order]), [Kit.json(body)]).end.error?.recovery == recovery) }
        let bad = [
            Self.planned(Sample.nifty, Self.limit), Self.planned(InstrumentID(index: 99), Self.limit),
            Self.planned(Sample.future, Self.limit),
        ]
        for other in bad {
            let (sent, end, _) = try Kit.carryOut(.margins([order, other]), [])
            #expect(sent.isEmpty)
            #expect(end.error?.recovery == .changeRequest)
        }
    }

    // MARK: - What the broker has not

    @Test(
        "what the broker has not is refused before anything is sent",
        arguments: [
            Errand.renew, .signOut, .ordersTagged("a"), .basketMargin([], withPositions: true), .charges([]), .auctions,
            .convert(PositionConversion(Sample.reliance, .buy, Quantity(1), from: .intraday, to: .delivery)),
            .gtts,
            .gtt(GTTID("1")), .deleteGTT(GTTID("1")), .tradingHalt, .setTradingHalt(true), .orderAddresses,
            .registerAddress("203.0.113.10", as: .primary),
        ]
    )
    func refused(errand: Errand) throws {
        let (sent, end, _) = try Kit.carryOut(errand, [])
        #expect(sent.isEmpty)
        #expect(end.error?.recovery == .changeRequest)
    }
}

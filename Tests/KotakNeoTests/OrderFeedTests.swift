import KotakNeoAdapter
import SaudaBroker
import SaudaCore
import Testing

/// The order socket, protocol section 9.
@Suite struct OrderFeedTests {
    private static let file = "fixtures/kotak-neo/synthetic-order-feed.jsonl"
    private static let connected = #"{"ak":"ok","type":"cn","task":"cn","msg":"connected"}"#
    private static let order = #"""
        {"type":"order","data":{"nOrdNo":"260910000012345","exOrdId":"1100000012345678","ordSt":"complete","avgPrc":"1410.00","qty":1,"fldQty":1,"unFldSz":0,"cnlQty":0,"trnsTp":"B","prcTp":"L","prc":"1410.00","trgPrc":"0.00","prod":"CNC","exSeg":"nse_cm","sym":"RELIANCE","trdSym":"RELIANCE-EQ","tok":"2885","vldt":"DAY","rejRsn":"--","GuiOrdId":"sauda000001","ordDtTm":"10-Sep-2026 09:17:40","hsUpTm":"2026/09/10 09:17:40","updRecvTm":1789012060501000005}}
        """#

    private func codec() throws -> Talk<OrderFeedCodec> {
        Talk(OrderFeedCodec(try Sample.listings(), token: Secret("tradetoken"), sid: Secret("sid1")))
    }

    private func talking() throws -> Talk<OrderFeedCodec> {
        var talk = try codec()
        _ = talk.opened()
        _ = talk.receive(Self.connected)
        return talk
    }

    // MARK: Handshake

    @Test func `the handshake goes out without quotes and blanks, and again as JSON after ten seconds`() throws {
        var talk = try codec()
        let first = talk.opened()
        #expect(first.send == [.text("{type:cn,Authorization:tradetoken,Sid:sid1,src:WEB}")])
        #expect(!first.isReady && first.wakeAt == talk.now.advanced(by: .seconds(10)))
        talk.now = talk.now.advanced(by: .seconds(10))
        let second = talk.timer()
        let json = #"{"type":"cn","Authorization":"tradetoken","Sid":"sid1","src":"WEB"}"#
        #expect(second.send == [.text(json)] && second.close == nil)
        var late = talk
        let ready = talk.receive(Self.connected)
        #expect(ready.isReady && ready.readOrders && ready.close == nil)
        late.now = late.now.advanced(by: .seconds(10))
        #expect(late.timer().close?.recovery == .retry(after: .zero))
        talk.now = talk.now.advanced(by: .seconds(3600))
        #expect(talk.timer().close == nil && talk.timer().send.isEmpty)
    }

    @Test func `a format that a data centre does not take is answered with the other one at once`() throws {
        var talk = try codec()
        _ = talk.opened()
        let refusal = #"{"ak":"nk","type":"cn","task":"cn","msg":"session message format incorrect"}"#
        #expect(talk.receive(refusal).send.count == 1)
        #expect(talk.receive(refusal).send.isEmpty)
    }

    @Test func `a dead token asks for a new session`() throws {
        for isConnected in [false, true] {
            var talk = isConnected ? try talking() : try codec()
            let refusal = #"{"ak":"nk","type":"cn","task":"cn","msg":"Authentication Failed"}"#
            #expect(talk.receive(refusal).close?.recovery == .signInAgain)
        }
    }

    @Test func `connected as a keep-alive is no reconnect, and told once a minute`() throws {
        var talk = try talking()
        var notices = 0
        for _ in 0..<3000 {
            talk.now = talk.now.advanced(by: .seconds(1))
            let output = talk.receive(Self.connected)
            notices += output.notices.count
            #expect(!output.isReady && !output.readOrders && output.close == nil && output.send.isEmpty)
        }
        // 98 of a hundred lines are gone (rule PRC-5).
        #expect(notices == 50)
    }

    @Test func `an invalid request format is harmless after a good connect`() throws {
        var talk = try talking()
        let text = #"{"ak":"nk","type":"failed to process request","task":"nk","msg":"invalid request format"}"#
        for _ in 0..<3 {
            let output = talk.receive(text)
            #expect(output.close == nil && output.send.isEmpty && output.skipped.count == 1)
        }
    }

    // MARK: Orders

    @Test func `a message of an order that is over gives the order and asks for the book`() throws {
        var talk = try talking()
        let output = talk.receive(Self.order)
        #expect(output.readOrders && output.skipped.isEmpty)
        #expect(
            output.orders == [
                OrderRow(
                    id: BrokerOrderID("260910000012345"),
                    tag: "sauda000001",
                    instrument: Sample.reliance,
                    symbol: "nse_cm|RELIANCE-EQ",
                    side: .buy,
                    product: .delivery,
                    terms: OrderTerms(kind: .limit, quantity: Quantity(1), limit: Price(rupees: 1410)),
                    status: .complete,
                    filled: Quantity(1),
                    value: Money(rupees: 1410),
                    updated: Timestamp(microseconds: 1_789_012_060_501_000)
                )
            ]
        )
    }

    @Test func `a bare symbol is not its share's, and its order has no instrument`() throws {
        var talk = try talking()
        let row = talk.receive(Self.order.replacing("RELIANCE-EQ", with: "RELIANCE")).orders.first
        #expect(row?.instrument == nil && row?.symbol == "nse_cm|RELIANCE")
        var other = try talking()
        let series = other.receive(Self.order.replacing("RELIANCE-EQ", with: "RELIANCE-BL")).orders.first
        #expect(series?.instrument == nil && series != nil)
    }

    @Test func `the steps of an order that lives do not ask for the book, a status that nobody knows does`() throws {
        for (word, reads) in [("open", false), ("put order req received", false), ("frozen", true)] {
            var talk = try talking()
            let output = talk.receive(Self.order.replacing("complete", with: word))
            #expect(output.orders.count == 1 && output.readOrders == reads, "\(word)")
        }
    }

    @Test func `an older message comes too late, an end stays an end`() throws {
        var talk = try talking()
        _ = talk.receive(Self.order)
        let older = Self.order.replacing("complete", with: "open").replacing("501000005", with: "130000004")
        let output = talk.receive(older)
        #expect(output.orders.isEmpty && !output.readOrders)
        #expect(output.skipped == ["an order message that is told already": 1])
    }

    @Test func `a cancel's tail is no part of the tag, and a refused change tells why`() throws {
        var talk = try talking()
        let text = Self.order.replacing("sauda000001", with: "sauda000001-1789012060")
            .replacing(#""rejRsn":"--""#, with: #""rejRsn":"RMS: margin short""#)
        let row = try #require(talk.receive(text).orders.first)
        #expect(row.tag == "sauda000001" && row.rejection == .other(code: "", text: "RMS: margin short"))
    }

    @Test func `a thin message and a position only ask for the book`() throws {
        var talk = try talking()
        let thin = #"{"type":"order","data":{"ordSt":"rejected","nOrdNo":"260910000012399","ordValDt":"NA"}}"#
        let output = talk.receive(thin)
        #expect(output.readOrders && output.orders.isEmpty)
        #expect(output.skipped == ["an order message without the order's terms": 1])
        let position = talk.receive(#"{"type":"position","data":{"actId":"ABC12"}}"#)
        #expect(position.readOrders && position.orders.isEmpty && position.skipped.isEmpty)
    }

    @Test(arguments: [
        ("put order req received", OrderRow.Status.pending), ("validation pending", .pending),
        ("open pending", .pending), ("modify validation pending", .pending), ("modify pending", .pending),
        ("cancel pending", .pending), ("open", .open), ("OPEN", .open), ("trigger pending", .open),
        ("modified", .open), ("after market order req received", .open),
        ("modify after market order req received", .open), ("complete", .complete), ("traded", .complete),
        ("cancelled", .cancelled), ("canceled", .cancelled), ("cancelled after market order", .cancelled),
        ("rejected", .rejected), ("something new", .unknown("something new")),
    ])
    func `every status of section 4 has its meaning`(word: String, status: OrderRow.Status) throws {
        var talk = try talking()
        let row = talk.receive(Self.order.replacing("complete", with: word)).orders.first
        #expect(row?.status == status && row?.isFinal == [.complete, .cancelled, .rejected].contains(status))
    }

    @Test(.enabled(if: Shared.wants(file)))
    func `the lines of the fixture run through to a dead session`() throws {
        let text = String(decoding: try Shared.bytes(Self.file), as: UTF8.self)
        var talk = try codec()
        _ = talk.opened()
        var states: [OrderRow.Status] = []
        var close: BrokerError?
        for line in text.split(separator: "\n") {
            let output = talk.receive(String(line))
            states += output.orders.map(\.status)
            close = output.close ?? close
            #expect(output.orders.allSatisfy { $0.instrument == Sample.reliance && $0.tag == "sauda-000001" })
        }
        #expect(states == [.pending, .pending, .pending, .open, .complete])
        #expect(close?.recovery == .signInAgain)
    }

    @Test func `an order message cut anywhere or with any value replaced ends nothing`() throws {
        var talk = try talking()
        let bytes = Array(Self.order.utf8)
        for count in 0..<bytes.count {
            let output = talk.receive(String(decoding: bytes.prefix(count), as: UTF8.self))
            #expect(output.orders.isEmpty && output.skipped.count == 1 && output.close == nil)
        }
        for name in try #require(try JSON(Self.order)["data"].members).keys {
            for value in ["null", "-1", "1e300", "\"\"", "\"x\"", "[]", "{}", "true"] {
                let start = try #require(Self.order.firstRange(of: "\"\(name)\":")).upperBound
                let end = try #require(Self.order[start...].firstIndex { $0 == "," || $0 == "}" })
                let output = talk.receive(Self.order[..<start] + value + Self.order[end...])
                let isOld = output.skipped["an order message that is told already"] != nil
                #expect((output.readOrders || isOld) && output.close == nil, "\(name) \(value)")
            }
        }
        for text in ["hello", "{", "[]", "null", #"{"type":7}"#, #"{"type":"new"}"#] {
            #expect(talk.receive(text).skipped.count == 1)
        }
    }
}

import DhanAdapter
import SaudaBroker
import SaudaCore
import Testing

/// Forever orders, protocol section 2.10.
@Suite struct ForeverTests {
    private static let answer = Kit.json(#"{"orderId":"5132208051112","orderStatus":"PENDING"}"#)

    private func leg(_ trigger: Int64, _ limit: Int64, _ side: Side = .sell, _ quantity: Int64 = 10) -> GTT.Leg {
        GTT.Leg(
            trigger: Price(rupees: trigger),
            side: side,
            product: .delivery,
            quantity: Quantity(quantity),
            limit: Price(rupees: limit)
        )
    }

    private func row(_ id: String, _ leg: String, _ trigger: Int, _ price: Int, _ status: String, _ type: String)
        -> String
    {
        #"{"dhanClientId":"1100000001","orderId":"\#(id)","orderStatus":"\#(status)","transactionType":"SELL","exchangeSegment":"NSE_EQ","productType":"CNC","orderType":"\#(type)","tradingSymbol":"HDFCBANK","securityId":"1333","quantity":10,"price":\#(price).0,"triggerPrice":\#(trigger).0,"legName":"\#(leg)","createTime":"2026-06-10 09:30:00","updateTime":null,"exchangeTime":null,"drvExpiryDate":null,"drvOptionType":null,"drvStrikePrice":0}"#
    }

    private func pair(_ stop: String = "CONFIRM", _ target: String = "CONFIRM") -> HTTPResponse {
        Kit.json(
            "[\(row("51", "STOP_LOSS_LEG", 1505, 1500, stop, "OCO")),\(row("51", "TARGET_LEG", 1800, 1801, target, "OCO"))]"
        )
    }

    // MARK: - Placing

    @Test func `one leg is a single order, its other fields zero`() throws {
        let (sent, end, _, _) = try Kit.carryOut(.placeGTT(GTT(Sample.bank, [leg(1505, 1500)])), [Self.answer])
        #expect(end.result == .gtt(GTTID("5132208051112")))
        #expect(sent.first?.url == "https://api.dhan.co/v2/forever/orders")
        #expect(sent.first?.method == .post)
        #expect(
            sent.first?.text
                == #"{"dhanClientId":"1100000001","orderFlag":"SINGLE","transactionType":"SELL","exchangeSegment":"NSE_EQ","productType":"CNC","orderType":"LIMIT","validity":"DAY","securityId":"1333","quantity":10,"disclosedQuantity":0,"price":1500.00,"triggerPrice":1505.00,"price1":0.00,"triggerPrice1":0.00,"quantity1":0}"#
        )
    }

    @Test("of two legs the one that limits the loss goes first", arguments: [Side.sell, .buy])
    func pair(side: Side) throws {
        let gtt = GTT(Sample.bank, [leg(1505, 1500, side), leg(1800, 1801, side)], last: Price(rupees: 1642))
        let text = try #require(try Kit.carryOut(.placeGTT(gtt), [Self.answer]).sent.first?.text)
        let body = try JSON(text)
        #expect(body["orderFlag"].text == "OCO")
        let stop = side == .sell ? 1505 : 1800 as Int64
        #expect(body["triggerPrice"].integer == stop)
        #expect(body["triggerPrice1"].integer == 3305 - stop)
        #expect(body["quantity1"].integer == 10)
    }

    @Test func `what the broker would refuse is refused before it is sent`() throws {
        var short = leg(1505, 1500)
        short.product = .intraday
        let bad: [GTT] = [
            GTT(Sample.bank, []), GTT(Sample.bank, [leg(1, 2), leg(3, 4), leg(5, 6)]), GTT(Sample.bank, [short]),
            GTT(Sample.bank, [leg(0, 1500)]), GTT(Sample.bank, [leg(1505, 0)]),
            GTT(Sample.bank, [leg(1505, 1500, .sell, 0)]), GTT(Sample.nifty, [leg(1505, 1500)]),
            GTT(Sample.option, [leg(150, 151, .buy, 65)]), GTT(InstrumentID(index: 77), [leg(1505, 1500)]),
            GTT(Sample.bank, [leg(1505, 1500)], last: Price(rupees: 1505)),
            GTT(Sample.bank, [leg(1800, 1801), leg(1505, 1500)]),
            GTT(Sample.bank, [leg(1505, 1500), leg(1800, 1801, .buy)]),
            GTT(Sample.bank, [leg(1505, 1500), leg(1800, 1801)], last: Price(rupees: 1900)),
        ]
        for gtt in bad {
            let (sent, end, _, _) = try Kit.carryOut(.placeGTT(gtt), [])
            #expect(sent.isEmpty)
            #expect(end.error?.recovery == .changeRequest, "\(gtt)")
        }
    }

    @Test func `an answer without a number is looked up, never placed again`() throws {
        for answer in [Kit.json("{}"), Kit.json(#"{"orderId":"NA"}"#), HTTPResponse(status: 200)] {
            let end = try Kit.carryOut(.placeGTT(GTT(Sample.bank, [leg(1505, 1500)])), [answer]).end
            #expect(end.error?.recovery == .checkOrderBook)
        }
        #expect(Errand.placeGTT(GTT(Sample.bank, [])).isWrite)
    }

    // MARK: - Reading

    @Test func `the rows of a number are one order, the lower trigger first`() throws {
        let target = row("51", "TARGET_LEG", 1800, 1801, "CONFIRM", "OCO")
        let stop = row("51", "STOP_LOSS_LEG", 1505, 1500, "CONFIRM", "OCO")
        let other = row("52", "ENTRY_LEG", 1700, 0, "TRADED", "SINGLE")
        let end = try Kit.carryOut(.gtts, [Kit.json("[\(target),\(other),\(stop)]")]).end
        guard case .done(.gtts(let rows)) = end else {
            Issue.record("\(end)")
            return
        }
        #expect(rows.map(\.id.text) == ["51", "52"])
        #expect(rows[0].legs == [leg(1505, 1500), leg(1800, 1801)])
        #expect(rows[0].status == .active)
        #expect(rows[0].outcomes == [nil, nil])
        #expect(rows[0].created?.description == "2026-06-10T09:30:00+05:30")
        // At the market, by somebody else: no limit.
        #expect(rows[1].legs == [leg(1700, 0)])
        #expect(rows[1].status == .triggered)
        #expect(rows[1].outcomes == [.placed(nil)])
    }

    @Test(
        "the legs' words make the order's",
        arguments: [
            ("CONFIRM", "CONFIRM", .active), ("TRADED", "CANCELLED", .triggered),
            ("CANCELLED", "CANCELLED", .cancelled),
            ("CANCELLED", "REJECTED", .rejected), ("EXPIRED", "EXPIRED", .expired), ("TRANSIT", "TRANSIT", .active),
            ("CANCELLED", "NEW WORD", .unknown("NEW WORD")),
        ] as [(String, String, GTTRow.Status)]
    )
    func status(stop: String, target: String, status: GTTRow.Status) throws {
        guard case .done(.gtts(let rows)) = try Kit.carryOut(.gtts, [pair(stop, target)]).end else { return }
        #expect(rows.map(\.status) == [status])
    }

    @Test func `half an order, and one with a word that nobody knows, are left out and counted`() throws {
        let half = row("51", "STOP_LOSS_LEG", 1505, 1500, "CONFIRM", "OCO")
        let odd = row("52", "ENTRY_LEG", 1505, 1500, "CONFIRM", "TRIPLE")
        let good = row("53", "ENTRY_LEG", 1505, 1500, "CONFIRM", "SINGLE")
        let (_, end, skipped, _) = try Kit.carryOut(.gtts, [Kit.json("[\(half),\(odd),\(good)]")])
        guard case .done(.gtts(let rows)) = end else { return }
        #expect(rows.map(\.id.text) == ["53"])
        #expect(skipped.values.reduce(0, +) == 2)
    }

    // MARK: - Changing

    @Test func `a change reads the list first and sends the legs that differ, by their stored names`() throws {
        let single = Kit.json("[\(row("51", "ENTRY_LEG", 1505, 1500, "CONFIRM", "SINGLE"))]")
        let ok = Kit.json(#"{"orderId":"51","orderStatus":"PENDING"}"#)
        let (sent, end, _, _) = try Kit.carryOut(
            .changeGTT(GTTID("51"), GTT(Sample.bank, [leg(1510, 1508)])),
            [single, ok]
        )
        #expect(end.result == .gtt(GTTID("51")))
        #expect(sent.map(\.method) == [.get, .put])
        #expect(sent.last?.url == "https://api.dhan.co/v2/forever/orders/51")
        #expect(
            sent.last?.text
                == #"{"dhanClientId":"1100000001","orderId":"51","orderFlag":"SINGLE","orderType":"LIMIT","legName":"ENTRY_LEG","quantity":10,"price":1508.00,"disclosedQuantity":0,"triggerPrice":1510.00,"validity":"DAY"}"#
        )
        let both = GTT(Sample.bank, [leg(1510, 1508), leg(1810, 1811)])
        let names = try Kit.carryOut(.changeGTT(GTTID("51"), both), [pair(), ok, ok]).sent.dropFirst().map {
            try JSON($0.text)["legName"].text
        }
        #expect(names == ["STOP_LOSS_LEG", "TARGET_LEG"])
        let same = GTT(Sample.bank, [leg(1505, 1500), leg(1800, 1801)])
        #expect(try Kit.carryOut(.changeGTT(GTTID("51"), same), [pair()]).end.result == .gtt(GTTID("51")))
    }

    @Test func `what cannot be changed is refused before any leg is`() throws {
        let wrong = [
            GTT(Sample.bank, [leg(1510, 1508)]), GTT(Sample.bank, [leg(1510, 1508, .buy), leg(1810, 1811, .buy)]),
        ]
        for gtt in wrong {
            let (sent, end, _, _) = try Kit.carryOut(.changeGTT(GTTID("51"), gtt), [pair()])
            #expect(sent.count == 1)
            #expect(end.error?.recovery == .changeRequest)
        }
        let gtt = GTT(Sample.bank, [leg(1510, 1508), leg(1810, 1811)])
        for (id, list) in [("51", pair("TRADED", "CANCELLED")), ("99", pair()), ("x", pair())] {
            let end = try Kit.carryOut(.changeGTT(GTTID(id), gtt), [list]).end
            #expect(end.error?.recovery == .changeRequest, "\(id)")
        }
    }

    @Test func `a change that ends between its legs says so and is looked up`() throws {
        let ok = Kit.json(#"{"orderId":"51","orderStatus":"PENDING"}"#)
        let gtt = GTT(Sample.bank, [leg(1510, 1508), leg(1810, 1811)])
        let refused = Kit.refusal(400, "DH-905", "Invalid price")
        let error = try #require(try Kit.carryOut(.changeGTT(GTTID("51"), gtt), [pair(), ok, refused]).end.error)
        #expect(error.recovery == .checkOrderBook)
        #expect(error.summary.hasPrefix("one leg"))
        let first = try Kit.carryOut(.changeGTT(GTTID("51"), gtt), [pair(), refused]).end.error
        #expect(first?.recovery == .changeRequest)
    }

    @Test func `it is ended by its number`() throws {
        let gone = Kit.json(#"{"orderId":"51","orderStatus":"CANCELLED"}"#, status: 202)
        let (sent, end, _, _) = try Kit.carryOut(.deleteGTT(GTTID("51")), [gone])
        #expect(sent.first?.method == .delete)
        #expect(sent.first?.url == "https://api.dhan.co/v2/forever/orders/51")
        #expect(end.result == .done)
        #expect(try Kit.carryOut(.deleteGTT(GTTID("51")), [HTTPResponse(status: 202)]).end.result == .done)
        #expect(try Kit.carryOut(.deleteGTT(GTTID("52")), [gone]).end.error?.recovery == .checkOrderBook)
        #expect(try Kit.carryOut(.deleteGTT(GTTID("a/b")), []).end.error?.recovery == .changeRequest)
    }
}

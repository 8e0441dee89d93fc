import SaudaBroker
import SaudaCore
import Testing
import UpstoxAdapter

/// The order book, histories, trades, positions and holdings, sections 5 and 6.
@Suite struct BookTests {
    private static let id = BrokerOrderID("261127000000001")

    private func book(_ rows: String...) throws -> (end: Kit.End, skipped: [String: Int]) {
        let talk = try Kit.carryOut(.orderBook, [Kit.success("[\(rows.joined(separator: ","))]")])
        return (talk.end, talk.skipped)
    }

    private func at(_ second: Int) -> Timestamp { Kit.now.day.at(TimeOfDay(10, 15, second)) }

    // MARK: Orders

    @Test func `a row is read whole`() throws {
        let row = try #require(try book(Rows.order()).end.orders?.first)
        #expect(row.id == Self.id)
        #expect(row.tag == "SD1")
        #expect(row.instrument == Sample.share)
        #expect(row.symbol == "SAMPLE")
        #expect(row.side == .buy)
        #expect(row.product == .delivery)
        #expect(row.terms == Kit.limit)
        #expect(row.status == .open)
        #expect(row.filled == Quantity(5))
        #expect(row.value == Money(paise: 26_300))
        #expect(row.rejection == nil)
        #expect(row.updated == at(1))
        #expect(row.variety == .regular)
    }

    @Test func `the book may come without its envelope (section 1.3)`() throws {
        let bare = try Kit.carryOut(.orderBook, [Kit.json("[\(Rows.order())]")])
        #expect(bare.end == (try book(Rows.order()).end))
        #expect(bare.sent.map(\.url) == ["https://api.upstox.com/v2/order/retrieve-all"])
        #expect(try book().end.orders == [])
    }

    @Test(
        "every state of section 5.2 is known",
        arguments: [
            ("validation pending", .pending), ("put order req received", .pending), ("open pending", .pending),
            ("modify pending", .pending), ("modify validation pending", .pending), ("cancel pending", .pending),
            ("open", .open), ("trigger pending", .open), ("modified", .open), ("not modified", .open),
            ("not cancelled", .open), ("after market order req received", .open),
            ("modify after market order req received", .open), ("complete", .open), ("cancelled", .cancelled),
            ("cancelled after market order", .cancelled), ("rejected", .rejected), ("frozen", .unknown("frozen")),
        ] as [(String, OrderRow.Status)]
    )
    func states(word: String, status: OrderRow.Status) throws {
        #expect(try book(Rows.order(["status": "\"\(word)\""])).end.orders?.map(\.status) == [status])
    }

    @Test func `an order is complete when all of it is filled`() throws {
        let row = Rows.order(["status": "\"complete\"", "filled_quantity": "10"])
        #expect(try book(row).end.orders?.map(\.status) == [.complete])
    }

    @Test func `reasons stand with what was rejected, and with an order whose change was`() throws {
        let text = "\"You need to add Rs. 5 in your account to place this trade.\""
        func rejection(_ status: String) throws -> Rejection? {
            try book(Rows.order(["status": "\"\(status)\"", "status_message": text])).end.orders?.first?.rejection
        }
        let reason = Rejection.other(code: "", text: String(text.dropFirst().dropLast()))
        #expect(try rejection("rejected") == reason)
        #expect(try rejection("not modified") == reason)
        #expect(try rejection("open") == nil)
    }

    @Test func `D is delivery of a share and what is carried of a derivative`() throws {
        let option = Rows.order(["instrument_token": "\"\(Sample.optionKey)\"", "quantity": "65"])
        #expect(try book(option).end.orders?.map(\.product) == [.carryForward])
        #expect(try book(Rows.order(["product": "\"I\""])).end.orders?.map(\.product) == [.intraday])
    }

    @Test func `before the exchange much is null, and of after-market orders that is told`() throws {
        let row = Rows.order([
            "exchange_order_id": "\"\"", "exchange_timestamp": "null", "filled_quantity": "0", "average_price": "0",
            "tag": "null", "is_amo": "true", "parent_order_id": "\"NA\"",
        ])
        let read = try #require(try book(row).end.orders?.first)
        #expect(read.updated == at(0))
        #expect(read.tag == nil)
        #expect(read.variety == .afterMarket)
        #expect(read.value == .zero)
    }

    @Test(
        "products and segments that are never ours are counted, tagged or not",
        arguments: [
            ("product", "\"MTF\""), ("product", "\"CO\""), ("product", "\"OCO\""), ("instrument_token", "\"MCX_FO|1\""),
            ("instrument_token", "\"NCD_FO|1\""), ("instrument_token", "\"NSE_COM|1\""),
        ]
    )
    func foreign(name: String, value: String) throws {
        let (end, skipped) = try book(Rows.order([name: value]), Rows.order(["order_id": "\"2\""]))
        #expect(end.orders?.map(\.id.text) == ["2"])
        #expect(skipped.values.reduce(0, +) == 1)
    }

    private static let impossible = [
        ("quantity", "1e300"), ("quantity", "-10"), ("quantity", "10.5"), ("quantity", "\"10\""),
        ("quantity", "50000001"), ("quantity", "4"), ("filled_quantity", "11"), ("filled_quantity", "-1"),
        ("price", "1e300"),
        ("price", "10000001"), ("price", "-1"), ("price", "\"NaN\""), ("price", "true"), ("trigger_price", "-0.05"),
        ("average_price", "0"), ("average_price", "-1"), ("average_price", "1e300"), ("average_price", "null"),
        ("disclosed_quantity", "1e19"), ("status", "null"), ("order_id", "null"), ("order_id", "\"a b\""),
        ("transaction_type", "\"HOLD\""), ("order_type", "\"ICEBERG\""), ("product", "\"NEW\""),
        ("validity", "\"EOS\""), ("instrument_token", "null"), ("instrument_token", "\"NEW_SEG|1\""),
        ("instrument_token", "\"NSE_EQ\""), ("instrument_token", "\"NSE_EQ|\""),
    ]

    @Test("an order of ours with a value that cannot be stops the reading of the book", arguments: impossible)
    func ours(name: String, value: String) throws {
        let end = try book(Rows.order(["order_id": "\"2\""]), Rows.order([name: value])).end
        #expect(end.error?.recovery == .stop)
    }

    @Test func `an order of somebody else that cannot be read is counted, and the others stand`() throws {
        for (name, value) in Self.impossible where name != "order_id" {
            let bad = Rows.order([name: value, "tag": "null"])
            let (end, skipped) = try book(bad, Rows.order(["order_id": "\"2\""]))
            #expect(end.orders?.map(\.id.text) == ["2"], "\(name) \(value)")
            #expect(skipped.values.reduce(0, +) == 1, "\(name) \(value)")
        }
    }

    // MARK: Histories

    private func history(_ errand: Errand, _ rows: [String]) throws -> (sent: [HTTPRequest], end: Kit.End) {
        let talk = try Kit.carryOut(errand, [Kit.success("[\(rows.joined(separator: ","))]")])
        return (talk.sent, talk.end)
    }

    private func state(_ word: String, _ filled: Int, _ second: Int, id: String = "261127000000001") -> String {
        Rows.order([
            "status": "\"\(word)\"", "filled_quantity": "\(filled)", "order_id": "\"\(id)\"",
            "order_timestamp": "\"2026-11-27 10:15:0\(second)\"", "exchange_timestamp": "null",
        ])
    }

    @Test func `states come oldest first in whatever order they are told, an end at the end`() throws {
        let rows = [state("complete", 10, 3), state("open", 5, 3), state("validation pending", 0, 1)]
        let (sent, end) = try history(.orderHistory(Self.id), rows)
        #expect(sent.map(\.url) == ["https://api.upstox.com/v2/order/history?order_id=261127000000001"])
        #expect(end.orders?.map(\.status) == [.pending, .open, .complete])
        let other = try history(.orderHistory(Self.id), [state("open", 0, 1, id: "7")])
        #expect(other.end.error?.recovery == .checkOrderBook)
        #expect(try Kit.carryOut(.orderHistory(BrokerOrderID("a&b")), []).end.error?.recovery == .changeRequest)
    }

    @Test func `of each order with a tag the last state is told`() throws {
        let rows = [
            state("open", 0, 1), state("complete", 10, 2), state("open", 5, 3), state("open", 3, 1, id: "7"),
            state("open", 6, 1, id: "7"), state("open", 2, 4, id: "7"),
        ]
        let (sent, end) = try history(.ordersTagged("SD1"), rows)
        #expect(sent.map(\.url) == ["https://api.upstox.com/v2/order/history?tag=SD1"])
        let found = Dictionary(uniqueKeysWithValues: (end.orders ?? []).map { ($0.id.text, $0) })
        #expect(found.count == 2)
        #expect(found["261127000000001"]?.status == .complete)
        #expect(found["7"]?.filled == Quantity(6))
    }

    @Test func `only an empty list says that no order has a tag`() throws {
        #expect(try history(.ordersTagged("SD1"), []).end.orders == [])
        for answer in [
            Kit.refusal(400, "UDAPI100010"), Kit.refusal(404, "UDAPI100060"), Kit.success("null"), Kit.success("{}"),
            Kit.success("[\(Rows.order(["tag": "\"SD2\""]))]"), Kit.success("[\(Rows.order(["tag": "null"]))]"),
        ] {
            #expect(try Kit.carryOut(.ordersTagged("SD1"), [answer]).end.error != nil)
        }
        for tag in ["", "a b", String(repeating: "a", count: 41)] {
            #expect(try Kit.carryOut(.ordersTagged(tag), []).end.error?.recovery == .changeRequest)
        }
    }

    // MARK: Trades

    @Test func `trades are read in both ways to write their time (T16)`() throws {
        for time in ["2026-11-27 10:15:01", "27-Nov-2026 10:15:01"] {
            let row = Rows.trade(["exchange_timestamp": "\"\(time)\""])
            let end = try Kit.carryOut(.trades, [Kit.success("[\(row)]")]).end
            guard case .done(.trades(let trades)) = end, let trade = trades.first else {
                Issue.record("\(end)")
                continue
            }
            #expect(trade.id == "50123")
            #expect(trade.order == Self.id)
            #expect(trade.instrument == Sample.share)
            #expect(trade.product == .delivery)
            #expect(trade.quantity == Quantity(5))
            #expect(trade.price == Price(paise: 5260))
            #expect(trade.time == at(1))
        }
    }

    @Test func `a trade that cannot be read is no reading, one that is never ours is counted`() throws {
        for (name, value) in [
            ("quantity", "0"), ("average_price", "0"), ("average_price", "null"), ("trade_id", "null"),
            ("order_id", "\"\""),
            ("transaction_type", "null"), ("product", "\"NEW\""), ("instrument_token", "null"),
        ] {
            let end = try Kit.carryOut(.trades, [Kit.success("[\(Rows.trade()),\(Rows.trade([name: value]))]")]).end
            #expect(end.error?.recovery == .checkOrderBook, "\(name) \(value)")
        }
        let foreign = Rows.trade(["instrument_token": "\"MCX_FO|1\""])
        let talk = try Kit.carryOut(.trades, [Kit.success("[\(foreign)]")])
        #expect(talk.end.result == .trades([]))
        #expect(talk.skipped.values.reduce(0, +) == 1)
    }

    // MARK: Positions and holdings

    private func positions(_ rows: String...) throws -> (rows: [PositionRow], skipped: Int) {
        let talk = try Kit.carryOut(.positions, [Kit.success("[\(rows.joined(separator: ","))]")])
        guard case .done(.positions(let found)) = talk.end else { return ([], -1) }
        return (found, talk.skipped.values.reduce(0, +))
    }

    @Test func `a position of the day has the average of its side (T26), a closed one none`() throws {
        let long = Rows.position(["quantity": "65", "buy_price": "119.0"])
        let carried = Rows.position(["average_price": "101.25"])
        let closed = Rows.position(["quantity": "0"])
        let (rows, skipped) = try positions(Rows.position(), long, carried, closed)
        #expect(skipped == 0)
        #expect(rows.map(\.quantity.units) == [-65, 65, -65, 0])
        #expect(rows.map(\.average) == [Price(paise: 12_050), Price(paise: 11_900), Price(paise: 10_125), .zero])
        #expect(rows.allSatisfy { $0.instrument == Sample.option && $0.product == .carryForward })
    }

    @Test func `positions counted in something else than units are left out`() throws {
        let (rows, skipped) = try positions(
            Rows.position(["multiplier": "1000.0"]),
            Rows.position(["instrument_token": "\"MCX_FO|1\""]),
            Rows.position(["product": "\"MTF\""]),
            Rows.position(["quantity": "0.5"])
        )
        #expect(rows.isEmpty)
        #expect(skipped == 4)
    }

    @Test func `holdings of listed shares are told, others counted`() throws {
        let body = [
            Rows.holding(), Rows.holding(["quantity": "0"]),
            Rows.holding(["instrument_token": "\"NSE_EQ|INE999Z01010\""]),
            Rows.holding(["product": "\"MTF\""]),
        ].joined(separator: ",")
        let talk = try Kit.carryOut(.holdings, [Kit.success("[\(body)]")])
        let row = HoldingRow(instrument: Sample.share, quantity: Quantity(12), average: Price(raw: 498_750))
        #expect(talk.end.result == .holdings([row]))
        #expect(talk.skipped.values.reduce(0, +) == 2)
    }
}

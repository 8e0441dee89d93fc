import SaudaBroker
import SaudaCore
import Testing

/// What the adapters share in reading answers.
@Suite struct ReadsTests {
    private static let instrument = InstrumentID(index: 3)

    private static func row(_ item: JSON) throws(Unreadable) -> OrderRow {
        guard let word = item["product"].text, word == "CNC" else {
            throw Unreadable(description: "product", isForeign: item["product"].text == "CO")
        }
        return OrderRow(
            id: BrokerOrderID(item["id"].text ?? ""),
            tag: item["tag"].text,
            instrument: instrument,
            symbol: "X",
            side: .buy,
            product: .delivery,
            terms: OrderTerms(kind: .market, quantity: Quantity(1)),
            status: .open,
            filled: .zero,
            value: .zero
        )
    }

    private func orders(_ text: String) throws -> RowList<OrderRow> {
        try RowList(
            orders: try #require(try JSON(text).items),
            of: "alpha",
            tag: { $0["tag"].text },
            number: { $0["id"].text },
            read: Self.row
        )
    }

    @Test func `an order that cannot be read is left out when it is another's, and counted`() throws {
        let list = try orders(
            """
            [{"id":"1","product":"CNC","tag":"T"},{"id":"2","product":"new"},{"id":"3","product":"CO","tag":"T"},
             {"product":"CO"},{"id":"4","product":"CNC"}]
            """
        )
        #expect(list.rows.map(\.id.text) == ["1", "4"])
        #expect(list.skipped == ["an order: product": 3])
    }

    @Test(
        "an order that may be ours is never left out: everything stops",
        arguments: [#"[{"id":"2","product":"new","tag":"T"}]"#, #"[{"product":"new"}]"#, #"[7]"#]
    )
    func ours(text: String) throws {
        do throws(BrokerError) {
            let items = try? JSON(text).items
            _ = try RowList(
                orders: items ?? [],
                of: "alpha",
                tag: { $0["tag"].text },
                number: { $0["id"].text },
                read: Self.row
            )
            Issue.record("it was left out")
        } catch {
            #expect(error.recovery == .stop)
            #expect(error.broker == "alpha")
            #expect(error.summary == "an order of the book cannot be read: product")
        }
    }

    @Test func `a fill is left out only when it is of what is never ours`() throws {
        func trades(_ isForeign: Bool) throws(BrokerError) -> RowList<TradeRow> {
            try RowList(trades: [.null], of: "alpha") { _ throws(Unreadable) in
                throw Unreadable(description: "product", isForeign: isForeign)
            }
        }
        #expect(try trades(true).skipped == ["a trade: product": 1])
        do throws(BrokerError) {
            _ = try trades(false)
            Issue.record("it was left out")
        } catch {
            #expect(error.recovery == .checkOrderBook)
        }
    }

    @Test func `what filled is worth the average times the units, rounded once`() throws {
        #expect(Money(average: try JSON("126.49999999"), of: Quantity(3)) == Money(raw: 3_795_000))
        #expect(Money(average: try JSON("0.00005"), of: Quantity(1)) == Money(raw: 1))
        #expect(Money(average: try JSON("0.00004999"), of: Quantity(1)) == Money(raw: 0))
        for text in ["0", "-1", "1e300", "null", "\"1\"", "\(Price.limit.raw)"] {
            #expect(Money(average: try JSON(text), of: Quantity(1)) == nil, "\(text)")
        }
    }

    // MARK: - Candles

    private static let morning = Day(year: 2026, month: 11, day: 27)?.at(TimeOfDay(9, 15)) ?? Timestamp(microseconds: 0)

    private func candle(_ span: CandleSpan, _ values: String) throws -> Candle? {
        let items = try #require(try JSON(values).items)
        return Candle(span, at: Self.morning, prices: items.dropLast(), volume: try #require(items.last))
    }

    @Test func `a candle of a day begins with the day`() throws {
        let candle = try #require(try candle(.day, "[10.05,11,9.5,10,7]"))
        #expect(candle.start == Self.morning.day.at(TimeOfDay(0, 0)))
        #expect(
            [candle.open, candle.high, candle.low, candle.close].map(\.raw) == [100_500, 110_000, 95_000, 100_000]
        )
        #expect(candle.volume == Quantity(7))
        #expect(try self.candle(.minute, "[10.05,11,9.5,10,7]")?.start == Self.morning)
    }

    @Test(
        "a candle that lacks something is none",
        arguments: [
            "[1,1,1,1]", "[1,1,1,1,-1]", "[1,1,1,1,0.5]", "[-1,1,1,1,1]", "[1e300,1,1,1,1]", "[\"1\",1,1,1,1]",
            "[null,1,1,1,1]",
        ]
    )
    func noCandle(values: String) throws { #expect(try candle(.minute, values) == nil) }

    @Test func `what repeats, goes back or encloses nothing is counted`() throws {
        var list = CandleList()
        let first = try #require(try candle(.minute, "[10,11,9,10,7]"))
        var wrong = first
        wrong.start = first.start.advanced(by: .seconds(60))
        wrong.high = wrong.low
        for candle in [first, first, wrong] { list.append(candle) }
        #expect(list.candles == [first])
        #expect(
            list.skipped == [
                "a candle that is not later than the one before": 1, "a candle whose high and low do not enclose it": 1,
            ]
        )
    }

    // MARK: - Dialogues

    @Test func `one request, its answer, and what was left out of it`() {
        let request = HTTPRequest(.get, "https://example.com/x", endpoint: "account")
        var read = SingleRead(send: { () throws(BrokerError) in request }) { response throws(BrokerError) in
            Reading(.funds(available: Money(raw: Int64(response.status))), skipped: ["a row": 2])
        }
        guard case .send(request) = read.next(.start, at: Self.morning) else {
            Issue.record("nothing is sent")
            return
        }
        guard case .done(.funds(Money(raw: 404))) = read.next(.response(HTTPResponse(status: 404)), at: Self.morning)
        else {
            Issue.record("the answer is not read")
            return
        }
        #expect(read.skipped == ["a row": 2])
    }

    @Test func `what cannot be asked sends nothing`() {
        let error = BrokerError(broker: "alpha", summary: "a", nextStep: "b", recovery: .changeRequest)
        var dialogue = Refused(error)
        guard case .failed(error) = dialogue.next(.start, at: Self.morning) else {
            Issue.record("it was asked")
            return
        }
    }
}

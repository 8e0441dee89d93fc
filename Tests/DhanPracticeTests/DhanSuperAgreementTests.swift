import DhanAdapter
import DhanPractice
import SaudaBroker
import SaudaCore
import Testing

/// Bracket orders: the adapter against practice Dhan's super orders.
@Suite struct DhanSuperAgreementTests {
    private func bracket(
        _ client: DhanClient,
        price: Int64 = 1500,
        target: Int64? = 1520,
        stop: Int64? = 1490,
        trail: Int64 = 0
    ) throws -> BracketOrder {
        BracketOrder(
            try client.id("NSE_EQ:1333"),
            .buy,
            .intraday,
            quantity: Quantity(10),
            price: Price(rupees: price),
            target: target.map { Price(rupees: $0) },
            stop: stop.map { BracketOrder.Stop(Price(rupees: $0), trail: Price(rupees: trail)) }
        )
    }

    private func place(_ client: inout DhanClient, _ order: BracketOrder) throws -> BrokerOrderID {
        guard case .bracket(let id) = try client.carryOut(.placeBracket(order, tag: "sauda1")) else {
            throw DhanClient.Unexpected()
        }
        client.desk.wait(100)
        return id
    }

    private func row(_ client: inout DhanClient, _ id: BrokerOrderID) throws -> BracketRow {
        guard case .brackets(let rows) = try client.carryOut(.brackets) else { throw DhanClient.Unexpected() }
        return try #require(rows.first { $0.id == id })
    }

    @Test func `one that waits is listed as placed, changed whole, and cancelled with its exits`() throws {
        var client = try DhanClient(DhanDesk(prices: [1500, 1500]))
        let id = try place(&client, bracket(client, price: 1480, stop: 1470, trail: 5))
        let placed = try row(&client, id)
        #expect(placed.entry.tag == "sauda1")
        #expect(placed.entry.status == .open)
        #expect(placed.entry.terms.limit == Price(rupees: 1480))
        #expect(placed.target == BracketRow.Exit(price: Price(rupees: 1520), status: .waiting))
        #expect(placed.stop == BracketRow.Exit(price: Price(rupees: 1470), status: .waiting))
        #expect(placed.trail == Price(rupees: 5))
        let change = BracketChange(quantity: Quantity(7), price: Price(rupees: 1478), stop: Price(rupees: 1471))
        #expect(try client.carryOut(.changeBracket(id, change)) == .bracket(id))
        client.desk.wait(100)
        let changed = try row(&client, id)
        #expect(changed.entry.terms.quantity == Quantity(7))
        #expect(changed.entry.terms.limit == Price(rupees: 1478))
        #expect(changed.stop?.price == Price(rupees: 1471))
        #expect(changed.target?.price == Price(rupees: 1520))
        #expect(changed.trail == Price(rupees: 5))
        #expect(try client.carryOut(.cancelBracket(id, .entry)) == .done)
        client.desk.wait(100)
        let gone = try row(&client, id)
        #expect(gone.isOver)
        #expect(gone.entry.status == .cancelled)
        #expect(gone.target?.status == .cancelled)
        #expect(throws: BrokerError.self) { try client.carryOut(.cancelBracket(id, .entry)) }
        #expect(throws: BrokerError.self) { try client.carryOut(.changeBracket(id, change)) }
    }

    @Test func `a target that moves leaves the trail on, and the stop goes on from where it is`() throws {
        var client = try DhanClient(DhanDesk(prices: [1500, 1512, 1512, 1525, 1525]))
        let id = try place(&client, bracket(client, target: 1600, trail: 5))
        client.desk.wait(until: TimeOfDay(9, 16, 40))
        #expect(try row(&client, id).stop?.price == Price(rupees: 1500))
        let change = BracketChange(target: Price(rupees: 1610))
        #expect(try client.carryOut(.changeBracket(id, change)) == .bracket(id))
        client.desk.wait(until: TimeOfDay(9, 19))
        let row = try row(&client, id)
        #expect(row.target?.price == Price(rupees: 1610))
        #expect(row.trail == Price(rupees: 5))
        // Two steps more of five rupees.
        #expect(row.stop?.price == Price(rupees: 1515))
    }

    @Test func `a trail is turned off and on, the stop moved, by itself`() throws {
        var client = try DhanClient(DhanDesk(prices: [1500, 1500, 1500, 1519, 1519]))
        let id = try place(&client, bracket(client, target: nil, trail: 5))
        client.desk.wait(2000)
        _ = try client.carryOut(.changeBracket(id, BracketChange(trail: .zero)))
        #expect(try row(&client, id).trail == .zero)
        #expect(try row(&client, id).stop?.price == Price(rupees: 1490))
        _ = try client.carryOut(.changeBracket(id, BracketChange(stop: Price(rupees: 1492), trail: Price(rupees: 2))))
        let row = try row(&client, id)
        #expect(row.stop == BracketRow.Exit(price: Price(rupees: 1492), status: .waiting))
        #expect(row.trail == Price(rupees: 2))
    }

    @Test func `a cancelled exit does not come back, the other goes on`() throws {
        var client = try DhanClient(DhanDesk(prices: [1500, 1500, 1525, 1525]))
        let id = try place(&client, bracket(client))
        client.desk.wait(1000)
        #expect(try client.carryOut(.cancelBracket(id, .stop)) == .done)
        #expect(throws: BrokerError.self) { try client.carryOut(.cancelBracket(id, .stop)) }
        #expect(throws: BrokerError.self) {
            try client.carryOut(.changeBracket(id, BracketChange(stop: Price(rupees: 1495))))
        }
        #expect(try row(&client, id).stop?.status == .cancelled)
        client.desk.wait(until: TimeOfDay(9, 18))
        let row = try row(&client, id)
        #expect(row.isClosed)
        #expect(row.target?.status == .traded)
        #expect(row.target?.triggered == Quantity(10))
    }

    /// What the account holds by the last that was told of each order.
    private func held(_ rows: [OrderRow]) -> Int64 {
        var last: [BrokerOrderID: OrderRow] = [:]
        for row in rows where row.filled >= last[row.id]?.filled ?? .zero { last[row.id] = row }
        return last.values.reduce(0) { $0 + ($1.side == .buy ? $1.filled.units : -$1.filled.units) }
    }

    @Test(
        "entry and exit are two orders, in messages and in the book, and no fill of them is lost or counted twice",
        arguments: [([1500, 1500, 1525], true), ([1500, 1500, 1485], true), ([1500, 1500], false)] as [([Int64], Bool)],
        [false, true]
    )
    func fills(day: (prices: [Int64], isOut: Bool), exitsShareNumbers: Bool) throws {
        let isOut = day.isOut
        var settings = DhanSettings()
        settings.exitsShareNumbers = exitsShareNumbers
        var client = try DhanClient(DhanDesk(prices: day.prices, settings: settings))
        client.desk.follow()
        client.desk.written.removeAll()
        let id = try place(&client, bracket(client))
        client.desk.wait(until: TimeOfDay(9, 18))
        var codec = OrderCodec(client.context.listings, client: DhanDesk.client, token: Secret("x"))
        var output = StreamOutput()
        for case .write(_, .text(let text), .orders) in client.desk.written {
            codec.receive(text: text, at: client.desk.time, into: &output)
        }
        #expect(output.skipped.isEmpty)
        guard case .orders(let book) = try client.carryOut(.orderBook) else { return }
        guard case .positions(let positions) = try client.carryOut(.positions) else { return }
        #expect(book.map(\.side) == (isOut ? [.buy, .sell] : [.buy]))
        #expect(Set(output.orders.map(\.id)) == Set(book.map(\.id)))
        #expect(book.first?.id == id)
        #expect(positions.map(\.quantity.units) == [isOut ? 0 : 10])
        // Of those that trade under one number the exit is shown by its leg.
        #expect(book.allSatisfy { $0.id == id || $0.id.text.contains("/") == exitsShareNumbers })
        guard case .orders(let one) = try client.carryOut(.orderHistory(id)) else { return }
        #expect(one.map(\.side) == [.buy])
        #expect(held(book) == (isOut ? 0 : 10))
        #expect(held(output.orders) == (isOut ? 0 : 10))
    }

    @Test func `what the adapter does not refuse, practice Dhan takes, and what practice refuses is told`() throws {
        var client = try DhanClient(DhanDesk(prices: [1500, 1500]))
        var sale = try bracket(client, target: 1490, stop: 1520)
        sale.side = .sell
        sale.kind = .market
        let id = try place(&client, sale)
        client.desk.wait(1000)
        let row = try row(&client, id)
        #expect(row.entry.side == .sell)
        #expect(row.entry.filled == Quantity(10))
        #expect(row.stop?.price == Price(rupees: 1520))
        #expect(throws: BrokerError.self) { try client.carryOut(.cancelBracket(BrokerOrderID("999"), .entry)) }
    }
}

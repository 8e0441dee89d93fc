import DhanAdapter
import SaudaBroker
import SaudaCore
import Testing

/// Exits of super orders among orders: with numbers of their own, and with the entry's (protocol sections 4.5 and 8).
@Suite struct SharedNumberTests {
    private static let entry: [String: String] = [
        "legName": "\"ENTRY_LEG\"", "orderStatus": "\"TRADED\"", "filledQty": "10",
    ]
    private static let exit: [String: String] = [
        "legName": "\"STOP_LOSS_LEG\"", "transactionType": "\"SELL\"", "orderStatus": "\"TRADED\"", "filledQty": "10",
    ]

    private func book(_ rows: [[String: String]], _ errand: Errand = .orderBook) throws -> [OrderRow] {
        let body = "[\(rows.map { Rows.order($0) }.joined(separator: ","))]"
        guard case .done(.orders(let found)) = try Kit.carryOut(errand, [Kit.json(body)]).end else {
            Issue.record("no orders")
            return []
        }
        return found
    }

    @Test func `rows that share a number are told apart by their leg, so that no fill hides another`() throws {
        let rows = try book([Self.entry, Self.exit])
        #expect(rows.map(\.id.text) == ["1", "1/STOP_LOSS_LEG"])
        #expect(rows.map(\.side) == [.buy, .sell])
        #expect(rows.map(\.filled) == [Quantity(10), Quantity(10)])
        // The one that was asked for is the entry.
        #expect(try book([Self.exit, Self.entry], .orderHistory(BrokerOrderID("1"))).map(\.side) == [.buy])
    }

    @Test func `an exit with a number of its own keeps it`() throws {
        let rows = try book([Self.entry, Self.exit.merging(["orderId": "\"2\""]) { $1 }])
        #expect(rows.map(\.id.text) == ["1", "2"])
    }

    @Test func `the name of an exit is no number that could be changed or cancelled`() throws {
        let context = try Kit.context()
        let command = OrderCommand.cancel(BrokerOrderID("1/STOP_LOSS_LEG"), Sample.bank)
        #expect(throws: BrokerError.self) { try Kit.dhan.request(command, in: context) }
    }

    private func hear(_ fields: [String: String]) throws -> StreamOutput {
        var codec = OrderCodec(try Sample.listings(), client: "1100000001", token: Secret("demo"))
        var output = StreamOutput()
        codec.receive(text: Rows.message(fields), at: Kit.now, into: &output)
        return output
    }

    @Test(
        "a message of an exit is of its own order, however it is numbered",
        arguments: [
            (["orderNo": "\"2\"", "algoOrdNo": "\"1\""], "2"), (["orderNo": "\"2\"", "algoOrdNo": "1.0"], "2"),
            (["orderNo": "\"1\"", "algoOrdNo": "\"1\""], "1/STOP_LOSS_LEG"),
            (["orderNo": "\"1\"", "algoOrdNo": "1"], "1/STOP_LOSS_LEG"),
            (["orderNo": "\"1\"", "legNo": "3", "algoOrdNo": "1.0"], "1/TARGET_LEG"),
            (["orderNo": "\"1\"", "legNo": "1", "algoOrdNo": "null"], "1"),
            (["orderNo": "\"1\"", "legNo": "\"1\""], "1"),
        ] as [([String: String], String)]
    )
    func messages(fields: [String: String], id: String) throws {
        let output = try hear(["legNo": "2", "txnType": "\"S\""].merging(fields) { $1 })
        #expect(output.orders.map(\.id.text) == [id])
    }

    @Test func `one that does not say whose exit it is leaves it to the book`() throws {
        for parent in ["null", "0", "\"NA\"", "\"\""] {
            let output = try hear(["legNo": "2", "algoOrdNo": parent])
            #expect(output.orders.isEmpty)
            #expect(output.readOrders)
            #expect(output.skipped.values.reduce(0, +) == 1)
        }
    }
}

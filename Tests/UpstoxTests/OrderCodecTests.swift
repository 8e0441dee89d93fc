import SaudaBroker
import SaudaCore
import Testing
import UpstoxAdapter

/// The portfolio stream, section 9.
@Suite struct OrderCodecTests {
    private func codec() throws -> OrderCodec { OrderCodec(try Sample.listings(), user: "AB1234") }

    private func message(_ changes: [String: String] = [:]) -> String {
        Rows.order(
            [
                "update_type": "\"order\"", "user_id": "\"AB1234\"", "userId": "\"AB1234\"", "tradingsymbol": "",
                "trading_symbol": "\"SAMPLE-EQ\"", "instrument_key": "\"\(Sample.shareKey)\"", "status_message": "\"\"",
            ]
            .merging(changes) { $1 }
        )
    }

    @Test func `what happened before a connection is read from the book`() throws {
        var codec = try codec()
        let output = codec.opened()
        #expect(output.isReady)
        #expect(output.readOrders)
        #expect(output.send.isEmpty)
    }

    @Test func `a message has the row of the book, under another symbol (T23)`() throws {
        var codec = try codec()
        let output = codec.take(message())
        let row = try #require(output.orders.first)
        #expect(row.instrument == Sample.share)
        #expect(row.symbol == "SAMPLE-EQ")
        #expect(row.tag == "SD1")
        #expect(row.filled == Quantity(5))
        #expect(output.readOrders)
        #expect(output.skipped.isEmpty)
    }

    @Test func `the instrument may stand under its other name alone`() throws {
        var codec = try codec()
        #expect(codec.take(message(["instrument_token": ""])).orders.map(\.instrument) == [Sample.share])
    }

    @Test(
        "what is not of our orders is counted and no order",
        arguments: [
            "", "hello", "[]", "{}", #"{"update_type":"position"}"#, #"{"update_type":"gtt_order"}"#,
            #"{"update_type":1}"#,
        ]
    )
    func other(text: String) throws {
        var codec = try codec()
        let output = codec.take(text)
        #expect(output.orders.isEmpty)
        #expect(output.skipped.values.reduce(0, +) == 1)
    }

    @Test func `another user's orders are passed over, and an unreadable one sends us to the book`() throws {
        var codec = try codec()
        let foreign = codec.take(message(["user_id": "\"ZZ9999\""]))
        #expect(foreign.orders.isEmpty)
        #expect(!foreign.readOrders)
        let odd = codec.take(message(["quantity": "-1"]))
        #expect(odd.orders.isEmpty)
        #expect(odd.readOrders)
        #expect(odd.skipped.count == 1)
        #expect(codec.take([1, 2, 3]).skipped.count == 1)
    }

    @Test func `every beginning of a message is counted and gives no order`() throws {
        var codec = try codec()
        let whole = message()
        for length in 0..<whole.utf8.count {
            let output = codec.take(String(decoding: whole.utf8.prefix(length), as: UTF8.self))
            #expect(output.orders.isEmpty, "\(length) bytes")
            #expect(output.skipped.count == 1, "\(length) bytes")
            #expect(output.readOrders, "\(length) bytes")
        }
    }
}

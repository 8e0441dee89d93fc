import KotakNeoAdapter
import SaudaBroker
import SaudaCore
import Testing

/// The order book and the day's fills, protocol sections 3.5 and 3.6.
@Suite struct BookReaderTests {
    private static let folder = "fixtures/kotak-neo/"

    private func response(_ rows: String) -> HTTPResponse {
        HTTPResponse(status: 200, body: Array(#"{"stat":"Ok","stCode":200,"data":[\#(rows)]}"#.utf8))
    }

    private let order =
        #"{"nOrdNo":"1","ordSt":"open","exSeg":"nse_cm","trdSym":"RELIANCE-EQ","trnsTp":"B","prod":"CNC","#
        + #""prcTp":"L","prc":"1410.00","qty":2,"fldQty":0,"vldt":"DAY","GuiOrdId":"sauda1"}"#

    @Test(.enabled(if: Shared.wants(folder + "order-book.json")))
    func `the fixtures give one open order and two fills`() throws {
        var reader = BookReader(try Sample.listings())
        let book = HTTPResponse(status: 200, body: try Shared.bytes(Self.folder + "order-book.json"))
        let orders = try reader.orders(book)
        let row = try #require(try JSON(book.body)["data"].items?.first)
        #expect(orders.count == 1 && orders[0].status == .open && orders[0].filled == .zero)
        #expect(orders[0].id.text == row["nOrdNo"].text && orders[0].terms.kind == .limit)
        let fills = HTTPResponse(status: 200, body: try Shared.bytes(Self.folder + "trade-book.json"))
        let wanted = try #require(try JSON(fills.body)["data"].items)
        let trades = try reader.trades(fills)
        #expect(trades.count == 2 && trades.map(\.id) == wanted.map { $0["flId"].text })
        #expect(trades.allSatisfy { $0.time != nil && $0.price.isPlausible && $0.quantity.units > 0 })
        #expect(reader.skipped.isEmpty)
    }

    @Test func `a row of ours that cannot be read stops, others are counted`() throws {
        var reader = BookReader(try Sample.listings())
        #expect(try reader.orders(response(order)).count == 1)
        let odd = order.replacing(#""prcTp":"L""#, with: #""prcTp":"2L""#)
        #expect(throws: BrokerError.self) { try reader.orders(response(odd)) }
        let foreign = odd.replacing(#","GuiOrdId":"sauda1""#, with: "")
        #expect(try reader.orders(response(order + "," + foreign)).count == 1)
        #expect(try reader.orders(response(order.replacing("CNC", with: "MTF"))).isEmpty)
        #expect(reader.skipped.values.reduce(0, +) == 2)
    }

    @Test func `an empty book has no rows, and a fill that cannot be read is told`() throws {
        var reader = BookReader(try Sample.listings())
        let empty = #"{"stat":"Not_Ok","errMsg":"No Data","stCode":5203}"#
        #expect(try reader.orders(HTTPResponse(status: 200, body: Array(empty.utf8))).isEmpty)
        #expect(try reader.trades(HTTPResponse(status: 200, body: Array(empty.utf8))).isEmpty)
        #expect(throws: BrokerError.self) { try reader.trades(response(#"{"flId":"1","prod":"CNC"}"#)) }
        #expect(throws: BrokerError.self) { try reader.orders(HTTPResponse(status: 200, body: Array("<p>".utf8))) }
    }
}

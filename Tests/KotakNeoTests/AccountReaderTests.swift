import KotakNeoAdapter
import SaudaBroker
import SaudaCore
import Testing

/// Positions, holdings and funds, protocol section 3.7.
@Suite struct AccountReaderTests {
    private static let folder = "fixtures/kotak-neo/"

    private func file(_ name: String) throws -> HTTPResponse {
        HTTPResponse(status: 200, body: try Shared.bytes(Self.folder + name))
    }

    private func positions(_ row: String) throws -> ([PositionRow], Int) {
        var reader = AccountReader(try Sample.listings())
        let body =
            #"{"stat":"ok","stCode":200,"data":[{"exSeg":"nse_cm","trdSym":"RELIANCE-EQ","prod":"CNC",\#(row)}]}"#
        let rows = try reader.positions(HTTPResponse(status: 200, body: Array(body.utf8)))
        return (rows, reader.skipped.values.reduce(0, +))
    }

    @Test(.enabled(if: Shared.wants(folder + "positions.json")))
    func `the fixtures give their position, holding and funds`() throws {
        var table = ListingTable()
        let idea = Listing(Instrument(symbol: "IDEA"), feedKey: "nse_cm|14366", orderKey: "nse_cm|IDEA-EQ")
        try table.add(idea, as: InstrumentID(index: 0))
        var reader = AccountReader(table)
        #expect(
            try reader.positions(try file("positions.json")) == [
                PositionRow(
                    instrument: nil,
                    symbol: "nse_fo|TCS26JULFUT",
                    product: .carryForward,
                    quantity: Quantity(225),
                    average: Price(rupees: 2112)
                )
            ]
        )
        #expect(
            try reader.holdings(try file("holdings.json")) == [
                HoldingRow(instrument: InstrumentID(index: 0), quantity: Quantity(35), average: Price(raw: 95_699))
            ]
        )
        #expect(try reader.funds(try file("limits.json")) == Money(paise: 1941))
        #expect(reader.skipped.isEmpty)
    }

    @Test func `carried and new parts add up, and shorts are negative`() throws {
        let long =
            #""cfBuyQty":"10","cfBuyAmt":"1000.00","flBuyQty":"10","buyAmt":"1100.00","flSellQty":"5","sellAmt":"1""#
        #expect(try positions(long).0.map(\.quantity.units) == [15])
        #expect(try positions(long).0.map(\.average) == [Price(rupees: 105)])
        let short = #""flBuyQty":"1","buyAmt":"9","cfSellQty":4,"cfSellAmt":400,"flSellQty":"4","sellAmt":"440.00""#
        let row = try #require(try positions(short).0.first)
        #expect(row.quantity == Quantity(-7) && row.average == Price(rupees: 105))
        #expect(row.instrument == Sample.reliance)
        #expect(try positions(#""flBuyQty":"1","flSellQty":"1""#).0.map(\.average) == [.zero])
    }

    @Test func `what cannot be is counted and left out`() throws {
        for row in [
            #""flBuyQty":"-1""#, #""flBuyQty":"x""#, #""flBuyQty":"1","buyAmt":"x""#, #""multiplier":"100""#,
            #""flBuyQty":"1","buyAmt":"99999999999""#,
        ] {
            let (rows, skipped) = try positions(row)
            #expect(rows.isEmpty && skipped == 1, "\(row)")
        }
    }

    @Test func `an empty account has no positions, and a page is none`() throws {
        var reader = AccountReader(ListingTable())
        let empty = #"{"stat":"Not_Ok","errMsg":"No Data","stCode":5203}"#
        #expect(try reader.positions(HTTPResponse(status: 200, body: Array(empty.utf8))).isEmpty)
        #expect(throws: BrokerError.self) { try reader.positions(HTTPResponse(status: 200, body: Array("<p>".utf8))) }
        #expect(throws: BrokerError.self) { try reader.funds(HTTPResponse(status: 200, body: Array("{}".utf8))) }
    }
}

import SaudaBroker
import SaudaCore
import Testing

@Suite struct ListingTableTests {
    @Test func `two instruments never share a key of the broker`() throws {
        var table = ListingTable()
        let first = Listing(Instrument(symbol: "INFY"), feedKey: "408065", orderKey: "NSE:INFY")
        try table.add(first, as: InstrumentID(index: 0))
        let twins = [
            Listing(Instrument(symbol: "SBIN"), feedKey: "408065", orderKey: "NSE:SBIN"),
            Listing(Instrument(symbol: "SBIN"), feedKey: "779521", orderKey: "NSE:INFY"),
        ]
        for twin in twins {
            #expect(throws: InstrumentTable.Refusal.self) { try table.add(twin, as: InstrumentID(index: 1)) }
        }
        #expect(throws: InstrumentTable.Refusal.self) {
            try table.add(
                Listing(Instrument(symbol: "SBIN"), feedKey: "779521", orderKey: "NSE:SBIN"),
                as: InstrumentID(index: 0)
            )
        }
        #expect(table.find(feedKey: "408065") == InstrumentID(index: 0))
        #expect(table.find(orderKey: "NSE:INFY") == InstrumentID(index: 0))
        #expect(table.find(feedKey: "779521") == nil)
    }
}

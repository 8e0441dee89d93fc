import KotakNeoAdapter
import SaudaBroker
import SaudaCore
import Testing

/// Two shares, an index and a future, as the instrument list gives them.
enum Sample {
    static let reliance = InstrumentID(index: 3)
    static let nifty = InstrumentID(index: 7)
    static let mahindra = InstrumentID(index: 8)
    static let future = InstrumentID(index: 9)

    /// 2026-09-10 09:00:02 IST, a second after the last time in the frames.
    static let now = Timestamp(microseconds: 1_789_011_002_000_000)

    static func listings() throws -> ListingTable {
        var table = ListingTable()
        func add(_ instrument: Instrument, _ segment: String, _ key: String, _ symbol: String, _ id: InstrumentID)
            throws
        {
            try table.add(Listing(instrument, feedKey: "\(segment)|\(key)", orderKey: "\(segment)|\(symbol)"), as: id)
        }
        let share = Instrument(symbol: "RELIANCE", token: 2885, tick: Price(paise: 10))
        try add(share, "nse_cm", "2885", "RELIANCE-EQ", reliance)
        let index = Instrument(symbol: "NIFTY", series: "", segment: .nseIndex, kind: .index, token: 26000)
        try add(index, "nse_cm", "Nifty 50", "NIFTY", nifty)
        let other = Instrument(symbol: "M&M", token: 2031, tick: Price(paise: 10))
        try add(other, "nse_cm", "2031", "M&M-EQ", mahindra)
        let contract = Instrument(
            symbol: "NIFTY26SEPFUT",
            series: "",
            segment: .nseDerivatives,
            kind: .future(expiry: try #require(Day("2026-09-29"))),
            token: 56526,
            tick: Price(paise: 10),
            lot: Quantity(65)
        )
        try add(contract, "nse_fo", "56526", "NIFTY26SEPFUT", future)
        return table
    }
}

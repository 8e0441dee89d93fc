import SaudaBroker
import SaudaCore
import SaudaService
import SaudaStore
import Testing

/// A broker's instrument list: kept, searched, compared.
@Suite struct ListingTests {
    private func share(
        _ symbol: String,
        _ series: String = "EQ",
        segment: Segment = .nseEquity,
        feed: String? = nil,
        lot: Int64 = 1
    ) -> Listing {
        let exchange = segment == .bseEquity ? "BSE" : "NSE"
        let name = series == "EQ" || series.isEmpty ? symbol : "\(symbol)-\(series)"
        return Listing(
            Instrument(
                symbol: symbol,
                series: segment == .bseEquity ? "" : series,
                segment: segment,
                token: 7,
                tick: Price(paise: 5),
                lot: Quantity(lot)
            ),
            feedKey: feed ?? "f-\(exchange)-\(name)",
            orderKey: "\(exchange):\(name)"
        )
    }

    private var option: Listing {
        Listing(
            Instrument(
                symbol: "INFY26DEC1500CE",
                series: "",
                segment: .nseDerivatives,
                kind: .option(expiry: Day(number: 20_800), strike: Price(rupees: 1500), isCall: true),
                tick: Price(paise: 5),
                lot: Quantity(400),
                freeze: Quantity(9600)
            ),
            feedKey: "99",
            orderKey: "NFO:INFY26DEC1500CE"
        )
    }

    private var index: Listing {
        Listing(
            Instrument(symbol: "NIFTY 50", series: "", segment: .nseIndex, kind: .index),
            feedKey: "256265",
            orderKey: "NSE:NIFTY 50"
        )
    }

    private var all: [Listing] {
        var infy = share("INFY")
        infy.instrument.hasDerivatives = true
        return [infy, share("INFY", segment: .bseEquity), share("BAJAJ-AUTO"), share("CENTRALBK", "BE"), option, index]
    }

    // MARK: - Kept

    @Test func `a saved list is read back as it was`() throws {
        let list = SavedListings(broker: "b", loaded: Timestamp(microseconds: 1_774_000_000_000_000), listings: all)
        #expect(try SavedListings(parsing: Array(list.text.utf8), file: "x") == list)
    }

    @Test func `a list that was cut anywhere, or has a changed row, is refused`() throws {
        let list = SavedListings(broker: "b", loaded: Timestamp(microseconds: 1), listings: all)
        let bytes = Array(list.text.utf8)
        for end in 0..<bytes.count {
            #expect(throws: DataError.self) { try SavedListings(parsing: Array(bytes[..<end]), file: "x") }
        }
        let bad = list.text.replacing("\tEQ\t\t\t7\t", with: "\tXX\t\t\t7\t")
        #expect(throws: DataError.self) { try SavedListings(parsing: Array(bad.utf8), file: "x") }
    }

    @Test func `a list is today's from half past eight on`() throws {
        let day = Day(number: 20_532)
        let list = SavedListings(broker: "b", loaded: day.at(TimeOfDay(8, 31)), listings: [])
        #expect(list.isCurrent(at: day.at(TimeOfDay(23, 0))))
        #expect(list.isCurrent(at: day.advanced(by: 1).at(TimeOfDay(8, 0))))
        #expect(!list.isCurrent(at: day.advanced(by: 1).at(TimeOfDay(8, 30))))
        let early = SavedListings(broker: "b", loaded: day.at(TimeOfDay(7, 0)), listings: [])
        #expect(!early.isCurrent(at: day.at(TimeOfDay(9, 0))))
    }

    @Test func `a damaged file gives way to the one before, and is told`() throws {
        let scratch = ScratchFolder()
        let folder = ListingFolder("\(scratch.path)/lists")
        let first = SavedListings(broker: "b", loaded: Timestamp(microseconds: 86_400_000_000), listings: all)
        var second = first
        second.loaded = Timestamp(microseconds: 2 * 86_400_000_000)
        try folder.save(first)
        try folder.save(second)
        #expect(folder.latest().list == second)
        try WholeFile.replace("\(scratch.path)/lists/\(second.loaded.day).list", with: Array("half".utf8))
        #expect(folder.latest().list == first)
        #expect(folder.latest().damaged.count == 1)
        #expect(folder.latest(before: first.loaded.day).list == nil)
    }

    // MARK: - Searched

    @Test(
        "a name finds what a person means",
        arguments: [
            ("INFY", "NSE:INFY"), ("infy", "NSE:INFY"), ("INFY-EQ", "NSE:INFY"), ("BSE:INFY", "BSE:INFY"),
            ("BAJAJ-AUTO", "NSE:BAJAJ-AUTO"), ("CENTRALBK", "NSE:CENTRALBK-BE"), ("nifty 50", "NSE:NIFTY 50"),
            ("NFO:INFY26DEC1500CE", "NFO:INFY26DEC1500CE"), ("INFY26DEC1500CE", "NFO:INFY26DEC1500CE"),
        ]
    )
    func found(text: String, key: String) throws {
        #expect(try ListingSearch(all).find(text).orderKey == key)
    }

    @Test func `a name that fits two is refused with both, one that fits none with the nearest`() {
        let two = ListingSearch([share("ACME", "BE"), share("ACME", "BZ")])
        #expect(
            #expect(throws: ListingSearch.Refusal.self) { try two.find("ACME") }?.description
                == "'ACME' fits 2 instruments: NSE:ACME-BE (ACME-BE, NSE), NSE:ACME-BZ (ACME-BZ, NSE). Write one of them."
        )
        #expect(
            #expect(throws: ListingSearch.Refusal.self) { try ListingSearch(all).find("INFI") }?.description
                == "no instrument is called 'INFI'. Did you mean INFY?"
        )
        #expect(ListingSearch(all).search("inf").map(\.orderKey) == ["BSE:INFY", "NSE:INFY", "NFO:INFY26DEC1500CE"])
    }

    // MARK: - Compared

    @Test func `names that clash now, keys that went elsewhere, lots and series are told, yours first`() {
        let old = [
            share("ABC"), share("XYZ"), share("LOT", lot: 50), share("SER"), share("KEY", feed: "1"), share("GONE"),
        ]
        let new = [
            share("ABC"), share("ABC", "BE"), share("XYZ"), share("LOT", lot: 25), share("SER", "BE"),
            share("NEW", feed: "1"),
        ]
        let found = ListingChanges(from: old, to: new, touched: ["NSE:LOT", "NSE:GONE", "NSE:KEY"])
        let lines = found.changes.map { "\($0.isTouching ? "!" : "") \($0.kind.rawValue) \($0.name): \($0.text)" }
        #expect(
            lines == [
                "! gone GONE-EQ: is not in the list any more", "! gone KEY-EQ: is not in the list any more",
                "! lot LOT-EQ: lot 50 is 25 now", "! reused-key NEW-EQ: has the feed key that was KEY-EQ's",
                " clash ABC-EQ: 'ABC' fits ABC-BE, ABC-EQ now; write the full name",
                " series SER-BE: was SER-EQ before",
            ]
        )
        #expect(found.added == 3 && found.gone == 3)
        #expect(ListingChanges(from: new, to: new).changes.isEmpty)
    }
}

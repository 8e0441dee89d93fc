import Foundation
import SaudaBroker
import SaudaCore
import SaudaService
import Testing
import ZerodhaKiteAdapter

/// Instrument lists as a broker served them: kept, searched, compared. They lie outside the package and may be absent.
@Suite struct SavedRealListTests {
    private func read(_ name: String) throws -> [Listing]? {
        guard let file = Shared.file("data/instruments/\(name)") else { return nil }
        let unzip = Process()
        unzip.executableURL = URL(filePath: "/usr/bin/env")
        unzip.arguments = ["gzip", "-dc", file.path]
        let pipe = Pipe()
        unzip.standardOutput = pipe
        try unzip.run()
        let body = [UInt8](pipe.fileHandleForReading.readDataToEndOfFile())
        unzip.waitUntilExit()
        let now = Timestamp(microseconds: 0)
        var dialogue = ZerodhaKite().dialogue(
            .instruments,
            in: AdapterContext(credentials: Credentials(user: "", secrets: [:]))
        )
        _ = dialogue.next(.start, at: now)
        guard
            case .done(.instruments(let list)) = dialogue.next(
                .response(HTTPResponse(status: 200, body: body)),
                at: now
            )
        else {
            Issue.record("\(name) cannot be read")
            return nil
        }
        return list.listings
    }

    @Test func `a real list is kept without a loss, and every share of the index is found by its plain name`() throws {
        guard let listings = try read("kite.csv.gz") else { return }
        let saved = SavedListings(broker: "b", loaded: Timestamp(microseconds: 1), listings: listings)
        #expect(try SavedListings(parsing: Array(saved.text.utf8), file: "x") == saved)
        let search = ListingSearch(listings)
        let shares = listings.filter { $0.instrument.segment == .nseEquity && $0.instrument.series == "EQ" }
        #expect(shares.count > 100)
        for share in shares {
            #expect(try search.find(share.instrument.symbol) == share)
            #expect(try search.find(share.orderKey) == share)
        }
    }

    @Test func `a real list differs from itself in nothing, and from another day's in what it says`() throws {
        guard let listings = try read("kite.csv.gz"), let later = try read("kite-nfo-2025-12.csv.gz") else { return }
        let same = ListingChanges(from: listings, to: listings)
        #expect(same.changes.isEmpty && same.added == 0 && same.gone == 0)
        let changes = ListingChanges(from: listings, to: later)
        let (old, new) = (Set(listings.map(\.orderKey)), Set(later.map(\.orderKey)))
        #expect(changes.added == new.subtracting(old).count)
        #expect(changes.gone == old.subtracting(new).count)
    }
}

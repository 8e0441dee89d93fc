import Foundation
import SaudaBroker
import SaudaCore
import Testing
import ZerodhaKiteAdapter

/// Lists as the broker served them; they lie outside the package and may be absent.
@Suite struct InstrumentRealListTests {
    private func read(_ name: String) throws -> (list: InstrumentList, rows: Int)? {
        guard Shared.wants("data/instruments/\(name)") else { return nil }
        let unzip = Process()
        unzip.executableURL = URL(filePath: "/usr/bin/env")
        unzip.arguments = ["gzip", "-dc", Shared.directory.appending(path: "data/instruments/\(name)").path]
        let pipe = Pipe()
        unzip.standardOutput = pipe
        try unzip.run()
        let bytes = [UInt8](pipe.fileHandleForReading.readDataToEndOfFile())
        unzip.waitUntilExit()
        let (_, end, _) = try Kit.carryOut(.instruments, [HTTPResponse(status: 200, body: bytes)])
        guard case .done(.instruments(let list)) = end else {
            Issue.record("\(end)")
            return nil
        }
        return (list, bytes.count { $0 == UInt8(ascii: "\n") } - 1)
    }

    @Test(
        "every row of a real list is listed, and no two share a name or a key",
        arguments: ["kite.csv.gz", "kite-nfo-2025-12.csv.gz"]
    )
    func complete(name: String) throws {
        guard let (list, rows) = try read(name) else { return }
        #expect(list.skipped.isEmpty && list.listings.count == rows, "\(list.skipped)")
        var instruments = InstrumentTable()
        var keys = ListingTable()
        for listing in list.listings {
            let id = try instruments.add(listing.instrument)
            try keys.add(listing, as: id)
            // The exchange's own number stands in the token's upper bytes (protocol section 3.13).
            let token = try #require(UInt32(listing.feedKey))
            #expect(Int64(token >> 8) == listing.instrument.token)
        }
    }

    @Test func `shares with futures are known as such, and lots of one index differ by expiry`() throws {
        guard let (list, _) = try read("kite.csv.gz"), let (later, _) = try read("kite-nfo-2025-12.csv.gz") else {
            return
        }
        let nifty = list.listings.first { $0.orderKey == "NSE:NIFTY 50" }
        #expect(nifty?.feedKey == "256265" && nifty?.instrument.kind == .index)
        #expect(list.listings.contains { $0.instrument.series == "BE" && !$0.instrument.symbol.hasSuffix("-BE") })
        let lots = Set(later.listings.filter { $0.instrument.symbol.hasPrefix("NIFTY2") }.map(\.instrument.lot.units))
        #expect(lots == [65, 75])
    }
}

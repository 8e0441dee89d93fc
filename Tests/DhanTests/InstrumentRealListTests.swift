import DhanAdapter
import Foundation
import SaudaBroker
import SaudaCore
import Testing

/// Masters as the broker served them; they lie outside the package and may be absent.
@Suite struct InstrumentRealListTests {
    private func read(_ name: String) throws -> (list: InstrumentList, rows: Int)? {
        guard Shared.wants("data/instruments/\(name)") else { return nil }
        let path = Shared.directory.appending(path: "data/instruments/\(name)").path
        let unzip = Process()
        unzip.executableURL = URL(filePath: "/usr/bin/env")
        unzip.arguments = name.hasSuffix(".gz") ? ["gzip", "-dc", path] : ["cat", path]
        let pipe = Pipe()
        unzip.standardOutput = pipe
        try unzip.run()
        let bytes = [UInt8](pipe.fileHandleForReading.readDataToEndOfFile())
        unzip.waitUntilExit()
        let end = try Kit.carryOut(.instruments, [HTTPResponse(status: 200, body: bytes)]).end
        guard case .done(.instruments(let list)) = end else {
            Issue.record("\(end)")
            return nil
        }
        return (list, bytes.count { $0 == UInt8(ascii: "\n") } - 1)
    }

    @Test(
        "every row of a real list is listed, test symbols aside, and no two share a name or a key",
        arguments: [("dhan.csv.gz", 22), ("dhan-detailed.csv.gz", 22)]
    )
    func complete(name: String, tests: Int) throws {
        guard let (list, rows) = try read(name) else { return }
        #expect(list.skipped["a test symbol of the exchange", default: 0] == tests)
        #expect(list.skipped.count == (tests > 0 ? 1 : 0) && list.listings.count == rows - tests, "\(list.skipped)")
        var instruments = InstrumentTable()
        var keys = ListingTable()
        for listing in list.listings {
            let id = try instruments.add(listing.instrument)
            try keys.add(listing, as: id)
        }
        // Section 6.4.
        for (key, symbol) in [
            ("NSE_EQ:2885", "RELIANCE"), ("NSE_EQ:1333", "HDFCBANK"), ("NSE_EQ:11536", "TCS"), ("NSE_EQ:1594", "INFY"),
            ("NSE_EQ:3045", "SBIN"), ("IDX_I:13", "NIFTY"), ("IDX_I:25", "BANKNIFTY"),
        ] {
            let id = try #require(keys.find(orderKey: key), "\(key)")
            #expect(keys[id]?.instrument.symbol == symbol)
        }
        let reliance = list.listings.first { $0.orderKey == "NSE_EQ:2885" }
        #expect(reliance?.instrument.tick == Price(paise: 10))
    }

    @Test func `the real row of a contract is read as in the protocol`() throws {
        guard let (list, _) = try read("dhan-detailed-fno-sample.csv") else { return }
        #expect(list.listings == [Sample.optionListing])
    }
}

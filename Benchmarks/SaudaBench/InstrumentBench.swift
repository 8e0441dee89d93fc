import FoundationEssentials
import SaudaBroker
import SaudaCore
import ZerodhaKiteAdapter

/// A broker's instrument list of 100,000 rows: read, indexed, looked up, and the memory that it takes.
enum InstrumentBench {
    private static let rows = 100_000
    private static let day = Day(number: 20_532)

    private struct Book {
        var instruments = InstrumentTable()
        var listings = ListingTable()
    }

    static func run(runs: Int) throws {
        let text = dump()
        let before = residentBytes()
        var book = Book()
        var times: [Double] = []
        for _ in 0..<runs {
            // The one before would count as memory of the next.
            book = Book()
            let start = ProcessorTime.now
            book = try load(text)
            times.append((ProcessorTime.now - start) * 1000)
            if times.count == 1 {
                let megabytes = Double(residentBytes() - before) / 1_048_576
                BenchLine.print("instruments", "memory", unit: "MB", [megabytes])
            }
        }
        BenchLine.print("instruments", "read and indexed", unit: "ms", times)
        lookUp(book, runs)
    }

    private static func load(_ text: [UInt8]) throws -> Book {
        var dialogue = ZerodhaKite().dialogue(
            .instruments,
            in: AdapterContext(credentials: Credentials(user: "", secrets: [:]))
        )
        let now = day.at(TimeOfDay(8, 30))
        _ = dialogue.next(.start, at: now)
        let end = dialogue.next(.response(HTTPResponse(status: 200, body: text)), at: now)
        guard case .done(.instruments(let list)) = end, list.listings.count == rows else {
            throw FeedFrames.Failure(description: "the list was not read: \("\(end)".prefix(200))")
        }
        var book = Book()
        book.instruments.reserveCapacity(rows)
        book.listings.reserveCapacity(rows)
        for listing in list.listings {
            try book.listings.add(listing, as: try book.instruments.add(listing.instrument))
        }
        return book
    }

    /// By full name, by the feed's key, and by handle: 500 that are watched, again and again; and all, in a sequence that
    /// no cache foresees.
    private static func lookUp(_ book: Book, _ runs: Int) {
        let ids = Array(book.instruments.ids)
        let scattered = (0..<rows).map { ids[$0 * 7919 % rows] }
        for (which, order) in [
            ("watched", (0..<rows).map { scattered[$0 % 500] }), ("scattered", scattered),
        ] {
            let names = order.map { book.instruments[$0].name }
            let keys = order.map { book.listings[$0]?.feedKey ?? "" }
            measure("by name, \(which)", runs) {
                names.reduce(0) { $0 &+ ((try? book.instruments.find($1).index) ?? 0) }
            }
            measure("by feed key, \(which)", runs) {
                keys.reduce(0) { $0 &+ (book.listings.find(feedKey: $1)?.index ?? 0) }
            }
            measure("by handle, \(which)", runs) {
                order.reduce(0) { $0 &+ UInt32(truncatingIfNeeded: book.instruments[$1].lot.units) }
            }
        }
    }

    private static func measure(_ name: String, _ runs: Int, _ body: () -> UInt32) {
        var times: [Double] = []
        var sum: UInt32 = 0
        for _ in 0..<max(runs, 5) {
            let start = ProcessorTime.now
            sum &+= body()
            times.append((ProcessorTime.now - start) * 1e9 / Double(rows))
        }
        BenchLine.print("instruments", name, unit: "ns", times, more: #","sum":\#(sum)"#)
    }

    /// 2,000 shares of NSE, 8,000 of BSE, and options of 50 underlyings.
    private static func dump() -> [UInt8] {
        var text =
            "instrument_token,exchange_token,tradingsymbol,name,last_price,expiry,strike,tick_size,lot_size,"
            + "instrument_type,segment,exchange\n"
        for number in 0..<2_000 {
            text += "\(number * 256 + 1),\(number),SHARE\(number),A SHARE LIMITED,0,,0,0.05,1,EQ,NSE,NSE\n"
        }
        for number in 2_000..<10_000 {
            text += "\(number * 256 + 4),\(500_000 + number),OTHER\(number),ANOTHER LIMITED,0,,0,0.05,1,EQ,BSE,BSE\n"
        }
        for number in 10_000..<rows {
            let (share, strike, kind) = (number % 50, 100 + number / 100 * 5, number % 100 < 50 ? "CE" : "PE")
            text +=
                "\(number * 256 + 2),\(number),SHARE\(share)26MAR\(strike)\(kind),SHARE\(share),0,2026-03-26,\(strike),"
            text += "0.05,75,\(kind),NFO-OPT,NFO\n"
        }
        return Array(text.utf8)
    }

    /// Of this process, as the kernel counts it.
    private static func residentBytes() -> Int {
        guard let text = try? String(contentsOfFile: "/proc/self/statm", encoding: .utf8) else { return 0 }
        return (text.split(separator: " ").dropFirst().first.flatMap { Int($0) } ?? 0) * 4096
    }
}

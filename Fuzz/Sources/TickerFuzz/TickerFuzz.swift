import SaudaBroker
import SaudaCore
import ZerodhaKiteAdapter

/// What libFuzzer calls with each input: the bytes as a binary frame, and as a text message where they are text.
/// A trap, or a broken promise below, is a finding.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ start: UnsafePointer<UInt8>, _ count: Int) -> CInt {
    let bytes = Array(UnsafeBufferPointer(start: start, count: count))
    let now = Timestamp(microseconds: 1_773_978_301_000_000)
    var codec = TickerFuzz.codec
    var output = StreamOutput()
    codec.receive(binary: bytes.span.bytes, at: now, into: &output)
    for tick in output.ticks {
        precondition(tick.price.isPlausible, "a tick with an impossible price")
        precondition((0...Quantity.limit.units).contains(tick.quantity.units), "a tick with an impossible quantity")
        precondition(tick.exchangeTime <= now.advanced(by: .seconds(86_400)), "a tick of the far future")
    }
    precondition(output.depths.allSatisfy { $0.bids.count <= 5 && $0.asks.count <= 5 }, "a depth of more than five")
    let decoded = TickerDecoder.text(of: bytes.span.bytes)
    precondition(decoded.lines.allSatisfy { (try? JSON($0)) != nil }, "a line that is not JSON")
    if let text = String(validating: bytes, as: UTF8.self) { codec.receive(text: text, at: now, into: &output) }
    return 0
}

enum TickerFuzz {
    /// Wants an instrument of every segment, with depth.
    static let codec: TickerCodec = {
        var listings = ListingTable()
        var wanted: [InstrumentID] = []
        for (index, token) in ([408_065, 256_265] + (1...12).map { 256 + $0 }).enumerated() {
            let id = InstrumentID(index: UInt32(index))
            let instrument = Instrument(symbol: "S\(token)", tick: Price(paise: 5))
            try? listings.add(Listing(instrument, feedKey: "\(token)", orderKey: "NSE:S\(token)"), as: id)
            wanted.append(id)
        }
        var codec = TickerCodec(listings, wantsDepth: true)
        var output = StreamOutput()
        codec.opened(at: Timestamp(microseconds: 0), into: &output)
        codec.want(wanted, at: Timestamp(microseconds: 0), into: &output)
        return codec
    }()
}

// SwiftPM points a program's `main` at this symbol; libFuzzer's own main would do the same.
@_silgen_name("LLVMFuzzerRunDriver")
private func runDriver(
    _ count: UnsafeMutablePointer<CInt>,
    _ arguments: UnsafeMutablePointer<UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>?>,
    _ fuzz: @convention(c) (UnsafePointer<UInt8>, Int) -> CInt
) -> CInt

@_cdecl("TickerFuzz_main")
public func main(_ count: CInt, _ arguments: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>?) -> CInt {
    var count = count
    var arguments = arguments
    return runDriver(&count, &arguments, fuzz)
}

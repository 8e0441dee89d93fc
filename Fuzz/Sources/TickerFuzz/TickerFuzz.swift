import FuzzKit
import SaudaBroker
import SaudaCore
import ZerodhaKiteAdapter

/// The bytes as a binary frame, and as a text message where they are text.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ start: UnsafePointer<UInt8>, _ count: Int) -> CInt {
    let input = FuzzInput(start, count)
    let bytes = input.rest
    let now = Timestamp(microseconds: 1_773_978_301_000_000)
    var codec = TickerFuzz.codec
    var output = StreamOutput()
    codec.receive(binary: bytes.span.bytes, at: now, into: &output)
    check(jsonLines: TickerDecoder.text(of: bytes.span.bytes).lines)
    if let text = input.text { codec.receive(text: text, at: now, into: &output) }
    check(output, at: now)
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

@_cdecl("TickerFuzz_main")
public func main(_ count: CInt, _ arguments: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>?) -> CInt {
    run(count, arguments, fuzz)
}

import FoundationEssentials
import SaudaCore

/// Reads the SBR1 files of the peers' harness: a header of 16 bytes, then 32 bytes a bar, symbol by symbol.
enum BarFile {
    struct Failure: Error, CustomStringConvertible { var description: String }

    static func load(_ path: String) throws -> [[Candle]] {
        guard let bytes = try? Data(contentsOf: URL(filePath: path)) else {
            throw Failure(description: "there is no bar file \(path); make it with gen_bars.py.")
        }
        let data = [UInt8](bytes)
        guard data.count >= 16, data.prefix(4).elementsEqual("SBR1".utf8) else {
            throw Failure(description: "\(path) is not an SBR1 bar file; make it with gen_bars.py.")
        }
        let symbols = Int(integer(data, 4, as: UInt32.self))
        let bars = Int(integer(data, 8, as: UInt32.self))
        guard data.count == 16 + symbols * bars * 32 else { throw Failure(description: "\(path) is cut off.") }
        return (0..<symbols).map { symbol in
            (0..<bars).map { bar in candle(data, at: 16 + (symbol * bars + bar) * 32) }
        }
    }

    private static func candle(_ data: [UInt8], at offset: Int) -> Candle {
        func price(_ place: Int) -> Price { Price(paise: Int64(integer(data, offset + place, as: Int32.self))) }
        let seconds = integer(data, offset, as: Int64.self)
        return Candle(
            start: Timestamp(microseconds: seconds * 1_000_000),
            open: price(8),
            high: price(12),
            low: price(16),
            close: price(20),
            volume: Quantity(integer(data, offset + 24, as: Int64.self))
        )
    }

    private static func integer<T: FixedWidthInteger>(_ data: [UInt8], _ offset: Int, as type: T.Type) -> T {
        var value: T = 0
        for index in 0..<MemoryLayout<T>.size { value |= T(truncatingIfNeeded: data[offset + index]) << (8 * index) }
        return value
    }
}

import Foundation
import SaudaCore
import SaudaStore

/// A directory that is removed with the value.
final class HistoryTestFolder: Sendable {
    let path: String

    init() throws {
        let url = FileManager.default.temporaryDirectory.appending(path: "sauda-history-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
        path = url.path
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    /// Returns the path of the file written.
    @discardableResult
    func write(_ name: String, _ bytes: some Sequence<UInt8>) throws -> String {
        let file = "\(path)/\(name)"
        try Data(bytes).write(to: URL(filePath: file))
        return file
    }

    @discardableResult
    func write(_ name: String, _ text: String) throws -> String { try write(name, text.utf8) }
}

/// Gzip data made by hand: stored blocks, so that no compressor is needed and every byte of text is visible.
func gzipped(_ text: some Collection<UInt8>) -> [UInt8] {
    var data: [UInt8] = [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 255]
    let bytes = Array(text)
    var start = 0
    repeat {
        let end = min(start + 65_535, bytes.count)
        let count = UInt16(end - start)
        data.append(end == bytes.count ? 1 : 0)
        data += littleEndian(count) + littleEndian(~count) + bytes[start..<end]
        start = end
    } while start < bytes.count
    return data + littleEndian(crc32(bytes)) + littleEndian(UInt32(truncatingIfNeeded: bytes.count))
}

private func littleEndian<Value: FixedWidthInteger>(_ value: Value) -> [UInt8] {
    (0..<Value.bitWidth / 8).map { UInt8(truncatingIfNeeded: value >> Value($0 * 8)) }
}

/// The checksum of RFC 1952.
private func crc32(_ bytes: [UInt8]) -> UInt32 {
    var crc: UInt32 = ~0
    for byte in bytes {
        crc ^= UInt32(byte)
        for _ in 0..<8 { crc = crc & 1 == 1 ? crc >> 1 ^ 0xEDB8_8320 : crc >> 1 }
    }
    return ~crc
}

/// The same numbers on every run.
struct SeededGenerator: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ z >> 30) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ z >> 27) &* 0x94D0_49BB_1331_11EB
        return z ^ z >> 31
    }
}

let dayHeader = "date,open,high,low,close,volume\n"
let minuteHeader = "time,open,high,low,close,volume\n"

/// Real market data beside the package, which is not part of it.
enum HistoryTestData {
    /// Nil, with a printed line, when the data are absent.
    static let path: String? = {
        let environment = ProcessInfo.processInfo.environment
        let package = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../..").standardized
        let shared = environment["SAUDA_SHARED"] ?? package.appending(path: "../shared").standardized.path
        if FileManager.default.fileExists(atPath: "\(shared)/data/nse-daily") { return "\(shared)/data" }
        print("SKIPPED: tests on real price history, set SAUDA_SHARED to the folder that holds data/nse-daily")
        return nil
    }()
    static let isPresent = path != nil
    static let isRequired = ProcessInfo.processInfo.environment["CI"] == "true"
}

import Foundation
import Testing
import ZerodhaKiteAdapter

/// The frames of the protocol's appendix A and their decoding; they lie outside the package and may be absent.
struct TickerVector: Decodable, Sendable {
    struct Row: Decodable, Sendable {
        var quantity: UInt32
        var price: String
        var orders: UInt16
    }

    struct Packet: Decodable, Sendable {
        var length: Int
        var token: UInt32
        var segment: UInt32
        var divisor: Int64
        var lastPrice: String
        var mode: String
        var lastQuantity: UInt32?
        var averagePrice: String?
        var volume: UInt32?
        var buyQuantity: UInt32?
        var sellQuantity: UInt32?
        var open: String?
        var high: String?
        var low: String?
        var close: String?
        var changeRawSigned: Int64?
        var lastTradeTimeUnix: UInt32?
        var exchangeTimeUnix: UInt32?
        var oi: UInt32?
        var oiDayHigh: UInt32?
        var oiDayLow: UInt32?
        var bids: [Row]?
        var offers: [Row]?

        enum CodingKeys: String, CodingKey {
            case length, segment, divisor, mode, volume, open, high, low, close, oi, bids, offers
            case token = "instrument_token"
            case lastPrice = "last_price"
            case lastQuantity = "last_quantity"
            case averagePrice = "average_price"
            case buyQuantity = "buy_quantity"
            case sellQuantity = "sell_quantity"
            case changeRawSigned = "change_raw_signed"
            case lastTradeTimeUnix = "last_trade_time_unix"
            case exchangeTimeUnix = "exchange_time_unix"
            case oiDayHigh = "oi_day_high"
            case oiDayLow = "oi_day_low"
        }
    }

    struct Checksum: Decodable, Sendable {
        var kind: String
        var parts: [String]
        var sha256: String
    }

    private struct File: Decodable {
        var frames: [TickerVector]
        var checksums: [Checksum]
    }

    var id: String
    var hex: String
    var packets: [Packet]

    var bytes: [UInt8] { Hex.bytes(hex) }

    static let path = "fixtures/kite/ticker-vectors.json"

    static func all() throws -> [TickerVector] { try file().frames }
    static func checksums() throws -> [Checksum] { try file().checksums }

    private static func file() throws -> File {
        try JSONDecoder().decode(File.self, from: Data(contentsOf: Shared.directory.appending(path: path)))
    }
}

enum Hex {
    static func bytes(_ text: String) -> [UInt8] {
        let digits = text.compactMap(\.hexDigitValue)
        return stride(from: 0, to: digits.count - 1, by: 2).map { UInt8(digits[$0] << 4 | digits[$0 + 1]) }
    }
}

/// The folder of shared data beside the checkout.
enum Shared {
    static let directory: URL = {
        if let path = ProcessInfo.processInfo.environment["SAUDA_SHARED"] { return URL(filePath: path) }
        let package = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../..").standardizedFileURL
        return package.deletingLastPathComponent().appending(path: "shared", directoryHint: .isDirectory)
    }()

    /// True with CI=true even when the file is absent, so that the test fails there instead of being left out.
    static func wants(_ file: String) -> Bool {
        if FileManager.default.fileExists(atPath: directory.appending(path: file).path) { return true }
        if ProcessInfo.processInfo.environment["CI"] == "true" { return true }
        print("SKIPPED: no \(file) under \(directory.path); set SAUDA_SHARED to the folder of the shared data.")
        return false
    }
}

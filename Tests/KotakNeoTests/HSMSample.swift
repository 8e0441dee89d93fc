import KotakNeoAdapter
import SaudaBroker
import SaudaCore

/// The HSM server's side of the wire, written from protocol sections 7.3 and 7.4 alone.
enum HSMSample {
    static let accepted = Hex.bytes("00 06 01 01 01 00 01 4B")
    static let acceptedFive = Hex.bytes("00 0D 01 02 01 00 01 4B 02 00 04 00 00 00 05")
    static let refused = Hex.bytes("00 06 01 01 01 00 01 4E")
    static let subscribed = Hex.bytes("00 06 04 01 01 00 01 4B")
    static let notSubscribed = Hex.bytes("00 06 04 01 01 00 01 4E")
    static let unsubscribed = Hex.bytes("00 06 05 01 01 00 01 4B")
    static let none = Int32.min

    static func big(_ value: Int32) -> [UInt8] {
        (0..<4).map { UInt8(truncatingIfNeeded: value >> (24 - 8 * Int32($0))) }
    }

    static func short(_ value: Int) -> [UInt8] {
        [UInt8(truncatingIfNeeded: value >> 8), UInt8(truncatingIfNeeded: value)]
    }

    static func snapshot(
        _ id: Int32,
        _ topic: String,
        _ values: [Int32],
        _ texts: [(UInt8, String)] = []
    ) -> [UInt8] {
        var body = [UInt8(ascii: "S")] + big(id) + [UInt8(topic.utf8.count)] + Array(topic.utf8)
        body.append(UInt8(values.count))
        for value in values { body += big(value) }
        body.append(UInt8(texts.count))
        for (key, text) in texts { body += [key, UInt8(text.utf8.count)] + Array(text.utf8) }
        return short(body.count) + body
    }

    static func update(_ id: Int32, _ values: [Int32]) -> [UInt8] {
        var body = [UInt8(ascii: "U")] + big(id) + [UInt8(values.count)]
        for value in values { body += big(value) }
        return short(body.count) + body
    }

    static func data(_ packets: [[UInt8]], number: Int32? = nil) -> [UInt8] {
        let body = [6] + (number.map(big) ?? []) + short(packets.count) + packets.flatMap { $0 }
        return short(body.count) + body
    }

    /// Values of a scrip; what is not named is "no value".
    static func scrip(_ named: [Int: Int32], count: Int = 25) -> [Int32] { (0..<count).map { named[$0] ?? none } }

    static let reliance: [Int: Int32] = [
        2: 1_789_011_000, 3: 1_789_011_000, 4: 5_120_345, 5: 141_230, 6: 12, 9: 141_225, 10: 141_235, 11: 40, 12: 75,
        21: 140_320, 23: 1, 24: 2,
    ]
    static let share = data([snapshot(7, "sf|nse_cm|2885", scrip(reliance))])
    static let index = data([
        snapshot(9, "if|nse_cm|Nifty 50", [none, none, 2_534_060, 2_523_000, 1_789_011_000, 0, 0, 0, 1, 2])
    ])
}

import SaudaBroker
import SaudaCore

/// Writes the market feed's protobuf (section 8.4). Zeros are left out (trap T20).
struct UpstoxFrame {
    private(set) var bytes: [UInt8] = []

    private mutating func varint(_ value: UInt64) {
        var rest = value
        while rest > 0x7F {
            bytes.append(UInt8(rest & 0x7F) | 0x80)
            rest >>= 7
        }
        bytes.append(UInt8(rest))
    }

    mutating func int(_ number: UInt64, _ value: Int64) {
        guard value != 0 else { return }
        varint(number << 3)
        varint(UInt64(bitPattern: value))
    }

    mutating func double(_ number: UInt64, _ value: Double) {
        guard value != 0 else { return }
        varint(number << 3 | 1)
        for shift in stride(from: UInt64(0), to: 64, by: 8) {
            bytes.append(UInt8(truncatingIfNeeded: value.bitPattern >> shift))
        }
    }

    mutating func part(_ number: UInt64, _ part: [UInt8]) {
        varint(number << 3 | 2)
        varint(UInt64(part.count))
        bytes += part
    }

    mutating func message(_ number: UInt64, _ write: (inout UpstoxFrame) -> Void) {
        var part = UpstoxFrame()
        write(&part)
        self.part(number, part.bytes)
    }

    /// A frame whose lengths, kinds or numbers do not tell the truth.
    static func lie(_ frame: [UInt8], choice: UInt64) -> [UInt8] {
        var frame = frame
        guard frame.count > 8 else { return [0x12, 0xFF, 0xFF, 0xFF, 0xFF, 0x0F] }
        let place = Int(choice >> 8 % UInt64(frame.count - 4)) % (frame.count - 4)
        switch choice % 5 {
        case 0: frame.removeLast(1 + place % 7)
        case 1: frame[place] ^= 0x80
        case 2: frame[place] = 0xFF
        case 3: frame.insert(contentsOf: [0x0B, 0x0C], at: 0)
        default: frame += [0x12, 0xFF, 0x7F]
        }
        return frame
    }
}

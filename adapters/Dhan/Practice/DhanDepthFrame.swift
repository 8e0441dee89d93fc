package import SaudaBroker
import SaudaCore

/// Packets of the depth feeds (sections 3.7 and 3.8): another header, prices in eight bytes.
package struct DhanDepthFrame: Sendable {
    package enum Side: UInt8, Hashable, Sendable {
        case bid = 41
        case offer = 51
    }

    private var frame = DhanFrame()
    package var bytes: [UInt8] { frame.bytes }

    package init() {}

    /// - Parameter word: a sequence with twenty levels, the number of rows with two hundred.
    package mutating func side(_ side: Side, _ key: DhanKey, _ rows: [PracticeDepth.Level], word: UInt32) {
        head(UInt16(clamping: 12 + 16 * rows.count), side.rawValue, key, word)
        for row in rows {
            frame.put(row.price.rupees.bitPattern)
            frame.put(row.quantity)
            frame.put(UInt32(row.orders))
        }
    }

    package mutating func heartbeat() { head(12, 0, DhanKey(.indices, 0), 0) }

    /// - Parameter isEarly: the reason stands in the header, where the official client looks for it (3.8).
    package mutating func disconnect(_ reason: UInt16, isEarly: Bool) {
        head(14, 50, DhanKey(.nseEquity, 0), isEarly ? UInt32(reason) : 0)
        frame.put(reason)
    }

    private mutating func head(_ length: UInt16, _ code: UInt8, _ key: DhanKey, _ word: UInt32) {
        frame.put(length)
        frame.put(code)
        frame.put(key.segment.number)
        frame.put(key.id)
        frame.put(word)
    }
}

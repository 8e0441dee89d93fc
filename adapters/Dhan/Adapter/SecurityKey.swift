import SaudaBroker

/// What names an instrument at Dhan. A security id is unique only inside its segment: 13 is NIFTY in `IDX_I` and a share
/// in `NSE_EQ` (protocol section 6.4).
package struct SecurityKey: Hashable, Sendable {
    package var segment: ExchangeSegment
    package var id: UInt32

    package init(_ segment: ExchangeSegment, _ id: UInt32) {
        self.segment = segment
        self.id = id
    }

    /// `NSE_EQ:1333`, as listings have it in `orderKey`; what follows a second colon is not looked at.
    package init?(_ text: String) {
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        guard parts.count >= 2, let segment = ExchangeSegment(word: parts[0]), let id = UInt32(parts[1]) else {
            return nil
        }
        self.init(segment, id)
    }

    package var text: String { "\(segment.word):\(id)" }

    /// Segment and id in one number, as the binary header has them.
    @inlinable package var packed: UInt64 { UInt64(segment.rawValue) << 32 | UInt64(id) }
}

extension Listing {
    var security: SecurityKey? { SecurityKey(orderKey) }

    /// `EQUITY`, `OPTIDX`, ...: candles ask for it, and it stands behind the key in `feedKey`.
    var instrumentWord: String? {
        let parts = feedKey.split(separator: ":", omittingEmptySubsequences: false)
        return parts.count == 3 ? String(parts[2]) : nil
    }
}

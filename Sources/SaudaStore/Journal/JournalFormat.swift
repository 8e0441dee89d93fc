/// The journal's layout on disk. Every integer is little-endian.
///
/// ```
/// file    header, then frames
/// header  "SAUDAJNL"  version u32  payload length u32  previous journal's digest 32  payload  chain 32
/// frame   "SFRM"  body length u32  record count u32  first sequence u64  check u32  body  chain 32
/// record  kind u8  sequence minus cause (0: no cause)  payload length  payload     lengths are LEB128
/// ```
///
/// The header's chain is the SHA-256 of all before it; a frame's is SHA-256(chain before ‖ frame up to its chain).
/// It is kept whole: 16 bytes would save a quarter byte a tick, and would let someone who chooses what is recorded
/// look for two frames of one digest in 2⁶⁴ steps instead of 2¹²⁸. A chain without a key shows what changed *under*
/// a digest kept elsewhere (the next journal's header holds it); it cannot stop someone from writing all of it anew.
///
/// `check` is the first four bytes of SHA-256(chain before ‖ frame header). It makes a frame's length trustworthy
/// before its body is read: a file that ends early was cut, a length that lies was damaged.
enum JournalFormat {
    static let magic = Array("SAUDAJNL".utf8)
    static let version: UInt32 = 1
    static let headerSize = 48
    static let maximumHeaderPayload = 1 << 20

    static let marker = Array("SFRM".utf8)
    static let frameHeaderSize = 24
    static let checkOffset = 20
    /// A frame this full is written without being asked to, in bytes.
    static let fullFrame = 1 << 16
    /// The longest payload of one record, in bytes.
    static let maximumPayload = 1 << 24
    static let maximumBody = fullFrame + maximumPayload + 32
}

extension JournalFormat {
    static func append<Word: FixedWidthInteger>(_ word: Word, to bytes: inout [UInt8]) {
        var rest = word
        for _ in 0..<MemoryLayout<Word>.size {
            bytes.append(UInt8(truncatingIfNeeded: rest))
            rest >>= 8
        }
    }

    /// The integer at `offset`, which the caller has checked to lie inside.
    static func word<Word: FixedWidthInteger>(_ type: Word.Type, in bytes: [UInt8], at offset: Int) -> Word {
        var word: Word = 0
        for index in (0..<MemoryLayout<Word>.size).reversed() {
            word = (word << 8) | Word(truncatingIfNeeded: bytes[offset + index])
        }
        return word
    }

    /// Appends seven bits a byte, the lowest first, the top bit set on all but the last.
    static func appendVariable(_ word: UInt64, to bytes: inout [UInt8]) {
        var rest = word
        while rest > 0x7F {
            bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
            rest >>= 7
        }
        bytes.append(UInt8(rest))
    }

    /// Nil when the bytes end first or the number does not fit.
    static func variable(in bytes: [UInt8], at offset: inout Int, before end: Int) -> UInt64? {
        var word: UInt64 = 0
        for shift in stride(from: UInt64(0), to: 64, by: 7) {
            guard offset < end else { return nil }
            let byte = bytes[offset]
            offset += 1
            if shift == 63 && byte > 1 { return nil }
            word |= UInt64(byte & 0x7F) << shift
            if byte < 0x80 { return word }
        }
        return nil
    }
}

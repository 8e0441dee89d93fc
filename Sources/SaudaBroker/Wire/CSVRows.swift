/// Splits CSV into rows (RFC 4180): quotes, doubled quotes in them, LF, CR LF or CR. Nothing is believed about its length.
public struct CSVRows {
    private let bytes: [UInt8]
    private var place = 0
    /// The text ends inside quotes.
    public private(set) var isCut = false

    public init(_ bytes: [UInt8]) {
        self.bytes = bytes
        // A byte-order mark is no part of the first name.
        if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { place = 3 }
    }

    /// Whether the last row is known to be whole.
    public var endsLine: Bool { bytes.last == UInt8(ascii: "\n") }

    /// Nil at the end; empty lines are passed over.
    public mutating func next() -> [String]? {
        while place < bytes.count, bytes[place] == 0x0A || bytes[place] == 0x0D { place += 1 }
        guard place < bytes.count else { return nil }
        var fields: [String] = []
        while true {
            fields.append(field())
            guard place < bytes.count, bytes[place] == UInt8(ascii: ",") else { break }
            place += 1
        }
        return fields
    }

    private mutating func field() -> String {
        guard place < bytes.count, bytes[place] == UInt8(ascii: "\"") else { return plain() }
        place += 1
        var text: [UInt8] = []
        while place < bytes.count {
            let byte = bytes[place]
            place += 1
            guard byte == UInt8(ascii: "\"") else {
                text.append(byte)
                continue
            }
            guard place < bytes.count, bytes[place] == UInt8(ascii: "\"") else {
                // What follows a closing quote belongs to the field, as most readers have it.
                return String(decoding: text, as: UTF8.self) + plain()
            }
            text.append(byte)
            place += 1
        }
        isCut = true
        return String(decoding: text, as: UTF8.self)
    }

    private mutating func plain() -> String {
        let start = place
        while place < bytes.count, bytes[place] != UInt8(ascii: ","), bytes[place] != 0x0A, bytes[place] != 0x0D {
            place += 1
        }
        return String(decoding: bytes[start..<place], as: UTF8.self)
    }
}

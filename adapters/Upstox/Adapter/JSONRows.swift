import SaudaBroker

/// Cuts the objects of a long JSON array out of its bytes, one at a time, so that a list of a hundred thousand rows is
/// never there as a tree.
struct JSONRows {
    enum Damage: Error { case damaged }

    private let bytes: [UInt8]
    private var place = 0
    private var hasBegun = false
    private var hasEnded = false

    init(_ bytes: [UInt8]) { self.bytes = bytes }

    /// Nil behind the last one, when the array is whole.
    mutating func next() throws(Damage) -> JSON? {
        guard !hasEnded else { return nil }
        skipBlanks()
        if hasBegun {
            switch byte {
            case UInt8(ascii: ",")?:
                place += 1
                skipBlanks()
            case UInt8(ascii: "]")?: return try end()
            default: throw .damaged
            }
        } else {
            guard byte == UInt8(ascii: "[") else { throw .damaged }
            place += 1
            hasBegun = true
            skipBlanks()
            if byte == UInt8(ascii: "]") { return try end() }
        }
        let start = place
        try skipObject()
        guard let row = try? JSON(Array(bytes[start..<place])) else { throw .damaged }
        return row
    }

    private var byte: UInt8? { place < bytes.count ? bytes[place] : nil }

    private mutating func end() throws(Damage) -> JSON? {
        place += 1
        skipBlanks()
        guard place == bytes.count else { throw .damaged }
        hasEnded = true
        return nil
    }

    private mutating func skipBlanks() {
        while place < bytes.count, [0x20, 0x09, 0x0A, 0x0D].contains(bytes[place]) { place += 1 }
    }

    /// To behind the brace that closes the one here. Whether it is an object is for the reader to say.
    private mutating func skipObject() throws(Damage) {
        guard byte == UInt8(ascii: "{") else { throw .damaged }
        var depth = 0
        var isText = false
        while place < bytes.count {
            let byte = bytes[place]
            place += 1
            switch byte {
            case UInt8(ascii: "\\") where isText: place += 1
            case UInt8(ascii: "\""): isText.toggle()
            case UInt8(ascii: "{") where !isText: depth += 1
            case UInt8(ascii: "}") where !isText:
                depth -= 1
                if depth == 0 { return }
            default: break
            }
        }
        throw .damaged
    }
}

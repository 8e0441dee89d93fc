/// Reads values one after the other; throws at the first byte that no `ByteWriter` would have written, never traps.
public struct ByteReader: Sendable {
    private let bytes: ArraySlice<UInt8>
    private var position: Int

    public init(_ bytes: ArraySlice<UInt8>) {
        self.bytes = bytes
        position = bytes.startIndex
    }

    public init(_ bytes: [UInt8]) { self.init(bytes[...]) }

    /// The number of bytes read so far.
    public var offset: Int { position - bytes.startIndex }
    public var remaining: Int { bytes.endIndex - position }
    public var isAtEnd: Bool { position == bytes.endIndex }

    /// - Throws: `damaged` when bytes are left.
    public func finish() throws(ByteError) {
        if !isAtEnd { throw damaged(at: offset, "\(remaining) bytes follow the last value") }
    }

    public mutating func readByte() throws(ByteError) -> UInt8 {
        guard position < bytes.endIndex else { throw cutShort() }
        defer { position += 1 }
        return bytes[position]
    }

    public mutating func readBytes(_ count: Int) throws(ByteError) -> ArraySlice<UInt8> {
        guard count >= 0, count <= remaining else { throw cutShort() }
        defer { position += count }
        return bytes[position..<position + count]
    }

    /// - Throws: `damaged` for more bytes than the number needs, and for numbers beyond 64 bits.
    public mutating func readUnsigned() throws(ByteError) -> UInt64 {
        let start = offset
        var value: UInt64 = 0
        var shift: UInt64 = 0
        while true {
            let byte = try readByte()
            if shift == 63, byte > 1 { throw damaged(at: start, "a number has more than 64 bits") }
            value |= UInt64(byte & 0x7F) << shift
            if byte < 0x80 {
                if byte == 0, shift > 0 { throw damaged(at: start, "a number is longer than it needs to be") }
                return value
            }
            shift += 7
        }
    }

    public mutating func readSigned() throws(ByteError) -> Int64 {
        let zigzag = try readUnsigned()
        return Int64(bitPattern: zigzag >> 1) ^ -Int64(bitPattern: zigzag & 1)
    }

    /// - Throws: `damaged` when the bytes are not UTF-8.
    public mutating func readText() throws(ByteError) -> String {
        let count = try readCount()
        let start = offset
        guard let text = String(validating: try readBytes(count), as: UTF8.self) else {
            throw damaged(at: start, "a text of \(count) bytes is not UTF-8")
        }
        return text
    }

    /// Reads the length of a text or list, which is never more than the bytes that are left.
    mutating func readCount() throws(ByteError) -> Int {
        let count = try readUnsigned()
        guard count <= UInt64(remaining) else { throw cutShort() }
        return Int(count)
    }
}

// MARK: - Errors

extension ByteReader {
    func damaged(at offset: Int, _ what: String) -> ByteError {
        ByteError(.damaged, offset: offset, what: what)
    }

    private func cutShort() -> ByteError {
        ByteError(.cutShort, offset: offset + remaining, what: "the bytes end inside a value")
    }

    /// For a case number, just read, that the type's table does not hold.
    func unknown(_ number: UInt8, of type: Any.Type) -> ByteError {
        let what = "\(String(reflecting: type)) has no case number \(number)"
        return ByteError(number == 0 ? .damaged : .newerVersion, offset: offset - 1, what: what)
    }
}

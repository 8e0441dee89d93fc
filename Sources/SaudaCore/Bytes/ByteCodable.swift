/// A value with a byte form of its own, as `ByteForm` lays down.
protocol ByteCodable {
    func encode(into writer: inout ByteWriter)
    init(decoding reader: inout ByteReader) throws(ByteError)
}

/// An enum whose cases hold nothing: one byte. The numbers are written out, so that cases may be reordered and renamed.
protocol ByteNumbered: ByteCodable {
    var byteNumber: UInt8 { get }
    init?(byteNumber: UInt8)
}

extension ByteNumbered {
    func encode(into writer: inout ByteWriter) { writer.write(byte: byteNumber) }

    init(decoding reader: inout ByteReader) throws(ByteError) {
        let number = try reader.readByte()
        guard let value = Self(byteNumber: number) else { throw reader.unknown(number, of: Self.self) }
        self = value
    }
}

extension ByteWriter {
    mutating func write(_ value: some ByteCodable) { value.encode(into: &self) }

    /// A case's number, then what the case holds, in order.
    mutating func write<each Value: ByteCodable>(case number: UInt8, _ values: repeat each Value) {
        write(byte: number)
        repeat (each values).encode(into: &self)
    }

    mutating func write(_ time: Timestamp, since base: Timestamp) {
        write(signed: time.microseconds &- base.microseconds)
    }
}

extension ByteReader {
    mutating func read<Value: ByteCodable>() throws(ByteError) -> Value { try Value(decoding: &self) }

    mutating func readTime(since base: Timestamp) throws(ByteError) -> Timestamp {
        Timestamp(microseconds: base.microseconds &+ (try readSigned()))
    }

    mutating func readInteger<Value: FixedWidthInteger>() throws(ByteError) -> Value {
        let start = offset
        let value = Value.isSigned ? Value(exactly: try readSigned()) : Value(exactly: try readUnsigned())
        guard let value else { throw damaged(at: start, "a number does not fit in \(Value.bitWidth) bits") }
        return value
    }
}

// MARK: - Standard types

extension String: ByteCodable {
    func encode(into writer: inout ByteWriter) { writer.write(text: self) }
    init(decoding reader: inout ByteReader) throws(ByteError) { self = try reader.readText() }
}

extension UInt32: ByteCodable {
    func encode(into writer: inout ByteWriter) { writer.write(unsigned: UInt64(self)) }
    init(decoding reader: inout ByteReader) throws(ByteError) { self = try reader.readInteger() }
}

extension Int32: ByteCodable {
    func encode(into writer: inout ByteWriter) { writer.write(signed: Int64(self)) }
    init(decoding reader: inout ByteReader) throws(ByteError) { self = try reader.readInteger() }
}

extension Bool: ByteCodable {
    func encode(into writer: inout ByteWriter) { writer.write(byte: self ? 1 : 0) }

    init(decoding reader: inout ByteReader) throws(ByteError) {
        let byte = try reader.readByte()
        guard byte <= 1 else { throw reader.damaged(at: reader.offset - 1, "a flag is \(byte), not 0 or 1") }
        self = byte == 1
    }
}

extension Optional: ByteCodable where Wrapped: ByteCodable {
    func encode(into writer: inout ByteWriter) {
        writer.write(self != nil)
        if let self { writer.write(self) }
    }

    init(decoding reader: inout ByteReader) throws(ByteError) {
        let isPresent: Bool = try reader.read()
        self = isPresent ? try reader.read() as Wrapped : nil
    }
}

extension Array: ByteCodable where Element: ByteCodable {
    func encode(into writer: inout ByteWriter) {
        writer.write(unsigned: UInt64(count))
        for element in self { writer.write(element) }
    }

    init(decoding reader: inout ByteReader) throws(ByteError) {
        self = []
        for _ in 0..<(try reader.readCount()) { append(try reader.read()) }
    }
}

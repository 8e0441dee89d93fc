extension Price: ByteCodable {
    func encode(into writer: inout ByteWriter) { writer.write(signed: raw) }
    init(decoding reader: inout ByteReader) throws(ByteError) { self.init(raw: try reader.readSigned()) }
}

extension Money: ByteCodable {
    func encode(into writer: inout ByteWriter) { writer.write(signed: raw) }
    init(decoding reader: inout ByteReader) throws(ByteError) { self.init(raw: try reader.readSigned()) }
}

extension Quantity: ByteCodable {
    func encode(into writer: inout ByteWriter) { writer.write(signed: units) }
    init(decoding reader: inout ByteReader) throws(ByteError) { self.init(try reader.readSigned()) }
}

extension Day: ByteCodable {
    func encode(into writer: inout ByteWriter) { writer.write(number) }
    init(decoding reader: inout ByteReader) throws(ByteError) { self.init(number: try reader.read()) }
}

extension Timestamp: ByteCodable {
    func encode(into writer: inout ByteWriter) { writer.write(signed: microseconds) }
    init(decoding reader: inout ByteReader) throws(ByteError) { self.init(microseconds: try reader.readSigned()) }
}

extension AccountID: ByteCodable {
    func encode(into writer: inout ByteWriter) { writer.write(unsigned: UInt64(index)) }
    init(decoding reader: inout ByteReader) throws(ByteError) { self.init(index: try reader.readInteger()) }
}

extension StrategyID: ByteCodable {
    func encode(into writer: inout ByteWriter) { writer.write(unsigned: UInt64(index)) }
    init(decoding reader: inout ByteReader) throws(ByteError) { self.init(index: try reader.readInteger()) }
}

extension InstrumentID: ByteCodable {
    func encode(into writer: inout ByteWriter) { writer.write(unsigned: UInt64(index)) }
    init(decoding reader: inout ByteReader) throws(ByteError) { self.init(index: try reader.readInteger()) }
}

extension OrderID: ByteCodable {
    func encode(into writer: inout ByteWriter) { writer.write(unsigned: number) }
    init(decoding reader: inout ByteReader) throws(ByteError) { self.init(number: try reader.readUnsigned()) }
}

extension RequestID: ByteCodable {
    func encode(into writer: inout ByteWriter) { writer.write(unsigned: number) }
    init(decoding reader: inout ByteReader) throws(ByteError) { self.init(number: try reader.readUnsigned()) }
}

extension BrokerOrderID: ByteCodable {
    func encode(into writer: inout ByteWriter) { writer.write(text: text) }
    init(decoding reader: inout ByteReader) throws(ByteError) { self.init(try reader.readText()) }
}

extension WakeKey: ByteCodable {
    func encode(into writer: inout ByteWriter) {
        writer.write(owner)
        writer.write(unsigned: UInt64(label))
        writer.write(isEngine)
    }

    init(decoding reader: inout ByteReader) throws(ByteError) {
        try self.init(owner: reader.read(), label: reader.readInteger(), isEngine: reader.read())
    }
}

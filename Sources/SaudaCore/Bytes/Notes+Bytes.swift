extension Decision: ByteCodable {
    func encode(into writer: inout ByteWriter) {
        writer.write(strategy)
        writer.write(instrument)
        writer.write(kind)
        writer.write(text: code)
        writer.write(text: text)
    }

    init(decoding reader: inout ByteReader) throws(ByteError) {
        try self.init(
            strategy: reader.read(),
            instrument: reader.read(),
            kind: reader.read(),
            code: reader.readText(),
            text: reader.readText()
        )
    }
}

extension Alert: ByteCodable {
    func encode(into writer: inout ByteWriter) {
        writer.write(level)
        writer.write(strategy)
        writer.write(instrument)
        writer.write(text: code)
        writer.write(text: text)
    }

    init(decoding reader: inout ByteReader) throws(ByteError) {
        try self.init(
            reader.read(),
            strategy: reader.read(),
            instrument: reader.read(),
            code: reader.readText(),
            text: reader.readText()
        )
    }
}

extension WriteOff: ByteCodable {
    func encode(into writer: inout ByteWriter) {
        writer.write(account)
        writer.write(instrument)
        writer.write(quantity)
        writer.write(price)
        writer.write(text: reason)
    }

    init(decoding reader: inout ByteReader) throws(ByteError) {
        try self.init(
            account: reader.read(),
            instrument: reader.read(),
            quantity: reader.read(),
            price: reader.read(),
            reason: reader.readText()
        )
    }
}

extension TakeUp: ByteCodable {
    func encode(into writer: inout ByteWriter) {
        writer.write(account)
        writer.write(instrument)
        writer.write(quantity)
        writer.write(value)
        writer.write(text: reason)
    }

    init(decoding reader: inout ByteReader) throws(ByteError) {
        try self.init(
            account: reader.read(),
            instrument: reader.read(),
            quantity: reader.read(),
            value: reader.read(),
            reason: reader.readText()
        )
    }
}

extension Decision.Kind: ByteNumbered {
    var byteNumber: UInt8 {
        switch self {
        case .skipped: 1
        case .acted: 2
        case .seen: 3
        }
    }

    init?(byteNumber: UInt8) {
        switch byteNumber {
        case 1: self = .skipped
        case 2: self = .acted
        case 3: self = .seen
        default: return nil
        }
    }
}

extension Alert.Level: ByteNumbered {
    var byteNumber: UInt8 {
        switch self {
        case .info: 1
        case .warning: 2
        case .critical: 3
        }
    }

    init?(byteNumber: UInt8) {
        switch byteNumber {
        case 1: self = .info
        case 2: self = .warning
        case 3: self = .critical
        default: return nil
        }
    }
}

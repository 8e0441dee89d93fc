extension ForeignOrder: ByteCodable {
    func encode(into writer: inout ByteWriter) {
        writer.write(account)
        writer.write(id)
        writer.write(instrument)
        writer.write(side)
        writer.write(product)
        writer.write(terms)
        writer.write(filled)
        writer.write(value)
        writer.write(status)
    }

    init(decoding reader: inout ByteReader) throws(ByteError) {
        try self.init(
            account: reader.read(),
            id: reader.read(),
            instrument: reader.read(),
            side: reader.read(),
            product: reader.read(),
            terms: reader.read(),
            filled: reader.read(),
            value: reader.read(),
            status: reader.read()
        )
    }
}

extension ForeignOrder.Status: ByteNumbered {
    var byteNumber: UInt8 {
        switch self {
        case .open: 1
        case .complete: 2
        case .cancelled: 3
        case .rejected: 4
        }
    }

    init?(byteNumber: UInt8) {
        switch byteNumber {
        case 1: self = .open
        case 2: self = .complete
        case 3: self = .cancelled
        case 4: self = .rejected
        default: return nil
        }
    }
}

/// The status is written last. Its number is raised by four when the broker's time and the variety follow, so that rows
/// from before there were any stay as they are.
extension ForeignOrder: ByteCodable {
    private static let raise: UInt8 = 4

    func encode(into writer: inout ByteWriter) {
        writer.write(account)
        writer.write(id)
        writer.write(instrument)
        writer.write(side)
        writer.write(product)
        writer.write(terms)
        writer.write(filled)
        writer.write(value)
        guard changed != nil || variety != nil else { return writer.write(status) }
        writer.write(case: status.byteNumber + Self.raise, changed, variety)
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
            status: .open
        )
        let start = reader.offset
        let number = try reader.readByte()
        let isRaised = number > Self.raise
        guard let status = Status(byteNumber: isRaised ? number - Self.raise : number) else {
            throw reader.unknown(number, of: Status.self)
        }
        self.status = status
        guard isRaised else { return }
        changed = try reader.read()
        variety = try reader.read()
        if changed == nil, variety == nil { throw reader.damaged(at: start, "neither time nor variety follows") }
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

extension Report: ByteCodable {
    func encode(into writer: inout ByteWriter) {
        writer.write(order)
        writer.write(kind)
    }

    init(decoding reader: inout ByteReader) throws(ByteError) {
        try self.init(reader.read(), reader.read())
    }
}

/// | number | case | holds |
/// |---|---|---|
/// | 1 | accepted | broker's id |
/// | 2 | rejected | rejection |
/// | 3 | placeTimedOut | |
/// | 4 | traded | total, value |
/// | 5 | modified | request or none |
/// | 6 | modifyRefused | rejection, request or none |
/// | 7 | cancelled | |
/// | 8 | cancelRefused | rejection, request or none |
/// | 9 | requestTimedOut | request or none |
/// | 10 | expired | |
/// | 11 | foundInBook | broker's id |
/// | 12 | absentFromBook | |
/// | 13 | completed | total, value |
extension Report.Kind: ByteCodable {
    func encode(into writer: inout ByteWriter) {
        switch self {
        case .accepted(let id): writer.write(case: 1, id)
        case .rejected(let why): writer.write(case: 2, why)
        case .placeTimedOut: writer.write(case: 3)
        case .traded(let total, let value): writer.write(case: 4, total, value)
        case .modified(let request): writer.write(case: 5, request)
        case .modifyRefused(let why, let request): writer.write(case: 6, why, request)
        case .cancelled: writer.write(case: 7)
        case .cancelRefused(let why, let request): writer.write(case: 8, why, request)
        case .requestTimedOut(let request): writer.write(case: 9, request)
        case .expired: writer.write(case: 10)
        case .foundInBook(let id): writer.write(case: 11, id)
        case .absentFromBook: writer.write(case: 12)
        case .completed(let total, let value): writer.write(case: 13, total, value)
        }
    }

    init(decoding reader: inout ByteReader) throws(ByteError) {
        let number = try reader.readByte()
        switch number {
        case 1: self = try .accepted(reader.read())
        case 2: self = try .rejected(reader.read())
        case 3: self = .placeTimedOut
        case 4: self = try .traded(total: reader.read(), value: reader.read())
        case 5: self = try .modified(request: reader.read())
        case 6: self = try .modifyRefused(reader.read(), request: reader.read())
        case 7: self = .cancelled
        case 8: self = try .cancelRefused(reader.read(), request: reader.read())
        case 9: self = try .requestTimedOut(request: reader.read())
        case 10: self = .expired
        case 11: self = try .foundInBook(reader.read())
        case 12: self = .absentFromBook
        case 13: self = try .completed(total: reader.read(), value: reader.read())
        default: throw reader.unknown(number, of: Self.self)
        }
    }
}

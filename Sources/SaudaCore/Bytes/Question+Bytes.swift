/// | number | case | holds |
/// |---|---|---|
/// | 1 | history | instrument, days (zigzag) |
/// | 2 | quote | instrument |
/// | 3 | funds | account |
/// | 4 | holdings | account |
/// | 5 | orderBook | account |
/// | 6 | study | instrument, strategy, days (zigzag), capital |
/// | 7 | fundamentals | instrument |
/// | 8 | headlines | instrument, days (zigzag) |
extension Question: ByteCodable {
    func encode(into writer: inout ByteWriter) {
        switch self {
        case .history(let instrument, let days): writer.write(case: 1, instrument, days)
        case .quote(let instrument): writer.write(case: 2, instrument)
        case .funds(let account): writer.write(case: 3, account)
        case .holdings(let account): writer.write(case: 4, account)
        case .orderBook(let account): writer.write(case: 5, account)
        case .study(let instrument, let strategy, let days, let capital):
            writer.write(case: 6, instrument, strategy, days, capital)
        case .fundamentals(let instrument): writer.write(case: 7, instrument)
        case .headlines(let instrument, let days): writer.write(case: 8, instrument, days)
        }
    }

    init(decoding reader: inout ByteReader) throws(ByteError) {
        let number = try reader.readByte()
        switch number {
        case 1: self = try .history(reader.read(), days: reader.read())
        case 2: self = try .quote(reader.read())
        case 3: self = try .funds(reader.read())
        case 4: self = try .holdings(reader.read())
        case 5: self = try .orderBook(reader.read())
        case 6: self = try .study(reader.read(), of: reader.read(), days: reader.read(), capital: reader.read())
        case 7: self = try .fundamentals(reader.read())
        case 8: self = try .headlines(reader.read(), days: reader.read())
        default: throw reader.unknown(number, of: Self.self)
        }
    }
}

/// | number | case | holds |
/// |---|---|---|
/// | 1 | outsideBand | low, high |
/// | 2 | noHoldings | |
/// | 3 | funds | need, have |
/// | 4 | offTick | |
/// | 5 | notPermitted | |
/// | 6 | marketClosed | |
/// | 7 | other | code, text |
/// | 8 | notSent | reason |
extension Rejection: ByteCodable {
    func encode(into writer: inout ByteWriter) {
        switch self {
        case .outsideBand(let low, let high): writer.write(case: 1, low, high)
        case .noHoldings: writer.write(case: 2)
        case .funds(let need, let have): writer.write(case: 3, need, have)
        case .offTick: writer.write(case: 4)
        case .notPermitted: writer.write(case: 5)
        case .marketClosed: writer.write(case: 6)
        case .other(let code, let text): writer.write(case: 7, code, text)
        case .notSent(let reason): writer.write(case: 8, reason)
        }
    }

    init(decoding reader: inout ByteReader) throws(ByteError) {
        let number = try reader.readByte()
        switch number {
        case 1: self = try .outsideBand(low: reader.read(), high: reader.read())
        case 2: self = .noHoldings
        case 3: self = try .funds(need: reader.read(), have: reader.read())
        case 4: self = .offTick
        case 5: self = .notPermitted
        case 6: self = .marketClosed
        case 7: self = try .other(code: reader.read(), text: reader.read())
        case 8: self = try .notSent(reader.read())
        default: throw reader.unknown(number, of: Self.self)
        }
    }
}

/// Writing a command allocates nothing once the writer's array is large enough.
///
/// | number | case | holds |
/// |---|---|---|
/// | 1 | place | order request |
/// | 2 | modify | order, account, broker's id, terms, request |
/// | 3 | cancel | order, account, broker's id, request |
/// | 4 | fetch | request, question |
/// | 5 | wake | time, wake key |
/// | 6 | watch | instrument, whether ticks are wanted |
/// | 7 | note | decision |
/// | 8 | alert | alert |
/// | 9 | writeOff | account, instrument, quantity, price, reason |
/// | 10 | explain | order, reason |
/// | 11 | candidate | candidate |
/// | 12 | remember | memo |
/// | 13 | tie | order, target, filled, spent |
/// | 14 | takeUp | account, instrument, quantity, value, reason |
extension Command: ByteCodable {
    public func encode(into writer: inout ByteWriter) {
        switch self {
        case .place(let request): writer.write(case: 1, request)
        case .modify(let order, let account, let id, let terms, let request):
            writer.write(case: 2, order, account, id, terms, request)
        case .cancel(let order, let account, let id, let request):
            writer.write(case: 3, order, account, id, request)
        case .fetch(let request, let question): writer.write(case: 4, request, question)
        case .wake(let time, let key): writer.write(case: 5, time, key)
        case .watch(let instrument, let isWanted): writer.write(case: 6, instrument, isWanted)
        case .note(let decision): writer.write(case: 7, decision)
        case .alert(let alert): writer.write(case: 8, alert)
        case .writeOff(let writeOff): writer.write(case: 9, writeOff)
        case .explain(let order, let reason):
            writer.write(case: 10, order)
            writer.write(text: reason)
        case .candidate(let candidate): writer.write(case: 11, candidate)
        case .remember(let memo): writer.write(case: 12, memo)
        case .tie(let tie): writer.write(case: 13, tie)
        case .takeUp(let takeUp): writer.write(case: 14, takeUp)
        }
    }

    /// - Throws: `ByteError`; the reader then stands somewhere inside the command.
    public init(decoding reader: inout ByteReader) throws(ByteError) {
        let number = try reader.readByte()
        switch number {
        case 1: self = try .place(reader.read())
        case 2: self = try .modify(reader.read(), reader.read(), reader.read(), reader.read(), request: reader.read())
        case 3: self = try .cancel(reader.read(), reader.read(), reader.read(), request: reader.read())
        case 4: self = try .fetch(reader.read(), reader.read())
        case 5: self = try .wake(at: reader.read(), reader.read())
        case 6: self = try .watch(reader.read(), reader.read())
        case 7: self = try .note(reader.read())
        case 8: self = try .alert(reader.read())
        case 9: self = try .writeOff(reader.read())
        case 10: self = try .explain(reader.read(), reader.readText())
        case 11: self = try .candidate(reader.read())
        case 12: self = try .remember(reader.read())
        case 13: self = try .tie(reader.read())
        case 14: self = try .takeUp(reader.read())
        default: throw reader.unknown(number, of: Self.self)
        }
    }
}

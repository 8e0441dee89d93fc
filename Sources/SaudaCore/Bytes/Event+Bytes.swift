/// The time, then the kind. A tick of a share takes about 20 bytes.
extension Event: ByteCodable {
    public func encode(into writer: inout ByteWriter) {
        writer.write(time)
        kind.encode(into: &writer, at: time)
    }

    /// - Throws: `ByteError`; the reader then stands somewhere inside the event.
    public init(decoding reader: inout ByteReader) throws(ByteError) {
        let time: Timestamp = try reader.read()
        self.init(time, try Kind(decoding: &reader, at: time))
    }
}

/// | number | case | holds |
/// |---|---|---|
/// | 1 | tick | tick |
/// | 2 | candle | instrument, span, candle |
/// | 3 | clock | wake key |
/// | 4 | report | report |
/// | 5 | answer | request, answer |
/// | 6 | foreign | order |
/// | 7 | dayStarted | trading day |
/// | 8 | deposit | deposit |
/// | 9 | cash | account, money |
/// | 10 | reference | instrument, previous close, band or none |
/// | 11 | control | control |
/// | 12 | job | job |
/// | 13 | remembered | list of memos |
/// | 14 | carriedOrder | order |
/// | 15 | carriedHolding | holding |
/// | 16 | lastOrder | order number |
/// | 17 | dayEnded | nothing |
extension Event.Kind {
    func encode(into writer: inout ByteWriter, at time: Timestamp) {
        switch self {
        case .tick(let tick):
            writer.write(case: 1)
            tick.encode(into: &writer, at: time)
        case .candle(let instrument, let span, let candle):
            writer.write(case: 2, instrument, span)
            candle.encode(into: &writer, at: time)
        case .clock(let key): writer.write(case: 3, key)
        case .report(let report): writer.write(case: 4, report)
        case .answer(let request, let answer):
            writer.write(case: 5, request)
            answer.encode(into: &writer, at: time)
        case .foreign(let order): writer.write(case: 6, order)
        case .dayStarted(let day):
            writer.write(case: 7)
            day.encode(into: &writer, at: time)
        case .deposit(let deposit):
            writer.write(case: 8)
            deposit.encode(into: &writer, at: time)
        case .cash(let account, let money): writer.write(case: 9, account, money)
        case .reference(let instrument, let close, let band): writer.write(case: 10, instrument, close, band)
        case .control(let control): writer.write(case: 11, control)
        case .job(let job): writer.write(case: 12, job)
        case .remembered(let memos): writer.write(case: 13, memos)
        case .carriedOrder(let order): writer.write(case: 14, order)
        case .carriedHolding(let holding):
            writer.write(case: 15)
            holding.encode(into: &writer, at: time)
        case .lastOrder(let id): writer.write(case: 16, id)
        case .dayEnded: writer.write(case: 17)
        }
    }

    init(decoding reader: inout ByteReader, at time: Timestamp) throws(ByteError) {
        let number = try reader.readByte()
        switch number {
        case 1: self = .tick(try Tick(decoding: &reader, at: time))
        case 2: self = try .candle(reader.read(), reader.read(), Candle(decoding: &reader, at: time))
        case 3: self = try .clock(reader.read())
        case 4: self = try .report(reader.read())
        case 5: self = try .answer(reader.read(), Answer(decoding: &reader, at: time))
        case 6: self = try .foreign(reader.read())
        case 7: self = .dayStarted(try TradingDay(decoding: &reader, at: time))
        case 8: self = .deposit(try Deposit(decoding: &reader, at: time))
        case 9: self = try .cash(reader.read(), reader.read())
        case 10: self = try .reference(reader.read(), previousClose: reader.read(), band: reader.read())
        case 11: self = try .control(reader.read())
        case 12: self = try .job(reader.read())
        case 13: self = try .remembered(reader.read())
        case 14: self = try .carriedOrder(reader.read())
        case 15: self = .carriedHolding(try CarriedHolding(decoding: &reader, at: time))
        case 16: self = try .lastOrder(reader.read())
        case 17: self = .dayEnded
        default: throw reader.unknown(number, of: Self.self)
        }
    }
}

extension Control: ByteNumbered {
    var byteNumber: UInt8 {
        switch self {
        case .halt: 1
        case .resume: 2
        case .stop: 3
        }
    }

    init?(byteNumber: UInt8) {
        switch byteNumber {
        case 1: self = .halt
        case 2: self = .resume
        case 3: self = .stop
        default: return nil
        }
    }
}

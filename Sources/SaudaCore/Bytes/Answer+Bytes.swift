/// | number | case | holds |
/// |---|---|---|
/// | 1 | candles | list of candles |
/// | 2 | quote | tick |
/// | 3 | funds | available |
/// | 4 | holdings | list of rows |
/// | 5 | orderBook | list of orders |
/// | 6 | failure | text |
/// | 7 | study | figures |
/// | 8 | fundamentals | fundamentals or none |
/// | 9 | headlines | list of headlines |
extension Answer {
    func encode(into writer: inout ByteWriter, at time: Timestamp) {
        switch self {
        case .candles(let candles):
            writer.write(case: 1)
            writer.write(unsigned: UInt64(candles.count))
            for candle in candles { candle.encode(into: &writer, at: time) }
        case .quote(let tick):
            writer.write(case: 2)
            tick.encode(into: &writer, at: time)
        case .funds(let available): writer.write(case: 3, available)
        case .holdings(let rows): writer.write(case: 4, rows)
        case .orderBook(let orders): writer.write(case: 5, orders)
        case .failure(let text): writer.write(case: 6, text)
        case .study(let figures): writer.write(case: 7, figures)
        case .fundamentals(let row): writer.write(case: 8, row)
        case .headlines(let rows): writer.write(case: 9, rows)
        }
    }

    init(decoding reader: inout ByteReader, at time: Timestamp) throws(ByteError) {
        let number = try reader.readByte()
        switch number {
        case 1:
            var candles: [Candle] = []
            for _ in 0..<(try reader.readCount()) { candles.append(try Candle(decoding: &reader, at: time)) }
            self = .candles(candles)
        case 2: self = .quote(try Tick(decoding: &reader, at: time))
        case 3: self = try .funds(available: reader.read())
        case 4: self = try .holdings(reader.read())
        case 5: self = try .orderBook(reader.read())
        case 6: self = try .failure(reader.read())
        case 7: self = try .study(reader.read())
        case 8: self = try .fundamentals(reader.read())
        case 9: self = try .headlines(reader.read())
        default: throw reader.unknown(number, of: Self.self)
        }
    }
}

extension HoldingRow: ByteCodable {
    func encode(into writer: inout ByteWriter) {
        writer.write(instrument)
        writer.write(quantity)
        writer.write(average)
    }

    init(decoding reader: inout ByteReader) throws(ByteError) {
        try self.init(instrument: reader.read(), quantity: reader.read(), average: reader.read())
    }
}

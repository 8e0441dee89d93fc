extension TradingDay {
    /// Day, then open, close and auction since `time`, settlement, whether prices are held, which of pause (1) and
    /// pre-open (2) follow, both since `time`.
    func encode(into writer: inout ByteWriter, at time: Timestamp) {
        writer.write(day)
        writer.write(open, since: time)
        writer.write(close, since: time)
        writer.write(auctionFrom, since: time)
        writer.write(settlement)
        writer.write(holdsPrices)
        writer.write(byte: (pause == nil ? 0 : 1) | (preOpen == nil ? 0 : 2))
        for span in [pause, preOpen].compactMap(\.self) {
            writer.write(span.lowerBound, since: time)
            writer.write(span.upperBound, since: time)
        }
    }

    init(decoding reader: inout ByteReader, at time: Timestamp) throws(ByteError) {
        try self.init(
            day: reader.read(),
            open: reader.readTime(since: time),
            close: reader.readTime(since: time),
            auctionFrom: reader.readTime(since: time),
            settlement: reader.read(),
            holdsPrices: reader.read()
        )
        let offset = reader.offset
        let parts = try reader.readByte()
        guard parts < 4 else { throw ByteError(.damaged, offset: offset, what: "a day has unknown parts") }
        if parts & 1 != 0 { pause = try Self.span(&reader, time) }
        if parts & 2 != 0 { preOpen = try Self.span(&reader, time) }
    }

    private static func span(_ reader: inout ByteReader, _ time: Timestamp) throws(ByteError) -> Range<Timestamp> {
        let offset = reader.offset
        let from = try reader.readTime(since: time)
        let to = try reader.readTime(since: time)
        guard from <= to else {
            throw ByteError(.damaged, offset: offset, what: "a span of the day ends before it begins")
        }
        return from..<to
    }
}

extension Deposit {
    /// Account, instrument, quantity, price, entry since `time`, reason, whether it is paid.
    func encode(into writer: inout ByteWriter, at time: Timestamp) {
        writer.write(account)
        writer.write(instrument)
        writer.write(quantity)
        writer.write(price)
        writer.write(entered, since: time)
        writer.write(text: reason)
        writer.write(isPaid)
    }

    init(decoding reader: inout ByteReader, at time: Timestamp) throws(ByteError) {
        try self.init(
            account: reader.read(),
            instrument: reader.read(),
            quantity: reader.read(),
            price: reader.read(),
            entered: reader.readTime(since: time),
            reason: reader.readText(),
            isPaid: reader.read()
        )
    }
}

extension TradingDay {
    /// Day, then open, close and auction since `time`, settlement, whether prices are held, pause since `time` or none.
    func encode(into writer: inout ByteWriter, at time: Timestamp) {
        writer.write(day)
        writer.write(open, since: time)
        writer.write(close, since: time)
        writer.write(auctionFrom, since: time)
        writer.write(settlement)
        writer.write(holdsPrices)
        writer.write(pause != nil)
        guard let pause else { return }
        writer.write(pause.lowerBound, since: time)
        writer.write(pause.upperBound, since: time)
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
        guard try reader.read() as Bool else { return }
        let offset = reader.offset
        let from = try reader.readTime(since: time)
        let to = try reader.readTime(since: time)
        guard from <= to else { throw ByteError(.damaged, offset: offset, what: "a pause ends before it begins") }
        pause = from..<to
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

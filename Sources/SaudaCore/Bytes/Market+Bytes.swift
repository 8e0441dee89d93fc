extension Tick {
    /// Instrument, price, quantity, exchange time since `time`, source.
    func encode(into writer: inout ByteWriter, at time: Timestamp) {
        writer.write(instrument)
        writer.write(price)
        writer.write(quantity)
        writer.write(exchangeTime, since: time)
        writer.write(source)
    }

    init(decoding reader: inout ByteReader, at time: Timestamp) throws(ByteError) {
        try self.init(
            instrument: reader.read(),
            price: reader.read(),
            quantity: reader.read(),
            exchangeTime: reader.readTime(since: time),
            source: reader.read()
        )
    }
}

extension Candle {
    /// Start since `time`, open, high, low, close, volume.
    func encode(into writer: inout ByteWriter, at time: Timestamp) {
        writer.write(start, since: time)
        writer.write(open)
        writer.write(high)
        writer.write(low)
        writer.write(close)
        writer.write(volume)
    }

    init(decoding reader: inout ByteReader, at time: Timestamp) throws(ByteError) {
        try self.init(
            start: reader.readTime(since: time),
            open: reader.read(),
            high: reader.read(),
            low: reader.read(),
            close: reader.read(),
            volume: reader.read()
        )
    }
}

extension PriceBand: ByteCodable {
    func encode(into writer: inout ByteWriter) {
        writer.write(lower)
        writer.write(upper)
    }

    init(decoding reader: inout ByteReader) throws(ByteError) {
        try self.init(lower: reader.read(), upper: reader.read())
    }
}

extension PriceSource: ByteNumbered {
    var byteNumber: UInt8 {
        switch self {
        case .socket: 1
        case .rest: 2
        case .replay: 3
        case .simulated: 4
        }
    }

    init?(byteNumber: UInt8) {
        switch byteNumber {
        case 1: self = .socket
        case 2: self = .rest
        case 3: self = .replay
        case 4: self = .simulated
        default: return nil
        }
    }
}

extension CandleSpan: ByteNumbered {
    var byteNumber: UInt8 {
        switch self {
        case .minute: 1
        case .day: 2
        }
    }

    init?(byteNumber: UInt8) {
        switch byteNumber {
        case 1: self = .minute
        case 2: self = .day
        default: return nil
        }
    }
}

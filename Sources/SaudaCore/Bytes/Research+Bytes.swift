// What travels between research and the engine, as `ByteForm` lays down.

extension Double: ByteCodable {
    /// The bit pattern, so that it comes back exactly.
    func encode(into writer: inout ByteWriter) { writer.write(unsigned: bitPattern) }
    init(decoding reader: inout ByteReader) throws(ByteError) { self.init(bitPattern: try reader.readUnsigned()) }
}

extension Int: ByteCodable {
    func encode(into writer: inout ByteWriter) { writer.write(signed: Int64(self)) }
    init(decoding reader: inout ByteReader) throws(ByteError) { self = try reader.readInteger() }
}

extension Int64: ByteCodable {
    func encode(into writer: inout ByteWriter) { writer.write(signed: self) }
    init(decoding reader: inout ByteReader) throws(ByteError) { self = try reader.readSigned() }
}

extension StudyFigures: ByteCodable {
    func encode(into writer: inout ByteWriter) {
        for count in [signals, executed, skipped, positions, wins, losses] { writer.write(count) }
        for figure in [invested, profit, returnPercent, winRatePercent] { writer.write(figure) }
        writer.write(buyAndHoldPercent)
    }

    init(decoding reader: inout ByteReader) throws(ByteError) {
        self.init()
        signals = try reader.read()
        executed = try reader.read()
        skipped = try reader.read()
        positions = try reader.read()
        wins = try reader.read()
        losses = try reader.read()
        invested = try reader.read()
        profit = try reader.read()
        returnPercent = try reader.read()
        winRatePercent = try reader.read()
        buyAndHoldPercent = try reader.read()
    }
}

extension Fundamentals: ByteCodable {
    func encode(into writer: inout ByteWriter) {
        writer.write(pe)
        writer.write(pb)
        writer.write(asOf)
    }

    init(decoding reader: inout ByteReader) throws(ByteError) {
        try self.init(pe: reader.read(), pb: reader.read(), asOf: reader.read())
    }
}

extension Headline: ByteCodable {
    func encode(into writer: inout ByteWriter) {
        writer.write(day)
        writer.write(text: title)
    }

    init(decoding reader: inout ByteReader) throws(ByteError) {
        try self.init(day: reader.read(), title: reader.readText())
    }
}

extension Candidate: ByteCodable {
    func encode(into writer: inout ByteWriter) {
        writer.write(strategy)
        writer.write(instrument)
        writer.write(day)
        for text in [status, verdict, finalVerdict] { writer.write(text: text) }
        for score in [combined, strength, backtest, priority] { writer.write(score) }
        for price in [close, buyLow, buyHigh, stop, target] { writer.write(price) }
        writer.write(rsi)
        writer.write(ema9)
        writer.write(ema200)
        writer.write(averageVolume)
        writer.write(alignment)
        writer.write(text: label)
        writer.write(text: reasons)
    }

    init(decoding reader: inout ByteReader) throws(ByteError) {
        try self.init(strategy: reader.read(), instrument: reader.read(), day: reader.read(), status: reader.readText())
        verdict = try reader.readText()
        finalVerdict = try reader.readText()
        combined = try reader.read()
        strength = try reader.read()
        backtest = try reader.read()
        priority = try reader.read()
        close = try reader.read()
        buyLow = try reader.read()
        buyHigh = try reader.read()
        stop = try reader.read()
        target = try reader.read()
        rsi = try reader.read()
        ema9 = try reader.read()
        ema200 = try reader.read()
        averageVolume = try reader.read()
        alignment = try reader.read()
        label = try reader.readText()
        reasons = try reader.readText()
    }
}

extension Memo: ByteCodable {
    func encode(into writer: inout ByteWriter) {
        writer.write(strategy)
        writer.write(instrument)
        writer.write(text: topic)
        writer.write(text: text)
    }

    init(decoding reader: inout ByteReader) throws(ByteError) {
        try self.init(
            strategy: reader.read(),
            instrument: reader.read(),
            topic: reader.readText(),
            text: reader.readText()
        )
    }
}

/// The number is the job's raw value.
extension Job: ByteNumbered {
    var byteNumber: UInt8 { rawValue }
    init?(byteNumber: UInt8) { self.init(rawValue: byteNumber) }
}

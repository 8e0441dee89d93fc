// What lasts over the night. A target's own times are absolute, so that they mean the same in any record.

extension Target: ByteCodable {
    func encode(into writer: inout ByteWriter) {
        writer.write(key)
        writer.write(revision)
        writer.write(side)
        writer.write(quantity)
        writer.write(price)
        writer.write(product)
        writer.write(validity)
        writer.write(disclosed)
        writer.write(timing)
        writer.write(persistence)
        writer.write(notBefore)
        writer.write(expires)
        writer.write(text: reason)
    }

    init(decoding reader: inout ByteReader) throws(ByteError) {
        self.init(
            try reader.read(),
            revision: try reader.read(),
            try reader.read(),
            try reader.read(),
            try reader.read(),
            product: try reader.read(),
            validity: try reader.read(),
            disclosed: try reader.read(),
            timing: try reader.read(),
            persistence: try reader.read(),
            notBefore: try reader.read(),
            expires: try reader.read(),
            reason: try reader.readText()
        )
    }
}

extension TargetKey: ByteCodable {
    func encode(into writer: inout ByteWriter) {
        writer.write(strategy)
        writer.write(account)
        writer.write(instrument)
        writer.write(day)
        writer.write(unsigned: UInt64(leg))
    }

    init(decoding reader: inout ByteReader) throws(ByteError) {
        try self.init(
            strategy: reader.read(),
            account: reader.read(),
            instrument: reader.read(),
            day: reader.read(),
            leg: reader.readInteger()
        )
    }
}

/// | number | case | holds |
/// |---|---|---|
/// | 1 | market | |
/// | 2 | limit | price |
/// | 3 | stopLimit | trigger, limit |
/// | 4 | stopMarket | trigger |
extension Target.PriceRule: ByteCodable {
    func encode(into writer: inout ByteWriter) {
        switch self {
        case .market: writer.write(case: 1)
        case .limit(let price): writer.write(case: 2, price)
        case .stopLimit(let trigger, let limit): writer.write(case: 3, trigger, limit)
        case .stopMarket(let trigger): writer.write(case: 4, trigger)
        }
    }

    init(decoding reader: inout ByteReader) throws(ByteError) {
        let number = try reader.readByte()
        switch number {
        case 1: self = .market
        case 2: self = try .limit(reader.read())
        case 3: self = try .stopLimit(trigger: reader.read(), limit: reader.read())
        case 4: self = try .stopMarket(trigger: reader.read())
        default: throw reader.unknown(number, of: Self.self)
        }
    }
}

extension Target.Timing: ByteNumbered {
    var byteNumber: UInt8 {
        switch self {
        case .now: 1
        case .nextOpen: 2
        }
    }

    init?(byteNumber: UInt8) {
        switch byteNumber {
        case 1: self = .now
        case 2: self = .nextOpen
        default: return nil
        }
    }
}

extension Target.Persistence: ByteNumbered {
    var byteNumber: UInt8 {
        switch self {
        case .rest: 1
        case .once: 2
        case .none: 3
        }
    }

    init?(byteNumber: UInt8) {
        switch byteNumber {
        case 1: self = .rest
        case 2: self = .once
        case 3: self = .none
        default: return nil
        }
    }
}

extension OrderTie: ByteCodable {
    func encode(into writer: inout ByteWriter) {
        writer.write(order)
        writer.write(target)
        writer.write(filled)
        writer.write(spent)
    }

    init(decoding reader: inout ByteReader) throws(ByteError) {
        try self.init(order: reader.read(), target: reader.read(), filled: reader.read(), spent: reader.read())
    }
}

extension CarriedOrder: ByteCodable {
    public func encode(into writer: inout ByteWriter) {
        writer.write(request)
        writer.write(brokerID)
        writer.write(tie)
        writer.write(placed)
    }

    public init(decoding reader: inout ByteReader) throws(ByteError) {
        try self.init(request: reader.read(), brokerID: reader.read(), tie: reader.read(), placed: reader.read())
    }
}

extension CarriedHolding {
    /// Account, instrument, product, quantity, cost, unsettled lots, the trade or none, entered since `time`.
    func encode(into writer: inout ByteWriter, at time: Timestamp) {
        writer.write(account)
        writer.write(instrument)
        writer.write(product)
        writer.write(quantity)
        writer.write(cost)
        writer.write(unsettled)
        writer.write(trade != nil)
        trade?.encode(into: &writer, at: time)
    }

    init(decoding reader: inout ByteReader, at time: Timestamp) throws(ByteError) {
        try self.init(
            account: reader.read(),
            instrument: reader.read(),
            product: reader.read(),
            quantity: reader.read(),
            cost: reader.read(),
            unsettled: reader.read()
        )
        if try reader.read() as Bool { trade = try Trade(instrument, decoding: &reader, at: time) }
    }
}

extension Position.Unsettled: ByteCodable {
    func encode(into writer: inout ByteWriter) {
        writer.write(quantity)
        writer.write(value)
        writer.write(day)
        writer.write(from)
        writer.write(earlier)
    }

    init(decoding reader: inout ByteReader) throws(ByteError) {
        try self.init(
            quantity: reader.read(),
            value: reader.read(),
            day: reader.read(),
            from: reader.read(),
            earlier: reader.read()
        )
    }
}

extension Trade {
    /// An open trade, without its instrument.
    fileprivate func encode(into writer: inout ByteWriter, at time: Timestamp) {
        writer.write(entered, since: time)
        writer.write(text: entryReason)
        writer.write(quantity)
        writer.write(bought)
        writer.write(boughtValue)
        writer.write(sold)
        writer.write(soldValue)
        writer.write(charges)
        writer.write(text: exitReason)
        writer.write(fills)
    }

    fileprivate init(
        _ instrument: InstrumentID,
        decoding reader: inout ByteReader,
        at time: Timestamp
    ) throws(ByteError) {
        self.init(instrument, at: try reader.readTime(since: time), reason: try reader.readText())
        quantity = try reader.read()
        bought = try reader.read()
        boughtValue = try reader.read()
        sold = try reader.read()
        soldValue = try reader.read()
        charges = try reader.read()
        exitReason = try reader.readText()
        fills = try reader.read()
    }
}

package import SaudaCore

/// What a day's journal says of itself, so that it can be read alone: handles in its records are places in these lists.
///
/// As bytes (`ByteForm`): `version`, `ByteForm.version`, day, config, accounts, instruments, strategies. It is the
/// payload of the journal's header, which takes 64 KiB: some 4,000 instruments.
package struct DayHeader: Hashable, Sendable {
    /// Of the header's own layout.
    package static let version: UInt8 = 1

    /// An instrument's full name, which is unique within its segment.
    package struct Name: Hashable, Sendable {
        package var text: String
        package var segment: Segment

        package init(_ text: String, _ segment: Segment) {
            self.text = text
            self.segment = segment
        }
    }

    package var day: Day
    /// The digest of the configuration the day was begun with, as text.
    package var config: String
    /// In the order of `AccountID`.
    package var accounts: [String]
    /// In the order of `InstrumentID`.
    package var instruments: [Name]
    /// In the order of `StrategyID`.
    package var strategies: [String]

    package init(day: Day, config: String, accounts: [String], instruments: [Name], strategies: [String]) {
        self.day = day
        self.config = config
        self.accounts = accounts
        self.instruments = instruments
        self.strategies = strategies
    }

    package init(
        day: Day,
        config: String,
        accounts: [String],
        instruments table: InstrumentTable,
        strategies: [String]
    ) {
        self.init(
            day: day,
            config: config,
            accounts: accounts,
            instruments: table.instruments.map { Name($0.name, $0.segment) },
            strategies: strategies
        )
    }
}

extension DayHeader.Name {
    /// Without the series of a plain share: `DALBHARAT`.
    package var symbol: String { text.hasSuffix("-EQ") ? String(text.dropLast(3)) : text }
    /// `DALBHARAT.NS`, as data vendors write it.
    package var ticker: String { symbol + (segment == .bseEquity ? ".BO" : ".NS") }
}

// MARK: - Bytes

extension DayHeader {
    /// For `JournalHeader.payload`.
    package var payload: [UInt8] {
        var writer = ByteWriter()
        writer.write(byte: DayHeader.version)
        writer.write(byte: ByteForm.version)
        writer.write(signed: Int64(day.number))
        writer.write(text: config)
        writer.write(accounts) { $0.write(text: $1) }
        writer.write(instruments) { writer, name in
            writer.write(text: name.text)
            writer.write(byte: name.segment.headerByte)
        }
        writer.write(strategies) { $0.write(text: $1) }
        return writer.bytes
    }

    /// Reads a journal header's payload. Throws `newerVersion` for a form that this sauda does not know.
    package init(payload: [UInt8]) throws(ByteError) {
        var reader = ByteReader(payload)
        for (known, name) in [(DayHeader.version, "day header"), (ByteForm.version, "byte form")] {
            let offset = reader.offset
            let found = try reader.readByte()
            guard found == known else {
                let what = "the \(name) has version \(found), this sauda knows version \(known)"
                throw ByteError(found == 0 ? .damaged : .newerVersion, offset: offset, what: what)
            }
        }
        let offset = reader.offset
        guard let number = Int32(exactly: try reader.readSigned()) else {
            throw ByteError(.damaged, offset: offset, what: "the day is in no calendar")
        }
        day = Day(number: number)
        config = try reader.readText()
        accounts = try reader.readList { reader throws(ByteError) in try reader.readText() }
        instruments = try reader.readList { reader throws(ByteError) in
            Name(try reader.readText(), try Segment(headerFrom: &reader))
        }
        strategies = try reader.readList { reader throws(ByteError) in try reader.readText() }
        try reader.finish()
    }
}

extension ByteWriter {
    fileprivate mutating func write<Element>(_ list: [Element], _ write: (inout ByteWriter, Element) -> Void) {
        self.write(unsigned: UInt64(list.count))
        for element in list { write(&self, element) }
    }
}

extension ByteReader {
    fileprivate mutating func readList<Element>(
        _ read: (inout ByteReader) throws(ByteError) -> Element
    ) throws(ByteError) -> [Element] {
        // Every element takes at least a byte, so a count that lies ends with the bytes.
        var list: [Element] = []
        for _ in 0..<(try readUnsigned()) { list.append(try read(&self)) }
        return list
    }
}

extension Segment {
    fileprivate var headerByte: UInt8 {
        switch self {
        case .nseEquity: 1
        case .nseDerivatives: 2
        case .nseCurrency: 3
        case .nseIndex: 4
        case .bseEquity: 5
        case .bseDerivatives: 6
        case .bseCurrency: 7
        case .bseIndex: 8
        case .mcxCommodity: 9
        }
    }

    fileprivate init(headerFrom reader: inout ByteReader) throws(ByteError) {
        let offset = reader.offset
        let byte = try reader.readByte()
        guard let segment = Segment.allCases.first(where: { $0.headerByte == byte }) else {
            throw ByteError(byte == 0 ? .damaged : .newerVersion, offset: offset, what: "no segment has number \(byte)")
        }
        self = segment
    }
}

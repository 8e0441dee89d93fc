package import SaudaCore

// A record of `HOME/tasks/DAY.journal` (docs/journal.md).

extension TaskEvent {
    package var bytes: [UInt8] {
        var writer = ByteWriter()
        writer.write(signed: time.microseconds)
        writer.write(signed: Int64(day.number))
        writer.write(byte: slot.task.rawValue)
        writer.write(byte: slot.number)
        switch kind {
        case .started(let attempt):
            writer.write(byte: 1)
            writer.write(byte: attempt)
        case .done: writer.write(byte: 2)
        case .failed(let text):
            writer.write(byte: 3)
            writer.write(text: text)
        case .interrupted: writer.write(byte: 4)
        case .missed(let reason):
            writer.write(byte: 5)
            writer.write(byte: reason.rawValue)
        case .step(let step, let failure):
            writer.write(byte: failure == nil ? 6 : 7)
            writer.write(byte: step.rawValue)
            if let failure { writer.write(text: failure) }
        }
        return writer.bytes
    }

    package init(decoding bytes: ArraySlice<UInt8>) throws(ByteError) {
        var reader = ByteReader(bytes)
        time = Timestamp(microseconds: try reader.readSigned())
        guard let number = Int32(exactly: try reader.readSigned()) else {
            throw ByteError(.damaged, offset: reader.offset, what: "a day does not fit")
        }
        day = Day(number: number)
        slot = TaskSlot(try reader.word(), try reader.readByte())
        let kind = try reader.readByte()
        self.kind =
            switch kind {
            case 1: .started(attempt: try reader.readByte())
            case 2: .done
            case 3: .failed(try reader.readText())
            case 4: .interrupted
            case 5: .missed(try reader.word())
            case 6: .step(try reader.word(), failure: nil)
            case 7: .step(try reader.word(), failure: try reader.readText())
            default: throw ByteError(.newerVersion, offset: reader.offset - 1, what: "no task event has number \(kind)")
            }
        try reader.finish()
    }
}

extension ByteReader {
    fileprivate mutating func word<Word: RawRepresentable<UInt8>>() throws(ByteError) -> Word {
        let number = try readByte()
        guard let word = Word(rawValue: number) else {
            throw ByteError(.newerVersion, offset: offset - 1, what: "no \(Word.self) has number \(number)")
        }
        return word
    }
}

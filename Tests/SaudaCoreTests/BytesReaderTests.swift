import SaudaCore
import Testing

@Suite struct BytesReaderTests {
    @Test(
        "unsigned numbers take one byte for every 7 bits",
        arguments: [
            (0, "00"), (127, "7f"), (128, "8001"), (16_383, "ff7f"), (16_384, "808001"),
            (UInt64.max, "ffffffffffffffffff01"), (1 << 63, "80808080808080808001"),
        ] as [(UInt64, String)]
    )
    func unsigned(value: UInt64, hex: String) throws {
        var writer = ByteWriter()
        writer.write(unsigned: value)
        #expect(bytesHex(writer.bytes) == hex)
        var reader = ByteReader(bytesFromHex(hex))
        #expect(try reader.readUnsigned() == value)
        #expect(reader.isAtEnd)
    }

    @Test(
        "signed numbers are zigzag",
        arguments: [
            (0, "00"), (-1, "01"), (1, "02"), (-64, "7f"), (64, "8001"),
            (Int64.max, "feffffffffffffffff01"), (Int64.min, "ffffffffffffffffff01"),
        ] as [(Int64, String)]
    )
    func signed(value: Int64, hex: String) throws {
        var writer = ByteWriter()
        writer.write(signed: value)
        #expect(bytesHex(writer.bytes) == hex)
        var reader = ByteReader(bytesFromHex(hex))
        #expect(try reader.readSigned() == value)
    }

    @Test(
        "numbers that no writer writes are refused",
        arguments: [
            "8000", "ff00", "ffffffffffffffffff02",
            "ffffffffffffffffff80", "8080808080808080808001", "80808080808080808000",
        ]
    )
    func badNumber(hex: String) {
        var reader = ByteReader(bytesFromHex("01" + hex))
        #expect(throws: Never.self) { try reader.readByte() }
        #expect { try reader.readUnsigned() } throws: { error in
            (error as? ByteError)?.fault == .damaged && (error as? ByteError)?.offset == 1
        }
    }

    @Test("text that is not UTF-8 is refused", arguments: ["01ff", "02c080", "03eda080", "01c3"])
    func badText(hex: String) {
        var reader = ByteReader(bytesFromHex(hex))
        #expect { try reader.readText() } throws: { ($0 as? ByteError)?.fault == .damaged }
    }

    @Test("lengths beyond the bytes are refused at once", arguments: ["01", "05616263", "ffffffffffffffffff01"])
    func badLength(hex: String) {
        var reader = ByteReader(bytesFromHex(hex))
        #expect { try reader.readText() } throws: { ($0 as? ByteError)?.fault == .cutShort }
    }

    @Test func `bytes asked for are given or refused`() throws {
        var reader = ByteReader([1, 2, 3, 4][1...])
        #expect(try reader.readBytes(2) == [2, 3])
        #expect(reader.offset == 2)
        #expect(throws: ByteError.self) { try reader.readBytes(2) }
        #expect(throws: ByteError.self) { try reader.readBytes(-1) }
        #expect(throws: ByteError.self) { try reader.readBytes(.max) }
        #expect(throws: ByteError.self) { try reader.readBytes(.min) }
        #expect(try reader.readByte() == 4)
        try reader.finish()
    }

    @Test func `a writer emptied is a writer new`() {
        var writer = ByteWriter()
        writer.write(text: "रुपये")
        writer.write(bytes: [1, 2])
        #expect(bytesHex(writer.bytes) == "0fe0a4b0e0a581e0a4aae0a4afe0a5870102")
        writer.removeAll(keepingCapacity: true)
        writer.write(byte: 7)
        #expect(writer.bytes == [7])
    }

    @Test func `text is kept byte for byte, also where Swift calls two spellings equal`() throws {
        let alerts = ["\u{E9}", "e\u{301}"].map { Command.alert(Alert(.info, code: "", text: $0)) }
        #expect(alerts[0] == alerts[1])
        #expect(alerts[0].encoded != alerts[1].encoded)
        for alert in alerts { #expect(try Command(whole: alert.encoded).encoded == alert.encoded) }
    }
}

/// Rows of bytes that are no event or command, and what is said of them.
@Suite struct BytesRefusalTests {
    @Test(
        "numbers of a later version are named as such",
        arguments: ["027f", "0204010e", "0204010209", "0205017f0000", "020b04", "020102000000 05"]
    )
    func newerEvent(hex: String) {
        let error = bytesError(Event.self, bytesFromHex(hex))
        #expect(error?.fault == .newerVersion)
        #expect(error?.description.contains("newer version") == true)
    }

    @Test("numbers of a later version are named in commands too", arguments: ["7f", "0401 7f", "08 04"])
    func newerCommand(hex: String) {
        #expect(bytesError(Command.self, bytesFromHex(hex))?.fault == .newerVersion)
    }

    @Test func `an error says where, what and what to do`() {
        let error = bytesError(Event.self, bytesFromHex("020b04"))
        let text =
            "byte 2: SaudaCore.Control has no case number 4. "
            + "It was written by a newer version of sauda: read it with that version."
        #expect(error?.description == text)
    }

    @Test func `zero bytes are no event and no command`() {
        #expect(bytesError(Event.self, [UInt8](repeating: 0, count: 64))?.fault == .damaged)
        #expect(bytesError(Command.self, [UInt8](repeating: 0, count: 64))?.fault == .damaged)
    }

    @Test(
        "values beyond their type are refused",
        arguments: [
            "06 8080808010 00",  // instrument 2^32
            "06 01 02",  // a flag of 2
            "03 01 808004 00",  // account 65,536
            "04 01 01 01 8080808010",  // 2^31 days
            "05 00 00 8080808010 00",  // wake label 2^32
            "08 01 02 00",  // an optional's flag of 2
        ]
    )
    func beyondType(hex: String) {
        #expect(bytesError(Command.self, bytesFromHex(hex))?.fault == .damaged)
    }
}

import SaudaCore
import SaudaStore
import Testing

@Suite struct HistoryDamageTests {
    let folder: HistoryTestFolder

    init() throws { folder = try HistoryTestFolder() }

    static let text =
        dayHeader
        + (1...28).map {
            "2025-02-\($0 < 10 ? "0" : "")\($0),\(100 + $0).05,\(101 + $0),\(99 + $0),\(100 + $0),\($0)\n"
        }
        .joined()

    static let valid = dayHeader + "2025-02-27,100,102.5,99.05,101.1234,5000\n2025-02-28,101.10,103,100,102,0\n"

    /// `valid` as gzip 1.12 compresses it.
    static let deflated: [UInt8] = [
        0x1F, 0x8B, 0x08, 0x00, 0x00, 0x00, 0x00, 0x00, 0x02, 0x03, 0x45, 0x8B, 0x5D, 0x0A, 0x80, 0x20, 0x18, 0x04,
        0xDF, 0x3B, 0xCB, 0x2A, 0xEB, 0x67, 0x52, 0x1E, 0x27, 0x4A, 0x32, 0xB0, 0x0C, 0xFA, 0xBB, 0x7E, 0x46, 0x44,
        0x0F, 0x0B, 0x03, 0x33, 0x3B, 0x74, 0x7B, 0x40, 0x5E, 0xC3, 0x82, 0x38, 0x8D, 0x11, 0x29, 0x5F, 0xE8, 0x53,
        0xDE, 0x02, 0xCE, 0x9C, 0x8E, 0x39, 0x54, 0x42, 0x71, 0x8A, 0xA2, 0xA4, 0x81, 0x21, 0xCB, 0x44, 0x3B, 0x78,
        0xAF, 0xE9, 0x0A, 0x1B, 0x6D, 0xC4, 0xD6, 0x70, 0x24, 0xFF, 0xB0, 0x7D, 0xC5, 0xD3, 0xDA, 0xEF, 0x03, 0x56,
        0x37, 0x3B, 0x5A, 0xDF, 0x9C, 0x69, 0x00, 0x00, 0x00,
    ]

    @Test func `every prefix of compressed data is refused, and skipping keeps its whole rows`() throws {
        for data in [HistoryDamageTests.deflated, gzipped(HistoryDamageTests.valid.utf8)] {
            let whole = try CandleFile(path: folder.write("A.csv.gz", data))
            #expect(whole.candles.count == 2)
            var mostKept = 0
            for length in 0..<data.count {
                let path = try folder.write("A.csv.gz", data.prefix(length))
                let error = #expect(throws: DataError.self) { try CandleFile(path: path) }
                #expect(error?.what.contains(length == 0 ? "empty" : "end early") == true)
                guard let kept = try? CandleFile(path: path, skipBadRows: true) else { continue }
                #expect(kept.candles == Array(whole.candles.prefix(kept.candles.count)))
                #expect(kept.skipped.counts == [.cutShort: 1])
                mostKept = max(mostKept, kept.candles.count)
            }
            #expect(mostKept == 2, "only the checksum was missing")
        }
    }

    @Test func `a cut between two members cannot be seen, any other cut can`() throws {
        let first = gzipped(HistoryDamageTests.valid.utf8)
        let both = first + gzipped("2025-03-03,1,1,1,1,1\n".utf8)
        for length in first.count..<both.count {
            let file = try? CandleFile(path: folder.write("A.csv.gz", both.prefix(length)))
            #expect((file != nil) == (length == first.count))
        }
        #expect(try CandleFile(path: folder.write("A.csv.gz", both)).candles.count == 3)
    }

    @Test func `a flipped bit in compressed data is refused or changes nothing`() throws {
        for data in [HistoryDamageTests.deflated, gzipped(HistoryDamageTests.valid.utf8)] {
            let whole = try CandleFile(path: folder.write("A.csv.gz", data))
            var refused = 0
            for bit in 0..<data.count * 8 {
                var damaged = data
                damaged[bit / 8] ^= 1 << (bit % 8)
                let path = try folder.write("A.csv.gz", damaged)
                do throws(DataError) {
                    #expect(try CandleFile(path: path).candles == whole.candles)
                } catch {
                    refused += 1
                }
                // Skipping never takes rows from damaged data, unless the damage looks like an early end.
                if let kept = try? CandleFile(path: path, skipBadRows: true), kept.candles != whole.candles {
                    #expect(kept.skipped.counts[.cutShort] == 1)
                }
            }
            // Time, level and system in the ten bytes of the header may change, and up to seven bits are padding.
            #expect(refused >= (data.count - 10) * 8 - 7)
        }
    }

    @Test func `garbage behind the compressed data is refused`() throws {
        let data = gzipped(HistoryDamageTests.valid.utf8)
        for garbage: [UInt8] in [[0], [0x0A], [0x1E, 0x8B], [0x1F, 0x8C], Array("2025-03-03,1,1,1,1,1\n".utf8)] {
            for skipBadRows in [false, true] {
                let path = try folder.write("A.csv.gz", data + garbage)
                let error = #expect(throws: DataError.self) { try CandleFile(path: path, skipBadRows: skipBadRows) }
                #expect(error?.what.contains("at byte \(data.count)") == true)
            }
        }
    }

    @Test func `a wrong checksum is named`() throws {
        var data = gzipped(HistoryDamageTests.valid.utf8)
        data[data.count - 8] ^= 1
        let path = try folder.write("A.csv.gz", data)
        for skipBadRows in [false, true] {
            let error = #expect(throws: DataError.self) { try CandleFile(path: path, skipBadRows: skipBadRows) }
            #expect(error?.what == "the compressed data are damaged (incorrect data check)")
        }
    }

    @Test func `every prefix of plain text gives rows or an error`() throws {
        let bytes = Array(HistoryDamageTests.text.utf8)
        for length in 0...bytes.count {
            try compare(Array(bytes.prefix(length)), compressed: false)
        }
    }

    @Test func `mutated text is refused or read exactly as a slow parser reads it`() throws {
        var random = SeededGenerator(state: 20_251_120)
        let minutes =
            minuteHeader
            + (10...40).map {
                "2024-04-\($0 < 25 ? "22" : "23")T09:\($0):00+05:30,1\($0).5,150,100.25,1\($0),\($0)\r\n"
            }
            .joined() + "1713955560,1,2,1,2,0\n1713955620,1,2,1,2,0\n"
        var accepted = 0
        for round in 0..<2000 {
            var bytes = Array((round % 2 == 0 ? HistoryDamageTests.text : minutes).utf8)
            for _ in 0..<Int.random(in: 1...2, using: &random) { mutate(&bytes, using: &random) }
            if try compare(bytes, compressed: round % 3 == 0) { accepted += 1 }
        }
        #expect((100...1900).contains(accepted), "both outcomes must occur often: \(accepted)")
    }

    private func mutate(_ bytes: inout [UInt8], using random: inout SeededGenerator) {
        let at = Int.random(in: 0..<bytes.count, using: &random)
        let tempting = Array("0123456789012345678901234567890123456789,.-+T:\r\n \0\"ex\u{FEFF}".utf8)
        switch Int.random(in: 0..<6, using: &random) {
        case 0: bytes[at] ^= 1 << UInt8.random(in: 0..<8, using: &random)
        case 1, 2: bytes[at] = tempting[Int.random(in: 0..<tempting.count, using: &random)]
        case 3: bytes.insert(tempting[Int.random(in: 0..<tempting.count, using: &random)], at: at)
        case 4: bytes.remove(at: at)
        default:
            let end = Int.random(in: at..<min(at + 50, bytes.count), using: &random)
            bytes.insert(contentsOf: bytes[at...end], at: Int.random(in: 0..<bytes.count, using: &random))
        }
    }

    /// Returns whether the text was accepted; checks that both parsers agree, and that skipping keeps only good rows.
    @discardableResult
    private func compare(_ bytes: [UInt8], compressed: Bool) throws -> Bool {
        let path = try compressed ? folder.write("A.csv.gz", gzipped(bytes)) : folder.write("A.csv", bytes)
        let expected = SlowParser.candles(bytes)
        let strict = try? CandleFile(path: path)
        #expect(strict?.candles == expected, "\(String(decoding: bytes, as: UTF8.self))")
        if let skipping = try? CandleFile(path: path, skipBadRows: true) {
            #expect((skipping.skipped.total == 0) == (strict != nil))
            #expect(skipping.candles.allSatisfy { $0.isConsistent })
            #expect(zip(skipping.candles, skipping.candles.dropFirst()).allSatisfy { $0.start < $1.start })
            if let expected { #expect(skipping.candles == expected) }
        } else {
            #expect(strict == nil)
        }
        return strict != nil
    }
}

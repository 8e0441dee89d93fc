import Testing

@testable import SaudaStore

@Suite struct JournalDamageTests {
    @Test func `a journal cut at any byte goes on after its last whole frame, and the tail is kept`() throws {
        let scratch = JournalScratch()
        let (records, ends) = try scratch.makeSmallJournal()
        let whole = scratch.bytes(scratch.path)
        let counts = [0, 2, 3, 6]
        for size in 0..<whole.count {
            let cut = JournalScratch()
            cut.put(whole[..<size], at: cut.path)
            let frames = ends.lastIndex { $0 <= size }
            let kept = frames.map { ends[$0] } ?? 0
            let expected = Array(records.prefix(frames.map { counts[$0] } ?? 0))
            let broken = size != kept || frames == nil

            let (found, ending) = try journalRecords(cut.path)
            #expect(found == expected, "cut at \(size)")
            let reason = JournalCut(afterSequence: UInt64(expected.count), atByte: kept, reason: .unfinished)
            #expect(ending == (broken ? .cut(reason) : .complete), "cut at \(size)")

            var writer = try JournalWriter(continuing: cut.path, header: JournalScratch.header)
            #expect(writer.recovery?.cut == (broken ? reason : nil), "cut at \(size)")
            #expect(cut.names == ["day.journal"] + (broken ? ["day.journal.cut-1"] : []), "cut at \(size)")
            if broken { #expect(cut.bytes(cut.path + ".cut-1") == Array(whole[kept..<size]), "cut at \(size)") }
            try writer.append(kind: 200, payload: [9])
            _ = try writer.close()
            let (after, last) = try journalRecords(cut.path)
            #expect(after.dropLast() == expected[...], "cut at \(size)")
            #expect(after.last?.kind == 200 && after.last?.sequence == UInt64(expected.count + 1), "cut at \(size)")
            #expect(last == .complete, "cut at \(size)")
        }
    }

    @Test func `every flipped bit is noticed, and one before the last frame is refused`() throws {
        let scratch = JournalScratch()
        let (records, ends) = try scratch.makeSmallJournal()
        let whole = scratch.bytes(scratch.path)
        let lastFrame = ends[ends.count - 2]
        var flipped = whole
        for bit in 0..<(whole.count * 8) {
            flipped[bit / 8] ^= 1 << (bit % 8)
            defer { flipped[bit / 8] ^= 1 << (bit % 8) }
            scratch.put(flipped, at: scratch.path)
            do {
                let (found, ending) = try journalRecords(scratch.path)
                #expect(records.starts(with: found), "bit \(bit)")
                switch ending {
                case .corrupt: break
                case .cut(let cut):
                    #expect(bit / 8 >= lastFrame && cut.reason == .damaged && cut.atByte == lastFrame, "bit \(bit)")
                default: Issue.record("bit \(bit): \(String(describing: ending))")
                }
            } catch {
                #expect(bit / 8 < 12, "only the magic and the format are refused at once; bit \(bit): \(error)")
            }
        }
    }

    @Test(
        "a journal damaged in the middle is refused and left as it is",
        arguments: [0, 1, 2]
    )
    func refused(frame: Int) throws {
        let scratch = JournalScratch()
        let ends = try scratch.makeSmallJournal().ends
        var bytes = scratch.bytes(scratch.path)
        bytes[ends[frame] - 1] ^= 0x10
        scratch.put(bytes, at: scratch.path)
        let error = try #require(throws: JournalError.self) {
            _ = try JournalWriter(continuing: scratch.path, header: JournalScratch.header)
        }
        #expect(error.nextStep.contains("Do not trade on it"))
        #expect(scratch.bytes(scratch.path) == bytes)
        #expect(scratch.names == ["day.journal"])
    }

    @Test func `a second cut is kept beside the first`() throws {
        let scratch = JournalScratch()
        let ends = try scratch.makeSmallJournal().ends
        let whole = scratch.bytes(scratch.path)
        for (number, size) in [(1, ends[3] - 5), (2, ends[2] - 5)] {
            scratch.put(whole[..<size], at: scratch.path)
            let writer = try JournalWriter(continuing: scratch.path, header: JournalScratch.header)
            #expect(writer.recovery?.tailCopy == scratch.path + ".cut-\(number)")
        }
    }

    @Test func `zeros after the last frame, as some file systems leave them, are put aside as damaged`() throws {
        let scratch = JournalScratch()
        let records = try scratch.makeSmallJournal().records
        scratch.put(scratch.bytes(scratch.path) + [UInt8](repeating: 0, count: 5_000), at: scratch.path)
        let writer = try JournalWriter(continuing: scratch.path, header: JournalScratch.header)
        #expect(writer.recovery?.cut.reason == .damaged)
        #expect(writer.recovery?.tailSize == 5_000)
        #expect(writer.lastSequence == UInt64(records.count))
        #expect(writer.recovery?.description.contains("order book") == true)
    }

    @Test func `a frame taken out or told twice is noticed`() throws {
        let scratch = JournalScratch()
        let ends = try scratch.makeSmallJournal().ends
        let whole = scratch.bytes(scratch.path)
        for forged in [whole[..<ends[0]] + whole[ends[1]...], whole[..<ends[2]] + whole[ends[1]...]] {
            scratch.put(forged, at: scratch.path)
            #expect(try journalRecords(scratch.path).ending != .complete)
        }
    }

    @Test(
        "a frame whose chain holds and whose content makes no sense is refused",
        arguments: [
            (first: 2, count: 1, body: [5, 0, 0]),  // a gap in the numbers
            (first: 1, count: 2, body: [5, 0, 0]),  // a record too few
            (first: 1, count: 1, body: [5, 0, 0, 9]),  // a byte too many
            (first: 1, count: 1, body: [5, 1, 0]),  // caused by record 0
            (first: 1, count: 1, body: [5, 0, 2, 9]),  // a payload beyond the frame
            (first: 1, count: 1, body: [5, 0] + [UInt8](repeating: 0xFF, count: 12)),  // a number that never ends
        ]
    )
    func nonsense(first: UInt64, count: Int, body: [UInt8]) throws {
        let scratch = JournalScratch()
        let chain = try JournalWriter(creating: scratch.path, header: JournalScratch.header).close()
        let begin = scratch.bytes(scratch.path)
        guard var hash = SHA256() else { throw JournalError.noHash(path: scratch.path) }
        let frame = JournalFrame(bodySize: body.count, count: count, firstSequence: first)
        let sealed = frame.encoded(after: chain, hash: &hash) + body
        hash.update(chain.bytes + sealed)
        scratch.put(begin + sealed + hash.finish().bytes, at: scratch.path)
        let ending = try journalRecords(scratch.path).ending
        guard case .corrupt(_, let byte)? = ending else {
            Issue.record("\(String(describing: ending))")
            return
        }
        #expect(byte == begin.count)
    }

    @Test func `damage megabytes before the next frame is still told from a crash`() throws {
        let scratch = JournalScratch()
        var writer = try JournalWriter(creating: scratch.path, header: JournalScratch.header)
        let start = scratch.bytes(scratch.path).count
        // The marker of the next frame comes to lie across the border between two search steps of 1 MiB.
        for length in [(1 << 20) - 24 - 32 - 7, 5] {
            let payload = [UInt8](repeating: UInt8(ascii: "S"), count: length)
            try writer.append(kind: 1, payload: payload)
            try writer.commit(sync: false)
        }
        _ = try writer.close()
        var bytes = scratch.bytes(scratch.path)
        bytes[start + 4] ^= 1
        scratch.put(bytes, at: scratch.path)
        #expect(try journalRecords(scratch.path).ending == .corrupt(sequence: 1, byte: start))
    }

    @Test func `what is no journal, or of another format, is refused by name`() throws {
        let scratch = JournalScratch()
        scratch.put(Array("date,open,high,low,close\n".utf8), at: scratch.path)
        let foreign = #expect(throws: JournalError.self) { _ = try JournalReader(path: scratch.path) }
        #expect(foreign?.what == "this is not a sauda journal")
        scratch.put([UInt8](), at: scratch.path)
        #expect(try JournalReader(path: scratch.path).header == nil)
    }
}

import Glibc
import Testing

@testable import SaudaStore

@Suite struct JournalTests {
    @Test func `records come back in order with kind, cause and payload`() throws {
        let scratch = JournalScratch()
        var writer = try JournalWriter(creating: scratch.path, header: JournalScratch.header)
        var expected: [JournalRecord] = []
        for index in 0..<1_000 {
            let payload = (0..<(index * 7 % 300)).map { UInt8(truncatingIfNeeded: $0 ^ index) }
            let cause = UInt64(index % 5 == 0 ? 0 : index / 2)
            let kind = UInt8(truncatingIfNeeded: index)
            let sequence = try writer.append(kind: kind, cause: cause, payload: payload)
            expected.append(JournalRecord(sequence: sequence, kind: kind, cause: cause, payload: payload[...]))
            if index % 90 == 89 { try writer.commit(sync: index % 180 == 89) }
        }
        #expect(writer.syncedSequence == 990)
        let chain = try writer.close()

        var reader = try JournalReader(path: scratch.path)
        var found: [JournalRecord] = []
        while let record = try reader.next() { found.append(record) }
        #expect(found == expected)
        #expect(reader.ending == .complete)
        #expect(reader.header == JournalScratch.header)
        #expect(reader.lastSequence == 1_000)
        #expect(reader.chain == chain)
    }

    @Test func `a frame is written unasked when 64 KiB have gathered, and the largest record fits`() throws {
        let scratch = JournalScratch()
        var writer = try JournalWriter(creating: scratch.path, header: JournalScratch.header)
        let empty = scratch.bytes(scratch.path).count
        let large = [UInt8](repeating: 7, count: 1 << 24)
        try writer.append(kind: 1, payload: Array(large[..<1_000]))
        #expect(scratch.bytes(scratch.path).count == empty)
        try writer.append(kind: 2, payload: large)
        #expect(scratch.bytes(scratch.path).count > 1 << 24)
        #expect(throws: JournalError.self) { try writer.append(kind: 3, payload: (large + [7])) }
        #expect(try writer.append(kind: 4, payload: Array(large[..<1])) == 3, "the refused one took no number")
        _ = try writer.close()
        let (records, ending) = try journalRecords(scratch.path)
        #expect(records.map(\.payload.count) == [1_000, 1 << 24, 1])
        #expect(ending == .complete)
    }

    @Test func `a journal is continued where it ended, and only under its own header`() throws {
        let scratch = JournalScratch()
        let records = try scratch.makeSmallJournal().records
        let other = JournalHeader(payload: Array("2026-11-20 second".utf8))
        let before = scratch.bytes(scratch.path)
        #expect(throws: JournalError.self) { _ = try JournalWriter(continuing: scratch.path, header: other) }
        #expect(throws: JournalError.self) {
            _ = try JournalWriter(creating: scratch.path, header: JournalScratch.header)
        }
        #expect(scratch.bytes(scratch.path) == before)

        var replayed: [UInt64] = []
        var writer = try JournalWriter(continuing: scratch.path, header: JournalScratch.header) {
            replayed.append($0.sequence)
        }
        #expect(replayed == records.map(\.sequence))
        #expect(writer.recovery == nil)
        #expect(try writer.append(kind: 9, cause: 6, payload: [1, 2]) == 7)
        _ = try writer.close()
        let (all, ending) = try journalRecords(scratch.path)
        #expect(ending == .complete)
        #expect(all == records + [JournalRecord(sequence: 7, kind: 9, cause: 6, payload: [1, 2])])
    }

    @Test func `the days form one chain`() throws {
        let scratch = JournalScratch()
        let first = try JournalWriter(creating: scratch.path, header: JournalScratch.header)
        let end = try first.close()
        let next = scratch.folder + "/next.journal"
        _ = try JournalWriter(creating: next, header: JournalHeader(payload: [1], previous: end)).close()
        let reader = try JournalReader(path: next)
        #expect(reader.header?.previous == end)
        #expect(end != .zero)
    }

    @Test func `only the owner may read a journal`() throws {
        let scratch = JournalScratch()
        _ = try scratch.makeSmallJournal()
        var status = stat()
        #expect(unsafe stat(scratch.path, &status) == 0)
        #expect(status.st_mode & 0o777 == 0o600)
    }

    @Test func `a hundred thousand ticks of 20 bytes in frames of 64 take under 40 bytes each`() throws {
        let scratch = JournalScratch()
        var writer = try JournalWriter(creating: scratch.path, header: JournalScratch.header)
        for tick in 0..<100_000 {
            let payload = (0..<20).map { UInt8(truncatingIfNeeded: $0 &* tick) }
            try writer.append(kind: 1, payload: payload)
            if tick % 64 == 63 { try writer.commit(sync: false) }
        }
        _ = try writer.close()
        let size = Double(scratch.bytes(scratch.path).count) / 100_000
        print("journal: \(size) bytes a tick")
        #expect(size < 40)
    }
}

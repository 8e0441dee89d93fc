import SaudaCore
import SaudaStore

/// What reading one journal to its end has shown, whatever else is in the home.
struct JournalFacts: Sendable {
    /// Within the home.
    var file: String
    /// By the file's name.
    var day: Day
    /// Those that can be trusted.
    var records: UInt64 = 0
    /// Nil when the file could not be read at all.
    var ending: JournalEnding?
    /// Why it could not.
    var refusal: JournalError?
    /// By its header; nil when the header makes no sense.
    var headerDay: Day?
    var headerFault: String?
    /// What the header names as the chain before; nil without a header.
    var previous: Digest?
    var chain = Digest.zero
    /// The first record that is whole and makes no sense.
    var senseless: (record: UInt64, what: String)?
    /// After which record the chain was the one that the books were made of; nil when it never was.
    var bookedAfter: UInt64?
    /// Tails of earlier crashes that stand beside it.
    var tails: [String] = []

    init(file: String, day: Day) {
        self.file = file
        self.day = day
    }
}

// MARK: - Reading

extension JournalFacts {
    /// - Parameter read: told how many bytes of the file are read, now and then.
    init(
        day: Day,
        file: String,
        home: String,
        booked: String?,
        read: (Int) -> Void
    ) {
        self.init(file: file, day: day)
        var lastEvent: UInt64 = 0
        scan("\(home)/\(file)", booked: booked, read: read) { payload throws(ByteError) in
            try DayHeader(payload: payload).day
        } take: { record throws(ByteError) in
            switch try JournalEntry(record) {
            case .event:
                guard record.cause == 0 else { throw Self.nonsense("an event has a cause") }
                lastEvent = record.sequence
            case .command:
                guard record.cause == lastEvent, lastEvent > 0 else {
                    throw Self.nonsense("a command does not follow the event that caused it")
                }
            }
        }
    }

    /// The flags of the schedule.
    init(tasksOf day: Day, file: String, home: String, read: (Int) -> Void) {
        self.init(file: file, day: day)
        var flags = DayFlags(day)
        scan("\(home)/\(file)", booked: nil, read: read) { payload throws(ByteError) in
            let words = String(decoding: payload, as: UTF8.self).split(separator: " ")
            guard words.count == 3, words[0] == "tasks", words[1] == "1", let day = Day(words[2]) else {
                throw Self.nonsense("it is not the header of a day's tasks")
            }
            return day
        } take: { record throws(ByteError) in
            guard record.kind == TaskLog.recordKind else { throw Self.nonsense("a record is of kind \(record.kind)") }
            guard flags.apply(try TaskEvent(decoding: record.payload)) else {
                throw Self.nonsense("it does not follow on the events before it")
            }
        }
    }

    private static func nonsense(_ what: String) -> ByteError { ByteError(.damaged, offset: 0, what: what) }

    private mutating func scan(
        _ path: String,
        booked: String?,
        read: (Int) -> Void,
        header: ([UInt8]) throws(ByteError) -> Day,
        take: (JournalRecord) throws(ByteError) -> Void
    ) {
        do throws(JournalError) {
            var reader = try JournalReader(path: path)
            if let found = reader.header {
                previous = found.previous
                do throws(ByteError) { headerDay = try header(found.payload) } catch { headerFault = error.what }
            }
            if booked == "\(reader.chain)" { bookedAfter = 0 }
            while let record = try reader.next() {
                // The first record of a frame: its chain holds.
                if reader.lastSequence != records, record.sequence == records + 1 {
                    records = reader.lastSequence
                    if booked == "\(reader.chain)" { bookedAfter = records }
                    read(reader.bytesRead)
                }
                guard senseless == nil else { continue }
                do throws(ByteError) { try take(record) } catch { senseless = (record.sequence, error.what) }
            }
            chain = reader.chain
            ending = reader.ending
            if case .corrupt(let sequence, _)? = ending { records = max(sequence, 1) - 1 }
        } catch {
            refusal = error
        }
    }
}

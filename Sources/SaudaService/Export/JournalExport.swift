import SaudaCore
import SaudaStore

/// A day's journal as JSON, one object a line: sequence, cause, time, kind and content.
package enum JournalExport {
    /// - Parameters:
    ///   - take: Given some lines at a time, each with its end.
    ///   - progress: Bytes read of how many.
    /// - Returns: How many bytes follow the last whole frame: what a crash has cut, or what is being written; 0 for a
    ///   journal that is whole.
    /// - Throws: `JournalError` when the file is no journal or does not fit its chain, `DataError` for a record that makes
    ///   no sense. What was handed over before is sound.
    @discardableResult
    package static func run(
        _ path: String,
        progress: (_ done: Int, _ total: Int) -> Void = { _, _ in },
        take: (String) throws -> Void
    ) throws -> Int {
        var reader = try JournalReader(path: path)
        guard let payload = reader.header?.payload else {
            let way = "restore it from a backup; nothing was recorded in it"
            throw DataError(file: path, what: "the journal breaks off inside its header", nextStep: way)
        }
        let form = RecordForm(names: try JournalNames(payload, of: path))
        var time = Timestamp(microseconds: 0)
        var lines = ""
        while let record = try reader.next() {
            lines += try line(record, form, &time, path) + "\n"
            guard lines.utf8.count >= 1 << 16 else { continue }
            try take(lines)
            progress(reader.bytesRead, reader.byteCount)
            lines = ""
        }
        if !lines.isEmpty { try take(lines) }
        if case .corrupt(let sequence, _)? = reader.ending {
            throw DataError(
                file: path,
                what: "record \(sequence) does not fit the chain",
                nextStep: "what was exported before it is sound; `sauda verify` says more"
            )
        }
        return reader.byteCount - reader.bytesRead
    }

    private static func line(
        _ record: JournalRecord,
        _ form: RecordForm,
        _ time: inout Timestamp,
        _ path: String
    ) throws(DataError) -> String {
        let value: Any
        switch try JournalEntry(record, of: path) {
        case .event(let event):
            time = event.time
            value = event.kind
        case .command(let command): value = command
        }
        let (kind, content) = form.kind(value)
        return JSON.object([
            "sequence": .literal("\(record.sequence)"),
            "cause": record.cause == 0 ? .null : .literal("\(record.cause)"),
            "time": .string(time.bookText),
            "record": .string(record.kind == JournalRecordKind.event.rawValue ? "event" : "command"),
            "kind": .string(kind),
            "content": content,
        ]).line
    }
}

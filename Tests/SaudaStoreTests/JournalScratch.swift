import Glibc
import SaudaStore

/// A folder of its own, removed with everything in it, and shorthands for small journals.
///
/// In memory where that is to be had: the tests of cuts sync some thousand times.
struct JournalScratch: ~Copyable {
    static let header = JournalHeader(payload: Array("2026-11-20 main".utf8))
    let folder: String

    init() {
        let parent = unsafe access("/dev/shm", W_OK) == 0 ? "/dev/shm" : "/tmp"
        var template = Array("\(parent)/sauda-journal-XXXXXX".utf8CString)
        unsafe template.withUnsafeMutableBufferPointer { _ = unsafe mkdtemp($0.baseAddress!) }
        folder = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    deinit {
        for name in names { _ = unsafe unlink(folder + "/" + name) }
        _ = unsafe rmdir(folder)
    }

    var path: String { folder + "/day.journal" }

    /// The files in the folder, sorted.
    var names: [String] {
        guard let stream = unsafe opendir(folder) else { return [] }
        defer { _ = unsafe closedir(stream) }
        var names: [String] = []
        while let entry = unsafe readdir(stream) {
            let name = unsafe withUnsafePointer(to: &entry.pointee.d_name) {
                unsafe $0.withMemoryRebound(to: CChar.self, capacity: 256) { unsafe String(cString: $0) }
            }
            if name != "." && name != ".." { names.append(name) }
        }
        return names.sorted()
    }

    func bytes(_ path: String) -> [UInt8] {
        let descriptor = unsafe open(path, O_RDONLY)
        defer { _ = close(descriptor) }
        var bytes: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 1 << 16)
        while true {
            let got = unsafe chunk.withUnsafeMutableBytes { unsafe read(descriptor, $0.baseAddress, $0.count) }
            if got <= 0 { return bytes }
            bytes += chunk.prefix(got)
        }
    }

    func put(_ bytes: some Collection<UInt8>, at path: String) {
        let descriptor = unsafe open(path, O_WRONLY | O_CREAT | O_TRUNC, 0o600)
        let bytes = Array(bytes)
        let written = unsafe bytes.withUnsafeBytes { unsafe write(descriptor, $0.baseAddress, $0.count) }
        precondition(written == bytes.count && close(descriptor) == 0)
    }

    /// A journal of three frames with two, one and three records. Returns its records and where each frame ends
    /// (first the header's end).
    func makeSmallJournal() throws -> (records: [JournalRecord], ends: [Int]) {
        var writer = try JournalWriter(creating: path, header: JournalScratch.header)
        var ends = [bytes(path).count]
        for frame in [[("one", 0), ("two", 1)], [("three", 2)], [("four", 0), ("", 4), ("six", 1)]] {
            for (text, cause) in frame {
                try writer.append(kind: UInt8(text.utf8.count), cause: UInt64(cause), payload: Array(text.utf8))
            }
            try writer.commit(sync: false)
            ends.append(bytes(path).count)
        }
        _ = try writer.close()
        return (try journalRecords(path).records, ends)
    }
}

/// All records of a journal, and how it ended.
func journalRecords(_ path: String) throws(JournalError) -> (records: [JournalRecord], ending: JournalEnding?) {
    var reader = try JournalReader(path: path)
    var records: [JournalRecord] = []
    while let record = try reader.next() { records.append(record) }
    return (records, reader.ending)
}

import Foundation
import SaudaCore
import SaudaService
import SaudaStore

/// The journal of one world, a real file; gone with it. In memory where the machine has such a place.
final class ChaosJournal {
    let path: String
    private let folder: URL
    private let header: JournalHeader

    init(of day: Day, seed: UInt64) throws {
        let memory = URL(filePath: "/dev/shm")
        let isThere = FileManager.default.isWritableFile(atPath: memory.path)
        folder = (isThere ? memory : FileManager.default.temporaryDirectory)
            .appending(path: "sauda-chaos-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        path = folder.appending(path: "\(day).journal").path
        header = JournalHeader(payload: Array("seed \(seed)".utf8))
    }

    deinit { try? FileManager.default.removeItem(at: folder) }

    func open(_ engine: Engine) throws -> JournaledEngine { try JournaledEngine(engine, header: header, at: path) }

    /// In bytes.
    func size() throws -> Int {
        try FileManager.default.attributesOfItem(atPath: path)[.size] as? Int ?? 0
    }

    func cut(to size: Int) throws {
        let file = try FileHandle(forWritingTo: URL(filePath: path))
        try file.truncate(atOffset: UInt64(size))
        try file.close()
    }

    /// All that is in it, whatever crashed on the way.
    func read() throws -> ChaosStory {
        var story = ChaosStory()
        var reader = try JournalReader(path: path)
        while let record = try reader.next() { story.add(try JournalEntry(record)) }
        story.isWhole = reader.ending == .complete
        return story
    }

    var bytes: Data { get throws { try Data(contentsOf: URL(filePath: path)) } }
}

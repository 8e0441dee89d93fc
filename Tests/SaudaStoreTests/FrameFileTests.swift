import Foundation
import SaudaCore
import SaudaStore
import Testing

@Suite struct FrameFileTests {
    private let start = Day(number: 20_777).at(TimeOfDay(9, 15))

    private func frames(_ count: Int, from first: Int = 0) -> [RecordedFrame] {
        (first..<first + count).map { (index: Int) -> RecordedFrame in
            // Clocks go back now and then.
            let milliseconds = Int64(index * 7) - (index % 5 == 0 ? 20 : 0)
            let bytes = (0..<index % 90).map { (byte: Int) -> UInt8 in UInt8(truncatingIfNeeded: byte * index) }
            return RecordedFrame(
                start.advanced(by: .milliseconds(milliseconds)),
                connection: UInt64(index % 3),
                index % 4 == 0 ? .text : .binary,
                bytes
            )
        }
    }

    private func rows(_ frames: [RecordedFrame], after before: inout Timestamp) -> [UInt8] {
        var writer = ByteWriter()
        for frame in frames {
            frame.encode(after: before, into: &writer)
            before = frame.time
        }
        return writer.bytes
    }

    /// Written in three goes.
    private func file() throws -> (path: String, frames: [RecordedFrame]) {
        let path = NSTemporaryDirectory() + "sauda-\(UUID().uuidString)\(FrameFile.suffix)"
        var before = Timestamp(microseconds: 0)
        var all: [RecordedFrame] = []
        for part in [frames(40), frames(1, from: 40), frames(200, from: 41)] {
            try FrameFile.append(rows(part, after: &before), to: path)
            all += part
        }
        return (path, all)
    }

    @Test func `what was written in several goes is read as it was, also by gzip's own tools`() throws {
        let (path, frames) = try file()
        defer { try? FileManager.default.removeItem(atPath: path) }
        let read = try FrameFile.read(path)
        #expect(read.frames == frames)
        #expect(!read.isCut)
        let mode = try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
        #expect(mode == 0o600)
    }

    @Test func `cut anywhere, a file gives a beginning of what was written, or says that it is damaged`() throws {
        let (path, frames) = try file()
        let bytes = try Data(contentsOf: URL(fileURLWithPath: path))
        try FileManager.default.removeItem(atPath: path)
        for count in stride(from: 1, to: bytes.count, by: 11) {
            try bytes.prefix(count).write(to: URL(fileURLWithPath: path))
            let read = try FrameFile.read(path)
            #expect(read.frames == Array(frames.prefix(read.frames.count)), "\(count)")
        }
        try? FileManager.default.removeItem(atPath: path)
    }

    @Test func `a file with a wrong byte ends nothing`() throws {
        let (path, _) = try file()
        defer { try? FileManager.default.removeItem(atPath: path) }
        let bytes = try Data(contentsOf: URL(fileURLWithPath: path))
        for index in stride(from: 0, to: bytes.count, by: 7) {
            var wrong = bytes
            wrong[index] ^= 0x55
            try wrong.write(to: URL(fileURLWithPath: path))
            _ = try? FrameFile.read(path)
        }
    }

    @Test func `days that are old enough go, with nothing else in the folder`() throws {
        let home = NSTemporaryDirectory() + "sauda-\(UUID().uuidString)"
        defer { try? FileManager.default.removeItem(atPath: home) }
        let today = Day(number: 20_777)
        for age in [0, 1, 2, 3, 9] {
            let folder = FrameFolder.path(home, today.advanced(by: -age))
            try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
            try Data().write(to: URL(fileURLWithPath: "\(folder)/main-091500\(FrameFile.suffix)"))
        }
        let notes = "\(FrameFolder.path(home, today.advanced(by: -9)))/notes.txt"
        try Data().write(to: URL(fileURLWithPath: notes))
        #expect(FrameFolder.prune(home, keeping: 2, today: today) == [-3, -2].map { today.advanced(by: $0) })
        #expect(FileManager.default.fileExists(atPath: notes))
        let left = try FileManager.default.contentsOfDirectory(atPath: "\(home)/frames").sorted()
        #expect(left == [-9, -1, 0].map { "\(today.advanced(by: $0))" })
    }
}

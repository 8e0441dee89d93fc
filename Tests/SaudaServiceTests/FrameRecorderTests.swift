import Foundation
import NIOConcurrencyHelpers
import SaudaBroker
import SaudaCore
import SaudaService
import SaudaStore
import Testing

@Suite struct FrameRecorderTests {
    private let evening = Day(number: 20_777).at(TimeOfDay(23, 59, 59))
    private let socket: UInt64 = 3

    private func recorder(_ home: String, _ notices: NIOLockedValueBox<[String]> = NIOLockedValueBox([]))
        -> FrameRecorder
    {
        let secrets = KnownSecrets()
        secrets.learn([Secret("hunter2hunter2")])
        return FrameRecorder(home: home, account: "main", days: 5, secrets: secrets) { text in
            notices.withLockedValue { $0.append(text) }
        }
    }

    @Test func `frames are kept by their day, without secrets, and read back`() throws {
        let folder = ScratchFolder()
        let recorder = recorder(folder.path)
        recorder.record(.binary([1, 2, 3]), of: socket, at: evening)
        recorder.record(.ping([]), of: socket, at: evening)
        recorder.write()
        recorder.record(.text("token hunter2hunter2 is good"), of: socket, at: evening.advanced(by: .milliseconds(5)))
        recorder.record(.binary([4]), of: socket, at: evening.advanced(by: .seconds(1)))
        recorder.write()
        recorder.write()
        let first = "\(FrameFolder.path(folder.path, evening.day))/main-235959\(FrameFile.suffix)"
        let frames = try FrameFile.read(first).frames
        #expect(frames.map(\.kind) == [.binary, .text])
        #expect(frames.first?.bytes == [1, 2, 3] && frames.first?.connection == 3 && frames.first?.time == evening)
        #expect(!String(decoding: frames[1].bytes, as: UTF8.self).contains("hunter2"))
        let next = "\(FrameFolder.path(folder.path, evening.day.advanced(by: 1)))/main-000000\(FrameFile.suffix)"
        #expect(try FrameFile.read(next).frames.map(\.bytes) == [[4]])
    }

    @Test func `a disk that takes nothing is told once, and nothing waits for it`() throws {
        let notices = NIOLockedValueBox<[String]>([])
        let recorder = recorder("/proc/nonexistent", notices)
        for _ in 0..<3 {
            recorder.record(.binary([1]), of: socket, at: evening)
            recorder.write()
        }
        let told = notices.withLockedValue { $0 }
        #expect(told.count { $0.contains("not kept any more") } == 1, "\(told)")
        #expect(told.contains { $0.contains("1 messages of 'main' were not kept") }, "\(told)")
    }
}

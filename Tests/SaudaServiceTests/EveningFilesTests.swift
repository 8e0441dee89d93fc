import Foundation
import SaudaCore
import SaudaService
import SaudaStore
import Testing

/// What a home keeps beside its books for other programs (HIS-1, SCO-7).
@Suite struct EveningFilesTests {
    @Test func `HIS-1: each day leaves the history of trades that an export would give`() async throws {
        let home = try await PlayedHome(days: 4, seed: 5)
        let last = try #require(home.days.last)
        let store = try BookStore(reading: "\(home.path)/books.sqlite")
        let kept = try String(contentsOfFile: EveningFiles.history(home.path), encoding: .utf8)
        #expect(try kept == TradesHistory.text(upTo: last, in: store))
        #expect(try kept != TradesHistory.text(upTo: home.days[0], in: store))
        #expect(home.unwritten.isEmpty)
        // A day that is compared with its journal once more takes nothing out of it.
        try await home.play(home.days[1])
        #expect(try String(contentsOfFile: EveningFiles.history(home.path), encoding: .utf8) == kept)
        let names = try FileManager.default.contentsOfDirectory(atPath: home.path)
        #expect(!names.contains { $0.hasSuffix(".new") })
    }

    @Test func `a file that cannot be written is said, and the days go on`() async throws {
        // A folder stands where the file belongs: even root cannot put a file in its place.
        let home = try await PlayedHome(days: 2, seed: 5) { path in
            let place = EveningFiles.history(path)
            try FileManager.default.createDirectory(atPath: place, withIntermediateDirectories: true)
        }
        let place = EveningFiles.history(home.path)
        let line = "\(place): it cannot be written: Is a directory. Check the disk and its rights."
        #expect(home.unwritten == [line, line])
        let store = try BookStore(reading: "\(home.path)/books.sqlite")
        for day in home.days { #expect(try store.isComplete(day)) }
    }
}

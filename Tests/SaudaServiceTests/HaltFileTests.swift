import Foundation
import SaudaCore
import SaudaService
import Testing

@Suite struct HaltFileTests {
    private let time = Day(number: 20_000).at(TimeOfDay(10, 15))

    @Test func `a halt says since when and why, keeps its first word, and ends`() throws {
        let folder = ScratchFolder()
        let file = HaltFile(home: folder.path)
        #expect(!file.exists && file.text == nil)
        try file.set(at: time, why: "prices look wrong")
        #expect(file.text == "2024-10-04 10:15:00, prices look wrong")
        try file.set(at: time.advanced(by: .seconds(60)), why: "")
        #expect(file.text == "2024-10-04 10:15:00, prices look wrong")
        try file.remove()
        #expect(!file.exists)
        try file.remove()
    }

    @Test func `practice and real money are halted apart`() throws {
        let folder = ScratchFolder()
        try HaltFile(home: folder.path, isPractice: true).set(at: time, why: "")
        #expect(!HaltFile(home: folder.path).exists)
    }

    @Test(arguments: ["", "\\n", "\\u{FFFD}", "garbage"])
    func `whatever stands in the file, it halts`(content: String) throws {
        let folder = ScratchFolder()
        let file = HaltFile(home: folder.path)
        try content.write(toFile: file.path, atomically: false, encoding: .utf8)
        #expect(file.exists)
        #expect(file.text?.isEmpty == false)
    }

    @Test func `a halt that cannot be written is an error, never silence`() {
        #expect(throws: (any Error).self) { try HaltFile(home: "/nonexistent/home").set(at: time, why: "") }
    }
}

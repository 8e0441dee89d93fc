import Foundation
import SaudaBroker
import SaudaService
import Testing

@Suite struct SecretTextTests {
    private func parse(_ text: String) throws(SecretError) -> SecretText {
        try SecretText(parsing: Array(text.utf8), path: "s.txt")
    }

    @Test func `blanks, comments and Windows line ends do not count, and a value may hold what it likes`() throws {
        let text = try parse("# mine\r\n\r\n  main.api-key =  a=b #c \t\r\nmain.user=ZZ0001\n")
        #expect(
            text.values.mapValues { $0.reveal() } == [
                SecretName("main", "api-key"): "a=b #c", SecretName("main", "user"): "ZZ0001",
            ]
        )
    }

    @Test(
        "a line that is none is refused by its number, and never quoted",
        arguments: [
            ("main.api-key hunter2", 1), ("a = 1\nhunter2", 1), ("main.api-key = x\nMain.pin = hunter2", 2),
            ("main.api-key = x\nmain.api-key = hunter2", 2), ("main.a.b = hunter2", 1), ("= hunter2", 1),
            ("main.api-key =", 1), ("# fine\nmain.api-key = a\u{7}hunter2", 2),
        ]
    )
    func badLine(text: String, line: Int) throws {
        let error = try #require(#expect(throws: SecretError.self) { try parse(text) })
        #expect(error.kind == .refused)
        #expect(error.description.contains("s.txt:\(line)"), "\(error)")
        #expect(!error.description.contains("hunter2"))
    }

    @Test func `bytes that are no text are refused`() {
        #expect(throws: SecretError.self) { try SecretText(parsing: [0x6D, 0xFF, 0xFE], path: "s.txt") }
    }
}

/// A world-readable secrets file is refused; so is all that another user could have put there.
@Suite struct PrivateFileTests {
    private let folder = ScratchFolder()
    private var path: String { folder.path + "/secrets.txt" }

    private func make(_ mode: Int) throws {
        try Data("main.api-key = hunter2\n".utf8).write(to: URL(fileURLWithPath: path))
        try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: path)
    }

    @Test(
        "modes that let others in are refused with the command that mends it",
        arguments: [0o640, 0o604, 0o620, 0o602, 0o666, 0o601]
    )
    func openToOthers(mode: Int) throws {
        try make(mode)
        let error = try #require(#expect(throws: SecretError.self) { try SecretText.read(path) })
        #expect(error.kind == .refused)
        #expect(error.description.contains("chmod 600 \(path)"), "\(error)")
        #expect(error.description.contains(String(mode, radix: 8)), "\(error)")
    }

    @Test("its owner's own modes are fine", arguments: [0o600, 0o400])
    func own(mode: Int) throws {
        try make(mode)
        #expect(try SecretText.read(path)?.values.count == 1)
    }

    @Test func `a link is refused even to a file that is fine, and so are folders and pipes`() throws {
        try make(0o600)
        let link = folder.path + "/link"
        try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: path)
        let error = #expect(throws: SecretError.self) { try SecretText.read(link) }
        #expect(error?.description.contains("is a link") == true)
        #expect(throws: SecretError.self) { try SecretText.read(folder.path) }
        let pipe = folder.path + "/pipe"
        #expect(unsafe mkfifo(pipe, 0o600) == 0)
        #expect(throws: SecretError.self) { try SecretText.read(pipe) }
        #expect(try SecretText.read(folder.path + "/none") == nil)
    }

    @Test func `a file of another user is refused`() throws {
        try make(0o600)
        guard geteuid() == 0 else { return print("SKIPPED: only root can give a file away") }
        #expect(unsafe chown(path, 65_534, 65_534) == 0)
        let error = #expect(throws: SecretError.self) { try SecretText.read(path) }
        #expect(error?.description.contains("belongs to user 65534") == true)
        #expect(error?.description.contains("chmod 600") == true)
    }

    @Test func `what is replaced is whole, its owner's alone, and leaves nothing beside it`() throws {
        let bytes = [UInt8](repeating: 7, count: 300_000)
        try PrivateFile.replace(path, with: [1])
        try PrivateFile.replace(path, with: bytes)
        #expect(try PrivateFile.read(path, limit: 300_000) == bytes)
        #expect(throws: SecretError.self) { try PrivateFile.read(path, limit: 299_999) }
        #expect(try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int == 0o600)
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["secrets.txt"])
        let error = #expect(throws: SecretError.self) { try PrivateFile.replace(folder.path + "/no/x", with: [1]) }
        #expect(error?.kind == .failed)
    }
}

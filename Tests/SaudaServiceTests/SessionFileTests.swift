import Foundation
import SaudaBroker
import SaudaCore
import SaudaService
import Testing

@Suite struct SessionFileTests {
    private let credentials = Credentials(
        user: "ZZ0001",
        secrets: ["api-key": Secret("key"), "api-secret": Secret("secret"), "request-token": Secret("once")]
    )
    private let session = BrokerSession(
        user: "ZZ0001",
        secrets: ["access-token": Secret("a very secret token"), "public-token": Secret("p")],
        issued: Timestamp(microseconds: 1_700_000_000_000_000),
        expires: Timestamp(microseconds: 1_700_000_100_000_000)
    )

    private func with(_ body: (String) throws -> Void) throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        try body(folder.appendingPathComponent("main.session").path)
    }

    @Test func `a session comes back over a restart, with another request token too`() throws {
        try with { path in
            try SessionFile(path, credentials).write(session)
            #expect(SessionFile(path, credentials).read() == session)
            var later = credentials
            later.secrets["request-token"] = Secret("another")
            #expect(SessionFile(path, later).read() == session)
            SessionFile(path, later).remove()
            #expect(SessionFile(path, later).read() == nil)
        }
    }

    @Test func `the file shows nothing, is its owner's alone, and differs each time`() throws {
        try with { path in
            try SessionFile(path, credentials).write(session)
            let first = try Data(contentsOf: URL(fileURLWithPath: path))
            for word in ["a very secret token", "ZZ0001", "access-token", "secret"] {
                #expect(first.range(of: Data(word.utf8)) == nil, "\(word)")
            }
            let mode = try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
            #expect(mode == 0o600)
            try SessionFile(path, credentials).write(session)
            #expect(try Data(contentsOf: URL(fileURLWithPath: path)) != first)
        }
    }

    @Test func `other credentials, a changed byte or a cut open nothing`() throws {
        try with { path in
            let file = SessionFile(path, credentials)
            try file.write(session)
            var others = credentials
            others.secrets["api-secret"] = Secret("another")
            #expect(SessionFile(path, others).read() == nil)
            let whole = try Data(contentsOf: URL(fileURLWithPath: path))
            for place in stride(from: 0, to: whole.count, by: 13) {
                var damaged = whole
                damaged[place] ^= 1
                try damaged.write(to: URL(fileURLWithPath: path))
                #expect(file.read() == nil, "byte \(place)")
            }
            for count in stride(from: 0, to: whole.count, by: 17) {
                try whole.prefix(count).write(to: URL(fileURLWithPath: path))
                #expect(file.read() == nil, "cut at \(count)")
            }
        }
    }

    @Test func `AUT-4: the day's sign-ins come back over a restart, and a broken file counts as none`() throws {
        try with { path in
            let file = SessionFile(path, credentials)
            #expect(file.readTries() == SignInTries())
            let tries = SignInTries(day: Day("2026-11-26"), count: 3)
            try file.write(tries)
            #expect(file.readTries() == tries)
            for text in ["", "2026-11-26", "2026-11-26 -1", "yesterday 3", "2026-11-26 3 4"] {
                try Data(text.utf8).write(to: URL(fileURLWithPath: path + ".tries"))
                #expect(file.readTries() == SignInTries(), "\(text)")
            }
        }
    }
}

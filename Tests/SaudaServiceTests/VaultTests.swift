import Foundation
import SaudaBroker
import SaudaService
import Testing

@Suite struct VaultTests {
    private let folder = ScratchFolder()
    private let passphrase = Secret("four quite plain words")
    /// The least that a file may ask for, so that tests are quick.
    private let cost = ScryptCost(logN: 14)
    private var path: String { folder.path + "/secrets.vault" }
    private var file: VaultFile { VaultFile(path) }

    private func make() throws {
        try file.update(passphrase, cost: cost) { vault in
            vault[SecretName("main", "api-key")] = Secret("planted-key-0123456789")
            vault[SecretName("main", "api-secret")] = Secret("planted-secret-9876543210")
            vault[SecretName("second", "pin")] = Secret("123456")
        }
    }

    private func bytes() throws -> Data { try Data(contentsOf: URL(fileURLWithPath: path)) }

    private func write(_ data: Data) throws {
        try data.write(to: URL(fileURLWithPath: path))
        try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: path)
    }

    @Test func `what is set comes back, and what is removed does not`() throws {
        try make()
        var vault = try file.open(passphrase)
        #expect(vault.accounts == ["main", "second"])
        #expect(vault.keys(of: "main") == ["api-key", "api-secret"])
        #expect(vault[SecretName("main", "api-key")]?.reveal() == "planted-key-0123456789")
        try file.update(passphrase) { $0[SecretName("second", "pin")] = nil }
        vault = try file.open(passphrase)
        #expect(vault.accounts == ["main"])
        try file.update(passphrase) { $0.remove(account: "main") }
        #expect(try file.open(passphrase).accounts.isEmpty)
    }

    @Test func `the file shows neither names nor values, is its owner's alone, and no two are alike`() throws {
        try make()
        let first = try bytes()
        for word in ["planted", "main", "api-key", "123456", "plain words"] {
            #expect(first.range(of: Data(word.utf8)) == nil, "\(word)")
        }
        #expect(try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int == 0o600)
        try file.update(passphrase) { _ in }
        let second = try bytes()
        // The same magic, cost and salt; another nonce and so other bytes.
        #expect(second.prefix(33) == first.prefix(33))
        #expect(second.dropFirst(33).prefix(12) != first.dropFirst(33).prefix(12))
        #expect(second.count == first.count)
    }

    @Test func `any flipped bit is refused, saying what to do`() throws {
        try make()
        let whole = try bytes()
        for bit in 0..<whole.count * 8 {
            var damaged = whole
            damaged[bit / 8] ^= 1 << (bit % 8)
            try write(damaged)
            let error = try #require(
                #expect(throws: SecretError.self, "bit \(bit)") { try file.open(passphrase) }
            )
            // In the first twelve bytes it no longer calls itself a vault.
            #expect(error.kind == (bit < 96 ? .refused : .damaged), "bit \(bit): \(error)")
            #expect(bit < 96 || error.description.contains("backup"), "\(error)")
            #expect(throws: SecretError.self) { try file.update(passphrase) { _ in } }
            #expect(try bytes() == damaged)
        }
    }

    @Test func `a flipped bit is refused as well by whoever mends the digest behind it`() throws {
        try make()
        let whole = try bytes()
        for place in stride(from: 14, to: whole.count - 32, by: 3) {
            var body = whole.dropLast(32)
            body[place] ^= 4
            try write(body + Data(Digests.sha256(Array(body))))
            let error = #expect(throws: SecretError.self, "byte \(place)") { try file.open(passphrase) }
            #expect(error?.kind == .wrongKey || error?.kind == .damaged)
        }
    }

    @Test func `a cut anywhere is refused, and so is a file that asks for all the memory`() throws {
        try make()
        let whole = try bytes()
        for count in 0..<whole.count {
            try write(whole.prefix(count))
            #expect(throws: SecretError.self, "cut at \(count)") { try file.open(passphrase) }
        }
        for (place, value) in [(14, UInt8(40)), (14, 1), (15, 255), (16, 255), (16, 0)] {
            var body = whole.dropLast(32)
            body[place] = value
            try write(body + Data(Digests.sha256(Array(body))))
            let error = #expect(throws: SecretError.self) { try file.open(passphrase) }
            #expect(error?.kind == .damaged)
        }
    }

    @Test func `another passphrase opens nothing and changes nothing`() throws {
        try make()
        let before = try bytes()
        for other in ["four quite plain word", "", "Four quite plain words"] {
            let error = #expect(throws: SecretError.self) { try file.open(Secret(other)) }
            #expect(error?.kind == .wrongKey)
            #expect(throws: SecretError.self) { try file.update(Secret(other)) { _ in } }
        }
        #expect(try bytes() == before)
    }

    @Test func `with a new passphrase the old one no longer opens it`() throws {
        try make()
        let new = Secret("five other rather plain words")
        try file.update(passphrase, newPassphrase: new, cost: cost) { _ in }
        #expect(throws: SecretError.self) { try file.open(passphrase) }
        #expect(try file.open(new).keys(of: "main").count == 2)
    }

    @Test func `a change that fails writes nothing`() throws {
        try make()
        let before = try bytes()
        #expect(throws: SecretError.self) {
            try file.update(passphrase) { vault throws(SecretError) in
                vault.remove(account: "main")
                throw SecretError(.refused, "no", "No.")
            }
        }
        #expect(try bytes() == before)
    }

    @Test func `of many writers at once each one's secret is there at the end`() async throws {
        try make()
        let (file, passphrase) = (file, passphrase)
        try await withThrowingTaskGroup(of: Void.self) { group in
            for number in 0..<8 {
                group.addTask {
                    try file.update(passphrase) { $0[SecretName("writer", "n-\(number)")] = Secret("value \(number)") }
                }
            }
            try await group.waitForAll()
        }
        let vault = try file.open(passphrase)
        #expect(vault.keys(of: "writer").count == 8)
        #expect(vault.keys(of: "main").count == 2)
    }

    @Test func `a vault that others may read is refused, and so is one that is none`() throws {
        try make()
        try FileManager.default.setAttributes([.posixPermissions: 0o644], ofItemAtPath: path)
        let error = #expect(throws: SecretError.self) { try file.open(passphrase) }
        #expect(error?.description.contains("chmod 600 \(path)") == true)
        try write(Data("mode: paper\n".utf8))
        #expect(
            #expect(throws: SecretError.self) { try file.open(passphrase) }?.description.contains("is not a vault")
                == true
        )
        #expect(#expect(throws: SecretError.self) { try VaultFile(path + "2").open(passphrase) }?.kind == .missing)
    }

    @Test func `a key file holds sixteen bytes or more, and its last line break does not count`() throws {
        let key = folder.path + "/key"
        func write(_ text: String) throws {
            try Data(text.utf8).write(to: URL(fileURLWithPath: key))
            try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: key)
        }
        try write("0123456789abcdef\n")
        #expect(try VaultFile.passphrase(inKeyFile: key) == Secret("0123456789abcdef"))
        for short in ["", "\n", "0123456789abcde\n"] {
            try write(short)
            #expect(throws: SecretError.self) { try VaultFile.passphrase(inKeyFile: key) }
        }
        #expect(throws: SecretError.self) { try VaultFile.passphrase(inKeyFile: key + "2") }
    }
}

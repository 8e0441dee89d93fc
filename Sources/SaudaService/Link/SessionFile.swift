import COpenSSL
import Glibc
package import SaudaBroker
import SaudaCore

/// A session kept over a restart, encrypted (AES-256-GCM) under a key made from the account's own secrets (scrypt): who
/// can read it could sign in anyway, and nobody else can. Readable by its owner only.
///
/// A file that does not open (other credentials, damaged, cut) counts as none: the link signs in.
package struct SessionFile: Sendable {
    package let path: String
    private let credentials: Credentials
    private static let magic = Array("sauda session 3\n".utf8)

    package init(_ path: String, _ credentials: Credentials) {
        self.path = path
        self.credentials = credentials
    }

    /// - Throws: when it cannot be written.
    package func write(_ session: BrokerSession) throws(SecretError) {
        var writer = ByteWriter()
        writer.write(text: session.user)
        writer.write(signed: session.issued.microseconds)
        writer.write(signed: (session.expires ?? .distantFuture).microseconds)
        writer.write(signed: (session.renewable ?? .distantFuture).microseconds)
        writer.write(unsigned: UInt64(session.secrets.count))
        for (name, secret) in session.secrets.sorted(by: { $0.key < $1.key }) {
            writer.write(text: name)
            writer.write(text: secret.reveal())
        }
        var salt = [UInt8](repeating: 0, count: 16 + 12)
        guard unsafe RAND_bytes(&salt, Int32(salt.count)) == 1, let key = key(Array(salt[..<16])),
            let sealed = SealedBox.seal(writer.bytes, key: key, nonce: Array(salt[16...]), header: Self.magic)
        else { throw failure(SealedVault.brokenLibrary.what) }
        try replace(path, with: Self.magic + salt + sealed)
    }

    /// Nil when there is none that opens.
    package func read() -> BrokerSession? {
        guard let bytes = try? SmallFile.read(path), bytes.starts(with: Self.magic),
            bytes.count > Self.magic.count + 28 + 16
        else { return nil }
        let salt = Array(bytes[Self.magic.count..<Self.magic.count + 28])
        guard let key = key(Array(salt[..<16])),
            let plain = SealedBox.open(
                Array(bytes[(Self.magic.count + 28)...]),
                key: key,
                nonce: Array(salt[16...]),
                header: Self.magic
            )
        else { return nil }
        return try? decode(plain)
    }

    /// What tells one writing of the file from the next; nil without a file.
    package var version: [UInt8]? { try? SmallFile.read(path) }

    package func remove() { unsafe unlink(path) }

    // MARK: - Sign-ins

    /// The day's sign-ins so far. A file that cannot be read counts as none.
    package func readTries() -> SignInTries {
        guard let bytes = try? SmallFile.read(triesPath) else { return SignInTries() }
        let words = String(decoding: bytes, as: UTF8.self).split { $0 == " " || $0 == "\n" }
        guard words.count == 2, let day = Day(String(words[0])), let count = Int(words[1]), count >= 0 else {
            return SignInTries()
        }
        return SignInTries(day: day, count: count)
    }

    /// - Throws: `SecretError` when it cannot be written.
    package func write(_ tries: SignInTries) throws(SecretError) {
        guard let day = tries.day else { return }
        try replace(triesPath, with: Array("\(day) \(tries.count)\n".utf8))
    }

    private var triesPath: String { path + ".tries" }

    private func decode(_ bytes: [UInt8]) throws(ByteError) -> BrokerSession {
        var reader = ByteReader(bytes)
        let user = try reader.readText()
        let issued = Timestamp(microseconds: try reader.readSigned())
        let expires = Timestamp(microseconds: try reader.readSigned())
        let renewable = Timestamp(microseconds: try reader.readSigned())
        var secrets: [String: Secret] = [:]
        for _ in 0..<min(try reader.readUnsigned(), 64) {
            let name = try reader.readText()
            secrets[name] = Secret(try reader.readText())
        }
        try reader.finish()
        return BrokerSession(
            user: user,
            secrets: secrets,
            issued: issued,
            expires: expires == .distantFuture ? nil : expires,
            renewable: renewable == .distantFuture ? nil : renewable
        )
    }

    /// Of the user and all secrets but the one-time ones, so that a new request token opens the same file.
    private func key(_ salt: [UInt8]) -> [UInt8]? {
        let lasting = credentials.secrets.filter { !$0.key.contains("token") }.sorted { $0.key < $1.key }
        let text = ([credentials.user] + lasting.flatMap { [$0.key, $0.value.reveal()] }).joined(separator: "\u{0}")
        return SealedBox.key(Array(text.utf8), salt: salt)
    }

    private func replace(_ path: String, with bytes: [UInt8]) throws(SecretError) {
        do throws(SecretError) {
            try PrivateFile.replace(path, with: bytes)
        } catch {
            throw failure(error.what)
        }
    }

    private func failure(_ what: String) -> SecretError {
        SecretError(.failed, what, "The session is not kept; the next start signs in anew.")
    }
}

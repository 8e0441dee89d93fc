import COpenSSL
import SaudaBroker

/// A vault as it stands in its file:
///
///     "sauda vault 1\n", log2 N, r, p (a byte each), salt (16), nonce (12), AES-256-GCM of the entries with its tag,
///     SHA-256 of all before
///
/// Everything before the entries is authenticated with them, the scrypt cost too. The digest protects nothing: it tells
/// a damaged file from a wrong passphrase.
struct SealedVault {
    static let magic = Array("sauda vault 1\n".utf8)
    static let limit = 1 << 20
    private static let saltCount = 16
    private static let nonceCount = 12
    private static let digestCount = 32
    private static let headerCount = magic.count + 3 + saltCount + nonceCount

    let cost: ScryptCost
    let salt: [UInt8]
    private let nonce: [UInt8]
    private let sealed: [UInt8]

    private static func header(_ cost: ScryptCost, _ salt: [UInt8], _ nonce: [UInt8]) -> [UInt8] {
        magic + [cost.logN, cost.blocks, cost.lanes] + salt + nonce
    }

    /// - Throws: for bytes that were not written so, or are not all there.
    init(parsing bytes: [UInt8], path: String) throws(SecretError) {
        guard bytes.starts(with: Self.magic.dropLast(2)) else {
            throw SecretError(.refused, "\(path) is not a vault", "Name the vault's own file.")
        }
        let body = bytes.dropLast(Self.digestCount)
        guard body.count > Self.headerCount, Digests.sha256(Array(body)) == Array(bytes.suffix(Self.digestCount)) else {
            throw Self.damaged(path)
        }
        guard body.starts(with: Self.magic) else {
            throw SecretError(.refused, "\(path) is a vault of another version", "Open it with the sauda that made it.")
        }
        let numbers = Array(body[Self.magic.count..<Self.magic.count + 3])
        cost = ScryptCost(logN: numbers[0], blocks: numbers[1], lanes: numbers[2])
        // What anybody could write there must not take all the memory.
        guard cost.isAllowed else { throw Self.damaged(path) }
        let start = Self.magic.count + 3
        salt = Array(body[start..<start + Self.saltCount])
        nonce = Array(body[start + Self.saltCount..<Self.headerCount])
        sealed = Array(body[Self.headerCount...])
    }

    /// - Throws: `wrongKey` when the key is another; so it says too when somebody changed the file and its digest.
    func open(_ key: [UInt8], path: String) throws(SecretError) -> Vault {
        let header = Self.header(cost, salt, nonce)
        guard let plain = SealedBox.open(sealed, key: key, nonce: nonce, header: header) else {
            throw SecretError(
                .wrongKey,
                "the passphrase or key file does not open \(path)",
                "Try again; a vault whose passphrase is lost is made anew: move the file away and set the secrets again."
            )
        }
        do { return try Vault(decoding: plain) } catch { throw Self.damaged(path) }
    }

    /// Seals with a fresh nonce.
    static func seal(_ vault: Vault, key: [UInt8], salt: [UInt8], cost: ScryptCost) throws(SecretError) -> [UInt8] {
        let nonce = try random(nonceCount)
        let header = header(cost, salt, nonce)
        guard let sealed = SealedBox.seal(vault.encode(), key: key, nonce: nonce, header: header) else {
            throw brokenLibrary
        }
        let body = header + sealed
        return body + Digests.sha256(body)
    }

    static func makeSalt() throws(SecretError) -> [UInt8] { try random(saltCount) }

    private static func random(_ count: Int) throws(SecretError) -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: count)
        guard unsafe RAND_bytes(&bytes, Int32(count)) == 1 else { throw brokenLibrary }
        return bytes
    }

    static let brokenLibrary = SecretError(
        .failed,
        "OpenSSL gives no random bytes, no scrypt or no cipher",
        "See that 200 MB of memory are free and that libcrypto is whole, then try again."
    )

    private static func damaged(_ path: String) -> SecretError {
        SecretError(
            .damaged,
            "\(path) is damaged: its bytes are not as they were written, and nothing of it is used",
            "Bring it back from a backup, or move it away and set the secrets again with `sauda vault set`."
        )
    }
}

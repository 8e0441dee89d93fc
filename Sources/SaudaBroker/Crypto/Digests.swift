import COpenSSL

/// Digests that broker dialects need, by libcrypto, in memory.
public enum Digests {
    public enum Hash: String, Hashable, Sendable {
        case sha1 = "SHA1"
        case sha256 = "SHA256"
        case sha512 = "SHA512"
    }

    public static func sha256(_ bytes: [UInt8]) -> [UInt8] { digest(.sha256, count: 32, bytes) }

    /// For the WebSocket handshake, which asks for it; no longer fit to protect anything.
    package static func sha1(_ bytes: [UInt8]) -> [UInt8] { digest(.sha1, count: 20, bytes) }

    private static func digest(_ hash: Hash, count length: Int, _ bytes: [UInt8]) -> [UInt8] {
        var digest = [UInt8](repeating: 0, count: length)
        var count = 0
        let done = unsafe EVP_Q_digest(nil, hash.rawValue, nil, bytes, bytes.count, &digest, &count)
        precondition(done == 1 && count == length, "OpenSSL has no \(hash.rawValue); its installation is broken")
        return digest
    }

    public static func hmac(_ hash: Hash, key: [UInt8], _ bytes: [UInt8]) -> [UInt8] {
        var digest = [UInt8](repeating: 0, count: 64)
        var count = 0
        let isDone =
            unsafe EVP_Q_mac(
                nil,
                "HMAC",
                nil,
                hash.rawValue,
                nil,
                key,
                key.count,
                bytes,
                bytes.count,
                &digest,
                digest.count,
                &count
            ) != nil
        precondition(isDone, "OpenSSL has no HMAC-\(hash.rawValue); its installation is broken")
        return Array(digest[..<count])
    }

    /// Lower-case hexadecimal.
    public static func hex(_ bytes: some Sequence<UInt8>) -> String {
        let digits = Array("0123456789abcdef".utf8)
        var text: [UInt8] = []
        for byte in bytes { text += [digits[Int(byte >> 4)], digits[Int(byte & 15)]] }
        return String(decoding: text, as: UTF8.self)
    }

    /// Compares without telling by its time where the two differ. Lengths are no secret.
    public static func areEqual(_ a: [UInt8], _ b: [UInt8]) -> Bool {
        guard a.count == b.count else { return false }
        return unsafe CRYPTO_memcmp(a, b, a.count) == 0
    }
}

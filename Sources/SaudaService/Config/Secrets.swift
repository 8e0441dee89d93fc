/// Knows the keys under which people write secrets.
enum Secrets {
    private static let parts = [
        "password", "passwd", "passphrase", "passcode", "secret", "totp", "mpin", "token", "apikey", "accesskey",
        "privatekey", "encryptionkey", "bearer", "cookie", "authorization", "seedphrase",
    ]
    private static let wholes: Set = ["pass", "pwd", "pin", "otp", "jwt", "auth", "key", "login", "credential"]

    /// Whether a value under `key` is likely to be a secret: `api_key`, `TOTP-Secret`, `accessToken`.
    static func looksSecret(_ key: String) -> Bool {
        let letters = String(key.lowercased().unicodeScalars.filter { $0.properties.isAlphabetic })
        return wholes.contains(letters) || parts.contains { letters.contains($0) }
    }

    private static let wholeBytes = Set(wholes.map { Array($0.utf8) })
    /// By first letter.
    private static let partBytes = Dictionary(grouping: parts.map { Array($0.utf8) }) { $0[0] }

    /// The same of a key's ASCII letters, small ones and nothing else; for text that is searched for keys.
    static func looksSecret(letters: [UInt8]) -> Bool {
        if wholeBytes.contains(letters) { return true }
        for start in letters.indices {
            for part in partBytes[letters[start]] ?? [] where letters[start...].starts(with: part) { return true }
        }
        return false
    }
}

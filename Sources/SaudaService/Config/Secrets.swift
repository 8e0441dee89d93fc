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
}

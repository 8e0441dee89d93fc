package import SaudaBroker

/// How one secret is called in each of the places where it may stand.
package struct SecretName: Hashable, Sendable {
    /// As in `credentials: vault:NAME`.
    package var account: String
    /// As the adapter's `credentialNames` have it, or `user`.
    package var key: String

    /// Every account may have it beside what its adapter declares: whom the broker knows. It is no secret.
    package static let user = "user"
    static let longestValue = 4096

    package init(_ account: String, _ key: String) {
        self.account = account
        self.key = key
    }

    /// - Throws: when either is not made of small letters, digits and hyphens, at most 40.
    package static func checked(_ account: String, _ key: String) throws(SecretError) -> SecretName {
        for (what, text) in [("account", account), ("key", key)] where !isWord(text) {
            throw SecretError(
                .refused,
                "the \(what) of a secret is small letters, digits and hyphens, at most 40",
                "Write the name that config.yaml has after vault:, then the broker's name of the secret, "
                    + "such as `main api-key`."
            )
        }
        return SecretName(account, key)
    }

    static func isWord(_ text: some StringProtocol) -> Bool {
        (1...40).contains(text.utf8.count)
            && text.utf8.allSatisfy { (0x61...0x7A).contains($0) || (0x30...0x39).contains($0) || $0 == 0x2D }
    }

    /// `SAUDA_MAIN__API_KEY`: two underscores, so that `a` with `b-c` and `a-b` with `c` are two names.
    package var variable: String { Self.prefix(of: account) + Self.capitals(key) }
    /// `main.api-key`, in the file.
    package var line: String { "\(account).\(key)" }

    static func prefix(of account: String) -> String { "SAUDA_\(capitals(account))__" }

    private static func capitals(_ word: String) -> String {
        String(word.uppercased().map { $0 == "-" ? "_" : $0 })
    }

    /// - Throws: for a value that no broker gives out: none, longer than 4,096 bytes, or with control characters.
    package static func checkedValue(_ text: String, at place: String) throws(SecretError) -> Secret {
        let fault: String? =
            if text.isEmpty {
                "is empty"
            } else if text.utf8.count > longestValue {
                "is longer than \(longestValue) bytes"
            } else if text.unicodeScalars.contains(where: { $0.value < 0x20 || (0x7F...0x9F).contains($0.value) }) {
                "has a line break or another control character in it"
            } else {
                nil
            }
        if let fault {
            throw SecretError(.refused, "the value of \(place) \(fault)", "Give the secret alone, on one line.")
        }
        return Secret(text)
    }
}

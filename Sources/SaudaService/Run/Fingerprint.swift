import SaudaStore

/// A short name for a text: equal texts have equal ones.
package enum Fingerprint {
    package static func of(_ text: String) -> String {
        guard var hash = SHA256() else { preconditionFailure("OpenSSL has no SHA-256; its installation is broken") }
        hash.update(Array(text.utf8))
        return "\(hash.finish())"
    }
}

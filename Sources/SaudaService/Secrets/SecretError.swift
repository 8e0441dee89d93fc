/// What is wrong with a secret, its file or the vault. Names and places only, never a value.
package struct SecretError: Error, Hashable, Sendable {
    package enum Kind: Hashable, Sendable {
        /// Something that was given cannot be used as it is: a name, a value, a file that others may read.
        case refused
        /// A credential that is nowhere.
        case missing
        /// A vault whose bytes are not as they were written.
        case damaged
        /// A key or passphrase that does not open the vault.
        case wrongKey
        /// The machine said no: a full disk, a lock that is held.
        case failed
    }

    package var kind: Kind
    package var what: String
    package var nextStep: String

    package init(_ kind: Kind, _ what: String, _ nextStep: String) {
        self.kind = kind
        self.what = what
        self.nextStep = nextStep
    }
}

extension SecretError: CustomStringConvertible {
    package var description: String { "\(what). \(nextStep)" }
}

/// What a command did to the vault, without a value.
struct VaultChange: Encodable {
    var vault: String
    var account: String?
    var key: String?
    /// `set`, `replaced`, `removed` or `rekeyed`.
    var done: String

    func show(_ format: OutputFormat) throws {
        if format == .json { return Terminal.out(try JSONText.of(self)) }
        let names = [account, key].compactMap(\.self).joined(separator: " ")
        Terminal.out("\(done): \(names.isEmpty ? vault : names)")
    }
}

package import SaudaBroker
import SaudaCore

/// An opened vault: secrets by account and key.
package struct Vault: Hashable, Sendable {
    private var values: [String: [String: Secret]] = [:]

    package init() {}

    package subscript(name: SecretName) -> Secret? {
        get { values[name.account]?[name.key] }
        set {
            values[name.account, default: [:]][name.key] = newValue
            if values[name.account]?.isEmpty == true { values[name.account] = nil }
        }
    }

    package var accounts: [String] { values.keys.sorted() }
    package func keys(of account: String) -> [String] { values[account]?.keys.sorted() ?? [] }
    package var secrets: [Secret] { values.values.flatMap(\.values) }
    package mutating func remove(account: String) { values[account] = nil }
}

extension Vault {
    /// Equal vaults have equal bytes.
    func encode() -> [UInt8] {
        var writer = ByteWriter()
        let names = accounts.flatMap { account in keys(of: account).map { SecretName(account, $0) } }
        writer.write(unsigned: UInt64(names.count))
        for name in names {
            writer.write(text: name.account)
            writer.write(text: name.key)
            writer.write(text: self[name]?.reveal() ?? "")
        }
        return writer.bytes
    }

    init(decoding bytes: [UInt8]) throws(ByteError) {
        var reader = ByteReader(bytes)
        for _ in 0..<(try reader.readUnsigned()) {
            let account = try reader.readText()
            let name = SecretName(account, try reader.readText())
            self[name] = Secret(try reader.readText())
        }
        try reader.finish()
    }
}

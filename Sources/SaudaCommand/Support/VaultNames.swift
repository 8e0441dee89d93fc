import SaudaBroker
import SaudaService

/// Which secrets a vault may hold, so that a slip is noticed when it is typed and not at the sign-in.
struct VaultNames {
    private let config: Config?
    private let plugins: Plugins
    /// A vault that was named by hand may serve another configuration.
    private let isForeign: Bool

    init(_ config: Config?, _ plugins: Plugins, isForeign: Bool) {
        self.config = config
        self.plugins = plugins
        self.isForeign = isForeign
    }

    func check(_ name: SecretName) throws(SecretError) {
        let accounts = config?.accounts.filter { $0.credentials == name.account } ?? []
        if let config, accounts.isEmpty, !isForeign {
            let known = config.accounts.compactMap(\.credentials)
            throw SecretError(
                .refused,
                "no account of the configuration has credentials: vault:\(name.account)",
                known.isEmpty
                    ? "Write it under accounts: first."
                    : "There are: \(known.joined(separator: ", ")). To keep it all the same, name the vault with --vault."
            )
        }
        // Brokers without an adapter have not said yet what they need.
        let brokers = accounts.isEmpty ? plugins.brokers : plugins.brokers.filter { $0.id == accounts[0].broker }
        let names = brokers.compactMap { $0.adapter?(Endpoints()).credentialNames }
        guard accounts.isEmpty || !names.isEmpty else { return }
        let known = [SecretName.user] + names.joined()
        guard known.contains(name.key) else {
            throw SecretError(
                .refused,
                "no broker has a credential '\(name.key)'",
                "Those that can be given are: \(known.joined(separator: ", "))."
            )
        }
    }
}

package import SaudaBroker

/// Where an account's credentials come from. Each is looked for in this order, and the first place that has it wins:
///
/// 1. the environment, as `SAUDA_ACCOUNT__KEY`;
/// 2. a file that only its owner may read, as `ACCOUNT.KEY = VALUE`;
/// 3. the vault.
///
/// A value: it reads nothing itself.
package struct CredentialResolver: Sendable {
    /// What an account's adapter signs in with.
    package struct Want: Hashable, Sendable {
        /// As in `credentials: vault:NAME`.
        package var account: String
        /// All that may be given, without `user`.
        package var names: [String]
        /// Those without which no sign-in is possible.
        package var required: [String]

        package init(_ account: String, names: [String], required: [String]) {
            self.account = account
            self.names = names
            self.required = required
        }

        var all: [String] { [SecretName.user] + names }
    }

    package var environment: [String: Secret]
    /// Nil when there is no such file.
    package var file: SecretText?
    package var filePath: String
    /// Nil when there is none, or as long as it need not be opened.
    package var vault: Vault?
    package var vaultPath: String

    package init(
        environment: [String: Secret],
        file: SecretText?,
        filePath: String,
        vault: Vault? = nil,
        vaultPath: String
    ) {
        self.environment = environment
        self.file = file
        self.filePath = filePath
        self.vault = vault
        self.vaultPath = vaultPath
    }

    /// Whether the vault has to be asked: something that the adapter knows is in neither of the first two places.
    package func needsVault(for want: Want) throws(SecretError) -> Bool {
        for key in want.all {
            if try outside(SecretName(want.account, key)) == nil { return true }
        }
        return false
    }

    /// Whether it has to be asked for what nobody can do without: the rest is left out then.
    package func requiresVault(for want: Want) throws(SecretError) -> Bool {
        for key in want.required {
            if try outside(SecretName(want.account, key)) == nil { return true }
        }
        return false
    }

    /// - Throws: `missing`, with all that is missing and each way to give it; `refused` for a secret of this account
    ///   that its adapter does not know, which is most often a slip.
    package func credentials(for want: Want) throws(SecretError) -> Credentials {
        try refuseUnknown(want)
        var secrets: [String: Secret] = [:]
        for key in want.all {
            let name = SecretName(want.account, key)
            secrets[key] = try outside(name) ?? vault?[name]
        }
        let missing = want.required.filter { secrets[$0] == nil }
        guard missing.isEmpty else { throw self.missing(missing, want.account) }
        let user = secrets.removeValue(forKey: SecretName.user)?.reveal() ?? ""
        return Credentials(user: user, secrets: secrets)
    }

    private func outside(_ name: SecretName) throws(SecretError) -> Secret? {
        if let value = environment[name.variable] {
            return try SecretName.checkedValue(value.reveal(), at: name.variable)
        }
        return file?.values[name]
    }

    private func refuseUnknown(_ want: Want) throws(SecretError) {
        let variables = Set(want.all.map { SecretName(want.account, $0).variable })
        let prefix = SecretName.prefix(of: want.account)
        if let name = environment.keys.sorted().first(where: { $0.hasPrefix(prefix) && !variables.contains($0) }) {
            throw unknown("the variable \(name)", want, "Unset it.")
        }
        let lines = (file?.values.keys.filter { $0.account == want.account } ?? []).map(\.key).sorted()
        if let key = lines.first(where: { !want.all.contains($0) }) {
            throw unknown("\(want.account).\(key) in \(filePath)", want, "Take the line out.", key)
        }
        if let key = vault?.keys(of: want.account).first(where: { !want.all.contains($0) }) {
            throw unknown(
                "\(key) of \(want.account) in the vault",
                want,
                "Take it out: `sauda vault rm \(want.account) \(key)`.",
                key
            )
        }
    }

    private func unknown(_ what: String, _ want: Want, _ nextStep: String, _ key: String = "") -> SecretError {
        let known = want.all.joined(separator: ", ")
        let hint = Suggestion.nearest(to: key, among: want.all).map { "Did you mean '\($0)'? " } ?? ""
        return SecretError(.refused, "\(what) is no credential of its broker, which has \(known)", hint + nextStep)
    }

    private func missing(_ keys: [String], _ account: String) -> SecretError {
        let names = keys.map { SecretName(account, $0) }
        let variables = names.map(\.variable).joined(separator: ", ")
        let lines = names.map { "`\($0.line) = VALUE`" }.joined(separator: ", ")
        let commands = keys.map { "`sauda vault set \(account) \($0)`" }.joined(separator: ", ")
        return SecretError(
            .missing,
            "the account's credentials '\(account)' have no \(keys.joined(separator: ", no "))",
            "Give each in one of three ways: in the environment (\(variables)); in \(filePath), readable by you alone "
                + "(\(lines)); or in the vault (\(commands))."
        )
    }
}

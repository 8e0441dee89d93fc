import ArgumentParser
import Glibc
import SaudaBroker
import SaudaService

/// Where the vault is, and what opens it.
struct VaultOptions: ParsableArguments {
    @Option(help: ArgumentHelp("The vault; secrets.vault in the configuration's home unless named.", valueName: "file"))
    var vault: String?

    @Option(
        help: ArgumentHelp(
            "A file that opens it, instead of a passphrase; SAUDA_VAULT_KEY_FILE does the same.",
            valueName: "file"
        )
    )
    var vaultKeyFile: String?

    func file(_ config: Config?) throws -> VaultFile {
        if let vault { return VaultFile(vault) }
        guard let config else {
            throw CommandFailure(
                .badUsage,
                "there is no config.yaml here that names a home. Name the vault: --vault FILE."
            )
        }
        return VaultFile("\(config.resolved(config.home))/secrets.vault")
    }

    /// What opens the vault: the key file's text, or what the person types. Never an argument or a variable.
    ///
    /// - Parameter isNew: asked for twice, and not too short.
    func passphrase(of file: VaultFile, isNew: Bool = false) throws -> Secret {
        if let path = keyFile { return try VaultFile.passphrase(inKeyFile: path) }
        if isNew { return try typedPassphrase(of: file) }
        return try SecretPrompt.ask("passphrase of \(file.path)", instead: Self.instead)
    }

    private static let instead = "Give a key file: --vault-key-file FILE, or SAUDA_VAULT_KEY_FILE."

    func typedPassphrase(of file: VaultFile) throws -> Secret {
        let passphrase = try SecretPrompt.ask("new passphrase of \(file.path)", instead: Self.instead)
        guard passphrase.reveal().count >= VaultFile.shortestPassphrase else {
            throw CommandFailure(
                .badUsage,
                "a passphrase has \(VaultFile.shortestPassphrase) characters or more; four words do well."
            )
        }
        guard try SecretPrompt.ask("once more", instead: Self.instead) == passphrase else {
            throw CommandFailure(.badUsage, "the two passphrases differ; nothing was changed.")
        }
        return passphrase
    }

    private var keyFile: String? {
        if let vaultKeyFile { return vaultKeyFile }
        guard let path = unsafe getenv("SAUDA_VAULT_KEY_FILE").map({ unsafe String(cString: $0) }), !path.isEmpty else {
            return nil
        }
        return path
    }
}

/// The places that credentials come from, for commands that sign in.
struct SecretOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp("Lines of ACCOUNT.KEY = VALUE; secrets.txt in the home unless named.", valueName: "file")
    )
    var secrets: String?

    @OptionGroup var vault: VaultOptions

    /// An account's credentials: environment, file, vault, the first that has each.
    ///
    /// - Throws: `SecretError`, or why the vault's passphrase cannot be asked for.
    func credentials(
        of account: Config.Account,
        for adapter: any BrokerAdapter,
        _ config: Config,
        _ context: CommandContext
    ) throws -> Credentials {
        let want = CredentialResolver.Want(
            account.credentials ?? account.name,
            names: adapter.credentialNames,
            required: adapter.requiredCredentialNames
        )
        let resolver = try resolver(config, context) { resolver throws(SecretError) in
            try resolver.needsVault(for: want)
        }
        let credentials = try resolver.credentials(for: want)
        Terminal.secrets.learn(credentials)
        return credentials
    }

    /// What the alerts' channels are sent with.
    ///
    /// - Throws: as `credentials`.
    func alertSecrets(
        of channels: [AlertChannel],
        _ config: Config,
        _ context: CommandContext
    ) throws -> AlertSecrets {
        let wants = AlertSecrets.wants(of: channels)
        var secrets = AlertSecrets()
        guard !wants.isEmpty else { return secrets }
        let resolver = try resolver(config, context) { resolver throws(SecretError) in
            for want in wants where try resolver.requiresVault(for: want) { return true }
            return false
        }
        for want in wants {
            let credentials = try resolver.credentials(for: want)
            Terminal.secrets.learn(credentials)
            secrets.add(credentials, under: want.account)
        }
        return secrets
    }

    /// - Parameter needsVault: whether what environment and file have is not enough.
    private func resolver(
        _ config: Config,
        _ context: CommandContext,
        needsVault: (CredentialResolver) throws(SecretError) -> Bool
    ) throws -> CredentialResolver {
        MemoryGuard.raise()
        let path = secrets ?? "\(config.resolved(config.home))/secrets.txt"
        let file = try SecretText.read(path)
        if secrets != nil, file == nil { throw CommandFailure(.badUsage, "there is no file \(path).") }
        let vaultFile = try vault.file(config)
        var resolver = CredentialResolver(
            environment: context.environment,
            file: file,
            filePath: path,
            vaultPath: vaultFile.path
        )
        if try needsVault(resolver), vaultFile.exists || vault.vault != nil {
            resolver.vault = try vaultFile.open(try vault.passphrase(of: vaultFile))
        }
        return resolver
    }
}

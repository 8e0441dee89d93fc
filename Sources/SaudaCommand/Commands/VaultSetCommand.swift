import ArgumentParser
import SaudaBroker
import SaudaService

struct VaultSetCommand: ToolCommand {
    static let configuration = CommandConfiguration(
        commandName: "set",
        abstract: "Put a secret in, or another in its place.",
        discussion: """
            The first one makes the vault. The value is typed without an echo, or piped
            in as one line.

            Examples:
              sauda vault set main api-key
              sauda vault set main user
              pass show broker/secret | sauda vault set main api-secret
              sauda vault set main api-key --vault-key-file ~/.sauda-key
            """
    )

    @Argument(help: ArgumentHelp("The name after vault: in config.yaml.", valueName: "account"))
    var account: String

    @Argument(help: ArgumentHelp("The broker's name of the secret, or user.", valueName: "key"))
    var key: String

    @Argument(help: .hidden)
    var values: [String] = []

    @OptionGroup var configuration: ConfigOptions
    @OptionGroup var options: VaultOptions

    @Option(help: "table or json.")
    var format = OutputFormat.table

    func validate() throws {
        // Not quoted: it may well be the secret.
        guard values.isEmpty else {
            throw ValidationError(
                "The value is never an argument: others see it in the process list, and the shell keeps it. It is asked "
                    + "for, or piped in. If that was a secret, change it at the broker."
            )
        }
    }

    func run(_ context: CommandContext) async throws {
        MemoryGuard.raise()
        let config = try configuration.loadIfPresent(context.plugins)
        let name = try SecretName.checked(account, key)
        try VaultNames(config, context.plugins, isForeign: options.vault != nil).check(name)
        let file = try options.file(config)
        let isNew = !file.exists
        let passphrase = try options.passphrase(of: file, isNew: isNew)
        // Before the value is typed in vain.
        if !isNew { _ = try file.open(passphrase) }
        let value = try SecretName.checkedValue(
            try SecretPrompt.value("\(account) \(key)").reveal(),
            at: "\(account) \(key)"
        )
        Terminal.secrets.learn([passphrase, value])
        if isNew, options.vault == nil, let config { try Folders.make(config.resolved(config.home)) }
        var had = false
        try file.update(passphrase) { vault in
            had = vault[name] != nil
            vault[name] = value
        }
        try VaultChange(vault: file.path, account: account, key: key, done: had ? "replaced" : "set").show(format)
    }
}

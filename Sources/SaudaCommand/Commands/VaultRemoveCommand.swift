import ArgumentParser
import SaudaBroker
import SaudaService

struct VaultRemoveCommand: ToolCommand {
    static let configuration = CommandConfiguration(
        commandName: "rm",
        abstract: "Take a secret out, or all of an account.",
        discussion: """
            Examples:
              sauda vault rm main api-secret
              sauda vault rm main
            """
    )

    @Argument(help: ArgumentHelp("The account.", valueName: "account"))
    var account: String

    @Argument(help: ArgumentHelp("The secret; all of the account's unless named.", valueName: "key"))
    var key: String?

    @OptionGroup var configuration: ConfigOptions
    @OptionGroup var options: VaultOptions

    @Option(help: "table or json.")
    var format = OutputFormat.table

    func run(_ context: CommandContext) async throws {
        MemoryGuard.raise()
        let name = try SecretName.checked(account, key ?? "all")
        let file = try options.file(try configuration.loadIfPresent(context.plugins))
        guard file.exists else {
            throw SecretError(.missing, "there is no vault \(file.path)", "Name it with --vault FILE.")
        }
        var removed: [String] = []
        try file.update(try options.passphrase(of: file)) { vault throws(SecretError) in
            removed = vault.keys(of: account).filter { key == nil || $0 == key }
            guard !removed.isEmpty else {
                throw SecretError(
                    .missing,
                    "the vault has no \(key ?? "secret") of \(account)",
                    "See what it has: `sauda vault list`."
                )
            }
            if key == nil { vault.remove(account: account) } else { vault[name] = nil }
        }
        let change = VaultChange(
            vault: file.path,
            account: account,
            key: removed.joined(separator: ", "),
            done: "removed"
        )
        try change.show(format)
    }
}

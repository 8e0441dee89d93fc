import ArgumentParser
import SaudaService

struct VaultListCommand: ToolCommand {
    static let configuration = CommandConfiguration(
        commandName: "list",
        abstract: "Show which secrets are in it: names, never values.",
        discussion: """
            Examples:
              sauda vault list
              sauda vault list --vault desk.vault --format json
            """
    )

    @OptionGroup var configuration: ConfigOptions
    @OptionGroup var options: VaultOptions

    @Option(help: "table or json.")
    var format = OutputFormat.table

    private struct Listing: Encodable {
        struct Account: Encodable {
            var name: String
            var keys: [String]
        }

        var vault: String
        var accounts: [Account]
    }

    func run(_ context: CommandContext) async throws {
        MemoryGuard.raise()
        let file = try options.file(try configuration.loadIfPresent(context.plugins))
        guard file.exists else {
            throw SecretError(.missing, "there is no vault \(file.path)", "Make one: `sauda vault set ACCOUNT KEY`.")
        }
        let vault = try file.open(try options.passphrase(of: file))
        let accounts = vault.accounts.map { Listing.Account(name: $0, keys: vault.keys(of: $0)) }
        if format == .json { return Terminal.out(try JSONText.of(Listing(vault: file.path, accounts: accounts))) }
        guard !accounts.isEmpty else { return Terminal.out("The vault \(file.path) is empty.") }
        let width = accounts.map(\.name.count).max() ?? 0
        let lines = accounts.map { "\($0.name.padded(width))  \($0.keys.joined(separator: ", "))" }
        Terminal.out(lines.joined(separator: "\n"))
    }
}

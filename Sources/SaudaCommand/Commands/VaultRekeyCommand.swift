import ArgumentParser
import SaudaBroker
import SaudaService

struct VaultRekeyCommand: ToolCommand {
    static let configuration = CommandConfiguration(
        commandName: "rekey",
        abstract: "Give the vault another passphrase or key file.",
        discussion: """
            Examples:
              sauda vault rekey
              sauda vault rekey --new-key-file ~/.sauda-key
            """
    )

    @OptionGroup var configuration: ConfigOptions
    @OptionGroup var options: VaultOptions

    @Option(
        help: ArgumentHelp("The file that opens it from now on; else a passphrase is asked for.", valueName: "file")
    )
    var newKeyFile: String?

    @Option(help: "table or json.")
    var format = OutputFormat.table

    func run(_ context: CommandContext) async throws {
        MemoryGuard.raise()
        let file = try options.file(try configuration.loadIfPresent(context.plugins))
        let old = try options.passphrase(of: file)
        _ = try file.open(old)
        let new =
            if let newKeyFile {
                try VaultFile.passphrase(inKeyFile: newKeyFile)
            } else {
                try options.typedPassphrase(of: file)
            }
        try file.update(old, newPassphrase: new) { _ in }
        try VaultChange(vault: file.path, done: "rekeyed").show(format)
    }
}

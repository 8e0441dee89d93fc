import ArgumentParser
import SaudaService

struct BackupCommand: ToolCommand {
    static let configuration = CommandConfiguration(
        commandName: "backup",
        abstract: "Copy journals, flags and books of a home, also while a sauda runs, and verify the copy.",
        discussion: """
            A journal that is being written is copied up to its last whole frame, the books as they are at one moment; \
            the home's kind and its halts go with them. The vault, sessions and other credentials are not copied: keep \
            them apart. To restore, put the copied files into a home in which no sauda runs.

            Examples:
              sauda backup copies/2026-08-20
              sauda backup copy --home /srv/desk --format json

            Exit codes: 0 copied and sound, 1 failed, or the copy is damaged as the home is, 2 bad usage or config, 3 there is \
            nothing to copy.
            """
    )

    @Argument(help: ArgumentHelp("A new or empty folder.", valueName: "dir"))
    var folder: String

    @OptionGroup var place: HomeOption

    @Option(help: "table or json.")
    var format = OutputFormat.table

    func run(_ context: CommandContext) async throws {
        let home = try place.path(context)
        let bar = ProgressBar("copying")
        defer { bar.finish() }
        let backup = try HomeBackup(of: home, to: folder, progress: bar.update)
        bar.finish()
        Terminal.out(format == .json ? try JSONText.of(backup) : text(backup))
        if !backup.audit.isSound { throw ExitCode(ExitStatus.failed.rawValue) }
    }

    private func text(_ backup: HomeBackup) -> String {
        let bytes = backup.files.reduce(0) { $0 + $1.bytes }
        var lines = ["copied \(backup.files.count) files, \(bytes) bytes, to \(folder.shown)"]
        for file in backup.files where file.leftOut > 0 {
            lines.append("\(file.file.shown): \(file.leftOut) bytes after its last whole frame are left out")
        }
        return (lines + [AuditPage.text(backup.audit), "not copied: \(HomeBackup.leftOut)"]).joined(separator: "\n")
    }
}

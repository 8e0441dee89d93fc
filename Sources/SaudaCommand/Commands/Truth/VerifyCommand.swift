import ArgumentParser
import SaudaService
import SaudaStore

struct VerifyCommand: ToolCommand {
    static let configuration = CommandConfiguration(
        commandName: "verify",
        abstract: "Check every journal of a home: chain, records, links from day to day, and the books made of them.",
        discussion: """
            It changes nothing, and may run beside a sauda. What a crash leaves behind on the latest day is said and is
            no damage (docs/journal.md).

            Examples:
              sauda verify
              sauda verify --home /srv/desk --format json

            Exit codes: 0 sound, 1 damage was found, 2 bad usage or config, 3 there is nothing to verify.
            """
    )

    @OptionGroup var place: HomeOption

    @Option(help: "table or json.")
    var format = OutputFormat.table

    func run(_ context: CommandContext) async throws {
        let home = try place.path(context)
        let bar = ProgressBar("verifying")
        let audit = try HomeAudit.run(home, progress: bar.update)
        bar.finish()
        guard let audit else {
            throw DataError(file: home, what: "there is no journal and no booked day", nextStep: "look at --home")
        }
        Terminal.out(format == .json ? try JSONText.of(audit) : AuditPage.text(audit))
        if !audit.isSound { throw ExitCode(ExitStatus.failed.rawValue) }
    }
}

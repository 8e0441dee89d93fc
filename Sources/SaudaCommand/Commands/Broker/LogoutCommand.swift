import ArgumentParser
import SaudaBroker
import SaudaCore
import SaudaService

struct LogoutCommand: ToolCommand {
    static let configuration = CommandConfiguration(
        commandName: "logout",
        abstract: "End an account's session, at the broker and here.",
        discussion: """
            Programs that use the session, `sauda run` among them, are signed out with it. Orders stay where they are.

            Examples:
              sauda logout
              sauda logout main --format json

            Exit codes: 0 ended, or there was none; 1 the broker could not be told, 2 bad usage or config.
            """
    )

    @Argument(help: ArgumentHelp("The account.", valueName: "account"))
    var name: String?

    @OptionGroup var line: LineOptions

    @Option(help: "table or json.")
    var format = OutputFormat.table

    private struct Report: Encodable {
        var account: String
        var ended: Bool
    }

    func run(_ context: CommandContext) async throws {
        let chosen = try await line.choose(context, name: name)
        let line = try chosen.maker.line(
            chosen.account,
            chosen.id,
            chosen.credentials,
            owner: "C",
            help: .nobody
        )
        let isLive = line.sessionFile.read().map { $0.isValid(at: line.clock.now) } ?? false
        if isLive {
            do {
                _ = try await line.run { try await $0.ask(.signOut) }
            } catch let error as BrokerError {
                throw CommandFailure(
                    .failed,
                    "\(error)\nThe session is still kept here; run `sauda logout` again, or end it on the broker's site."
                )
            }
        }
        line.sessionFile.remove()
        let report = Report(account: chosen.account.name, ended: isLive)
        if format == .json { return Terminal.out(try JSONText.of(report)) }
        Terminal.out(isLive ? "\(report.account) is signed out." : "\(report.account) was not signed in.")
    }
}

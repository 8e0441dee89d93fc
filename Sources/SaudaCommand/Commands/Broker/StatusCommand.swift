import ArgumentParser
import SaudaBroker
import SaudaCore
import SaudaService

struct StatusCommand: ToolCommand {
    static let configuration = CommandConfiguration(
        commandName: "status",
        abstract: "Show the accounts, how old their sessions are and when they end.",
        discussion: """
            Each kept session is tried with the cheapest call there is; --offline only looks at the files.

            Examples:
              sauda status
              sauda status --offline
              sauda status --format json

            Exit codes: 0 every account at a broker is signed in, 1 one is not, 2 bad usage or config.
            """
    )

    @OptionGroup var line: LineOptions

    @Flag(help: "Ask no broker.")
    var offline = false

    @Option(help: "table or json.")
    var format = OutputFormat.table

    func run(_ context: CommandContext) async throws {
        let config = try line.configuration.load(context.plugins)
        let simulated = Set(context.plugins.brokers.filter(\.isSimulated).map(\.id))
        var rows: [AccountStatus] = []
        for account in config.accounts where line.account == nil || line.account == account.name {
            if simulated.contains(account.broker) {
                rows.append(AccountStatus(account, .simulated))
            } else {
                rows.append(try await status(of: account, context))
            }
        }
        guard !rows.isEmpty else {
            throw CommandFailure(.badUsage, "no account is called '\(line.account ?? "")'; look under accounts:.")
        }
        Terminal.out(format == .json ? try JSONText.of(rows) : Self.table(rows))
        let isFine = rows.allSatisfy { [.signedIn, .simulated].contains($0.state) || (offline && $0.state == .kept) }
        if !isFine { throw ExitCode(ExitStatus.failed.rawValue) }
    }

    private func status(of account: Config.Account, _ context: CommandContext) async throws -> AccountStatus {
        let line: AccountLine
        do {
            let chosen = try await self.line.choose(context, name: account.name)
            line = try chosen.maker.line(account, chosen.id, chosen.credentials, owner: "C", help: .nobody)
        } catch {
            var status = AccountStatus(account, .signedOut)
            status.trouble = "\(error)"
            return status
        }
        guard let session = line.sessionFile.read() else { return AccountStatus(account, .signedOut) }
        var status = AccountStatus(account, session, at: line.clock.now)
        guard !offline, status.state == .kept else { return status }
        do {
            let skew = try await line.run { line in
                _ = try await line.ask(.probe)
                return line.link.clockSkew
            }
            status.state = .signedIn
            status.take(skew)
        } catch  where line.isLoginMissing.isSet {
            status.state = .expired
            status.trouble = "the broker has ended the session; run `sauda login \(account.name)`"
        } catch {
            status.trouble = "\(error)"
        }
        return status
    }

    private static func table(_ rows: [AccountStatus]) -> String {
        let ink = Ink(isOn: Terminal.usesColour)
        var table = ColumnTable(["ACCOUNT", "BROKER", "STATE", "USER", "AGE", "ENDS IN", "CLOCK"])
        var notes: [String] = []
        for row in rows {
            let isFine = row.state == .signedIn || row.state == .simulated
            table.add(
                [
                    row.account, row.broker, row.state.rawValue, row.user ?? "-", row.age.map(Spans.text) ?? "-",
                    row.left.map(Spans.text) ?? "-", row.skewText ?? "-",
                ],
                tone: isFine ? .plain : .warning
            )
            if let trouble = row.trouble { notes.append("\(row.account): \(trouble)") }
            if row.state == .signedOut, row.trouble == nil {
                notes.append("\(row.account): run `sauda login \(row.account)`.")
            }
            if row.state == .expired, row.trouble == nil {
                notes.append("\(row.account): the session has ended; run `sauda login \(row.account)`.")
            }
        }
        return ([table.text(ink)] + notes).joined(separator: "\n")
    }
}

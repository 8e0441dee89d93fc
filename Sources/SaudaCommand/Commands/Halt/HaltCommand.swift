import ArgumentParser
import SaudaBroker
import SaudaCore
import SaudaService

struct HaltCommand: ToolCommand {
    static let configuration = CommandConfiguration(
        commandName: "halt",
        abstract: "Stop everything: no order leaves any more, and all that work are cancelled.",
        discussion: """
            A file in `home:` says it to every sauda of that home, so one that runs stops within a moment, and stays \
            stopped over a restart until `sauda resume`. Then every open order of every account at a broker is \
            cancelled, whoever placed it, and what came of each is told. With --flat positions of the day and \
            derivatives are closed at the market as well; shares that are held stay.
            The broker's own switch, for a machine that cannot be trusted any more, is `sauda kill-switch`.

            Examples:
              sauda halt
              sauda halt --flat --yes
              sauda halt --account main --why "prices look wrong"
              sauda halt --flat --dry-run

            Exit codes: 0 all is still, 1 something could not be done, 2 bad usage or config, 4 an order is in doubt.
            """
    )

    @Flag(help: "Close positions at the market too, but for shares that are held.")
    var flat = false

    @Option(help: ArgumentHelp("Noted beside the halt.", valueName: "text"))
    var why = ""

    @OptionGroup var sending: SendingOptions

    func run(_ context: CommandContext) async throws {
        StopSignal.watch()
        let config = try sending.line.configuration.load(context.plugins)
        // Whoever cannot be reached holds nothing up.
        let clock = await (try? sending.line.practicePeer()?.clock()) ?? WireClock()
        let file = sending.line.haltFile(config)
        if !sending.dryRun {
            try Folders.make(sending.line.home ?? config.resolved(config.home))
            try file.set(at: clock.now, why: why)
            let since = file.text ?? ""
            Terminal.err("Halted, \(since): nothing leaves this home until `sauda resume`.")
        }
        let reports = try await reports(config, context)
        if sending.format == .json {
            Terminal.out(try JSONText.of(reports))
        } else {
            if reports.isEmpty {
                Terminal.out("No account trades at a broker in this mode: there is nothing to cancel.")
            }
            let ink = Ink(isOn: Terminal.usesColour)
            for report in reports { Terminal.out(report.text(ink)) }
        }
        await tell(reports, since: file.text ?? "", config, context, at: clock.now)
        if let worst = reports.compactMap(\.exitStatus).max(by: { $0.rawValue < $1.rawValue }) {
            throw ExitCode(worst.rawValue)
        }
    }

    /// Last of all, so that it holds nothing up: what came of it goes out as alerts. What fails of that is only said.
    private func tell(
        _ reports: [HaltReport],
        since: String,
        _ config: Config,
        _ context: CommandContext,
        at time: Timestamp
    ) async {
        guard !sending.dryRun else { return }
        let notices: [Notice] = reports.isEmpty ? [.halted(since, at: time)] : reports.map { $0.notice(at: time) }
        do {
            try await AlertDesk(config, sending.line.secrets, context).beside { $0?.post(notices) }
        } catch {
            Terminal.err("No alert went out: \(error)")
        }
    }

    /// Every account is tried, whatever became of those before it.
    private func reports(_ config: Config, _ context: CommandContext) async throws -> [HaltReport] {
        let simulated = Set(context.plugins.brokers.filter(\.isSimulated).map(\.id))
        let atBrokers = config.accounts.filter { !simulated.contains($0.broker) }.map(\.name)
        var reports: [HaltReport] = []
        for name in sending.line.account.map({ [$0] }) ?? atBrokers {
            let chosen: LineOptions.Chosen
            do {
                chosen = try await sending.line.choose(context, name: name)
                guard config.mode == .live else { continue }
                try sending.checkAddress(chosen)
                if flat { try sending.checkMode(chosen, for: "closing positions") }
            } catch {
                let broker = config.accounts.first { $0.name == name }?.broker ?? ""
                reports.append(HaltReport(account: name, broker: broker, failure: "\(error)"))
                continue
            }
            reports.append(await AccountHalt(chosen, sending, context.plugins, isFlat: flat).run())
        }
        return reports
    }
}

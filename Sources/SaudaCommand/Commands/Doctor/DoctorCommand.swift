import ArgumentParser
import SaudaBroker
import SaudaCore
import SaudaService

struct DoctorCommand: ToolCommand {
    static let configuration = CommandConfiguration(
        commandName: "doctor",
        abstract:
            "Look for what would go wrong before it does: configuration, home, machine, clock, network, accounts.",
        discussion: """
            Reads and asks; sends no order and signs nobody in. Each finding is ok, a warning or failed, with its fix. \
            With --address-service a service of your choice is asked from which address we are seen (it answers a GET \
            with the address alone, as https://checkip.amazonaws.com does), and that is compared with egress:.

            Examples:
              sauda doctor
              sauda doctor --offline
              sauda doctor --address-service https://checkip.amazonaws.com
              sauda doctor --practice http://127.0.0.1:8080 --format json

            Exit codes: 0 nothing failed, 1 a check failed, 2 bad usage.
            """
    )

    @OptionGroup var line: LineOptions

    @Flag(help: "Ask no broker and no name server.")
    var offline = false

    @Option(help: ArgumentHelp("Ask this service from where we are seen.", valueName: "url"))
    var addressService: String?

    @Flag(help: "Show only what is not ok.")
    var quiet = false

    @Option(help: "table or json.")
    var format = OutputFormat.table

    func validate() throws {
        guard addressService?.hasPrefix("https://") ?? true else {
            throw ValidationError("--address-service is an https:// address.")
        }
        guard addressService == nil || !offline else {
            throw ValidationError("--address-service asks outside; leave --offline out.")
        }
    }

    private struct Report: Encodable {
        var findings: [DoctorFinding]
        var ok: Int
        var warnings: Int
        var failed: Int
        var skipped: Int
    }

    func run(_ context: CommandContext) async throws {
        let findings = DoctorCheck.examine(try await facts(context))
        func count(_ verdict: DoctorFinding.Verdict) -> Int { findings.count { $0.verdict == verdict } }
        let report = Report(
            findings: findings.filter { !quiet || $0.verdict == .warning || $0.verdict == .failed },
            ok: count(.ok),
            warnings: count(.warning),
            failed: count(.failed),
            skipped: count(.skipped)
        )
        Terminal.out(format == .json ? try JSONText.of(report) : text(report))
        if report.failed > 0 { throw ExitCode(ExitStatus.failed.rawValue) }
    }

    private func text(_ report: Report) -> String {
        let ink = Ink(isOn: Terminal.usesColour)
        let names = report.findings.map { finding in
            finding.account.map { "\(finding.check) (\($0))" } ?? finding.check
        }
        let width = names.map(\.count).max() ?? 0
        var lines: [String] = []
        for (finding, name) in zip(report.findings, names) {
            let verdict =
                switch finding.verdict {
                case .ok: ink.good("ok     ")
                case .warning: ink.warning("warning")
                case .failed: ink.bad("FAILED ")
                case .skipped: ink.dim("-      ")
                }
            lines.append("\(verdict)  \(name.padded(width))  \(finding.text.shown)")
            if let fix = finding.fix { lines.append("         \("".padded(width))  -> \(fix)") }
        }
        let warnings = report.warnings == 1 ? "1 warning" : "\(report.warnings) warnings"
        lines.append("\(report.ok) ok, \(warnings), \(report.failed) failed, \(report.skipped) with nothing to look at")
        return lines.joined(separator: "\n")
    }

    // MARK: - Gathering

    private func facts(_ context: CommandContext) async throws -> DoctorFacts {
        let peer = try line.practicePeer()
        let place = peer.map { LinePlace.practice($0) } ?? .brokers(WireClock())
        let clock = try await place.clock()
        var facts = DoctorFacts(now: clock.now)
        facts.isOffline = offline
        facts.machine = MachineInspector.inspect(loginPort: 5010)
        let path = line.configuration.config ?? ConfigOptions.standardPath
        var shape = DoctorFacts.Configuration(path: path)
        if let rights = HomeInspector.rights(of: path) { (shape.mode, shape.isOwn) = (rights.mode, rights.isOwn) }
        let config: Config
        do {
            config = try line.configuration.load(context.plugins)
        } catch let errors as ConfigErrors {
            shape.errors = errors.errors
            facts.config = shape
            return facts
        }
        facts.config = describe(config, shape, context.plugins)
        let home = line.home ?? config.resolved(config.home)
        facts.home = HomeInspector.inspect(home)
        let maker = LineMaker(plugins: context.plugins, place: place, home: home, clock: clock)
        let inspector = AccountInspector(
            config: config,
            maker: maker,
            watched: (try? SymbolList.symbols(of: config)) ?? [],
            isOffline: offline,
            addressService: addressService
        )
        // Passphrases are asked for one after the other, brokers all at once.
        var asked: [(Config.Account, Result<Credentials, DoctorTrouble>)] = []
        for account in config.accounts where line.account == nil || line.account == account.name {
            asked.append((account, await credentials(of: account, peer, maker, config, context)))
        }
        facts.accounts = await withTaskGroup(of: (Int, DoctorFacts.Account).self) { group in
            for (place, (account, credentials)) in asked.enumerated() {
                group.addTask { (place, await inspector.inspect(account, credentials)) }
            }
            return await group.reduce(into: []) { $0.append($1) }.sorted { $0.0 < $1.0 }.map(\.1)
        }
        return facts
    }

    private func describe(
        _ config: Config,
        _ shape: DoctorFacts.Configuration,
        _ plugins: Plugins
    ) -> DoctorFacts.Configuration {
        var shape = shape
        let abilities = plugins.abilities(in: config.mode, isPractice: line.practice != nil)
        shape.unsupported = config.unsupported(by: abilities) + config.unavailable(plugins)
        shape.isLive = config.mode == .live
        shape.alertCount = config.alerts.count
        if case .files(let path) = config.market.history {
            let path = config.resolved(path)
            shape.history = (path, HomeInspector.isFolder(path))
        }
        do {
            _ = try SymbolList.symbols(of: config)
        } catch {
            shape.universe = "\(error)"
        }
        return shape
    }

    private func credentials(
        of account: Config.Account,
        _ peer: PracticePeer?,
        _ maker: LineMaker,
        _ config: Config,
        _ context: CommandContext
    ) async -> Result<Credentials, DoctorTrouble> {
        do {
            if let peer { return .success(try await peer.credentials()) }
            let adapter = try maker.adapter(of: account)
            return .success(try line.secrets.credentials(of: account, for: adapter, config, context))
        } catch {
            return .failure(DoctorTrouble(text: "\(error)"))
        }
    }
}

/// Why something could not be looked at.
struct DoctorTrouble: Error, Sendable {
    var text: String
}

import ArgumentParser
import SaudaBroker
import SaudaCore
import SaudaService

/// Which account a command talks with, and where its broker is.
struct LineOptions: ParsableArguments {
    @OptionGroup var configuration: ConfigOptions

    @Option(help: ArgumentHelp("The account; the only one at a broker unless named.", valueName: "name"))
    var account: String?

    @Option(help: ArgumentHelp("Talk with `sauda practice` at this address instead.", valueName: "url"))
    var practice: String?

    @Option(help: ArgumentHelp("The practice server's authority, when it has TLS.", valueName: "file"))
    var practiceCA: String?

    @Option(help: ArgumentHelp("Keep sessions and lists here instead of `home:`.", valueName: "dir"))
    var home: String?

    @OptionGroup var secrets: SecretOptions

    /// An account and the way to make lines to its broker.
    struct Chosen: Sendable {
        let config: Config
        let account: Config.Account
        let id: AccountID
        let maker: LineMaker
        var credentials: Credentials
        let isPractice: Bool

        /// A line for questions alone.
        func reading() throws -> AccountLine {
            try maker.line(
                account,
                id,
                credentials,
                owner: "C",
                help: help,
                notice: { if $0.code == "left-out" { Terminal.err($0.text) } }
            )
        }

        /// Nobody signs in by the way but a practice server.
        var help: SignInHelp {
            if case .practice(let peer) = maker.place { return .practice(peer) }
            return .nobody
        }
    }

    func choose(_ context: CommandContext, name: String? = nil) async throws -> Chosen {
        MemoryGuard.raise()
        let config = try configuration.load(context.plugins)
        let account = try pick(name ?? account, config, context.plugins)
        let home = home ?? config.resolved(config.home)
        let peer = try practicePeer()
        guard peer != nil || practiceCA == nil else {
            throw CommandFailure(.badUsage, "--practice-ca belongs to --practice URL; leave it out, or add that.")
        }
        let place = peer.map { LinePlace.practice($0) } ?? .brokers(WireClock())
        let maker = LineMaker(plugins: context.plugins, place: place, home: home, clock: try await place.clock())
        let adapter = try maker.adapter(of: account)
        return Chosen(
            config: config,
            account: account,
            id: AccountID(index: UInt16(config.accounts.firstIndex { $0.name == account.name } ?? 0)),
            maker: maker,
            credentials: try await peer?.credentials()
                ?? secrets.credentials(of: account, for: adapter, config, context),
            isPractice: peer != nil
        )
    }

    func practicePeer() throws -> PracticePeer? { try practice.map { try PracticePeer($0, authority: practiceCA) } }

    /// Whether anything may leave the home.
    func haltFile(_ config: Config) -> HaltFile {
        HaltFile(home: home ?? config.resolved(config.home), isPractice: practice != nil)
    }

    private func pick(_ name: String?, _ config: Config, _ plugins: Plugins) throws -> Config.Account {
        let simulated = Set(plugins.brokers.filter(\.isSimulated).map(\.id))
        let fits = config.accounts.filter { !simulated.contains($0.broker) }
        let names = fits.map(\.name).joined(separator: ", ")
        guard let name else {
            if fits.count == 1 { return fits[0] }
            throw CommandFailure(
                .badUsage,
                fits.isEmpty
                    ? "no account in the configuration is at a broker; add one under accounts: with its broker's id."
                    : "there are \(fits.count) accounts at brokers: \(names). Name one with --account."
            )
        }
        let named = config.accounts.first { $0.name == name }
        let ofBroker = config.accounts.filter { $0.broker == name }
        guard let account = named ?? (ofBroker.count == 1 ? ofBroker[0] : nil) else {
            let known = names.isEmpty ? "There is none at a broker." : "There are \(names)."
            throw CommandFailure(.badUsage, "no account is called '\(name)'. \(known)")
        }
        guard !simulated.contains(account.broker) else {
            throw CommandFailure(
                .badUsage,
                "account '\(name)' is on the \(account.broker) exchange inside sauda; there is no broker to talk with."
                    + (names.isEmpty ? "" : " Accounts at brokers: \(names).")
            )
        }
        return account
    }
}

extension TimeOfDay {
    /// When a line that lives for seconds would probe by itself: never.
    static let lastSecond = TimeOfDay(23, 59, 59)
}

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

    /// An account and the way to make lines to its broker.
    struct Chosen: Sendable {
        let config: Config
        let account: Config.Account
        let id: AccountID
        let maker: LineMaker
        let isPractice: Bool

        /// A line for questions alone.
        func reading() async throws -> AccountLine { try await maker.line(account, id, owner: "C", help: help) }

        /// Nobody signs in by the way but a practice server.
        var help: SignInHelp {
            if case .practice(let peer) = maker.place { return .practice(peer) }
            return .nobody
        }
    }

    func choose(_ context: CommandContext, name: String? = nil) async throws -> Chosen {
        let config = try configuration.load(context.plugins)
        let account = try pick(name ?? account, config, context.plugins)
        let home = home ?? config.resolved(config.home)
        let maker: LineMaker
        if let practice {
            let peer = try PracticePeer(practice, authority: practiceCA)
            maker = LineMaker(
                plugins: context.plugins,
                place: .practice(peer),
                home: home,
                clock: try await peer.clock(),
                credentials: { _, _ in try await peer.credentials() }
            )
        } else {
            guard practiceCA == nil else {
                throw CommandFailure(.badUsage, "--practice-ca belongs to --practice URL; leave it out, or add that.")
            }
            maker = LineMaker(
                plugins: context.plugins,
                place: .brokers,
                home: home,
                clock: WireClock(),
                credentials: { account, names in try Self.credentials(account, names) }
            )
        }
        return Chosen(
            config: config,
            account: account,
            id: AccountID(index: UInt16(config.accounts.firstIndex { $0.name == account.name } ?? 0)),
            maker: maker,
            isPractice: practice != nil
        )
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

    private static func credentials(_ account: Config.Account, _ names: [String]) throws -> Credentials {
        throw CommandFailure(
            .failed,
            "the credentials of '\(account.name)' (\(names.joined(separator: ", "))) cannot be read in this version; "
                + "use --practice URL."
        )
    }
}

extension TimeOfDay {
    /// When a line that lives for seconds would probe by itself: never.
    static let lastSecond = TimeOfDay(23, 59, 59)
}

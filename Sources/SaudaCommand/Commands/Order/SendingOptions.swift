public import ArgumentParser
import Glibc
import SaudaBroker
public import SaudaCore
import SaudaService

/// What every command that sends something has.
struct SendingOptions: ParsableArguments {
    @OptionGroup var line: LineOptions

    @Flag(help: "Send nothing; show the exact request, secrets hidden, and the cost.")
    var dryRun = false

    @Flag(name: [.short, .long], help: "Do not ask before real money moves.")
    var yes = false

    @Option(help: "table or json.")
    var format = OutputFormat.table

    /// Real orders need a configuration that says so; what sends nothing does not.
    func checkMode(_ chosen: LineOptions.Chosen, for what: String = "an order with real money") throws {
        guard !chosen.isPractice, !dryRun else { return }
        guard chosen.config.mode == .live else {
            throw chosen.config.error(
                at: "mode",
                "\(what) needs mode: live, and this says mode: paper",
                "write mode: live, or use --practice URL or --dry-run"
            )
        }
        guard yes || isatty(STDIN_FILENO) == 1 else {
            throw CommandFailure(.badUsage, "nobody can be asked here; add --yes to send it with real money.")
        }
    }

    /// The broker takes orders from the registered address only: what cannot leave from it is not sent.
    func checkAddress(_ chosen: LineOptions.Chosen) throws {
        guard !chosen.isPractice, !dryRun else { return }
        let address = OutsideAddress(
            registered: chosen.account.egress?.address,
            hasProxy: chosen.account.egress?.proxy != nil,
            local: MachineInspector.addresses,
            outside: nil
        )
        if let refusal = address.refusal { throw CommandFailure(.failed, "not sent: \(refusal).") }
    }

    /// What was halted stays halted for orders by hand as well; cancels are no orders.
    func checkHalt(_ chosen: LineOptions.Chosen) throws {
        guard !dryRun, let since = line.haltFile(chosen.config).text else { return }
        throw CommandFailure(.failed, "not sent: this home is halted, \(since). `sauda resume` ends that.")
    }

    /// Asks a person before real money moves.
    func confirm(_ what: String, _ cost: String, _ chosen: LineOptions.Chosen) throws {
        guard !chosen.isPractice, !yes else { return }
        Terminal.err("\(what)\n\(cost)")
        Terminal.show("Send it to \(chosen.account.broker), account '\(chosen.account.name)', with real money? [y/N] ")
        let answer = readLine(strippingNewline: true) ?? ""
        guard ["y", "yes"].contains(answer.lowercased()) else {
            throw CommandFailure(.failed, "nothing was sent.")
        }
    }
}

extension Side: ExpressibleByArgument {
    public init?(argument: String) {
        switch argument.lowercased() {
        case "buy": self = .buy
        case "sell": self = .sell
        default: return nil
        }
    }

    public static var allValueStrings: [String] { ["buy", "sell"] }
}

extension Product: ExpressibleByArgument {
    public init?(argument: String) {
        guard let product = Self.allCases.first(where: { $0.word == argument.uppercased() }) else { return nil }
        self = product
    }

    public static var allValueStrings: [String] { allCases.map(\.word) }
}

/// How long an order stands, as it is written on the command line.
enum ValidityWord: String, ExpressibleByArgument, CaseIterable {
    case day, ioc

    var validity: Validity { self == .day ? .day : .ioc }
}

extension Validity {
    var word: String { self == .day ? "day" : "ioc" }
}

extension Price: ExpressibleByArgument {
    /// Rupees.
    public init?(argument: String) { self.init(argument) }
}

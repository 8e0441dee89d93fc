import ArgumentParser
import SaudaTestKit

struct ConformanceCommand: ToolCommand {
    static let configuration = CommandConfiguration(
        commandName: "conformance",
        abstract: "Show by cards what a broker's adapter does as it must; no account is needed.",
        discussion: """
            A card is one property: what it shows, why it matters, what to fix. Those about the adapter are pure, over
            samples of what the broker says. Those about its link are played against the broker's practice side, once
            on one thread without a wire, and once over sockets with TLS on this machine; --offline leaves these out.
            A card that does not apply says which trait of the broker says so.

            Examples:
              sauda conformance BROKER
              sauda conformance BROKER --offline --group orders --group errors
              sauda conformance BROKER ORD-4 FLT-1
              sauda conformance BROKER --format html > card.html
              sauda conformance BROKER --list
              sauda conformance BROKER --golden > adapters/NAME/Cards/requests.golden

            Exit codes: 0 every card that applies passes, 1 a card failed, 2 bad usage.
            """
    )

    enum Format: String, ExpressibleByArgument, CaseIterable {
        case table, json, html, markdown
    }

    @Argument(help: ArgumentHelp("The broker's id, as in config.yaml.", valueName: "broker"))
    var broker: String

    @Argument(help: ArgumentHelp("Only these, such as ORD-4; all unless named.", valueName: "card"))
    var cards: [String] = []

    @Option(
        help: ArgumentHelp(
            "Only this group, more than once for several: \(CardGroup.allCases.map(\.rawValue).joined(separator: ", ")).",
            valueName: "group"
        )
    )
    var group: [CardGroup] = []

    @Flag(help: "No sockets: the cards about a link are played without a wire only.")
    var offline = false

    @Flag(help: "List the cards without playing them.")
    var list = false

    @Flag(help: "Print anew what the adapter writes, for a person to compare with the golden file and keep.")
    var golden = false

    @Option(help: "table, json, html or markdown.")
    var format = Format.table

    func run(_ context: CommandContext) async throws {
        let kit = try kit(context.plugins)
        if golden { return Terminal.out(GoldenRequests(of: try kit.subject()).text(of: broker)) }
        let selection = try CardSelection(ids: cards, groups: group)
        if list { return try show(selection) }
        StopSignal.watch()
        let started = ContinuousClock.now
        let run = ConformanceRun(broker: broker, kit: kit, isOffline: offline)
        let (progress, report) = AsyncStream.makeStream(of: Progress.self)
        async let played = Self.play(run, selection, report)
        let bar = ProgressBar("cards")
        for await step in progress { bar.update(step.done, of: step.total) }
        bar.finish()
        let score = try await played
        let seconds = started.duration(to: .now).components.seconds
        let outcome = ScoreReport(score, isOffline: offline, seconds: seconds)
        switch format {
        case .table: Terminal.out(outcome.text(Ink(isOn: Terminal.usesColour)))
        case .json: Terminal.out(try JSONText.of(outcome))
        case .html: Terminal.out(ScorePage(outcome).html)
        case .markdown: Terminal.out(score.markdown)
        }
        if !score.failed.isEmpty { throw ExitCode(ExitStatus.failed.rawValue) }
    }

    private struct Progress: Sendable {
        var done: Int
        var total: Int
    }

    private static func play(
        _ run: ConformanceRun,
        _ selection: CardSelection,
        _ report: AsyncStream<Progress>.Continuation
    ) async throws -> ScoreCard {
        defer { report.finish() }
        return try await run.score(selection) { report.yield(Progress(done: $0, total: $1)) }
    }

    private func kit(_ plugins: Plugins) throws -> CardKit {
        let known = plugins.brokers.filter { $0.cards != nil }.map(\.id).joined(separator: ", ")
        guard let plugin = plugins.brokers.first(where: { $0.id == broker }) else {
            throw CommandFailure(.badUsage, "no broker is called '\(broker)'. Brokers with cards: \(known).")
        }
        guard let kit = plugin.cards else {
            let why = plugin.isSimulated ? "is the exchange inside sauda and speaks no dialect" : "brings no cards"
            throw CommandFailure(.badUsage, "'\(broker)' \(why). Brokers with cards: \(known).")
        }
        return kit
    }

    private func show(_ selection: CardSelection) throws {
        switch format {
        case .table:
            var table = ColumnTable(["card", "shows"])
            for card in selection.cards { table.add([card.id, card.shows]) }
            Terminal.out(table.text(Ink(isOn: Terminal.usesColour)))
        case .json: Terminal.out(try JSONText.of(selection.cards.map(CardEntry.init)))
        case .html, .markdown:
            throw CommandFailure(.badUsage, "--list is a table or JSON; leave --list or --format out.")
        }
    }
}

/// A card as it is listed.
struct CardEntry: Encodable {
    var id: String
    var group: String
    var shows: String
    var why: String
    var fix: String
    var source: String

    init(_ card: Card) {
        id = card.id
        group = card.group?.rawValue ?? ""
        shows = card.shows
        why = card.why
        fix = card.fix
        source = card.source
    }
}

import ArgumentParser
import SaudaBroker
import SaudaCore
import SaudaService

struct DepthCommand: ToolCommand {
    static let configuration = CommandConfiguration(
        commandName: "depth",
        abstract: "Follow who bids and offers at which price.",
        discussion: """
            The levels that the broker feeds: five of each side, or twenty where it has them for all that is asked. On a
            terminal a ladder that is drawn anew; into a pipe or a file the best bid and offer, a line each; with
            --format json an object per depth with all levels. Ctrl-C ends.

            Examples:
              sauda depth INFY
              sauda depth INFY SBIN --levels 5
              sauda depth INFY --format json --count 100 >depth.jsonl

            Exit codes: 0 ended by Ctrl-C, --count or --seconds; 1 the broker refused or feeds no depth, 2 bad usage,
            config or name.
            """
    )

    @Argument(help: "Instruments by name.")
    var symbols: [String]

    @Option(help: ArgumentHelp("At most so many levels of each side.", valueName: "n"))
    var levels: Int?

    @OptionGroup var line: LineOptions
    @OptionGroup var follow: FollowOptions

    func validate() throws {
        guard levels ?? 1 > 0 else { throw ValidationError("--levels is at least 1.") }
    }

    func run(_ context: CommandContext) async throws {
        StopSignal.watch()
        let chosen = try await line.choose(context)
        guard try chosen.maker.adapter(of: chosen.account).traits.depth != nil else {
            throw CommandFailure(.failed, "\(chosen.account.broker) feeds no depth; follow prices with sauda watch.")
        }
        let news = Mailbox<LiveNews<Depth>>()
        let line = try chosen.maker.line(
            chosen.account,
            chosen.id,
            chosen.credentials,
            owner: "C",
            help: chosen.help,
            depth: { news.post(.items([$0])) },
            notice: { follow.hear($0, news) }
        )
        try await line.run { line in
            let instruments = try ChosenInstruments(symbols, in: try await DayListings(chosen, line).current())
            for id in instruments.ids where instruments.table[id].kind == .index {
                throw CommandFailure(.badUsage, "\(instruments.label(id)) is an index, which nobody bids for.")
            }
            line.link.post(.listings(instruments.listings))
            let view = DepthView(instruments, line, levels: levels, follow)
            defer { view.finish() }
            line.link.post(.pricesExpected(true))
            for id in instruments.ids { line.link.post(.command(.watch(id, true))) }
            try await follow.run(news, on: line, view)
        }
    }
}

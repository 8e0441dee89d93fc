import ArgumentParser
import SaudaBroker
import SaudaCore
import SaudaService

struct WatchCommand: ToolCommand {
    static let configuration = CommandConfiguration(
        commandName: "watch",
        abstract: "Follow prices as they come.",
        discussion: """
            On a terminal a table that is drawn anew as prices move: green up, red down, grey when a price is older \
            than 30 s; changes are from the close of the day before. Into a pipe or a file a line per price; with --format json an object per line. Ctrl-C ends.

            Examples:
              sauda watch INFY SBIN ITC
              sauda watch "NIFTY 50" --format json
              sauda watch INFY --count 100 >prices.txt

            Exit codes: 0 ended by Ctrl-C, --count or --seconds; 1 the broker refused, 2 bad usage, config or name.
            """
    )

    @Argument(help: "Instruments by name.")
    var symbols: [String]

    @OptionGroup var line: LineOptions

    @OptionGroup var follow: FollowOptions

    func run(_ context: CommandContext) async throws {
        StopSignal.watch()
        let chosen = try await line.choose(context)
        let news = Mailbox<LiveNews<Tick>>()
        let repaints = follow.repaints
        let line = try chosen.maker.line(
            chosen.account,
            chosen.id,
            chosen.credentials,
            owner: "C",
            help: chosen.help,
            events: { events in
                news.post(.items(events.compactMap { if case .tick(let tick) = $0 { tick } else { nil } }))
            },
            notice: { follow.hear($0, news) }
        )
        try await line.run { line in
            let instruments = try ChosenInstruments(symbols, in: try await DayListings(chosen, line).current())
            line.link.post(.listings(instruments.listings))
            let view = WatchView(instruments, line, format: follow.format, repaints: repaints)
            defer { view.finish() }
            line.link.post(.pricesExpected(true))
            if case .dayQuotes(let days)? = try? await line.ask(.dayQuotes(instruments.ids)) { view.take(days) }
            for id in instruments.ids { line.link.post(.command(.watch(id, true))) }
            try await follow.run(news, on: line, view)
        }
    }
}

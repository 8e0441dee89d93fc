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

    @Option(help: ArgumentHelp("End after so many prices.", valueName: "n"))
    var count: Int?

    @Option(help: ArgumentHelp("End after so many seconds.", valueName: "n"))
    var seconds: Int?

    @Flag(help: "A line per price on a terminal too.")
    var lines = false

    @Option(help: "table or json.")
    var format = OutputFormat.table

    func validate() throws {
        guard count ?? 1 > 0 else { throw ValidationError("--count is at least 1.") }
        guard (1...1_000_000).contains(seconds ?? 1) else { throw ValidationError("--seconds is 1 to 1000000.") }
    }

    private enum News: Sendable {
        case ticks([Tick])
        case trouble(String)
        case beat
    }

    func run(_ context: CommandContext) async throws {
        StopSignal.watch()
        let chosen = try await line.choose(context)
        let news = Mailbox<News>()
        let repaints = format == .table && !lines && Terminal.outIsTerminal
        let line = try chosen.maker.line(
            chosen.account,
            chosen.id,
            chosen.credentials,
            owner: "C",
            help: chosen.help,
            events: { events in
                news.post(.ticks(events.compactMap { if case .tick(let tick) = $0 { tick } else { nil } }))
            },
            // The table has a line of its own for what is wrong.
            notice: { notice in
                guard notice.level != .info else { return }
                if repaints { news.post(.trouble(notice.text)) } else { Terminal.err("\(notice.code): \(notice.text)") }
            }
        )
        try await line.run { line in
            let instruments = try ChosenInstruments(symbols, in: try await DayListings(chosen, line).current())
            line.link.post(.listings(instruments.listings))
            let view = WatchView(instruments, line, format: format, repaints: repaints)
            defer { view.finish() }
            line.link.post(.pricesExpected(true))
            if case .dayQuotes(let days)? = try? await line.ask(.dayQuotes(instruments.ids)) { view.take(days) }
            for id in instruments.ids { line.link.post(.command(.watch(id, true))) }
            try await follow(news, view, line)
        }
    }

    private func follow(_ news: Mailbox<News>, _ view: WatchView, _ line: AccountLine) async throws {
        let beating = Task {
            while !Task.isCancelled {
                news.post(.beat)
                try await Task.sleep(for: .milliseconds(200))
            }
        }
        defer { beating.cancel() }
        let started = ContinuousClock.now
        var left = count ?? .max
        while let inputs = await news.next() {
            for input in inputs {
                switch input {
                case .ticks(let ticks): for tick in ticks where left > 0 && view.take(tick) { left -= 1 }
                case .trouble(let text): view.trouble = text
                case .beat: break
                }
            }
            view.refresh()
            if line.isLoginMissing.isSet { throw line.notSignedIn }
            let isOver = seconds.map { started.duration(to: .now) >= .seconds($0) } ?? false
            if left == 0 || isOver || StopSignal.isRaised { return }
        }
    }
}

import ArgumentParser
import Glibc
import SaudaCore
import SaudaService
import SaudaStore

struct ExportCommand: ToolCommand {
    static let configuration = CommandConfiguration(
        commandName: "export",
        abstract: "Write a day of the books or of the journal for other programs.",
        discussion: """
            orders, fills, positions, trades, decisions and alerts are tables of that day; journal is every record as \
            one JSON object a line; history is trades_history.json with all trades up to that day. Prices and money are \
            rupees, exact. Nothing in the home is changed.

            Examples:
              sauda export 2026-08-20
              sauda export 2026-08-20 --what fills --format json
              sauda export 2026-08-20 --what journal --out day.jsonl

            Exit codes: 0 fine, 1 failed, 2 bad usage or config, 3 there is no such day.
            """
    )

    enum What: String, ExpressibleByArgument, CaseIterable {
        case orders, fills, positions, trades, decisions, alerts, journal, history

        var table: BookTable.Kind? { BookTable.Kind(rawValue: rawValue) }
    }

    enum Form: String, ExpressibleByArgument, CaseIterable {
        case csv, json
    }

    @Argument(help: "The day, as YYYY-MM-DD.")
    var day: Day

    @Option(help: "orders, fills, positions, trades, decisions, alerts, journal or history.")
    var what = What.orders

    @Option(help: "csv or json (default: csv for tables, json for the others).")
    var format: Form?

    @Option(help: ArgumentHelp("Write to this file instead of the terminal.", valueName: "file"))
    var out: String?

    @OptionGroup var place: HomeOption

    func validate() throws {
        guard format != .csv || what.table != nil else {
            throw ValidationError("\(what.rawValue) has no rows for CSV: leave --format out.")
        }
    }

    func run(_ context: CommandContext) async throws {
        let home = try place.path(context)
        if what == .journal { return try exportJournal(home) }
        let path = "\(home)/books.sqlite"
        guard unsafe access(path, R_OK) == 0 else {
            throw DataError(file: path, what: "there are no books", nextStep: "play a day with `sauda run` first")
        }
        let store = try BookStore(reading: path)
        let days = try store.bookedDays().map(\.day)
        guard days.contains(day) else { throw missing(path, days) }
        let text =
            if let kind = what.table {
                try format == .json
                    ? TableText.json(store.table(kind, of: day)) : TableText.csv(store.table(kind, of: day))
            } else {
                try TradesHistory.text(upTo: day, in: store)
            }
        let target = try ExportTarget(out)
        try target.write(text)
        try target.finish()
    }

    private func exportJournal(_ home: String) throws {
        let path = "\(home)/journal/\(day).journal"
        guard unsafe access(path, R_OK) == 0 else {
            throw DataError(file: path, what: "there is no journal of that day", nextStep: "look at --home")
        }
        let target = try ExportTarget(out)
        let bar = ProgressBar("exporting")
        defer { bar.finish() }
        let rest = try JournalExport.run(path, progress: bar.update) { try target.write($0) }
        try target.finish()
        guard rest > 0 else { return }
        bar.finish()
        Terminal.err(
            "\(path.shown): its last \(rest) bytes are no whole frame and are left out: a crash has cut them off, or a "
                + "sauda writes just now; `sauda verify` says more."
        )
    }

    private func missing(_ path: String, _ days: [Day]) -> DataError {
        let near = days.min { abs($0.days(since: day)) < abs($1.days(since: day)) }
        let way = near.map { "the nearest day is \($0)" } ?? "play a day with `sauda run` first"
        return DataError(file: path, what: "the books do not have \(day)", nextStep: way)
    }
}

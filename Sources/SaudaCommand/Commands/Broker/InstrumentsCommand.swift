import ArgumentParser
import SaudaBroker
import SaudaCore
import SaudaService

struct InstrumentsCommand: ToolCommand {
    static let configuration = CommandConfiguration(
        commandName: "instruments",
        abstract: "Load the broker's instrument list and say what changed, or search it.",
        discussion: """
            Every load is compared with the list before: names that fit two instruments now, feed keys that went to \
            another one, lots, ticks and series that changed. What you hold or watch is marked and comes first. A list \
            that arrives cut or damaged replaces nothing.

            Examples:
              sauda instruments
              sauda instruments --search infy
              sauda instruments --search "NIFTY 50" --format json

            Exit codes: 0 fine, 1 the broker did not give it, 2 bad usage or config, 3 it is cut or damaged.
            """
    )

    @OptionGroup var line: LineOptions

    @Option(help: ArgumentHelp("Look for this in names and keys of today's list.", valueName: "text"))
    var search: String?

    @Option(help: ArgumentHelp("Show at most so many.", valueName: "n"))
    var limit = 20

    @Flag(help: "Take a list that is much smaller than the one before.")
    var acceptSmaller = false

    @Option(help: "table or json.")
    var format = OutputFormat.table

    func validate() throws {
        guard (1...100_000).contains(limit) else { throw ValidationError("--limit is 1 to 100000.") }
        if let search, search.isEmpty { throw ValidationError("--search needs a text.") }
    }

    func run(_ context: CommandContext) async throws {
        let chosen = try await line.choose(context)
        let line = try chosen.reading()
        if let search {
            let list = try await line.run { try await DayListings(chosen, $0).current() }
            return try show(ListingSearch(list.listings).search(search), of: list, search)
        }
        let report = try await line.run { line in
            let listings = DayListings(chosen, line)
            do {
                let load = try await listings.load(acceptsSmaller: acceptSmaller)
                let touched = try await touched(load.list, chosen, line)
                return InstrumentReport(load, touched)
            } catch {
                guard let kept = listings.folder.latest().list else { throw error }
                Terminal.err("The list of \(kept.loaded.day) (\(kept.listings.count) instruments) is kept.")
                throw error
            }
        }
        Terminal.out(format == .json ? try JSONText.of(report) : report.text(Ink(isOn: Terminal.usesColour), limit))
    }

    /// Order keys of what is watched and held.
    private func touched(
        _ list: SavedListings,
        _ chosen: LineOptions.Chosen,
        _ line: AccountLine
    ) async throws -> Set<String> {
        let search = ListingSearch(list.listings)
        var keys = Set(try SymbolList.symbols(of: chosen.config).compactMap { try? search.find($0).orderKey })
        let shares = ChosenInstruments(list) { $0.segment.isCash }
        line.link.post(.listings(shares.listings))
        do {
            if case .holdings(let rows) = try await line.ask(.holdings) {
                keys.formUnion(rows.map { shares.key($0.instrument) })
            }
            if case .positions(let rows) = try await line.ask(.positions) {
                keys.formUnion(rows.filter { $0.quantity != .zero }.map(\.symbol))
            }
        } catch let error as BrokerError {
            Terminal.err("warning: what is held could not be read, so only watched names are marked. \(error)")
        }
        return keys
    }

    private func show(_ found: [Listing], of list: SavedListings, _ text: String) throws {
        let shown = found.prefix(limit).map(InstrumentRow.init)
        if format == .json { return Terminal.out(try JSONText.of(shown)) }
        guard !shown.isEmpty else {
            throw CommandFailure(
                .failed,
                "none of \(list.listings.count) instruments holds '\(text)' in its name or key."
            )
        }
        var table = ColumnTable(["NAME", "SEGMENT", "KIND", "LOT", "TICK", "KEY"], figures: [3, 4])
        for row in shown {
            table.add([row.name, row.segment, row.kind, "\(row.lot)", row.tick ?? "-", row.key])
        }
        Terminal.out(table.text(Ink(isOn: Terminal.usesColour)))
        if found.count > limit { Terminal.out("\(found.count - limit) more; --limit shows them.") }
    }
}

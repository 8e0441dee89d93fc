import ArgumentParser
import SaudaBroker
import SaudaCore
import SaudaService

struct BracketModifyCommand: ToolCommand {
    static let configuration = CommandConfiguration(
        commandName: "modify",
        abstract: "Change the entry or the exits of a bracket order.",
        discussion: """
            What is not named stays as the broker has it at that moment, the trail too; --trail 0 ends it. Quantity, \
            limit and kind are the entry's and change while it is open, the exits also after that. An exit that was \
            cancelled does not come back.

            Examples:
              sauda bracket modify 250320000000001 --stop 1490
              sauda bracket modify 250320000000001 --target 1540 --trail 10
              sauda bracket modify 250320000000001 --limit 1498 --quantity 5 --dry-run
              sauda bracket modify 250320000000001 --trail 0 --format json

            Exit codes: 0 changed, 1 refused or failed, 2 bad usage or config, 4 in doubt: look before you send again.
            """
    )

    @Argument(help: ArgumentHelp("The entry's number or tag, as `sauda bracket list` shows it.", valueName: "order"))
    var order: String

    @Option(help: ArgumentHelp("The entry's new whole quantity in units.", valueName: "n"))
    var quantity: Int64?

    @Option(help: ArgumentHelp("The entry's new limit price in rupees.", valueName: "price"))
    var limit: Price?

    @Flag(help: "Make the entry a market order.")
    var market = false

    @Option(help: ArgumentHelp("Take the profit at this price.", valueName: "price"))
    var target: Price?

    @Option(help: ArgumentHelp("Limit the loss from this price on.", valueName: "price"))
    var stop: Price?

    @Option(help: ArgumentHelp("Let the stop follow in steps of so many rupees; 0 ends it.", valueName: "step"))
    var trail: Price?

    @OptionGroup var sending: SendingOptions

    func validate() throws {
        guard quantity != nil || limit != nil || market || target != nil || stop != nil || trail != nil else {
            throw ValidationError(
                "Name what to change: --quantity, --limit, --market, --target, --stop or --trail."
            )
        }
        guard !market || limit == nil else {
            throw ValidationError("A market order has no price; leave --limit out.")
        }
        guard (1...Quantity.limit.units).contains(quantity ?? 1),
            [limit, target, stop].allSatisfy({ $0?.isPlausible ?? true }), (trail ?? .zero) <= .limit,
            (trail ?? .zero) >= .zero
        else {
            throw ValidationError(
                "A quantity is 1 to \(Quantity.limit), a price above 0 and at most \(Price.limit), a trail 0 or more."
            )
        }
    }

    func run(_ context: CommandContext) async throws {
        StopSignal.watch()
        let chosen = try await sending.line.choose(context)
        try sending.checkMode(chosen)
        try sending.checkAddress(chosen)
        try sending.checkHalt(chosen)
        let desk = try OrderDesk.open(chosen)
        let report = try await desk.line.run { line in
            let row = try await BracketBook(line).findOpen(order)
            let list = try await DayListings(chosen, line).current()
            let instruments = try ChosenInstruments([row.entry.symbol], in: list)
            line.link.post(.listings(instruments.listings))
            let last = await HeldRow.prices(of: instruments.ids, line)[instruments.ids[0]]
            let change = try change(last: last)
            if change.isOfEntry { try check(row, change, instruments, last, chosen, line) }
            let sentence = "\(row.sentence) becomes \(words)"
            if sending.dryRun {
                var report = try line.dryRun(.changeBracket(row.id, change), sentence, instruments.listings)
                report.text = "First the list is read; what is not named is then sent as it stands there."
                return report
            }
            try sending.confirm(sentence, "", chosen)
            return try await desk.changeBracket(row, .changeBracket(row.id, change), sentence)
        }
        try report.print(sending.format)
    }

    private func change(last: Price?) throws -> BracketChange {
        var change = BracketChange(target: target, stop: stop, trail: trail)
        change.quantity = quantity.map { Quantity($0) }
        if let limit { (change.kind, change.price) = (.limit, limit) }
        if market {
            guard let last else { throw CommandFailure(.failed, "not sent: no last price is known; give a --limit.") }
            (change.kind, change.price) = (.market, last)
        }
        return change
    }

    /// Tick, lot and a price that cannot be this instrument's.
    private func check(
        _ row: BracketRow,
        _ change: BracketChange,
        _ instruments: ChosenInstruments,
        _ last: Price?,
        _ chosen: LineOptions.Chosen,
        _ line: AccountLine
    ) throws {
        var terms = row.entry.terms
        terms.kind = change.kind ?? terms.kind
        terms.quantity = change.quantity ?? terms.quantity
        terms.limit = terms.kind == .market ? .zero : change.price ?? terms.limit
        let draft = OrderDraft(
            instrument: instruments.table[instruments.ids[0]],
            label: row.entry.symbol,
            side: row.entry.side,
            product: row.entry.product,
            variety: .regular,
            terms: terms,
            last: last
        )
        try OrderCheck(draft, chosen, line).checkShape()
    }

    private var words: String {
        var words: [String] = []
        if let quantity { words.append("quantity \(quantity)") }
        if let limit { words.append("LIMIT at \(limit)") }
        if market { words.append("MARKET") }
        if let target { words.append("target \(target)") }
        if let stop { words.append("stop \(stop)") }
        if let trail { words.append(trail == .zero ? "trailing no more" : "trailing by \(trail)") }
        return words.joined(separator: ", ")
    }
}

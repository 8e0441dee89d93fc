import ArgumentParser
import SaudaBroker
import SaudaCore
import SaudaService

struct OrderModifyCommand: ToolCommand {
    static let configuration = CommandConfiguration(
        commandName: "modify",
        abstract: "Change quantity or prices of an open order.",
        discussion: """
            What is not named stays as it is. The quantity is the whole one, with what is filled already.

            Examples:
              sauda order modify 250320000000001 --limit 1499.50
              sauda order modify 250320000000001 --quantity 5 --dry-run
              sauda order modify 250320000000001 --market --yes

            Exit codes: 0 changed, 1 refused or failed, 2 bad usage or config, 4 in doubt: look before you send again.
            """
    )

    @Argument(
        help: ArgumentHelp("The order's number, reference or tag, as `sauda order list` shows it.", valueName: "order")
    )
    var order: String

    @Option(help: ArgumentHelp("The new whole quantity in units.", valueName: "n"))
    var quantity: Int64?

    @Option(help: ArgumentHelp("The new limit price in rupees.", valueName: "price"))
    var limit: Price?

    @Option(help: ArgumentHelp("The new trigger price in rupees.", valueName: "price"))
    var trigger: Price?

    @Flag(help: "Make it a market order.")
    var market = false

    @OptionGroup var sending: SendingOptions

    func validate() throws {
        guard quantity != nil || limit != nil || trigger != nil || market else {
            throw ValidationError("Name what to change: --quantity, --limit, --trigger or --market.")
        }
        guard !market || (limit == nil && trigger == nil) else {
            throw ValidationError("A market order has no price; leave --limit and --trigger out.")
        }
        guard (1...Quantity.limit.units).contains(quantity ?? 1), limit?.isPlausible ?? true,
            trigger?.isPlausible ?? true
        else {
            throw ValidationError("A quantity is 1 to \(Quantity.limit), a price above 0 and at most \(Price.limit).")
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
            let row = try await OrderBook(line).findOpen(order)
            try await BracketBook.checkIsPlain(row, line)
            let instruments = try ChosenInstruments([row.symbol], in: try await DayListings(chosen, line).current())
            line.link.post(.listings(instruments.listings))
            let terms = changed(row.terms)
            guard terms != row.terms else { throw CommandFailure(.badUsage, "order \(row.id) is like that already.") }
            let draft = OrderDraft(
                instrument: instruments.table[instruments.ids[0]],
                label: row.symbol,
                side: row.side,
                product: row.product,
                variety: .regular,
                terms: terms,
                last: await HeldRow.prices(of: instruments.ids, line)[instruments.ids[0]]
            )
            try OrderCheck(draft, chosen, line).checkShape()
            let sentence = "\(row.sentence) becomes \(terms.quantity) \(terms.words)"
            if sending.dryRun {
                let command = OrderCommand.modify(
                    row.id,
                    instruments.ids[0],
                    from: row.terms,
                    to: terms,
                    variety: row.variety ?? .regular
                )
                return try desk.dryRun(command, sentence, instruments.listings)
            }
            try sending.confirm(sentence, "", chosen)
            return try await desk.change(row, .modify(terms), sentence)
        }
        try report.print(sending.format)
    }

    private func changed(_ terms: OrderTerms) -> OrderTerms {
        var terms = terms
        if let quantity { terms.quantity = Quantity(quantity) }
        if let limit { terms.limit = limit }
        if let trigger { terms.trigger = trigger }
        if market { (terms.limit, terms.trigger) = (.zero, .zero) }
        terms.kind =
            switch (terms.limit.raw > 0, terms.trigger.raw > 0) {
            case (true, true): .stopLimit
            case (false, true): .stopMarket
            case (true, false): .limit
            case (false, false): .market
            }
        return terms
    }
}

import ArgumentParser
import SaudaBroker
import SaudaCore
import SaudaService

struct BracketPlaceCommand: ToolCommand {
    static let configuration = CommandConfiguration(
        commandName: "place",
        abstract: "Place an entry with a target, a stop or both.",
        discussion: """
            Prices are absolute: a purchase has its stop below and its target above the entry, a sale the other way \
            round. With --trail the stop follows the price in steps of so much. Without --limit the entry is at the \
            market. Limits, tick, lot and price are checked as for any order, and one without an answer is looked up, \
            never sent again.

            Examples:
              sauda bracket place buy INFY 10 --limit 1500 --target 1530 --stop 1485
              sauda bracket place buy INFY 10 --limit 1500 --stop 1485 --trail 5 --product MIS
              sauda bracket place sell SBIN 5 --target 790 --stop 815 --product MIS --dry-run
              sauda bracket place buy INFY 10 --limit 1500 --target 1530 --stop 1485 --yes --format json

            Exit codes: 0 taken, 1 refused or failed, 2 bad usage or config, 4 in doubt: look before you send again.
            """
    )

    @Argument(help: ArgumentHelp("buy or sell, of the entry.", valueName: "side"))
    var side: Side

    @Argument(help: "The instrument by name.")
    var symbol: String

    @Argument(help: "Units: shares, or contracts times the lot.")
    var quantity: Int64

    @Option(help: ArgumentHelp("The entry's limit price in rupees.", valueName: "price"))
    var limit: Price?

    @Option(help: ArgumentHelp("Take the profit at this price.", valueName: "price"))
    var target: Price?

    @Option(help: ArgumentHelp("Limit the loss from this price on.", valueName: "price"))
    var stop: Price?

    @Option(help: ArgumentHelp("Let the stop follow the price in steps of so many rupees.", valueName: "step"))
    var trail: Price?

    @Option(help: "CNC, MIS or NRML; CNC for shares and NRML for contracts unless given.")
    var product: Product?

    @OptionGroup var sending: SendingOptions

    func validate() throws {
        guard (1...Quantity.limit.units).contains(quantity) else {
            throw ValidationError("The quantity is 1 to \(Quantity.limit).")
        }
        guard [limit, target, stop, trail].allSatisfy({ $0?.isPlausible ?? true }) else {
            throw ValidationError("A price is above 0 and at most \(Price.limit).")
        }
        guard target != nil || stop != nil else { throw ValidationError("Name --target, --stop or both.") }
        guard trail == nil || stop != nil else { throw ValidationError("--trail belongs to --stop.") }
    }

    func run(_ context: CommandContext) async throws {
        StopSignal.watch()
        let chosen = try await sending.line.choose(context)
        try sending.checkMode(chosen)
        try sending.checkAddress(chosen)
        try sending.checkHalt(chosen)
        let desk = try OrderDesk.open(chosen)
        let report = try await desk.line.run { line in
            let instruments = try ChosenInstruments([symbol], in: try await DayListings(chosen, line).current())
            let id = instruments.ids[0]
            line.link.post(.listings(instruments.listings))
            let draft = draft(instruments, last: await HeldRow.prices(of: [id], line)[id])
            let order = try order(draft, id)
            try await OrderCheck(draft, chosen, line).run(on: id, instruments)
            var cost = OrderCost(draft, of: chosen.account.broker, context.plugins, on: line.clock.now.day)
            if sending.dryRun || !chosen.isPractice { await cost.askMargin(draft, id, line) }
            if sending.dryRun {
                return try desk.dryRunBracket(order, draft.sentence, instruments.listings, cost)
            }
            // What the adapter would refuse is told before a person is asked.
            _ = try line.dryRun(.placeBracket(order, tag: ""), draft.sentence, instruments.listings)
            try sending.confirm(draft.sentence, cost.text, chosen)
            return try await desk.placeBracket(order, draft.sentence, cost)
        }
        try report.print(sending.format)
    }

    private func draft(_ instruments: ChosenInstruments, last: Price?) -> OrderDraft {
        let instrument = instruments.table[instruments.ids[0]]
        var exits: [String] = []
        if let target { exits.append("target \(target)") }
        if let stop { exits.append("stop \(stop)" + (trail.map { " trailing by \($0)" } ?? "")) }
        return OrderDraft(
            instrument: instrument,
            label: instruments.label(instruments.ids[0]),
            side: side,
            product: product ?? (instrument.segment.isCash ? .delivery : .carryForward),
            variety: .regular,
            terms: OrderTerms(
                kind: limit == nil ? .market : .limit,
                quantity: Quantity(quantity),
                limit: limit ?? .zero
            ),
            extras: OrderDesk.bracketMark + exits.joined(separator: ", "),
            last: last
        )
    }

    private func order(_ draft: OrderDraft, _ id: InstrumentID) throws -> BracketOrder {
        guard let price = limit ?? draft.last else {
            throw CommandFailure(.failed, "not sent: no last price of \(draft.label) is known; give a --limit.")
        }
        return BracketOrder(
            id,
            side,
            draft.product,
            kind: draft.terms.kind,
            quantity: draft.terms.quantity,
            price: price,
            target: target,
            stop: stop.map { BracketOrder.Stop($0, trail: trail ?? .zero) }
        )
    }
}

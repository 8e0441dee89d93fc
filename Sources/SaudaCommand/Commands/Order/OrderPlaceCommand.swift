import ArgumentParser
import SaudaBroker
import SaudaCore
import SaudaService

struct OrderPlaceCommand: ToolCommand {
    static let configuration = CommandConfiguration(
        commandName: "place",
        abstract: "Place one order.",
        discussion: """
            Without --limit it is a market order; with --trigger it sleeps until that price trades. The account's limits \
            (`limits:`), the tick, the lot and a price that cannot be this instrument's are checked before anything is \
            sent. --dry-run sends nothing and shows the exact request, its secrets hidden, and what it costs.

            Examples:
              sauda order place buy INFY 10 --limit 1500.50 --dry-run
              sauda order place buy INFY 10 --limit 1500.50
              sauda order place sell SBIN 5 --product MIS --yes
              sauda order place sell INFY 10 --trigger 1450 --limit 1449
              sauda order place buy INFY 10 --limit 1500 --amo
              sauda order place buy INFY 10 --limit 1500 --amo --amo-time pre-open
              sauda order place buy INFY 900 --limit 1500 --iceberg 3
              sauda order place buy SBIN 5 --product MIS --protection 1.5

            Exit codes: 0 taken, 1 refused or failed, 2 bad usage or config, 4 in doubt: look before you send again.
            """
    )

    @Argument(help: ArgumentHelp("buy or sell.", valueName: "side"))
    var side: Side

    @Argument(help: "The instrument by name.")
    var symbol: String

    @Argument(help: "Units: shares, or contracts times the lot.")
    var quantity: Int64

    @Option(help: ArgumentHelp("The limit price in rupees.", valueName: "price"))
    var limit: Price?

    @Option(help: ArgumentHelp("The trigger price in rupees.", valueName: "price"))
    var trigger: Price?

    @Option(help: "CNC, MIS or NRML; CNC for shares and NRML for contracts unless given.")
    var product: Product?

    @Option(help: "day or ioc.")
    var validity = ValidityWord.day

    @Option(help: ArgumentHelp("Show only so many units to the market.", valueName: "n"))
    var disclosed: Int64 = 0

    @Flag(help: "An after-market order, for the next opening.")
    var amo = false

    @OptionGroup var extras: OrderExtras

    @OptionGroup var sending: SendingOptions

    func validate() throws {
        guard (1...Quantity.limit.units).contains(quantity) else {
            throw ValidationError("The quantity is 1 to \(Quantity.limit).")
        }
        guard limit?.isPlausible ?? true, trigger?.isPlausible ?? true else {
            throw ValidationError("A price is above 0 and at most \(Price.limit).")
        }
        guard amo || extras.amoTime == nil else { throw ValidationError("--amo-time belongs to --amo.") }
        guard (0...quantity).contains(disclosed) else { throw ValidationError("--disclosed is 0 to the quantity.") }
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
            let draft = OrderDraft(
                instrument: instruments.table[id],
                label: instruments.label(id),
                side: side,
                product: product ?? standardProduct(instruments.table[id]),
                variety: amo ? .afterMarket : .regular,
                terms: OrderTerms(
                    kind: kind,
                    quantity: Quantity(quantity),
                    limit: limit ?? .zero,
                    trigger: trigger ?? .zero,
                    validity: validity.validity,
                    disclosed: Quantity(disclosed)
                ),
                options: extras.options,
                extras: extras.words,
                last: await HeldRow.prices(of: [id], line)[id]
            )
            try await OrderCheck(draft, chosen, line).run(on: id, instruments)
            var cost = OrderCost(draft, of: chosen.account.broker, context.plugins, on: line.clock.now.day)
            if sending.dryRun || !chosen.isPractice { await cost.askMargin(draft, id, line) }
            if sending.dryRun {
                return try desk.dryRun(draft, id, instruments.listings, cost)
            }
            try sending.confirm(draft.sentence, cost.text, chosen)
            return try await desk.place(draft, id, cost)
        }
        try report.print(sending.format)
    }

    private func standardProduct(_ instrument: Instrument) -> Product {
        if extras.cover != nil { return .intraday }
        return instrument.segment.isCash ? .delivery : .carryForward
    }

    private var kind: OrderKind {
        switch (limit, trigger) {
        case (nil, nil): .market
        case (.some, nil): .limit
        case (.some, .some): .stopLimit
        case (nil, .some): .stopMarket
        }
    }
}

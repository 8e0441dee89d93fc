import ArgumentParser
import SaudaBroker
import SaudaCore

struct OrderListCommand: ToolCommand {
    static let configuration = CommandConfiguration(
        commandName: "list",
        abstract: "List the account's orders of the day, whoever placed them.",
        discussion: """
            Examples:
              sauda order list
              sauda order list --open
              sauda order list --format json

            Exit codes: 0 fine, 1 the broker refused, 2 bad usage or config.
            """
    )

    @OptionGroup var line: LineOptions

    @Flag(help: "Only those that can still trade.")
    var open = false

    @Option(help: "table or json.")
    var format = OutputFormat.table

    private struct Row: Encodable {
        var id: String
        var tag: String?
        var time: String?
        var side: String
        var symbol: String
        var product: String
        var kind: String
        var quantity: Int64
        var filled: Int64
        var limit: String?
        var trigger: String?
        var average: String?
        var status: String
        var reason: String?

        init(_ row: OrderRow) {
            id = row.id.text
            tag = row.tag
            time = row.updated.map { "\($0)" }
            side = "\(row.side)"
            symbol = row.symbol
            product = row.product.word
            kind = "\(row.terms.kind)"
            quantity = row.terms.quantity.units
            filled = row.filled.units
            limit = row.terms.limit.raw > 0 ? "\(row.terms.limit)" : nil
            trigger = row.terms.trigger.raw > 0 ? "\(row.terms.trigger)" : nil
            average = row.filled.units > 0 ? "\(row.value.price(per: row.filled))" : nil
            status = row.status.word
            reason = row.rejection.map { "\($0)" }
        }
    }

    func run(_ context: CommandContext) async throws {
        let chosen = try await line.choose(context)
        let book = try await chosen.reading().run { try await OrderBook($0) }
        let rows = book.rows.filter { !open || !$0.isFinal }
        if format == .json { return Terminal.out(try JSONText.of(rows.map(Row.init))) }
        guard !rows.isEmpty else { return Terminal.out(open ? "No order is open." : "No orders today.") }
        var table = ColumnTable(
            ["TIME", "ORDER", "SIDE", "SYMBOL", "PRODUCT", "KIND", "QUANTITY", "FILLED", "PRICE", "STATUS", "TAG"],
            figures: [6, 7, 8]
        )
        for row in rows {
            let shown = Row(row)
            let tone: ColumnTable.Tone =
                switch row.status {
                case .rejected, .unknown: .warning
                case .complete: .good
                case .cancelled, .expired: .dim
                case .pending, .open: .plain
                }
            table.add(
                [
                    row.updated.map { "\($0.time)" } ?? "-", shown.id, shown.side, shown.symbol, shown.product,
                    shown.kind, "\(shown.quantity)", "\(shown.filled)",
                    shown.average ?? shown.limit ?? shown.trigger ?? "-",
                    shown.status, shown.tag ?? "-",
                ],
                tone: tone
            )
        }
        let reasons = rows.compactMap { row in row.rejection.map { "\(row.id): \($0)".shown } }
        Terminal.out(([table.text(Ink(isOn: Terminal.usesColour))] + reasons).joined(separator: "\n"))
    }
}

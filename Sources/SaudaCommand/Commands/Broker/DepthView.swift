import SaudaBroker
import SaudaCore
import SaudaService

/// Depths on a terminal as ladders, or a line each.
final class DepthView: LiveView {
    private struct Line: Encodable {
        struct Level: Encodable {
            var price: String
            var quantity: Int64
            var orders: Int32

            init(_ level: Depth.Level) {
                (price, quantity, orders) = ("\(level.price)", level.quantity.units, level.orders)
            }
        }

        var time: String
        var symbol: String
        var bids: [Level]
        var asks: [Level]
    }

    private let instruments: ChosenInstruments
    private let line: AccountLine
    private let levels: Int
    private let format: OutputFormat
    private let repaints: Bool
    private let ink = Ink(isOn: Terminal.usesColour)
    private var depths: [Depth?]
    private var screen = LiveScreen()
    var trouble: String?

    init(_ instruments: ChosenInstruments, _ line: AccountLine, levels: Int?, _ options: FollowOptions) {
        self.instruments = instruments
        self.line = line
        self.levels = levels ?? .max
        format = options.format
        repaints = options.repaints
        depths = Array(repeating: nil, count: instruments.ids.count)
        if repaints { screen.open() }
    }

    func take(_ depth: Depth) -> Bool {
        let place = Int(depth.instrument.index)
        guard place < depths.count else { return false }
        var depth = depth
        depth.bids = Array(depth.bids.prefix(levels))
        depth.asks = Array(depth.asks.prefix(levels))
        depths[place] = depth
        trouble = nil
        if !repaints { write(depth) }
        return true
    }

    private func write(_ depth: Depth) {
        let symbol = instruments.label(depth.instrument)
        if format == .json {
            let object = Line(
                time: "\(depth.time)",
                symbol: symbol,
                bids: depth.bids.map(Line.Level.init),
                asks: depth.asks.map(Line.Level.init)
            )
            if let text = try? JSONText.of(object, isPretty: false) { Terminal.out(text) }
            return
        }
        func best(_ levels: [Depth.Level]) -> String { levels.first.map { "\($0.price) x \($0.quantity)" } ?? "-" }
        Terminal.out("\(depth.time.time)  \(symbol.shown)  bid \(best(depth.bids))  ask \(best(depth.asks))")
    }

    func refresh() {
        guard repaints else { return }
        var body: [String] = []
        for (place, id) in instruments.ids.enumerated() {
            body.append(
                ink.bold(instruments.label(id)) + ink.dim("  \(depths[place].map { "\($0.time.time)" } ?? "-")")
            )
            body += ladder(depths[place]).lines(ink) + [""]
        }
        screen.draw(line, trouble, body)
    }

    private func ladder(_ depth: Depth?) -> ColumnTable {
        var table = ColumnTable(["ORDERS", "BIDS", "BID", "ASK", "ASKS", "ORDERS"], figures: [0, 1, 2, 3, 4, 5])
        let (bids, asks) = (depth?.bids ?? [], depth?.asks ?? [])
        for row in 0..<max(bids.count, asks.count) {
            let bid = row < bids.count ? ["\(bids[row].orders)", "\(bids[row].quantity)", "\(bids[row].price)"] : []
            let ask = row < asks.count ? ["\(asks[row].price)", "\(asks[row].quantity)", "\(asks[row].orders)"] : []
            let none = ["-", "-", "-"]
            table.add((bid.isEmpty ? none : bid) + (ask.isEmpty ? none : ask))
        }
        func sum(_ levels: [Depth.Level]) -> String { "\(levels.reduce(0) { $0 + $1.quantity.units })" }
        table.add(["", sum(bids), "sum", "sum", sum(asks), ""], tone: .dim)
        return table
    }

    /// Gives the cursor back.
    func finish() { if repaints { screen.close() } }
}

import SaudaBroker
import SaudaCore
import SaudaService

/// Prices on a terminal, or a line each.
final class WatchView: LiveView {
    private struct Row {
        /// Of the day before; the first price seen where the broker does not tell it.
        var reference: Price?
        var last: Price?
        /// How it moved last, and when.
        var move: (isUp: Bool, at: Timestamp)?
        var exchangeTime: Timestamp?
        var received: Timestamp?
        var source = PriceSource.socket
        var count = 0
    }

    private struct Line: Encodable {
        var time: String
        var symbol: String
        var price: String
        var exchangeTime: String
        var source: String

        enum CodingKeys: String, CodingKey {
            case time, symbol, price, source
            case exchangeTime = "exchange_time"
        }
    }

    private let instruments: ChosenInstruments
    private let line: AccountLine
    private let format: OutputFormat
    private let repaints: Bool
    private let ink = Ink(isOn: Terminal.usesColour)
    private var rows: [Row]
    private var screen = LiveScreen()
    var trouble: String?

    init(_ instruments: ChosenInstruments, _ line: AccountLine, format: OutputFormat, repaints: Bool) {
        self.instruments = instruments
        self.line = line
        self.format = format
        self.repaints = repaints
        rows = Array(repeating: Row(), count: instruments.ids.count)
        if repaints { screen.open() }
    }

    /// Closes of the day before, from which changes are counted.
    func take(_ days: [DayQuote]) {
        for day in days where day.close.raw > 0 { rows[Int(day.instrument.index)].reference = day.close }
    }

    /// False for one that is older than what is there.
    func take(_ tick: Tick) -> Bool {
        let place = Int(tick.instrument.index)
        guard place < rows.count, rows[place].exchangeTime.map({ tick.exchangeTime >= $0 }) ?? true else {
            return false
        }
        rows[place].reference = rows[place].reference ?? tick.price
        if let last = rows[place].last, last != tick.price {
            rows[place].move = (tick.price > last, line.clock.now)
        }
        rows[place].last = tick.price
        rows[place].exchangeTime = tick.exchangeTime
        rows[place].received = line.clock.now
        rows[place].source = tick.source
        rows[place].count += 1
        trouble = nil
        if !repaints { write(tick) }
        return true
    }

    private func write(_ tick: Tick) {
        let key = instruments.label(tick.instrument)
        guard format == .json else {
            let change = difference(rows[Int(tick.instrument.index)])
            return Terminal.out("\(line.clock.now.time)  \(key.shown)  \(tick.price)  \(change)")
        }
        let object = Line(
            time: "\(line.clock.now)",
            symbol: key,
            price: "\(tick.price)",
            exchangeTime: "\(tick.exchangeTime)",
            source: "\(tick.source)"
        )
        if let text = try? JSONText.of(object, isPretty: false) { Terminal.out(text) }
    }

    private func difference(_ row: Row) -> String {
        guard let reference = row.reference, reference.raw > 0, let last = row.last else { return "-" }
        let change = last - reference
        let sign = change.raw < 0 ? "" : "+"
        return "\(sign)\(change) (\(PriceChange(to: last, from: reference).text))"
    }

    // MARK: - The table

    func refresh() {
        guard repaints else { return }
        var table = ColumnTable(["NAME", "LAST", "CHANGE", "AGE", "PRICES"], figures: [1, 2, 3, 4])
        let now = line.clock.now
        for (place, id) in instruments.ids.enumerated() {
            let row = rows[place]
            let age = row.received.map { max(0, now.since($0).microseconds / 1_000_000) }
            let tone: ColumnTable.Tone =
                if let move = row.move, now.since(move.at) < .seconds(1) {
                    move.isUp ? .good : .bad
                } else {
                    age.map { $0 > 30 } ?? true ? .dim : .plain
                }
            table.add(
                [
                    instruments.label(id), row.last.map { "\($0)" } ?? "-", difference(row), age.map(Spans.text) ?? "-",
                    "\(row.count)",
                ],
                tone: tone
            )
        }
        screen.draw(line, trouble, table.lines(ink))
    }

    /// Gives the cursor back.
    func finish() { if repaints { screen.close() } }
}

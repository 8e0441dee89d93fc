import SaudaCore

/// Buys after some lower closes in a row and sells after the first higher one, both at the next open.
struct LowerCloses: Strategy {
    static let plugin = StrategyPlugin(
        name: "lower-closes",
        summary: "buys at the open after lower closes in a row, sells at the open after the first higher one",
        parameters: [
            .integer("closes", 3, in: 1...20, "days", "lower closes in a row before a purchase"),
            .rupees("capital_per_trade", 50_000, in: 1000...10_000_000, "for whole lots at the last close"),
        ],
        make: { LowerCloses($0) },
        warmUp: 60,
        opensPositions: true
    )

    private let closes: Int
    private let capital: Money
    /// By instrument index.
    private var series: [Series] = []
    private var questions: [RequestID: InstrumentID] = [:]

    private struct Series: Sendable {
        var last: Price?
        /// Lower closes in a row.
        var falls = 0

        mutating func add(_ close: Price) {
            if let last { falls = close < last ? falls + 1 : 0 }
            last = close
        }
    }

    init(_ parameters: Parameters) {
        closes = Int(parameters.integer("closes"))
        capital = parameters.money("capital_per_trade")
    }

    /// The first morning asks for what came before.
    mutating func dayStarted(_ day: TradingDay, on desk: inout Desk) {
        guard series.isEmpty else { return }
        series = Array(repeating: Series(), count: desk.instruments.count)
        for id in desk.instruments.ids where desk.instruments[id].kind == .equity {
            questions[desk.fetch(.history(id, days: 60))] = id
        }
    }

    mutating func answered(_ request: RequestID, _ answer: Answer, on desk: inout Desk) {
        guard let id = questions.removeValue(forKey: request) else { return }
        guard case .candles(let candles) = answer else { return desk.note(.skipped, "no-history", id) }
        for candle in candles { series[Int(id.index)].add(candle.close) }
    }

    /// The day's own candle comes at the close, and orders of then are for the next open.
    mutating func candle(_ candle: Candle, _ span: CandleSpan, of instrument: InstrumentID, on desk: inout Desk) {
        guard span == .day, Int(instrument.index) < series.count, desk.instruments[instrument].kind == .equity
        else { return }
        series[Int(instrument.index)].add(candle.close)
        let falls = series[Int(instrument.index)].falls
        let held = desk.quantity(of: instrument)
        if held == .zero, falls >= closes {
            buy(instrument, at: candle.close, on: &desk)
        } else if held > .zero, falls == 0 {
            let key = desk.key(instrument, leg: 1)
            desk.set(Target(key, .sell, held, .market, timing: .nextOpen, reason: "HIGHER_CLOSE"))
        }
    }

    private func buy(_ instrument: InstrumentID, at close: Price, on desk: inout Desk) {
        let quantity = capital.units(at: close).roundedDown(toLot: desk.instruments[instrument].lot)
        guard quantity > .zero else { return desk.note(.skipped, "dearer-than-capital", instrument) }
        desk.set(Target(desk.key(instrument), .buy, quantity, .market, timing: .nextOpen, reason: "LOWER_CLOSES"))
    }
}

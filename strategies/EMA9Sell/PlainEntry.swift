public import SaudaCore

/// Supplies positions when EMA9 sell is backtested alone (DEC-19): RSI10 under 30 and close over EMA200 in the evening,
/// bought at the next open.
///
/// Several signals of one evening are taken from the lowest RSI up, until the cash is spent.
public struct PlainEntry: Strategy {
    private let capital: Money
    private let historyDays: Int32
    /// By instrument index.
    private var states: [State] = []
    private var requests: [RequestID: InstrumentID] = [:]
    private var signals: [(instrument: InstrumentID, rsi: Double, close: Price)] = []

    private struct State: Sendable {
        var rsi = RSI(period: 10, variant: .zeroSeed)
        var average = EMA(span: 200, variant: .seededByMean)

        mutating func add(_ candle: Candle) {
            rsi.update(candle.close.rupees)
            average.update(candle.close.rupees)
        }
    }

    /// Says in a result where the positions came from.
    public static let note =
        "Positions come from the plain entry RSI10 < 30 and close > EMA200, bought at the next open."

    public init(_ parameters: Parameters) {
        capital = parameters.money("entry_capital")
        historyDays = 800
    }

    public mutating func dayStarted(_ day: TradingDay, on desk: inout Desk) {
        if states.isEmpty {
            states = Array(repeating: State(), count: desk.instruments.count)
            for id in desk.instruments.ids where desk.instruments[id].kind == .equity {
                requests[desk.fetch(.history(id, days: historyDays))] = id
            }
        }
        signals.removeAll(keepingCapacity: true)
        // After the day's candles, which an evening session brings later.
        desk.wake(at: max(day.day.at(TimeOfDay(16, 5)), day.close.advanced(by: .seconds(1800))))
    }

    public mutating func answered(_ request: RequestID, _ answer: Answer, on desk: inout Desk) {
        guard let id = requests.removeValue(forKey: request), case .candles(let candles) = answer else { return }
        for candle in candles { states[Int(id.index)].add(candle) }
    }

    public mutating func candle(
        _ candle: Candle,
        _ span: CandleSpan,
        of instrument: InstrumentID,
        on desk: inout Desk
    ) {
        guard span == .day, Int(instrument.index) < states.count, desk.instruments[instrument].kind == .equity
        else { return }
        states[Int(instrument.index)].add(candle)
        let state = states[Int(instrument.index)]
        guard let rsi = state.rsi.value, rsi < 30, let average = state.average.value, candle.close.rupees > average
        else { return }
        signals.append((instrument, rsi, candle.close))
    }

    public mutating func woke(_ label: UInt32, on desk: inout Desk) {
        signals.sort { ($0.rsi, $0.instrument) < ($1.rsi, $1.instrument) }
        for signal in signals {
            guard desk.book.quantity(of: signal.instrument) == .zero else {
                desk.note(.skipped, "already-held", signal.instrument)
                continue
            }
            let lot = desk.instruments[signal.instrument].lot
            let quantity = capital.units(at: signal.close).roundedDown(toLot: lot)
            guard quantity > .zero else {
                desk.note(.skipped, "dearer-than-capital", signal.instrument)
                continue
            }
            desk.set(
                Target(desk.key(signal.instrument), .buy, quantity, .market, timing: .nextOpen, reason: "RSI10_DIP")
            )
        }
        signals.removeAll(keepingCapacity: true)
    }
}

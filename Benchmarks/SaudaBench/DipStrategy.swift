import SaudaCore

/// The benchmark strategy of `STRATEGY.md`: buys a dip under RSI 30 above the 200-bar average at the next open, sells
/// at a one-day limit on the nine-bar average, set anew at each close.
struct DipStrategy: Strategy {
    private var states: [State]
    private let perTrade = Money(rupees: 100_000)

    private struct State: Sendable {
        var exit = EMA(span: 9, variant: .seededByMean)
        var trend = EMA(span: 200, variant: .seededByMean)
        var rsi = RSI(period: 10, variant: .meanSeed)
    }

    init(instruments: Int) { states = Array(repeating: State(), count: instruments) }

    mutating func candle(_ candle: Candle, _ span: CandleSpan, of id: InstrumentID, on desk: inout Desk) {
        let index = Int(id.index)
        // In paise, as the reference has it: the last bit decides how a limit on the edge of a tick is rounded.
        let close = Double(candle.close.raw) / 100
        states[index].exit.update(close)
        states[index].trend.update(close)
        states[index].rsi.update(close)
        let held = desk.quantity(of: id)
        if held > .zero {
            guard let average = states[index].exit.value else { return }
            let limit = Price(paise: Int64((average / 5).rounded(.up)) * 5)
            desk.set(Target(desk.key(id), .sell, held, .limit(limit), timing: .nextOpen, reason: "EMA9"))
        } else if states[index].trend.count > 200, let rsi = states[index].rsi.value, rsi < 30,
            let trend = states[index].trend.value, close > trend
        {
            let quantity = perTrade.units(at: candle.close)
            guard quantity > .zero else { return }
            desk.set(Target(desk.key(id, leg: 1), .buy, quantity, .market, timing: .nextOpen, reason: "DIP"))
        }
    }
}

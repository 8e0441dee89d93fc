import SaudaCore

/// The benchmark strategy of `STRATEGY.md`: buys a dip under RSI 30 above the 200-bar average at the next open, sells
/// at a one-bar limit on the nine-bar average, set anew at each close. Its bars are days or minutes.
struct DipStrategy: Strategy {
    private let span: CandleSpan
    private let threshold: Double
    private var states: [State]
    private let perTrade = Money(rupees: 100_000)

    private struct State: Sendable {
        var exit: EMA
        var trend: EMA
        var rsi = RSI(period: 10, variant: .meanSeed)
        /// Counts the orders, so that each has a key of its own.
        var leg: UInt16 = 0
        /// The sell that may still be working: of this day, where bars are minutes.
        var sell: TargetKey?

        init(exit: Int, trend: Int) {
            self.exit = EMA(span: exit, variant: .seededByMean)
            self.trend = EMA(span: trend, variant: .seededByMean)
        }

        /// Returns whether the bar is a dip in a rising trend.
        mutating func update(_ close: Double, _ threshold: Double) -> Bool {
            exit.update(close)
            trend.update(close)
            rsi.update(close)
            guard trend.count > trend.span, let rsi = rsi.value, rsi < threshold, let trend = trend.value else {
                return false
            }
            return close > trend
        }
    }

    init(instruments: Int, span: CandleSpan, threshold: Double = 30, trend: Int = 200, exit: Int = 9) {
        self.span = span
        self.threshold = threshold
        states = Array(repeating: State(exit: exit, trend: trend), count: instruments)
    }

    mutating func candle(_ candle: Candle, _ span: CandleSpan, of id: InstrumentID, on desk: inout Desk) {
        guard span == self.span else { return }
        let index = Int(id.index)
        // In paise, as the reference has it: the last bit decides how a limit on the edge of a tick is rounded.
        let close = Double(candle.close.raw) / 100
        let isDip = states[index].update(close, threshold)
        let held = desk.quantity(of: id)
        if held > .zero {
            guard let average = states[index].exit.value else { return }
            let limit = Price(paise: Int64((average / 5).rounded(.up)) * 5)
            sell(held, at: limit, id, &desk)
        } else if isDip {
            let quantity = perTrade.units(at: candle.close)
            guard quantity > .zero else { return }
            let key = nextKey(id, desk)
            desk.set(Target(key, .buy, quantity, .market, timing: timing(desk), reason: "DIP"))
        }
    }

    /// Moves the limit that is working, or sets a new one after the day has ended it.
    private mutating func sell(_ held: Quantity, at limit: Price, _ id: InstrumentID, _ desk: inout Desk) {
        var key = states[Int(id.index)].sell
        if span == .day || !isWorking(key, desk) { key = nextKey(id, desk) }
        guard let key else { return }
        desk.set(Target(key, .sell, held, .limit(limit), timing: timing(desk), reason: "EMA9"))
        states[Int(id.index)].sell = key
    }

    private func isWorking(_ key: TargetKey?, _ desk: Desk) -> Bool {
        guard let key, case .working = desk.status(of: key) else { return false }
        return true
    }

    private func timing(_ desk: Desk) -> Target.Timing { desk.today?.isOpen(at: desk.now) == true ? .now : .nextOpen }

    private mutating func nextKey(_ id: InstrumentID, _ desk: Desk) -> TargetKey {
        states[Int(id.index)].leg &+= 1
        return desk.key(id, leg: states[Int(id.index)].leg)
    }
}

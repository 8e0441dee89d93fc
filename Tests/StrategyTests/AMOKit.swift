import AMOBuyStrategy
import SaudaCore
import SaudaSimulation

/// AMO buy on a rig: shares that rose and are about to dip, enough volume, a million in the account.
enum Dip {
    /// Long enough at 100 for RSI10 to forget the rise, not for EMA200, which is near 85; then 101. A fall of d from there
    /// makes RSI10 = 9 / (0.09 + 0.1 d): 23.1 for 98, 15.3 for 96, 9.1 for 92.
    static let closes = flat(50, 210) + flat(100, 120) + [101]
    /// The RSI after a first evening at that close.
    static let level: [Double: Double] = [98: 9 / 0.39, 96: 9 / 0.59, 92: 9 / 0.99]

    static func rig(
        _ symbols: [String] = ["A"],
        with given: [String: Parameter.Value] = [:],
        shares: [Instrument]? = nil,
        factor: Double = 1,
        funds: Int64 = 1_000_000,
        starting: Bool = true
    ) -> Rig {
        var values = given
        if values["score_with_backtest"] == nil { values["score_with_backtest"] = .bool(false) }
        let listed = shares ?? symbols.map(share)
        var rig = Rig(
            listed,
            closes: listed.map { _ in closes.map { $0 * factor } },
            strategy: AMOBuy(Parameters(AMOBuy.parameters, given: values))
        )
        rig.volume = Quantity(1_000_000)
        rig.funds = Money(rupees: funds)
        rig.post(.cash(AccountID(index: 0), Money(rupees: 10_000_000)))
        if starting { rig.start() }
        return rig
    }
}

extension Rig {
    /// Closes the day and lets the evening run to `time`.
    mutating func evening(_ closes: [String: Double], to time: String = "18:00:00") {
        closeDay(closes)
        run(to: time)
    }

    /// Fills an order at the opening and starts its day when it has not begun.
    mutating func open(_ date: String, fills: [(Int, Int64, Price)] = []) {
        start(date)
        run(to: "09:14:00")
        now = max(now, today!.open)
        for (place, quantity, price) in fills { fill(quantity, at: price, of: placed[place]) }
    }

    func codes(_ prefix: String) -> [String] { notes.filter { $0.hasPrefix(prefix) } }

    /// The summary of the last run of the buy step, as a table.
    var counters: [String: Int] {
        guard let text = notes.last(where: { $0.hasPrefix("buy-run:") })?.dropFirst("buy-run: ".count) else {
            return [:]
        }
        var table: [String: Int] = [:]
        for part in text.split(separator: ", ") {
            let words = part.split(separator: " ")
            table[String(words[0])] = Int(words[1])
        }
        return table.filter { $0.value != 0 }
    }

    func memo(_ topic: String, _ symbol: String = "A") -> String? {
        memos.first { $0.topic == topic && $0.instrument == id(symbol) }?.text
    }
}

/// A study's figures that lift any oversold share to `strong_buy`, or keep it from one.
func study(positions: Int, gain: Double, wins: Double) -> StudyFigures {
    var figures = StudyFigures()
    figures.signals = positions
    figures.positions = positions
    figures.executed = positions
    figures.returnPercent = gain
    figures.winRatePercent = wins
    figures.buyAndHoldPercent = 0
    return figures
}

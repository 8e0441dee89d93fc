package import SaudaCore

/// The originals' fallback when study A or B cannot run (BT-6): RSI10 under 30 over EMA200 on high volume, bought at the
/// same close, sold 8 % higher or 5 % lower. Name `parity-simple`.
///
/// Its return is the sum of percentages, a position open at the end does not count, and there is no history before the
/// first day. A fill of less than one unit still counts, as only percentages do.
package struct SimpleFallback: Hashable, Sendable {
    /// Not offered as a mode. Asks for less volume: 1.1 times the mean of 20 days, and 1.0 with RSI under 25.
    package var isDipMode: Bool

    package init(isDipMode: Bool = false) { self.isDipMode = isDipMode }

    package func run(_ candles: ArraySlice<Candle>, _ terms: StudyTerms) -> StudyResult {
        let window = StudyWindow(candles, terms)
        let capital = terms.capital.rupees
        var result = StudyResult()
        var rsi = RSI(period: 10, variant: .zeroSeed)
        var average = EMA(span: 200, variant: .biasCorrected)
        var open: StudyPosition?
        for index in window.period {
            let row = window.rows[index]
            rsi.update(row.close)
            average.update(row.close)
            guard let rsi = rsi.value else { continue }
            if let position = open {
                let entry = position.average
                if row.high >= entry * 1.08 {
                    result.positions.append(position.closed(row.day, at: entry * 1.08, "Target"))
                    open = nil
                } else if row.low <= entry * 0.95 {
                    result.positions.append(position.closed(row.day, at: entry * 0.95, "Stop Loss"))
                    open = nil
                }
            } else if rsi < 30, row.close > average.value ?? .nan,
                let ratio = window.volumeRatio(index), ratio > needed(rsi)
            {
                result.figures.signals += 1
                result.figures.executed += 1
                var position = StudyPosition(entryRSI: rsi, target: row.close * 1.08)
                let quantity = max(1, StudyPosition.quantity(capital, row.close))
                position.add(
                    StudyResult.Fill(day: row.day, price: row.close, quantity: quantity, level: 30),
                    capital: capital
                )
                open = position
            }
        }
        result.figures.buyAndHoldPercent = window.buyAndHold(window.period)
        result.sum()
        result.figures.returnPercent = result.positions.reduce(0) { $0 + $1.returnPercent }
        return result
    }

    private func needed(_ rsi: Double) -> Double { isDipMode ? (rsi < 25 ? 1 : 1.1) : 1.2 }
}

extension StudyWindow {
    /// Volume over the mean of the 20 days that end there; nil before there are 20 in the period, and without volume.
    fileprivate func volumeRatio(_ index: Int) -> Double? {
        guard index - start >= 19 else { return nil }
        var sum = 0.0
        for row in rows[(index - 19)...index] { sum += row.volume }
        return sum > 0 ? rows[index].volume / (sum / 20) : nil
    }
}

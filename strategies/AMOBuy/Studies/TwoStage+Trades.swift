import SaudaCore

extension TwoStage {
    /// Stage 2 (BT-5): positions, one at a time.
    struct Trades {
        private let rows: [StudyWindow.Row]
        /// The rows that have prices for this stage: the last day is left out.
        let period: Range<Int>
        /// EMA9 of the period alone; NaN while undefined.
        private let averages: [Double]
        private let capital: Double
        private var open: StudyPosition?
        private var openedAt = 0
        private(set) var opened = 0
        private var positions: [StudyResult.Position] = []

        init(_ window: StudyWindow, lastDay: Day, capital: Double) {
            rows = window.rows
            var end = window.rows.count
            while end > window.start, window.rows[end - 1].day >= lastDay { end -= 1 }
            period = window.start..<end
            self.capital = capital
            var ema = EMA(span: 9, variant: .seededByMean)
            averages = window.rows[period].map { row in
                ema.update(row.close)
                return ema.value ?? .nan
            }
        }

        var isOpen: Bool { open != nil }

        /// - Parameter advised: the target of the evening's advice, for days without EMA9; without it 8 % over the price.
        mutating func buy(_ signal: Signal, advised: Double?) {
            let row = rows[signal.execution]
            let quantity = StudyPosition.quantity(capital, row.open)
            guard quantity > 0 else { return }
            let average = period.contains(signal.execution) ? averages[signal.execution - period.lowerBound] : .nan
            let target = average.isNaN ? advised ?? row.open * 1.08 : average
            if open == nil {
                open = StudyPosition(entryRSI: signal.rsi, target: target)
                openedAt = signal.execution
                opened += 1
            }
            open?.target = target
            let level = signal.rsi < 10 ? 10 : signal.rsi < 20 ? 20 : 30
            open?.add(
                StudyResult.Fill(day: row.day, price: row.open, quantity: quantity, level: level),
                capital: capital
            )
        }

        /// Looks for the target from the first entry on, through row `last` or to the end.
        mutating func scan(to last: Int?) {
            guard let position = open else { return }
            let end = min(last.map { $0 + 1 } ?? period.upperBound, period.upperBound)
            guard openedAt < end, let hit = (openedAt..<end).first(where: { rows[$0].high >= position.target })
            else { return }
            positions.append(position.closed(rows[hit].day, at: position.target, "Target reached"))
            open = nil
        }

        /// A position that is still open counts with no profit.
        func finished() -> [StudyResult.Position] {
            positions + (open.map { [$0.closed(nil, at: 0, "Open at the end")] } ?? [])
        }
    }
}

import SaudaCore

extension SinglePass {
    /// The state of study A from day to day, in the order of BT-2.
    struct Pass {
        let mode: TargetMode
        /// Per fill, in rupees.
        let capital: Double
        private(set) var positions: [StudyResult.Position] = []
        private(set) var figures = StudyFigures()

        private var rsi: RSI
        private var ema9 = EMA(span: 9, variant: .seededByMean)
        /// Variant R, for the live value (IND-3).
        private var live9 = EMA(span: 9, variant: .recursive)
        private var ema200 = EMA(span: 200, variant: .seededByMean)
        private var open: StudyPosition?
        /// Decided in the evening before, filled at the open.
        private var waiting: Waiting?

        private enum Waiting {
            case entry(rsi: Double)
            case reentry(level: Int)
        }

        init(mode: TargetMode, rsi variant: RSI.Variant, capital: Double) {
            self.mode = mode
            self.capital = capital
            rsi = RSI(period: 10, variant: variant)
        }

        /// A day before the period.
        mutating func warm(_ row: StudyWindow.Row) {
            rsi.update(row.close)
            ema9.update(row.close)
            ema200.update(row.close)
            live9.update(row.close)
        }

        /// - Parameters:
        ///   - hasNext: without a next day in the period nothing is filled.
        ///   - approves: asked for a signal that could be filled.
        mutating func take(_ row: StudyWindow.Row, hasNext: Bool, approves: () -> Bool) {
            let live = live9.live(row.open) ?? .nan
            let before = ema9.value ?? .nan
            warm(row)
            let target =
                switch mode {
                case .entryDayEMA9: ema9.value ?? .nan
                case .previousDayEMA9: before
                case .trailingLive: live
                }
            let reentered = fill(row, target)
            if mode == .trailingLive { open?.target = live }
            guard let rsi = rsi.value else { return }
            if open != nil {
                hold(row, rsi, hasNext: hasNext, reentered: reentered)
            } else if rsi < 30, let average = ema200.value, row.close > average {
                figures.signals += 1
                guard hasNext else { return }
                if approves() { waiting = .entry(rsi: rsi) } else { figures.skipped += 1 }
            }
        }

        /// - Returns: whether a re-entry was filled.
        private mutating func fill(_ row: StudyWindow.Row, _ target: Double) -> Bool {
            guard let order = waiting else { return false }
            waiting = nil
            let quantity = StudyPosition.quantity(capital, row.open)
            guard quantity > 0 else { return false }
            figures.executed += 1
            switch order {
            case .entry(let rsi):
                var position = StudyPosition(entryRSI: rsi, target: target)
                position.add(
                    StudyResult.Fill(
                        day: row.day,
                        price: row.open,
                        quantity: quantity,
                        level: rsi < 10 ? 10 : rsi < 20 ? 20 : 30
                    ),
                    capital: capital
                )
                open = position
                return false
            case .reentry(let level):
                open?.add(
                    StudyResult.Fill(day: row.day, price: row.open, quantity: quantity, level: level),
                    capital: capital
                )
                open?.levels.take(level)
                open?.target = target
                return true
            }
        }

        private mutating func hold(_ row: StudyWindow.Row, _ rsi: Double, hasNext: Bool, reentered: Bool) {
            guard var position = open else { return }
            position.suffer(low: row.low)
            if row.high >= position.target {
                close(position, row.day, position.target, "Target reached")
            } else if rsi > 50 {
                close(position, row.day, row.close, "RSI > 50")
            } else {
                // A level that fires on the day of a re-entry is lost; after a reset none is left until the next one.
                let level = position.levels.step(rsi, .oneByOne)
                open = position
                if let level, !reentered, hasNext { waiting = .reentry(level: level) }
            }
        }

        mutating func finish(at row: StudyWindow.Row) {
            if let position = open { close(position, row.day, row.close, "End of period") }
        }

        private mutating func close(_ position: StudyPosition, _ day: Day, _ price: Double, _ reason: String) {
            positions.append(position.closed(day, at: price, reason))
            open = nil
        }
    }
}

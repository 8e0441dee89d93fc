/// What differs between two results, A and B.
package struct ResultComparison: Hashable, Sendable {
    package enum Side: String, Hashable, Sendable {
        case a = "A"
        case b = "B"
    }

    package struct Figure: Hashable, Sendable {
        package var name: String
        package var unit: SweepTable.Figure.Unit
        package var a: Double?
        package var b: Double?
        /// Nil when they are equal, one is undefined, or more is neither better nor worse.
        package var better: Side?

        package var difference: Double? {
            guard let a, let b else { return nil }
            return b - a
        }
    }

    package struct Change: Hashable, Sendable, Encodable {
        package var a: ResultFile.Trade
        package var b: ResultFile.Trade
    }

    package var a: ResultFile
    package var b: ResultFile
    package var figures: [Figure]
    package var sameTrades = 0
    package var onlyInA: [ResultFile.Trade] = []
    package var onlyInB: [ResultFile.Trade] = []
    /// The same symbol entered on the same day, and something about it differs.
    package var changed: [Change] = []
    package var assumptionsOnlyInA: [String]
    package var assumptionsOnlyInB: [String]

    package init(_ a: ResultFile, _ b: ResultFile) {
        self.a = a
        self.b = b
        figures = Self.measures.map { measure in
            let (x, y) = (measure.value(a), measure.value(b))
            var better: Side?
            if let x, let y, x != y, measure.direction != .neither {
                better = (y > x) == (measure.direction == .higher) ? .b : .a
            }
            return Figure(name: measure.name, unit: measure.unit, a: x, b: y, better: better)
        }
        assumptionsOnlyInA = a.assumptions.filter { !b.assumptions.contains($0) }
        assumptionsOnlyInB = b.assumptions.filter { !a.assumptions.contains($0) }
        matchTrades()
    }

    /// Whether nothing that is compared differs; titles and digests are not.
    package var isSame: Bool {
        figures.allSatisfy { $0.a == $0.b } && onlyInA.isEmpty && onlyInB.isEmpty && changed.isEmpty
            && assumptionsOnlyInA.isEmpty && assumptionsOnlyInB.isEmpty && a.startDay == b.startDay
            && a.endDay == b.endDay
    }

    /// By symbol and entry day; several of one day in the order of their entries.
    private mutating func matchTrades() {
        func key(_ trade: ResultFile.Trade) -> [String] { [trade.symbol, trade.entryDay] }
        func ordered(_ file: ResultFile) -> [ResultFile.Trade] {
            (file.trades + file.openTrades).sorted { ($0.entryTime, $0.symbol) < ($1.entryTime, $1.symbol) }
        }
        var others = Dictionary(grouping: ordered(b), by: key).mapValues { ArraySlice($0) }
        for trade in ordered(a) {
            guard let other = others[key(trade), default: []].popFirst() else {
                onlyInA.append(trade)
                continue
            }
            if trade == other { sameTrades += 1 } else { changed.append(Change(a: trade, b: other)) }
        }
        onlyInB = ordered(b).filter { trade in
            guard others[key(trade), default: []].first == trade else { return false }
            others[key(trade), default: []].removeFirst()
            return true
        }
    }
}

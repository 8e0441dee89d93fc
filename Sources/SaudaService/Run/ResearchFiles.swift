package import SaudaCore
package import SaudaSimulation
import SaudaStore

/// What strategies may ask beyond prices: their own studies, fundamentals and news from files (DEC-20).
package struct ResearchFiles: Sendable {
    package var fundamentals: String?
    package var news: String?

    package init(fundamentals: String?, news: String?) {
        self.fundamentals = fundamentals
        self.news = news
    }

    /// Reads the files for these instruments.
    ///
    /// The desk answers at once, on the caller's thread: in a backtest and on a paper day the market stands still while
    /// it does. A live market does not, so there the same `ResearchDesk` has to answer from another task, and the answer
    /// comes in as the event it is here.
    ///
    /// - Returns: the desk, and what a reader of the result has to know of it; nothing when no strategy asks.
    /// - Throws: `DataError` for a file that cannot be read or has a bad row.
    package func desk(
        for strategies: [ChosenStrategy],
        _ instruments: InstrumentTable
    ) throws -> (desk: ResearchDesk, notes: [String]) {
        var desk = ResearchDesk(studies: strategies.studies)
        var notes: [String] = []
        if let fundamentals {
            let rows = try FundamentalsFile(path: fundamentals).rows
            desk.fundamentals = byInstrument(rows, instruments)
            notes += strangers(in: rows.keys.sorted(), fundamentals, instruments)
        }
        if let news {
            let rows = try NewsFile(path: news).rows
            desk.headlines = byInstrument(rows, instruments)
            notes += strangers(in: rows.keys.sorted(), news, instruments)
        }
        if !desk.studies.isEmpty {
            if fundamentals == nil { notes.append("No fundamentals file: missing values block nothing (DEC-20).") }
            if news == nil { notes.append("No news file: no headline downgrades a verdict (DEC-20).") }
        }
        return (desk, notes)
    }

    private func byInstrument<Row>(_ rows: [String: [Row]], _ instruments: InstrumentTable) -> [[Row]] {
        instruments.instruments.map { rows[$0.symbol] ?? [] }
    }

    private func strangers(in symbols: [String], _ path: String, _ instruments: InstrumentTable) -> [String] {
        let known = Set(instruments.instruments.map(\.symbol))
        let others = symbols.filter { !known.contains($0) }
        guard !others.isEmpty else { return [] }
        let some = others.prefix(5).joined(separator: ", ") + (others.count > 5 ? ", ..." : "")
        return ["\(others.count) of the \(symbols.count) symbols in \(path) have no prices here: \(some)."]
    }
}

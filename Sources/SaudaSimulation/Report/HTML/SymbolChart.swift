package import SaudaCore

/// The prices of one symbol and what was bought and sold of it.
package struct SymbolChart: Sendable {
    package var symbol: String
    /// Daily, oldest first, with the history before the run: the averages rest on it.
    package var candles: [Candle]
    /// In the order they happened.
    package var fills: [FillRecord]

    package init(symbol: String, candles: [Candle], fills: [FillRecord]) {
        self.symbol = symbol
        self.candles = candles
        self.fills = fills
    }

    /// One for each instrument with a fill, in the order of their symbols.
    static func charts(of fills: [FillRecord], in setup: BacktestSetup) -> [SymbolChart] {
        Dictionary(grouping: fills, by: \.instrument).map { id, fills in
            SymbolChart(
                symbol: setup.instruments[id].symbol,
                candles: setup.history.daily[Int(id.index)],
                fills: fills
            )
        }.sorted { $0.symbol < $1.symbol }
    }
}

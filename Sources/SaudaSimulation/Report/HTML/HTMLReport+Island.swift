import SaudaCore

/// The data of the page's script. Money is in paise, prices in 1/10,000 rupee, days count from 1970-01-01.
extension HTMLReport {
    var island: String {
        var symbols = TextTable()
        var reasons = TextTable()
        let days = result.equity.map(\.day)
        let trades = tradeColumns(&symbols, &reasons)
        let prices = PriceIsland(days: Array(days.dropFirst()))
            .script(of: charts, symbols: &symbols, reasons: &reasons)
        var members = [
            ("days", PackedIntegers.differences(days.map { Int64($0.number) }).script),
            ("equity", paise(result.equity.map(\.equity))),
            ("benchmark", paise(result.benchmark.map(\.equity))),
            ("exposure", Script.ratios(CurveSeries.exposure(of: result.equity), scale: 10_000)),
            ("sharpe", Script.ratios(result.rollingSharpe, scale: 1000)),
            ("trades", trades),
            ("charts", prices),
        ]
        if let sweep { members.append(("sweep", sweep.script)) }
        members.append(("symbols", Script.texts(symbols.texts.map(\.printable))))
        members.append(("reasons", Script.texts(reasons.texts.map(\.printable))))
        return Script.object(members)
    }

    private func paise(_ amounts: [Money]) -> String {
        PackedIntegers.differences(amounts.map(paise)).script
    }

    private func paise(_ amount: Money) -> Int64 { amount.roundedToPaisa().raw / 100 }

    /// A column for each fact, closed trades first; an open one has no exit reason, which is -1.
    private func tradeColumns(_ symbols: inout TextTable, _ reasons: inout TextTable) -> String {
        let trades = result.trades + result.openTrades
        func column(_ value: (TradeRecord) -> Int64) -> String { PackedIntegers(trades.map(value)).script }
        func differences(_ value: (TradeRecord) -> Int64) -> String {
            PackedIntegers.differences(trades.map(value)).script
        }
        return Script.object([
            ("n", "\(trades.count)"),
            ("s", column { Int64(symbols.number(of: $0.symbol)) }),
            ("q", column { $0.quantity.units }),
            ("ed", differences { Int64($0.entryTime.day.number) }),
            ("et", column { Int64($0.entryTime.time.seconds) }),
            ("ep", column { $0.entryPrice.raw }),
            ("er", column { Int64(reasons.number(of: $0.entryReason)) }),
            ("xd", differences { Int64($0.exitTime.day.number) }),
            ("xt", column { Int64($0.exitTime.time.seconds) }),
            ("xp", column { $0.exitPrice.raw }),
            ("xr", column { $0.exitReason.map { Int64(reasons.number(of: $0)) } ?? -1 }),
            ("v", column { paise($0.entryValue) }),
            ("c", column { paise($0.charges) }),
            ("p", column { paise($0.profit) }),
            ("f", column { Int64($0.fills) }),
        ])
    }
}

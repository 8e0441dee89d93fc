import SaudaCore
import SaudaSimulation
import Testing

/// Small records for the tests of results.
enum ReportSamples {
    static let monday = Day(number: 19_723)  // 2024-01-01

    /// Equity in whole rupees on consecutive weekdays from 2024-01-01 on.
    static func curve(_ rupees: [Int64], invested: [Int64] = []) -> [EquityPoint] {
        rupees.indices.map { index in
            EquityPoint(
                day: monday.advanced(by: index / 5 * 7 + index % 5),
                equity: Money(rupees: rupees[index]),
                invested: Money(rupees: invested.isEmpty ? 0 : invested[index])
            )
        }
    }

    /// A trade entered at 09:15 and left at 15:10, `days` calendar days later.
    static func trade(
        _ symbol: String = "RELIANCE",
        quantity: Int64 = 100,
        from start: Int = 0,
        days: Int = 1,
        at entry: String,
        to exit: String,
        charges: String = "0.00",
        reason: String? = "target reached",
        worst: String? = nil
    ) throws -> TradeRecord {
        TradeRecord(
            symbol: symbol,
            instrument: InstrumentID(index: 0),
            quantity: Quantity(quantity),
            entryTime: monday.advanced(by: start).at(TimeOfDay(9, 15)),
            entryPrice: try #require(Price(entry)),
            entryReason: "RSI10 28.4 below 30, close above EMA200",
            exitTime: monday.advanced(by: start + days).at(TimeOfDay(15, 10)),
            exitPrice: try #require(Price(exit)),
            exitReason: reason,
            charges: try #require(Money(charges)),
            fills: 2,
            worstPrice: try worst.map { try #require(Price($0)) }
        )
    }

    /// Two closed trades and an open one that explain the whole change of equity.
    ///
    /// RELIANCE (1,250 - 1,200) * 100 - 150.25 = 4,849.75; TCS (3,900 - 4,000) * 50 - 212.50 = -5,212.50;
    /// INFY open (1,510 - 1,500) * 200 - 75.25 = 1,924.75. Together 1,562.00.
    static func record() throws -> BacktestRecord {
        BacktestRecord(
            title: "ema9-sell on 3 symbols",
            equity: curve(
                [1_000_000, 1_003_000, 1_004_850, 999_637, 1_001_562],
                invested: [0, 123_000, 0, 300_000, 302_000]
            ),
            trades: [
                try trade("TCS", quantity: 50, from: 2, at: "4000.00", to: "3900.00", charges: "212.50"),
                try trade(days: 2, at: "1200.00", to: "1250.00", charges: "150.25", worst: "1188.00"),
                try trade("INFY", quantity: 200, from: 3, at: "1500.00", to: "1510.00", charges: "75.25", reason: nil),
            ],
            charges: [
                ChargeTotal(name: "STT", amount: Money(paise: 40_000)),
                ChargeTotal(name: "Stamp duty", amount: Money(paise: 3_800)),
            ],
            skipped: [
                SkippedSignals(reason: "insufficient-funds", count: 7), SkippedSignals(reason: "off-tick", count: 1),
            ],
            benchmark: curve([1_000_000, 1_010_000, 1_005_000, 1_012_000, 1_020_000]),
            assumptions: ["Fills at the next open."]
        )
    }
}

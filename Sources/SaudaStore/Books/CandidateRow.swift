import GRDB
package import SaudaCore

/// A row of the candidates table (SCO-7), with names.
package struct CandidateRow: Hashable, Sendable {
    package var strategy: String
    package var instrument: DayHeader.Name
    /// When the analysis listed it.
    package var time: Timestamp
    package var status: String
    package var verdict: String
    package var finalVerdict: String
    /// Scores in 1/10,000 point.
    package var combined: Int64
    package var strength: Int64
    package var backtest: Int64
    package var priority: Int64
    package var close: Price
    /// Zero where none is given, as the other advice.
    package var buyLow: Price
    package var buyHigh: Price
    package var stop: Price
    package var target: Price
    /// RSI10 in 1/10,000 point.
    package var rsi: Int64
    package var alignment: Int
    package var label: String
    package var reasons: String

    /// `DALBHARAT.NS`, as data vendors write it.
    package var ticker: String { instrument.ticker }
}

extension BookStore {
    /// The candidates that were listed on a day, by strategy, the first to buy first (SCO-6).
    package func candidates(of day: Day) throws(StoreError) -> [CandidateRow] {
        try read("reading the candidates") { database in
            let query = """
                SELECT * FROM candidates WHERE day = ? ORDER BY strategy, priority DESC, combined_e4 DESC, instrument
                """
            return try Row.fetchAll(database, sql: query, arguments: ["\(day)"]).map { row in
                CandidateRow(
                    strategy: row["strategy"],
                    instrument: try DayHeader.Name(row, path: path),
                    time: Timestamp(microseconds: row["at_us"]),
                    status: row["status"],
                    verdict: row["verdict"],
                    finalVerdict: row["final_verdict"],
                    combined: row["combined_e4"],
                    strength: row["strength_e4"],
                    backtest: row["backtest_e4"],
                    priority: row["priority"],
                    close: Price(raw: row["close_e4"]),
                    buyLow: Price(raw: row["buy_low_e4"] ?? 0),
                    buyHigh: Price(raw: row["buy_high_e4"] ?? 0),
                    stop: Price(raw: row["stop_e4"] ?? 0),
                    target: Price(raw: row["target_e4"] ?? 0),
                    rsi: row["rsi10_e4"],
                    alignment: row["alignment"],
                    label: row["label"],
                    reasons: row["reasons"]
                )
            }
        }
    }

    /// The latest day on which candidates were listed; nil before there was one.
    package func latestCandidates() throws(StoreError) -> Day? {
        try rows("SELECT max(day) FROM candidates").first?[0].flatMap { Day($0) }
    }
}

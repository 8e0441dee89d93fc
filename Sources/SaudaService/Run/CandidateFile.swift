import SaudaCore
import SaudaStore

/// The evening's candidates as the file of SCO-7, for spreadsheets and for people.
enum CandidateFile {
    private static let header =
        "ticker,status,verdict,final_verdict,combined_score,strength_score,last_close,buy_range,target,stop,"
        + "timeframe_analysis,backtest"

    /// Writes the candidates of a day under `HOME/candidates`, one file for each strategy that listed any. A file is
    /// there whole or not at all.
    static func write(_ rows: [CandidateRow], home: String) throws {
        let strategies = rows.reduce(into: [String]()) { if !$0.contains($1.strategy) { $0.append($1.strategy) } }
        guard !strategies.isEmpty else { return }
        let folder = "\(home)/candidates"
        try Folders.make(folder)
        for strategy in strategies {
            let own = rows.filter { $0.strategy == strategy }
            guard let time = own.map(\.time).max() else { continue }
            let suffix = strategies.count > 1 ? "_\(strategy)" : ""
            let path = "\(folder)/bulk_analysis_final_\(stamp(of: time))\(suffix).csv"
            try WholeFile.replace(path, with: Array(text(of: own).utf8))
        }
    }

    static func text(of rows: [CandidateRow]) -> String {
        let lines = rows.map { row in
            let range = row.buyLow == .zero && row.buyHigh == .zero ? "" : "\(row.buyLow)-\(row.buyHigh)"
            let fields = [
                row.ticker, row.status, row.verdict, row.finalVerdict, points(row.combined), points(row.strength),
                price(row.close), range, price(row.target), price(row.stop),
                row.label.isEmpty ? "" : "\(row.alignment) \(row.label)", points(row.backtest),
            ]
            return fields.map(quoted).joined(separator: ",")
        }
        return ([header] + lines).joined(separator: "\n") + "\n"
    }

    private static func points(_ score: Int64) -> String { "\(Money(raw: score))" }
    private static func price(_ price: Price) -> String { price == .zero ? "" : "\(price)" }

    private static func quoted(_ text: String) -> String {
        let isPlain = !text.contains { ",\"\n\r".contains($0) }
        return isPlain
            ? text
            : "\"" + text.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\"\"") + "\""
    }

    /// `YYYYMMDD_HHMMSS`
    private static func stamp(of time: Timestamp) -> String {
        "\(time.day)".filter { $0 != "-" } + "_" + "\(time.time)".filter { $0 != ":" }.prefix(6)
    }
}

import Glibc
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
            try write(text(of: own), to: "\(folder)/bulk_analysis_final_\(stamp(of: time))\(suffix).csv")
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

    private static func write(_ text: String, to path: String) throws {
        let draft = path + ".new"
        let descriptor = unsafe open(draft, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw failure(draft) }
        var bytes = Array(text.utf8)[...]
        while !bytes.isEmpty {
            let count = unsafe bytes.withUnsafeBytes { unsafe Glibc.write(descriptor, $0.baseAddress, $0.count) }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else {
                close(descriptor)
                throw failure(draft)
            }
            bytes = bytes.dropFirst(count)
        }
        let isSafe = fsync(descriptor) == 0
        guard close(descriptor) == 0, isSafe, unsafe rename(draft, path) == 0 else { throw failure(path) }
    }

    private static func failure(_ path: String) -> JournalError {
        JournalError(
            path: path,
            what: "the candidates cannot be written: \(unsafe String(cString: strerror(errno)))",
            nextStep: "Free space or rights there, then run the day again: it places nothing twice."
        )
    }
}

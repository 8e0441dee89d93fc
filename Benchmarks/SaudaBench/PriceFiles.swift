import FoundationEssentials
import SaudaStore

/// Reads a directory of price files on one thread, as a backtest does on each core.
enum PriceFiles {
    static func measure(_ directory: String, runs: Int) throws {
        let names = try FileManager.default.contentsOfDirectory(atPath: directory)
        let paths = names.filter { $0.hasSuffix(".csv.gz") }.sorted().map { "\(directory)/\($0)" }
        var rows = 0
        var speeds: [Double] = []
        for _ in 0..<runs {
            let start = ProcessorTime.now
            rows = try paths.reduce(0) { try $0 + CandleFile(path: $1).candles.count }
            speeds.append(Double(rows) / (ProcessorTime.now - start))
        }
        BenchLine.print("files", "gzip-csv", unit: "rows/s", speeds, more: #","files":\#(paths.count),"rows":\#(rows)"#)
    }
}

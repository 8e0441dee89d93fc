import Glibc
package import SaudaCore

extension HistoryFolder {
    /// Reads the files of some symbols on all cores.
    ///
    /// Result and error are those of reading one file after the other: of several bad files the first in order is named.
    ///
    /// - Parameters:
    ///   - symbols: nil for all. A symbol named twice is read once.
    ///   - from: The first wanted day, nil for all.
    ///   - to: The last wanted day, nil for all.
    ///   - skipBadRows: As in `CandleFile`.
    ///   - progress: Called after each file with the number of files read so far and of files altogether.
    /// - Returns: Sorted by symbol; a symbol with daily and minute candles occurs twice, days first.
    /// - Throws: `DataError`, or `CancellationError` when the task was cancelled.
    package func load(
        symbols: [String]? = nil,
        from: Day? = nil,
        to: Day? = nil,
        skipBadRows: Bool = false,
        progress: (_ done: Int, _ of: Int) -> Void = { _, _ in }
    ) async throws -> [CandleFile] {
        let paths = try paths(of: symbols)
        typealias Outcome = (index: Int, file: Result<CandleFile, DataError>)
        var files = [CandleFile?](repeating: nil, count: paths.count)
        var failure: (index: Int, error: DataError)?
        await withTaskGroup(of: Outcome.self) { group in
            var next = 0
            func start() {
                guard next < paths.count, failure == nil, !Task.isCancelled else { return }
                let index = next
                next += 1
                group.addTask {
                    let file = Result { () throws(DataError) in
                        try CandleFile(path: paths[index], from: from, to: to, skipBadRows: skipBadRows)
                    }
                    return (index, file)
                }
            }
            for _ in 0..<max(1, sysconf(Int32(_SC_NPROCESSORS_ONLN))) { start() }
            var done = 0
            // Files start in order, so every file before a failed one has been started and its outcome is awaited.
            while let outcome = await group.next() {
                switch outcome.file {
                case .success(let file):
                    files[outcome.index] = file
                    done += 1
                    progress(done, paths.count)
                case .failure(let error):
                    if outcome.index < failure?.index ?? .max { failure = (outcome.index, error) }
                }
                start()
            }
        }
        if let failure { throw failure.error }
        try Task.checkCancellation()
        // The spans change sides because `.day` is the higher one.
        return files.compactMap(\.self).sorted { ($0.symbol, $1.span.rawValue) < ($1.symbol, $0.span.rawValue) }
    }
}

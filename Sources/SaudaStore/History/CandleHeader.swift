import SaudaCore

/// The first line of a price history: it says how long each candle is.
struct CandleHeader {
    static let columns = ",open,high,low,close,volume"

    let span: CandleSpan
    /// Where the second line begins.
    let end: Int

    init(_ text: [UInt8], file: String) throws(DataError) {
        let mark: [UInt8] = [0xEF, 0xBB, 0xBF]
        let start = text.starts(with: mark) ? mark.count : 0
        let newline = text[start...].firstIndex(of: CSVField.newline) ?? text.count
        var line = text[start..<newline]
        if line.last == CSVField.carriageReturn { line.removeLast() }
        if line.elementsEqual("date\(CandleHeader.columns)".utf8) {
            span = .day
        } else if line.elementsEqual("time\(CandleHeader.columns)".utf8) {
            span = .minute
        } else {
            let isCompressed = text.starts(with: [0x1F, 0x8B])
            throw DataError(
                file: file,
                line: 1,
                what: isCompressed ? "compressed data" : "unknown header \(DataError.quote(line))",
                nextStep: isCompressed
                    ? "let its name end in .csv.gz"
                    : "the first line must be date\(CandleHeader.columns) or time\(CandleHeader.columns)"
            )
        }
        end = min(newline + 1, text.count)
    }
}

import SaudaCore

/// Reads the rows of one file, byte by byte: no text is made but for errors.
///
/// Texts end in a newline, so a scan for the end of a field stops there at the latest.
struct CandleParser {
    let file: String
    let span: CandleSpan
    let skipsBadRows: Bool
    /// Rows outside are checked like all others, and then dropped.
    let wanted: ClosedRange<Timestamp>

    private(set) var candles: [Candle] = []
    private(set) var skipped = SkippedRows()
    /// The last good row, wanted or not.
    private(set) var last: Candle?
    private var month = MonthCache()

    init(file: String, span: CandleSpan, wanted: ClosedRange<Timestamp>, skipsBadRows: Bool) {
        self.file = file
        self.span = span
        self.wanted = wanted
        self.skipsBadRows = skipsBadRows
    }

    /// Reads all rows from `start`, where the second line begins.
    ///
    /// - Precondition: `text` ends in a newline.
    mutating func parse(_ text: Span<UInt8>, from start: Int) throws(DataError) {
        candles.reserveCapacity((text.count - start) / (span == .day ? 36 : 56) + 1)
        var at = start
        var line = 1
        while at < text.count {
            line += 1
            let rowStart = at
            do {
                let candle = try row(text, &at)
                last = candle
                if wanted.contains(candle.start) { candles.append(candle) }
            } catch {
                let fault = CandleParser.overriding(error, text, rowStart)
                guard skipsBadRows else { throw explain(fault, text, rowStart, at, line: line) }
                let example = skipped.wantsExample(of: fault) ? explain(fault, text, rowStart, at, line: line) : nil
                skipped.count(fault, example: example)
                at = CandleParser.end(text, from: rowStart) + 1
            }
        }
    }

    /// Counts the cut end of a compressed file.
    mutating func countCut(_ error: DataError) { skipped.count(.cutShort, example: error) }

    /// Reads one row; when a field is at fault, `at` stays where that field begins.
    private mutating func row(_ text: Span<UInt8>, _ at: inout Int) throws(RowFault) -> Candle {
        let timeStart = at
        let start = span == .day ? try month.date(text, &at) : try month.minute(text, &at)
        let open = try CSVField.price(text, &at)
        let high = try CSVField.price(text, &at)
        let low = try CSVField.price(text, &at)
        let close = try CSVField.price(text, &at)
        let volume = try CSVField.volume(text, &at)
        if let last, start <= last.start {
            at = timeStart
            throw start == last.start ? .duplicateTime : .backwardTime
        }
        if high < max(open, close) { throw .highTooLow }
        if low > min(open, close) { throw .lowTooHigh }
        return Candle(start: start, open: open, high: high, low: low, close: close, volume: volume)
    }
}

// MARK: - What is wrong with a row

extension CandleParser {
    /// The fault of the row as a whole where it has one, for instance a missing field, else `fault`.
    private static func overriding(_ fault: RowFault, _ text: Span<UInt8>, _ rowStart: Int) -> RowFault {
        let end = end(text, from: rowStart)
        var commas = 0
        for index in rowStart..<end {
            if text[index] == 0 { return .nulByte }
            if text[index] == CSVField.comma { commas += 1 }
        }
        if end == rowStart || end == rowStart + 1 && text[rowStart] == CSVField.carriageReturn { return .emptyLine }
        return commas == 5 ? fault : .wrongFieldCount
    }

    private func explain(_ fault: RowFault, _ text: Span<UInt8>, _ rowStart: Int, _ at: Int, line: Int) -> DataError {
        var end = CandleParser.end(text, from: rowStart)
        if end > rowStart && text[end - 1] == CSVField.carriageReturn { end -= 1 }
        var what = fault.description
        if fault.isInField {
            let columns = [span == .day ? "date" : "time", "open", "high", "low", "close", "volume"]
            var fieldEnd = at
            while fieldEnd < end && text[fieldEnd] != CSVField.comma { fieldEnd += 1 }
            let column = (rowStart..<at).count { text[$0] == CSVField.comma }
            what += ": \(columns[column]) is \(quote(text, at..<fieldEnd))"
        } else if fault != .emptyLine {
            what += " in \(quote(text, rowStart..<end))"
        }
        return DataError(file: file, line: line, what: what, nextStep: fault.nextStep)
    }

    private func quote(_ text: Span<UInt8>, _ range: Range<Int>) -> String {
        DataError.quote(range.prefix(DataError.quoteLimit + 1).map { text[$0] })
    }

    /// Where the line ends that contains `start`.
    private static func end(_ text: Span<UInt8>, from start: Int) -> Int {
        var index = start
        while text[index] != CSVField.newline { index += 1 }
        return index
    }
}

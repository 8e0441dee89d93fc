package import SaudaCore

/// Positions to begin a backtest with, as bought (DEC-19): `symbol,date,quantity,price`.
///
/// CRLF, a byte-order mark and a last line without newline are accepted.
package struct PositionsFile: Hashable, Sendable {
    package struct Position: Hashable, Sendable {
        package var symbol: String
        /// The day of purchase.
        package var date: Day
        /// Above zero.
        package var quantity: Quantity
        /// Paid for one unit.
        package var price: Price
    }

    static let header = "symbol,date,quantity,price"

    /// In file order; never empty.
    package let positions: [Position]

    /// - Throws: `DataError` with the first bad line; a symbol may be bought once a day.
    package init(path: String) throws(DataError) {
        let text = try HistoryText(path: path)
        guard !text.isCutShort else { throw DataError.cutShort(path) }
        var positions: [Position] = []
        var seen: [String: Int] = [:]
        var lines = text.bytes.split(separator: CSVField.newline, omittingEmptySubsequences: false)
        if lines.last?.isEmpty == true { lines.removeLast() }
        for (index, bytes) in lines.enumerated() {
            var row = bytes
            if row.last == CSVField.carriageReturn { row.removeLast() }
            if index == 0 {
                try PositionsFile.checkHeader(row, path: path)
                continue
            }
            do throws(Refusal) {
                let position = try PositionsFile.position(row)
                let key = "\(position.symbol),\(position.date)"
                if let earlier = seen.updateValue(index + 1, forKey: key) {
                    throw Refusal(
                        what: "\(position.symbol) of \(position.date) is in line \(earlier) already",
                        nextStep: "make one row of the two"
                    )
                }
                positions.append(position)
            } catch {
                throw DataError(file: path, line: index + 1, what: error.what, nextStep: error.nextStep)
            }
        }
        guard !positions.isEmpty else {
            throw DataError(file: path, what: "no rows after the header", nextStep: "add one row for each position")
        }
        self.positions = positions
    }

    private struct Refusal: Error {
        var what: String
        var nextStep: String
    }

    private static func checkHeader(_ line: ArraySlice<UInt8>, path: String) throws(DataError) {
        var line = line
        if line.starts(with: [0xEF, 0xBB, 0xBF]) { line.removeFirst(3) }
        guard line.elementsEqual(header.utf8) else {
            throw DataError(
                file: path,
                line: 1,
                what: "unknown header \(DataError.quote(line))",
                nextStep: "the first line must be \(header)"
            )
        }
    }

    private static func position(_ row: ArraySlice<UInt8>) throws(Refusal) -> Position {
        let fields = row.split(separator: CSVField.comma, omittingEmptySubsequences: false)
        func refusal(_ column: Int, _ nextStep: String) -> Refusal {
            let name = header.split(separator: ",")[column]
            let what = fields[column].isEmpty ? "empty \(name)" : "bad \(name) \(DataError.quote(fields[column]))"
            return Refusal(what: what, nextStep: nextStep)
        }
        guard fields.count == 4 else {
            throw Refusal(
                what: "\(fields.count) fields instead of 4 in \(DataError.quote(row))",
                nextStep: "write \(header), without quotes or blanks"
            )
        }
        guard !fields[0].isEmpty, fields[0].allSatisfy({ (0x21...0x7E).contains($0) && $0 != UInt8(ascii: "\"") })
        else {
            throw refusal(0, "write a symbol such as BAJAJ-AUTO, without quotes or blanks")
        }
        let texts = fields.map { String(decoding: $0, as: UTF8.self) }
        guard let date = Day(texts[1]) else { throw refusal(1, "write a date that exists, such as 2025-11-20") }
        guard
            fields[2].allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }), let units = Int64(texts[2]),
            units > 0, units <= Quantity.limit.units
        else { throw refusal(2, "write a whole number of units from 1 to \(Quantity.limit)") }
        guard let price = Price(texts[3]), price.isPlausible else {
            throw refusal(3, "write rupees above zero with at most four decimals, such as 2234.40")
        }
        return Position(symbol: texts[0], date: date, quantity: Quantity(units), price: price)
    }
}

package import SaudaCore
import SaudaStore

// Small files that say more of the instruments than prices do.

extension BandList {
    /// Reads a file of price bands.
    package static func read(_ path: String) throws -> BandList {
        let text = String(decoding: try SmallFile.read(path), as: UTF8.self)
        do { return try BandList(parsing: text, file: path) } catch {
            throw DataError(
                file: path,
                line: error.line == 0 ? nil : error.line,
                what: error.problem,
                nextStep: "Write `symbol,band` or `symbol,from,band` with 2, 5, 10, 20 or none."
            )
        }
    }
}

extension MarketData {
    /// Marks the instruments of a list, a symbol a line, as having derivatives.
    ///
    /// - Throws: what is wrong with the file; a symbol that has no prices is left out and named in `warnings`.
    package mutating func markDerivatives(_ path: String) throws {
        let symbols = try SymbolList.read(ConfigSource(file: path, bytes: try SmallFile.read(path)))
        var marked = Set(symbols)
        var table = InstrumentTable()
        for var instrument in instruments.instruments {
            if marked.remove(instrument.symbol) != nil { instrument.hasDerivatives = true }
            try table.add(instrument)
        }
        instruments = table
        if !marked.isEmpty {
            warnings.append("\(path) names \(marked.count) symbols without prices: \(marked.sorted().prefix(5))")
        }
    }
}

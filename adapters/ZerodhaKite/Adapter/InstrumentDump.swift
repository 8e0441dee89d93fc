import SaudaBroker
import SaudaCore

/// Reads the instrument list: shares and indices of NSE and BSE and their derivatives. What is of another kind is
/// counted and left out, and so is every row whose symbol or token stands twice.
enum InstrumentDump {
    /// - Parameter day: whose freeze quantities are filled in, where they are known.
    static func list(_ bytes: [UInt8], on day: Day) throws(BrokerError) -> InstrumentList {
        var table = CSVRows(bytes)
        guard let header = table.next(), let columns = Columns(header) else {
            throw damaged("the list does not begin with the known columns")
        }
        var rows: [DumpRow] = []
        var skipped: [String: Int] = [:]
        var last = header
        while let fields = table.next() {
            last = fields
            guard fields.count == columns.count else {
                skipped["a row of another number of columns", default: 0] += 1
                continue
            }
            do throws(DumpRow.Skip) {
                rows.append(try DumpRow(fields, columns))
            } catch {
                skipped[error.reason, default: 0] += 1
            }
        }
        // A row that ends the text without a line's end may be half a row.
        guard !table.isCut, last.count == columns.count, table.endsLine || columns.isWhole(last) else {
            throw damaged("the list is cut off in its last row")
        }
        guard !rows.isEmpty else { throw damaged("the list has no share, index or derivative") }
        let freezes = RulePack.freezes(on: day)
        for place in rows.indices where rows[place].listing.instrument.segment == .nseDerivatives {
            guard let underlying = rows[place].underlying, let freeze = freezes[underlying] else { continue }
            rows[place].listing.instrument.freeze = freeze
        }
        let listings = unique(rows, &skipped)
        return InstrumentList(listings, skipped: skipped)
    }

    private static func damaged(_ what: String) -> BrokerError {
        .kite(what, "Load it again; until then yesterday's list is the better one.", .checkOrderBook)
    }

    /// A symbol or token that two rows claim would send a price or an order to the wrong one.
    private static func unique(_ rows: [DumpRow], _ skipped: inout [String: Int]) -> [Listing] {
        var symbols: [String: Int] = [:]
        var tokens: [UInt32: Int] = [:]
        symbols.reserveCapacity(rows.count)
        tokens.reserveCapacity(rows.count)
        var clashing: Set<Int> = []
        for (place, row) in rows.enumerated() {
            if let other = symbols.updateValue(place, forKey: row.listing.orderKey) {
                clashing.formUnion([other, place])
            }
            if let other = tokens.updateValue(place, forKey: row.token) { clashing.formUnion([other, place]) }
        }
        if !clashing.isEmpty { skipped["a symbol or token that stands twice"] = clashing.count }
        let underlyings = Set(rows.compactMap(\.underlying))
        return rows.enumerated().compactMap { place, row in
            guard !clashing.contains(place) else { return nil }
            var listing = row.listing
            if listing.instrument.segment == .nseEquity {
                listing.instrument.hasDerivatives = underlyings.contains(listing.instrument.symbol)
            }
            return listing
        }
    }

    /// Where the columns are; more than the known ones are fine.
    struct Columns {
        var token, exchangeToken, symbol, name, expiry, strike, tick, lot, kind, segment, exchange: Int
        var count: Int

        init?(_ header: [String]) {
            var places: [String: Int] = [:]
            for (place, name) in header.enumerated() { places[name] = place }
            guard let token = places["instrument_token"], let exchangeToken = places["exchange_token"],
                let symbol = places["tradingsymbol"], let name = places["name"], let expiry = places["expiry"],
                let strike = places["strike"], let tick = places["tick_size"], let lot = places["lot_size"],
                let kind = places["instrument_type"], let segment = places["segment"],
                let exchange = places["exchange"], places.count == header.count
            else { return nil }
            self.token = token
            self.exchangeToken = exchangeToken
            self.symbol = symbol
            self.name = name
            self.expiry = expiry
            self.strike = strike
            self.tick = tick
            self.lot = lot
            self.kind = kind
            self.segment = segment
            self.exchange = exchange
            count = header.count
        }

        private static let exchanges: Set<String> = [
            "NSE", "BSE", "NFO", "BFO", "CDS", "BCD", "MCX", "NCO", "NSEIX", "GLOBAL",
        ]

        /// Whether a last row without a line's end has all of its last column.
        func isWhole(_ fields: [String]) -> Bool { exchange == count - 1 && Self.exchanges.contains(fields[exchange]) }
    }
}

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
        var rows = Rows(capacity: bytes.count / 80)
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
        guard !rows.listings.isEmpty else { throw damaged("the list has no share, index or derivative") }
        rows.complete(with: RulePack.freezes(on: day))
        let clashing = rows.removeClashes()
        if clashing > 0 { skipped["a symbol or token that stands twice"] = clashing }
        return InstrumentList(rows.listings, skipped: skipped)
    }

    private static func damaged(_ what: String) -> BrokerError {
        .kite(what, "Load it again; until then yesterday's list is the better one.", .checkOrderBook)
    }

    /// What was read, in columns: the largest becomes the list without being copied.
    private struct Rows {
        var listings: [Listing] = []
        private var tokens: [UInt32] = []
        /// Of derivatives.
        private var underlyings: [String?] = []

        init(capacity: Int) {
            listings.reserveCapacity(capacity)
            tokens.reserveCapacity(capacity)
            underlyings.reserveCapacity(capacity)
        }

        mutating func append(_ row: DumpRow) {
            listings.append(row.listing)
            tokens.append(row.token)
            underlyings.append(row.underlying)
        }

        /// What one row does not say: freeze quantities, and whether there are derivatives of a share.
        mutating func complete(with freezes: [String: Quantity]) {
            let names = Set(underlyings.lazy.compactMap(\.self))
            for place in listings.indices {
                let instrument = listings[place].instrument
                switch instrument.segment {
                case .nseDerivatives:
                    if let freeze = underlyings[place].flatMap({ freezes[$0] }) {
                        listings[place].instrument.freeze = freeze
                    }
                case .nseEquity: listings[place].instrument.hasDerivatives = names.contains(instrument.symbol)
                default: break
                }
            }
        }

        /// A symbol or token that two rows claim would send a price or an order to the wrong one.
        ///
        /// - Returns: how many rows were left out.
        mutating func removeClashes() -> Int {
            var symbols: [String: Int] = [:]
            var places: [UInt32: Int] = [:]
            symbols.reserveCapacity(listings.count)
            places.reserveCapacity(listings.count)
            var clashing: Set<Int> = []
            for (place, listing) in listings.enumerated() {
                for other in [
                    symbols.updateValue(place, forKey: listing.orderKey),
                    places.updateValue(place, forKey: tokens[place]),
                ] {
                    if let other { clashing.formUnion([other, place]) }
                }
            }
            guard !clashing.isEmpty else { return 0 }
            listings = listings.enumerated().filter { !clashing.contains($0.offset) }.map(\.element)
            return clashing.count
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

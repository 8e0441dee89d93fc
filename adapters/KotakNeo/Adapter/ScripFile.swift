package import SaudaBroker
import SaudaCore

/// Reads one file of the scrip master (protocol section 6): shares, indices and derivatives of NSE and BSE. What is of
/// another kind is counted and left out, and so is every row whose symbol or token stands twice.
///
/// A listing's keys are `segment|token` for feeds and quotes, `segment|trading symbol` for orders: neither a bare name
/// nor a bare token names one thing.
package enum ScripFile {
    /// - Parameter mayBeEmpty: a file without a row that is traded is one.
    /// - Throws: when the columns are not the known ones, the file is cut, or an expiry contradicts its symbol.
    package static func list(_ bytes: [UInt8], mayBeEmpty: Bool = false) throws(BrokerError) -> InstrumentList {
        var table = CSVRows(bytes)
        guard let header = table.next(), let columns = Columns(header) else {
            throw damaged("the list does not begin with the known columns")
        }
        var listings: [Listing] = []
        var skipped: [String: Int] = [:]
        var isWhole = true
        while let fields = table.next() {
            isWhole = fields.count == columns.count
            guard isWhole else {
                skipped["a row of another number of columns", default: 0] += 1
                continue
            }
            do throws(ScripRow.Skip) {
                listings.append(try ScripRow(fields, columns).listing)
            } catch {
                if error.isFatal { throw damaged(error.reason) }
                skipped[error.reason, default: 0] += 1
            }
        }
        // A row that ends the text without a line's end may be half a row.
        guard !table.isCut, isWhole, table.endsLine else { throw damaged("the list is cut off in its last row") }
        guard mayBeEmpty || !listings.isEmpty else { throw damaged("the list has no share, index or derivative") }
        let count = listings.count
        listings = unclashing(listings)
        if listings.count < count { skipped["a symbol or token that stands twice"] = count - listings.count }
        return InstrumentList(listings, skipped: skipped)
    }

    /// A key that two rows claim would send a price or an order to the wrong one.
    private static func unclashing(_ listings: [Listing]) -> [Listing] {
        var feed: [String: Int] = [:]
        var order: [String: Int] = [:]
        for listing in listings {
            feed[listing.feedKey, default: 0] += 1
            order[listing.orderKey, default: 0] += 1
        }
        return listings.filter { feed[$0.feedKey] == 1 && order[$0.orderKey] == 1 }
    }

    private static func damaged(_ what: String) -> BrokerError {
        .kotak(what, "Load it again; until then yesterday's list is the better one.", .checkOrderBook)
    }

    /// Where the columns are. Names end in blanks and one in a semicolon; more than the known ones are fine.
    struct Columns {
        var token, group, segment, name, symbol, option, tick, lot, expiry, precision, strike, freeze: Int
        var count: Int

        init?(_ header: [String]) {
            var places: [String: Int] = [:]
            for (place, name) in header.enumerated() { places[name.filter { $0 != " " && $0 != ";" }] = place }
            guard let token = places["pSymbol"], let group = places["pGroup"], let segment = places["pExchSeg"],
                let name = places["pSymbolName"], let symbol = places["pTrdSymbol"],
                let option = places["pOptionType"], let tick = places["dTickSize"], let lot = places["lLotSize"],
                let expiry = places["lExpiryDate"], let precision = places["lPrecision"],
                let strike = places["dStrikePrice"], let freeze = places["lFreezeQty"], places.count == header.count
            else { return nil }
            self.token = token
            self.group = group
            self.segment = segment
            self.name = name
            self.symbol = symbol
            self.option = option
            self.tick = tick
            self.lot = lot
            self.expiry = expiry
            self.precision = precision
            self.strike = strike
            self.freeze = freeze
            count = header.count
        }
    }
}

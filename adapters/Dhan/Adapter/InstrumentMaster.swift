import SaudaBroker
import SaudaCore

/// Reads an instrument master: shares and indices of NSE and BSE and their derivatives. What is of another kind is
/// counted and left out, and so is every row whose key or name stands twice.
enum InstrumentMaster {
    static func list(_ bytes: [UInt8]) throws(BrokerError) -> InstrumentList {
        var table = CSVRows(bytes)
        guard let header = table.next(), let columns = MasterColumns(header) else {
            throw damaged("the list does not begin with the known columns")
        }
        var listings: [Listing] = []
        listings.reserveCapacity(bytes.count / 120)
        var withDerivatives: Set<String> = []
        var skipped: [String: Int] = [:]
        var last = header
        while let fields = table.next() {
            last = fields
            guard columns.fits(fields) else {
                skipped["a row of another number of columns", default: 0] += 1
                continue
            }
            do throws(MasterRow.Skip) {
                let row = try MasterRow(fields, columns)
                listings.append(row.listing)
                if let share = row.underlyingShare, row.listing.instrument.segment == .nseDerivatives {
                    withDerivatives.insert(share)
                }
            } catch {
                skipped[error.reason, default: 0] += 1
            }
        }
        // A row that ends the text without a line's end may be half a row, unless a comma had to end it.
        guard !table.isCut, columns.fits(last), table.endsLine || (columns.endsInComma && last.last == "") else {
            throw damaged("the list is cut off in its last row")
        }
        guard !listings.isEmpty else { throw damaged("the list has no share, index or derivative") }
        for place in listings.indices where listings[place].instrument.segment == .nseEquity {
            listings[place].instrument.hasDerivatives = withDerivatives.contains(listings[place].instrument.symbol)
        }
        let clashing = removeClashes(&listings)
        if clashing > 0 { skipped["a security id or name that stands twice"] = clashing }
        return InstrumentList(listings, skipped: skipped)
    }

    private static func damaged(_ what: String) -> BrokerError {
        .dhan(what, "Load it again; until then yesterday's list is the better one.", .checkOrderBook)
    }

    /// A key or name that two rows claim would send a price or an order to the wrong one.
    ///
    /// - Returns: how many rows were left out.
    private static func removeClashes(_ listings: inout [Listing]) -> Int {
        struct Name: Hashable {
            var segment: Segment
            var text: String
        }
        var keys: [String: Int] = [:]
        var names: [Name: Int] = [:]
        keys.reserveCapacity(listings.count)
        names.reserveCapacity(listings.count)
        var clashing: Set<Int> = []
        for (place, listing) in listings.enumerated() {
            let name = Name(segment: listing.instrument.segment, text: listing.instrument.name)
            for other in [
                keys.updateValue(place, forKey: listing.orderKey), names.updateValue(place, forKey: name),
            ] {
                if let other { clashing.formUnion([other, place]) }
            }
        }
        guard !clashing.isEmpty else { return 0 }
        listings = listings.enumerated().filter { !clashing.contains($0.offset) }.map(\.element)
        return clashing.count
    }
}

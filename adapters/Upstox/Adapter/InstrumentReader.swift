import SaudaBroker
import SaudaCore

/// Gathers the rows of the instrument files: shares and indices of NSE and BSE and their derivatives. What is of another
/// kind is counted and left out, and so is every row whose key or name stands twice.
struct InstrumentReader {
    private var listings: [Listing] = []
    private var withDerivatives: Set<String> = []
    private var skipped: [String: Int] = [:]

    mutating func take(_ file: [UInt8]) throws(BrokerError) {
        var rows = JSONRows(file)
        let before = listings.count
        do throws(JSONRows.Damage) {
            while let row = try rows.next() { add(row) }
        } catch {
            throw Self.damaged("the list is no whole JSON array of rows")
        }
        guard listings.count > before else { throw Self.damaged("a list has no share, index or derivative") }
    }

    private mutating func add(_ json: JSON) {
        do throws(InstrumentRow.Skip) {
            let row = try InstrumentRow(json)
            listings.append(row.listing)
            if let share = row.underlyingShare { withDerivatives.insert(share) }
        } catch {
            skipped[error.reason, default: 0] += 1
        }
    }

    func list() throws(BrokerError) -> InstrumentList {
        var listings = listings
        var skipped = skipped
        for place in listings.indices where listings[place].instrument.segment == .nseEquity {
            listings[place].instrument.hasDerivatives = withDerivatives.contains(listings[place].orderKey)
        }
        let clashing = Self.removeClashes(&listings)
        if clashing > 0 { skipped["an instrument key or name that stands twice"] = clashing }
        return InstrumentList(listings, skipped: skipped)
    }

    static func damaged(_ what: String) -> BrokerError {
        .upstox(what, "Load it again; until then yesterday's list is the better one.", .checkOrderBook)
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

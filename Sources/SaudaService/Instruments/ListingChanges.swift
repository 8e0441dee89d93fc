package import SaudaBroker
package import SaudaCore

/// What is different in a broker's list from the one before, as far as it can send an order or a price to the wrong
/// place: names that fit two instruments now, keys that went to another one, lots and ticks that changed.
package struct ListingChanges: Hashable, Sendable {
    package enum Kind: String, Hashable, Sendable, CaseIterable {
        /// A name that fits two instruments of a segment now and did not before.
        case clash
        /// A key that named another instrument before.
        case reusedKey = "reused-key"
        case lot, tick
        /// A share that is traded in another series now.
        case series
        case gone
    }

    package struct Change: Hashable, Sendable {
        package var kind: Kind
        /// The instrument's name.
        package var name: String
        package var segment: Segment
        package var text: String
        /// Held, ordered or watched: a person must look.
        package var isTouching: Bool
    }

    package private(set) var changes: [Change] = []
    package private(set) var added = 0
    package private(set) var gone = 0

    /// - Parameter touched: The broker's order keys of what is held, ordered or watched.
    package init(from old: [Listing], to new: [Listing], touched: Set<String> = []) {
        let before = Self.byKey(old)
        let now = Self.byKey(new)
        added = new.count { before[$0.orderKey] == nil }
        gone = old.count { now[$0.orderKey] == nil }
        findClashes(old, new, touched)
        findReused(old, new, touched)
        for listing in new {
            guard let was = before[listing.orderKey] else { continue }
            compare(was, listing, touched)
        }
        for listing in old where now[listing.orderKey] == nil {
            guard touched.contains(listing.orderKey) else { continue }
            add(.gone, listing, "is not in the list any more", touched)
        }
        changes.sort {
            ($0.isTouching ? 0 : 1, $0.kind.rawValue, $0.name) < ($1.isTouching ? 0 : 1, $1.kind.rawValue, $1.name)
        }
    }

    private static func byKey(_ listings: [Listing]) -> [String: Listing] {
        Dictionary(listings.map { ($0.orderKey, $0) }, uniquingKeysWith: { first, _ in first })
    }

    private mutating func add(_ kind: Kind, _ listing: Listing, _ text: String, _ touched: Set<String>) {
        changes.append(
            Change(
                kind: kind,
                name: listing.instrument.name,
                segment: listing.instrument.segment,
                text: text,
                isTouching: touched.contains(listing.orderKey)
            )
        )
    }

    private struct Name: Hashable {
        var symbol: String
        var segment: Segment
    }

    /// Of shares: derivatives are many to a name by nature.
    private static func names(_ listings: [Listing]) -> [Name: [Listing]] {
        Dictionary(grouping: listings.filter { $0.instrument.segment.isCash }) {
            Name(symbol: $0.instrument.symbol, segment: $0.instrument.segment)
        }
    }

    private mutating func findClashes(_ old: [Listing], _ new: [Listing], _ touched: Set<String>) {
        let before = Self.names(old)
        for (name, listings) in Self.names(new) {
            let was = before[name, default: []]
            if listings.count > 1, was.count <= 1 {
                let fits = listings.map(\.instrument.name).sorted().joined(separator: ", ")
                for listing in listings where touched.contains(listing.orderKey) || listing == listings[0] {
                    add(.clash, listing, "'\(name.symbol)' fits \(fits) now; write the full name", touched)
                }
            }
            if listings.count == 1, was.count == 1, was[0].instrument.series != listings[0].instrument.series {
                let isTouching = touched.contains(was[0].orderKey) || touched.contains(listings[0].orderKey)
                let key = isTouching ? touched.union([listings[0].orderKey]) : touched
                add(.series, listings[0], "was \(was[0].instrument.name) before", key)
            }
        }
    }

    private mutating func findReused(_ old: [Listing], _ new: [Listing], _ touched: Set<String>) {
        let owners = Dictionary(old.map { ($0.feedKey, $0) }, uniquingKeysWith: { first, _ in first })
        for listing in new {
            guard let owner = owners[listing.feedKey], owner.orderKey != listing.orderKey else { continue }
            let names = touched.contains(owner.orderKey) ? touched.union([listing.orderKey]) : touched
            add(.reusedKey, listing, "has the feed key that was \(owner.instrument.name)'s", names)
        }
    }

    private mutating func compare(_ was: Listing, _ now: Listing, _ touched: Set<String>) {
        if was.instrument.lot != now.instrument.lot {
            add(.lot, now, "lot \(was.instrument.lot) is \(now.instrument.lot) now", touched)
        }
        if was.instrument.tick != now.instrument.tick {
            let ticks = [was, now].map { $0.instrument.tick.map { "\($0)" } ?? "none" }
            add(.tick, now, "tick \(ticks[0]) is \(ticks[1]) now", touched)
        }
    }
}

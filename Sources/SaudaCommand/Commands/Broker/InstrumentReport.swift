import SaudaBroker
import SaudaCore
import SaudaService

/// One instrument for people and programs.
struct InstrumentRow: Encodable {
    var name: String
    var segment: String
    var kind: String
    var lot: Int64
    var tick: String?
    var key: String

    init(_ listing: Listing) {
        let instrument = listing.instrument
        name = instrument.name
        segment = instrument.segment.word
        lot = instrument.lot.units
        tick = instrument.tick.map { "\($0)" }
        key = listing.orderKey
        kind =
            switch instrument.kind {
            case .equity: "share"
            case .etf: "ETF"
            case .index: "index"
            case .future(let expiry): "future \(expiry)"
            case .option(let expiry, let strike, let isCall): "\(isCall ? "call" : "put") \(strike) \(expiry)"
            }
    }
}

/// What a load of the list brought.
struct InstrumentReport: Encodable {
    struct Change: Encodable {
        var kind: String
        var name: String
        var segment: String
        var text: String
        var touching: Bool
    }

    var broker: String
    var loaded: String
    var instruments: Int
    var segments: [String: Int]
    /// Rows of the broker's list that were left out, by reason.
    var skipped: [String: Int]
    /// The day of the list that it was compared with.
    var comparedWith: String?
    var added: Int?
    var gone: Int?
    var changes: [Change]

    enum CodingKeys: String, CodingKey {
        case broker, loaded, instruments, segments, skipped, added, gone, changes
        case comparedWith = "compared_with"
    }

    init(_ load: DayListings.Load, _ touched: Set<String>) {
        broker = load.list.broker
        loaded = "\(load.list.loaded)"
        instruments = load.list.listings.count
        segments = Dictionary(grouping: load.list.listings, by: \.instrument.segment.word).mapValues(\.count)
        skipped = load.skipped
        changes = []
        guard let before = load.before else { return }
        let found = ListingChanges(from: before.listings, to: load.list.listings, touched: touched)
        comparedWith = "\(before.loaded.day)"
        (added, gone) = (found.added, found.gone)
        changes = found.changes.map {
            Change(
                kind: $0.kind.rawValue,
                name: $0.name,
                segment: $0.segment.word,
                text: $0.text,
                touching: $0.isTouching
            )
        }
    }

    func text(_ ink: Ink, _ limit: Int) -> String {
        let parts = segments.sorted { $0.key < $1.key }.map { "\($0.value) \($0.key)" }.joined(separator: ", ")
        var lines = [ink.bold("\(instruments) instruments of \(broker)") + ": \(parts)"]
        for (reason, count) in skipped.sorted(by: { $0.key < $1.key }) {
            lines.append(ink.dim("left out: \(count) x \(reason)".shown))
        }
        guard let comparedWith else {
            return (lines + ["Saved; there is no earlier list to compare with."]).joined(separator: "\n")
        }
        lines.append("Since the list of \(comparedWith): \(added ?? 0) new, \(gone ?? 0) gone.")
        guard !changes.isEmpty else { return (lines + ["No name, key, lot or tick changed."]).joined(separator: "\n") }
        var table = ColumnTable(["", "CHANGE", "NAME", "SEGMENT", "WHAT"])
        for change in changes.prefix(limit) {
            let isBad = change.touching || change.kind == "reused-key"
            table.add(
                [change.touching ? "YOURS" : "", change.kind, change.name, change.segment, change.text],
                tone: isBad ? .warning : .plain
            )
        }
        lines.append(table.text(ink))
        if changes.count > limit { lines.append("\(changes.count - limit) more; --limit shows them.") }
        return lines.joined(separator: "\n")
    }
}

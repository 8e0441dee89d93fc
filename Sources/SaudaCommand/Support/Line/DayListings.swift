import SaudaBroker
import SaudaCore
import SaudaService

/// The day's instrument list of an account's broker: the saved one, or a new one when that is old.
struct DayListings {
    let folder: ListingFolder
    let line: AccountLine
    let isPractice: Bool

    init(_ chosen: LineOptions.Chosen, _ line: AccountLine) {
        isPractice = chosen.isPractice
        folder = ListingFolder(chosen.maker.listingFolder(of: chosen.account))
        self.line = line
    }

    /// A new list, saved, and the one before.
    struct Load {
        var list: SavedListings
        var before: SavedListings?
        var skipped: [String: Int]
    }

    /// What is in use now: today's saved list, else a new one; yesterday's, said aloud, when that cannot be had.
    func current() async throws -> SavedListings {
        let (saved, damaged) = folder.latest()
        for error in damaged { Terminal.err("warning: \(error)") }
        // A practice server begins anew with other shares under the same day.
        if let saved, !isPractice, saved.isCurrent(at: line.clock.now) { return saved }
        do {
            let load = try await load()
            if let before = load.before {
                warn(of: ListingChanges(from: before.listings, to: load.list.listings), before)
            }
            return load.list
        } catch {
            guard let saved, !line.isLoginMissing.isSet else { throw error }
            Terminal.err("warning: \(error)\nThe list of \(saved.loaded.day) stays in use; keys may have changed.")
            return saved
        }
    }

    /// What changed is said once, by the way too.
    private func warn(of found: ListingChanges, _ before: SavedListings) {
        let grave = found.changes.filter { $0.kind == .clash || $0.kind == .reusedKey || $0.kind == .lot }
        guard !grave.isEmpty, !isPractice else { return }
        for change in grave.prefix(5) {
            Terminal.err("warning: \(change.name) (\(change.segment.word)): \(change.text)")
        }
        Terminal.err("\(grave.count) such changes since \(before.loaded.day); `sauda instruments` lists them.")
    }

    /// Loads the broker's list. The saved one is replaced only by a whole and plausible one.
    ///
    /// - Parameter acceptsSmaller: Takes a list that lost more than a third of its rows.
    func load(acceptsSmaller: Bool = false) async throws -> Load {
        // The one of an earlier day, so that a second load of a day still tells what changed overnight.
        let before = folder.latest(before: line.clock.now.day).list ?? folder.latest().list
        guard case .instruments(let loaded) = try await line.ask(.instruments) else {
            throw line.wrongAnswer(to: "the instrument list")
        }
        let list = SavedListings(broker: line.adapter.id, loaded: line.clock.now, listings: loaded.listings)
        if !acceptsSmaller, !isPractice { try list.refuseCut(from: before) }
        try folder.save(list)
        return Load(list: list, before: before, skipped: loaded.skipped)
    }
}

extension SavedListings {
    /// - Throws: `CommandFailure` when it lost more than a third of the rows of the one before.
    func refuseCut(from before: SavedListings?) throws {
        guard let before, listings.count * 3 < before.listings.count * 2 else { return }
        throw CommandFailure(
            .badData,
            "the new list has \(listings.count) instruments, the one of \(before.loaded.day) has "
                + "\(before.listings.count): it looks cut. Load it again with `sauda instruments`; --accept-smaller "
                + "takes it all the same."
        )
    }
}

/// Instruments by the names that a person gave, with the handles and keys to ask for them.
struct ChosenInstruments {
    private(set) var table = InstrumentTable()
    private(set) var listings = ListingTable()
    private(set) var ids: [InstrumentID] = []

    /// Those of the names, in their order, each once.
    ///
    /// - Throws: `CommandFailure` for a name that fits none or several.
    init(_ names: [String], in list: SavedListings) throws {
        let search = ListingSearch(list.listings)
        for name in names {
            do {
                try add(try search.find(name))
            } catch let refusal as ListingSearch.Refusal {
                throw CommandFailure(.badUsage, refusal.description)
            }
        }
    }

    /// All that the filter lets through; what clashes is left out.
    init(_ list: SavedListings, where isWanted: (Instrument) -> Bool) {
        for listing in list.listings where isWanted(listing.instrument) { _ = try? add(listing) }
    }

    /// - Throws: `InstrumentTable.Refusal` when a key of it is another's.
    @discardableResult
    mutating func add(_ listing: Listing) throws -> InstrumentID {
        if let known = listings.find(orderKey: listing.orderKey) { return known }
        let id = try table.add(listing.instrument)
        try listings.add(listing, as: id)
        ids.append(id)
        return id
    }

    /// For people: the broker's key where it holds the symbol, else our name, which finds the same instrument.
    func label(_ id: InstrumentID) -> String {
        let key = key(id)
        return key.contains(table[id].symbol) ? key : table[id].name
    }

    /// The broker's key: exact, whatever else has the name.
    func key(_ id: InstrumentID) -> String { listings[id]?.orderKey ?? table[id].name }
}

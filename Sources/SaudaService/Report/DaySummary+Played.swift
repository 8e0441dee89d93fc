import SaudaCore
import SaudaStore

extension PlayedDay {
    /// What the day came to so far, out of its books, at the last prices the engine knows; nil when the books do not have
    /// it yet.
    package func summary() throws -> DaySummary? {
        let store = try BookStore(reading: "\(home)/books.sqlite")
        guard let ledger = try store.ledger(of: day) else { return nil }
        return DaySummary(ledger, try DayIncidents(ledger, in: home)) { name in
            guard let id = try? desk.instruments.find(name.text, in: name.segment) else { return nil }
            let last = desk.market[id].lastKnown
            return last > .zero ? last : nil
        }
    }
}

package import SaudaCore
import SaudaStore

/// Finds an order in the journals of a home and tells its story. Changes nothing.
package struct OrderExplainer {
    private let home: String
    private let progress: (_ done: Int, _ total: Int) -> Void

    package init(home: String, progress: @escaping (_ done: Int, _ total: Int) -> Void = { _, _ in }) {
        self.home = home
        self.progress = progress
    }

    /// - Parameters:
    ///   - text: Our number, our tag, or the broker's reference.
    ///   - day: Where to look; nil for the latest day that has such an order.
    /// - Throws: `DataError` when there is no such order, with those that are nearest; and for a journal that makes no
    ///   sense. `JournalError` for one that cannot be read.
    package func explain(_ text: String, on day: Day?) throws -> OrderExplanation {
        let days = Folders.journals(in: home)
        var looked: DayOrders?
        for candidate in day.map({ [$0] }) ?? days.reversed() {
            guard Folders.exists(path(candidate)) else { continue }
            let orders = try DayOrders(candidate, path(candidate), progress: progress)
            if let entry = orders.entry(named: text, home: home) { return try tell(entry, on: orders, days) }
            if looked?.entries.isEmpty ?? true { looked = orders }
        }
        throw missing(text, day, looked)
    }

    private func path(_ day: Day) -> String { "\(home)/journal/\(day).journal" }

    /// Begins on the day it was placed, and follows it over the nights that it waits.
    private func tell(_ found: DayOrders.Entry, on orders: DayOrders, _ days: [Day]) throws -> OrderExplanation {
        var remarks: [String] = []
        var (entry, orders) = (found, orders)
        if let placed = found.placed, let number = found.number {
            let first = Folders.exists(path(placed)) ? try DayOrders(placed, path(placed), progress: progress) : nil
            if let first, let earlier = first.entry(of: number) {
                (entry, orders) = (earlier, first)
            } else {
                remarks.append("why it was placed: the journal of \(placed) is not here, or does not have it")
            }
        }
        var story = OrderStory(of: entry, on: orders, settings: DaySettings.of(orders.day, in: home))
        try read(orders.day, into: &story, &remarks)
        for day in days where day > orders.day && !story.explanation.isOver {
            guard let number = entry.number else { break }
            let next = try DayOrders(day, path(day), progress: progress)
            guard let carried = next.entry(of: number), carried.placed != nil else { break }
            story.goOn(with: carried, on: next)
            try read(day, into: &story, &remarks)
        }
        return story.finished(remarks)
    }

    private func read(_ day: Day, into story: inout OrderStory, _ remarks: inout [String]) throws {
        var reader = try JournalReader(path: path(day))
        while let record = try reader.next() {
            if record.sequence % 4096 == 0 { progress(reader.bytesRead, reader.byteCount) }
            story.take(try JournalEntry(record, of: path(day)), record.sequence)
        }
        switch reader.ending {
        case .cut(let cut)?:
            remarks.append("what came after record \(cut.afterSequence) of \(day): the journal breaks off")
        case .corrupt(let sequence, _)?:
            remarks.append("record \(sequence) of \(day) and all after it: they do not fit the chain (`sauda verify`)")
        case .complete?, nil: break
        }
    }

    private func missing(_ text: String, _ day: Day?, _ looked: DayOrders?) -> DataError {
        let place = day.map { "\($0)" } ?? "any day"
        let what = "no order '\(text)' on \(place)"
        guard let looked, !looked.entries.isEmpty else {
            return DataError(
                file: "\(home)/journal",
                what: what,
                nextStep: "look at --home and --day; no order is there"
            )
        }
        let near = looked.nearest(to: text).joined(separator: "; ")
        return DataError(file: path(looked.day), what: what, nextStep: "the nearest of \(looked.day) are: \(near)")
    }
}

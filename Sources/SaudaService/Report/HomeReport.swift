package import SaudaCore
import SaudaStore

/// Reads a report out of a home, and changes nothing there. A sauda may go on meanwhile.
package struct HomeReport {
    private let home: String
    private let calendar: MarketCalendar
    private let progress: (_ done: Int, _ total: Int) -> Void

    /// - Parameter progress: Bytes of journals read of how many.
    package init(
        home: String,
        calendar: MarketCalendar = .builtIn,
        progress: @escaping (_ done: Int, _ total: Int) -> Void = { _, _ in }
    ) {
        self.home = home
        self.calendar = calendar
        self.progress = progress
    }

    /// - Parameter day: The day, or one of the week; nil for the latest in the books.
    /// - Throws: `DataError` for a home without books, a single day that they do not have, and a journal that is corrupt;
    ///   `StoreError` or `JournalError` for what cannot be read.
    package func read(_ span: PeriodReport.Span, of day: Day?) throws -> PeriodReport {
        let path = "\(home)/books.sqlite"
        guard Folders.exists(path) else {
            throw DataError(file: path, what: "there are no books", nextStep: "play a day with `sauda run` first")
        }
        let store = try BookStore(reading: path)
        let booked = try store.bookedDays().map(\.day)
        guard let day = day ?? booked.last else {
            throw DataError(file: path, what: "the books have no day", nextStep: "play one with `sauda run` first")
        }
        let (from, to) = span == .week ? PeriodReport.week(of: day) : (day, day)
        if span == .day, !booked.contains(day) {
            let near = booked.min { abs($0.days(since: day)) < abs($1.days(since: day)) }
            let way = near.map { "the nearest day is \($0)" } ?? "play one with `sauda run` first"
            throw DataError(file: path, what: "the books do not have \(day)", nextStep: way)
        }
        // Of a weekend only what was traded on it.
        let days = (0...(span == .week ? 6 : 0)).map { from.advanced(by: $0) }.filter {
            booked.contains($0) || ($0 <= to && calendar.isTradingDay($0))
        }
        let total = days.reduce(0) { $0 + Folders.size(of: journal($1)) }
        var done = 0
        var parts: [PeriodReport.DayPart] = []
        for day in days {
            parts.append(try part(day, store) { progress(done + $0, total) })
            done += Folders.size(of: journal(day))
        }
        return PeriodReport(span, from: from, to: max(to, days.last ?? to), days: parts)
    }

    private func journal(_ day: Day) -> String { "\(home)/journal/\(day).journal" }

    private func part(_ day: Day, _ store: BookStore, read: (Int) -> Void) throws -> PeriodReport.DayPart {
        var part = PeriodReport.DayPart(day)
        let hasJournal = Folders.exists(journal(day))
        guard let ledger = try store.ledger(of: day) else {
            part.notes = [hasJournal ? "begun, and not in the books yet: `sauda run` takes it up" : "not played"]
            return part
        }
        if !ledger.isComplete { part.notes.append("not played to its end: \(ledger.ending)") }
        var tape: DayTape?
        if hasJournal {
            let read = try DayTape(journal(day), read: read)
            if let cut = read.cut { part.notes.append("of its journal \(cut)") }
            if read.digest != ledger.journalDigest {
                part.notes.append("its journal has gone on since the books were made of it")
            }
            tape = read
        } else {
            part.notes.append("its journal is gone: no prices and no slippage of it; `sauda verify` says more")
        }
        part.summary = DaySummary(ledger, try DayIncidents(ledger, in: home)) { tape?.closes[$0] }
        part.fills = ledger.fills.filter { $0.source == "own" }.map { SlippedFill($0, tape?.marks[$0.sequence]) }
        return part
    }
}

package import SaudaCore

/// Rebuilds a day's books from its journal.
package struct BookProjector: Sendable {
    private let schedule: ChargeSchedule
    private let plans: [String: ChargePlan]
    private let instruments: [DayHeader.Name: Instrument]

    /// - Parameters:
    ///   - schedule: the taxes and fees the engine was given.
    ///   - plans: by account name, as the engine was given them.
    ///   - instruments: a list that has every instrument the journal trades. Its order does not matter.
    package init(schedule: ChargeSchedule, plans: [String: ChargePlan], instruments: InstrumentTable) {
        self.schedule = schedule
        self.plans = plans
        let named = instruments.instruments.map { (DayHeader.Name($0.name, $0.segment), $0) }
        self.instruments = Dictionary(named, uniquingKeysWith: { first, _ in first })
    }

    /// Replaces what the books have of the journal's day, in one transaction. Doing it twice changes nothing more.
    ///
    /// A journal cut by a crash gives the books of what is left of it, marked incomplete. A corrupt one, and one that
    /// makes no sense, is refused and the books stay as they were.
    @discardableResult
    package func rebuild(_ journal: String, in store: BookStore) throws(StoreError) -> RebuiltDay {
        let (fold, ending, digest) = try fold(journal)
        let name = String(journal[(journal.lastIndex(of: "/").map(journal.index(after:)) ?? journal.startIndex)...])
        try store.write("writing the books of \(fold.header.day)") { database in
            try fold.write(to: database, journal: name, ending: ending, digest: digest)
        }
        return RebuiltDay(
            day: fold.header.day,
            ending: ending,
            events: fold.events,
            commands: fold.commands,
            unknownReports: fold.unknownReports,
            books: fold.books
        )
    }

    private func fold(_ journal: String) throws(StoreError) -> (DayFold, DayEnding, Digest) {
        var reader = try JournalReader(ofBooksIn: journal)
        guard let payload = reader.header?.payload else {
            throw StoreError(
                path: journal,
                what: "the journal breaks off inside its header, or the header is damaged",
                nextStep: "Restore it from a backup, or move it aside if nothing was traded. No books were changed."
            )
        }
        var fold = try emptyFold(of: journal, payload)
        while let record = try reader.nextForBooks() { try fold.take(record) }
        switch reader.ending {
        case .complete?, nil:
            let open: DayEnding = fold.today == nil ? .neverStarted : .stoppedEarly
            return (fold, fold.hasEnded ? .ended : fold.hasClosed ? .closed : open, reader.chain)
        case .cut(let cut)?:
            return (fold, .cut(after: cut.afterSequence), reader.chain)
        case .corrupt(let sequence, let byte)?:
            throw StoreError(JournalError.corrupt(path: journal, sequence: sequence, byte: byte))
        }
    }

    private func emptyFold(of journal: String, _ payload: [UInt8]) throws(StoreError) -> DayFold {
        let header: DayHeader
        do {
            header = try DayHeader(payload: payload)
        } catch {
            throw StoreError(error, in: journal, record: 0)
        }
        var plans: [ChargePlan] = []
        for account in header.accounts {
            guard let plan = self.plans[account] else {
                throw StoreError(
                    path: journal,
                    what: "no charge plan is given for its account '\(account)'",
                    nextStep: "Put the account back into config.yaml, then rebuild. The books were not changed."
                )
            }
            plans.append(plan)
        }
        return DayFold(
            path: journal,
            header: header,
            schedule: schedule,
            plans: plans,
            instruments: header.instruments.map { instruments[$0] }
        )
    }
}

extension JournalReader {
    fileprivate init(ofBooksIn path: String) throws(StoreError) {
        do {
            try self.init(path: path)
        } catch {
            throw StoreError(error)
        }
    }

    fileprivate mutating func nextForBooks() throws(StoreError) -> JournalRecord? {
        do {
            return try next()
        } catch {
            throw StoreError(error)
        }
    }
}

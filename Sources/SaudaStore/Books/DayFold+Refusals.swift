import SaudaCore

// What no journal of ours holds. It is refused: books built on a guess are worse than none.

extension DayFold {
    /// `what` completes "record N …".
    func refusal(_ what: String) -> StoreError {
        StoreError(
            path: path,
            what: "record \(stamp.sequence) \(what)",
            nextStep: "Restore the journal from a backup, or report this with the file. The books were not changed."
        )
    }

    func check(_ account: AccountID) throws(StoreError) {
        guard Int(account.index) < books.count else {
            throw refusal("names account \(account.index), the header lists \(books.count)")
        }
    }

    func check(_ strategy: StrategyID?, _ instrument: InstrumentID?) throws(StoreError) {
        if let strategy, Int(strategy.index) >= header.strategies.count {
            throw refusal("names strategy \(strategy.index), the header lists \(header.strategies.count)")
        }
        if let instrument, Int(instrument.index) >= header.instruments.count {
            throw refusal("names instrument \(instrument.index), the header lists \(header.instruments.count)")
        }
    }

    func instrument(_ id: InstrumentID) throws(StoreError) -> Instrument {
        try check(nil, id)
        if let instrument = instruments[Int(id.index)] { return instrument }
        let name = header.instruments[Int(id.index)]
        throw StoreError(
            path: path,
            what: "record \(stamp.sequence) is about \(name.text) (\(name.segment)), which the instrument list lacks",
            nextStep: "Rebuild with the instrument list of \(header.day). The books were not changed."
        )
    }
}

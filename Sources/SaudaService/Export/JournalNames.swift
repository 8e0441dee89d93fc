import SaudaCore
import SaudaStore

/// The names behind the handles of a day's journal. A handle that the header does not know is shown as such.
struct JournalNames: Sendable {
    let header: DayHeader

    /// - Parameter payload: Of the journal's header.
    init(_ payload: [UInt8], of path: String) throws(DataError) {
        do {
            header = try DayHeader(payload: payload)
        } catch {
            throw DataError(file: path, what: "its header: \(error)", nextStep: "`sauda verify` says more")
        }
    }

    func account(_ id: AccountID) -> String { name(header.accounts, Int(id.index), "account") }
    func strategy(_ id: StrategyID) -> String { name(header.strategies, Int(id.index), "strategy") }

    /// With its segment where that is not the NSE's shares: `nse-derivatives:NIFTY26DECFUT`.
    func instrument(_ id: InstrumentID) -> String {
        guard Int(id.index) < header.instruments.count else { return "instrument \(id.index)" }
        let name = header.instruments[Int(id.index)]
        return name.segment == .nseEquity ? name.text : "\(name.segment.bookWord):\(name.text)"
    }

    private func name(_ list: [String], _ index: Int, _ word: String) -> String {
        index < list.count ? list[index] : "\(word) \(index)"
    }
}

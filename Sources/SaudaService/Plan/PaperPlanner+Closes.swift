import SaudaCore
import SaudaSimulation
import SaudaStore

// The daily candles that are on this machine for an account with a broker: those that were fetched, and what the
// strategies were told on the last day.

extension PaperPlanner {
    func recordedMarket(_ symbols: [String], before day: Day) async throws -> MarketData {
        // A begun day goes on with its own instruments.
        let last = Folders.journals(in: home).last { $0 <= day }
        let recorded = try last.map { try RecordedDay("\(home)/journal/\($0).journal") }
        var table = InstrumentTable()
        var daily: [[Candle]] = []
        for id in recorded.map({ Array($0.instruments.ids) }) ?? [] {
            guard let recorded else { break }
            try table.add(recorded.instruments[id])
            daily.append(recorded.daily[Int(id.index)])
        }
        for symbol in symbols where (try? table.find(symbol)) == nil {
            try table.add(Instrument(symbol: symbol))
            daily.append([])
        }
        let folder = "\(home)/candles/day"
        let fetched = Folders.exists(folder) ? Set(try HistoryFolder([folder]).symbols) : []
        for id in table.ids where fetched.contains(table[id].symbol) {
            let file = try CandleFile(path: "\(folder)/\(table[id].symbol).csv")
            guard let end = file.candles.last?.start else { continue }
            // Fetched candles are whole; what was told since is newer.
            daily[Int(id.index)] = file.candles + daily[Int(id.index)].filter { $0.start > end }
        }
        return MarketData(
            title: "recorded",
            instruments: table,
            history: MarketHistory(daily: daily, minutes: daily.map { _ in [] })
        )
    }
}

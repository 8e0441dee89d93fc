package import SaudaCore
import SaudaSimulation
import SaudaStore

// Several days in a row.

extension PaperPlanner {
    /// The trading days that follow on each other from `day`, or from where the home has come to: a day that stopped
    /// early is taken up again.
    ///
    /// - Parameters:
    ///   - day: the first day; nil goes on in the home.
    ///   - count: how many days; nil for all up to `until`.
    ///   - until: the last day that may be played.
    package func days(from day: Day?, count: Int?, until: Day?) async throws -> [Day] {
        let first = try day ?? next()
        if let until, until < first {
            throw RequestError("\(until) is before \(first), where this begins", "name a later day")
        }
        let days = try await tradingDays(from: first, count: count, until: until)
        if let count, days.count < count {
            throw RequestError("from \(first) on there are only \(days.count) days to play", "ask for fewer days")
        }
        guard !days.isEmpty else { throw RequestError("there is no trading day from \(first) on", "name others") }
        return days
    }

    private func tradingDays(from first: Day, count: Int?, until: Day?) async throws -> [Day] {
        let most = count ?? .max
        if let path = historyPath {
            let symbols = try SymbolList.symbols(of: config)
            let history = try await read([path], symbols).history
            return Array(history.days(from: first, to: until).prefix(most))
        }
        var days: [Day] = []
        var day = first
        let last = until ?? .init(number: .max)
        // A year without trading is the end of the calendar.
        var idle = 0
        while day <= last, days.count < most, idle < 366 {
            if MarketCalendar.builtIn.isTradingDay(day) {
                days.append(day)
                idle = 0
            } else {
                idle += 1
            }
            day = day.advanced(by: 1)
        }
        return days
    }

    private func next() throws -> Day {
        guard let latest = Folders.journals(in: home).last else {
            throw RequestError("nothing was played in \(home) yet", "say where to begin with --day YYYY-MM-DD")
        }
        let path = "\(home)/books.sqlite"
        let isComplete = try Folders.exists(path) && BookStore(path: path).isComplete(latest)
        return isComplete ? latest.advanced(by: 1) : latest
    }
}

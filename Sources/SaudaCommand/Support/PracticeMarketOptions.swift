import ArgumentParser
import Glibc
import SaudaBroker
import SaudaCore
import SaudaServer
import SaudaService
import SaudaSimulation
import SaudaStore

/// Which market a practice server plays.
struct PracticeMarketOptions: ParsableArguments {
    @Option(help: ArgumentHelp("generated, YYYY-MM-DD (generated too), or a price file or directory.", valueName: "d"))
    var day = "generated"

    @Option(help: ArgumentHelp("The practice time at the start.", valueName: "HH:MM:SS"))
    var from = TimeOfDay(9, 14)

    @Option(help: ArgumentHelp("These shares: generated instead of the NIFTY 50, or of a directory.", valueName: "a,b"))
    var symbols: String?

    @Option(help: ArgumentHelp("The account's cash in rupees.", valueName: "n"))
    var cash = Money(rupees: 1_000_000)

    @Option(help: "The seed of generated prices, keys and faults.")
    var seed: UInt64 = 7

    @Option(
        help: ArgumentHelp(
            "How many trading days: generated ones from the first on (default: 5), of files the last (default: 1).",
            valueName: "n"
        )
    )
    var days: Int?

    @Option(help: ArgumentHelp("The last day that is played of price files.", valueName: "date"))
    var until: Day?

    func validate() throws {
        guard days.map({ (1...250).contains($0) }) ?? true else { throw ValidationError("--days is 1 to 250.") }
    }

    func plan(_ faults: [PracticeFault]) async throws -> PracticePlan {
        let (market, days) = try await market()
        guard let first = days.first else {
            throw CommandFailure(.badData, "there is no day to play in \(day); name prices of a day with --day.")
        }
        return PracticePlan(
            instruments: market.instruments,
            history: market.history,
            days: days.map { TradingDay($0, in: .builtIn, holdsPrices: false) },
            start: first.at(from),
            cash: cash,
            holdings: holdings(market, before: first),
            faults: faults,
            seed: seed
        )
    }

    private func market() async throws -> (MarketData, [Day]) {
        guard day == "generated" || Day(day) != nil else { return try await files() }
        let calendar = MarketCalendar.builtIn
        let wanted = Day(day) ?? WallClock.now.day
        let isOpen = calendar.isTradingDay(wanted)
        guard isOpen || day == "generated" else {
            let before = calendar.previousTradingDay(before: wanted)
            throw CommandFailure(.badUsage, "the market is closed on \(wanted); the trading day before is \(before).")
        }
        var days = [isOpen ? wanted : calendar.previousTradingDay(before: wanted)]
        while days.count < self.days ?? 5 { days.append(calendar.nextTradingDay(after: days[days.count - 1])) }
        let names = symbols.map { $0.split(separator: ",").map(String.init) } ?? Nifty50.symbols
        guard !names.isEmpty else { throw CommandFailure(.badUsage, "--symbols names no share; write --symbols A,B.") }
        return (try MarketData.generate(names, through: days[days.count - 1], seed: seed), days)
    }

    /// The last days of a file, or of a directory's.
    private func files() async throws -> (MarketData, [Day]) {
        guard unsafe access(day, F_OK) == 0 else {
            throw CommandFailure(
                .badUsage,
                "'\(day)' is not generated, a date or a file; write --day YYYY-MM-DD, or the path of a price file."
            )
        }
        var place = day
        var names: [String]?
        for ending in [".csv.gz", ".csv"] where names == nil && day.hasSuffix(ending) {
            let parts = day.dropLast(ending.count).split(separator: "/", omittingEmptySubsequences: false)
            let folder = parts.dropLast().joined(separator: "/")
            place = folder.isEmpty ? (day.hasPrefix("/") ? "/" : ".") : folder
            names = [String(parts[parts.count - 1])]
        }
        let chosen = names ?? symbols.map { $0.split(separator: ",").map(String.init) }
        let market = try await MarketData.read([place], symbols: chosen, from: nil, to: until)
        return (market, market.history.days(from: nil, to: until).suffix(days ?? 1))
    }

    /// Something to sell: the first three shares, at their last close.
    private func holdings(_ market: MarketData, before day: Day) -> [PracticeSetup.Holding] {
        zip(market.instruments.ids, [100, 50, 25] as [Int64]).compactMap { id, units in
            market.history.daily[Int(id.index)].last { $0.start.day < day }.map {
                PracticeSetup.Holding(id, quantity: Quantity(units), average: $0.close)
            }
        }
    }
}

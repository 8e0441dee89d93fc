import Foundation
import SaudaCore
import SaudaService
import SaudaSimulation
import SaudaStore
import Testing

/// `sauda report`: days and weeks out of books and journals.
@Suite struct PeriodReportTests {
    @Test("a week is the sum of its days, and what the books say", arguments: [5, 11] as [UInt64])
    func sums(seed: UInt64) async throws {
        let home = try await PlayedHome(days: 5, seed: seed)
        let week = try HomeReport(home: home.path).read(.week, of: home.days[2])
        #expect(week.days.map(\.day) == home.days && week.notes.isEmpty)
        let days = try home.days.map { try HomeReport(home: home.path).read(.day, of: $0) }
        #expect(week.total == days.reduce(into: PeriodFigures()) { $0 += $1.total })
        #expect(week.fills == days.flatMap(\.fills) && week.trades == days.flatMap(\.trades))
        #expect(week.accounts.map { $0.figures } == [week.total])
        var parts = TradeFigures()
        for part in week.strategies { parts += part.trades }
        #expect(parts == week.total.trades)
        #expect(week.strategies.reduce(0) { $0 + $1.fills } == week.fills.count && !week.fills.isEmpty)

        let store = try BookStore(reading: "\(home.path)/books.sqlite")
        let sums = try #require(try store.rows("SELECT sum(realised_e4), sum(charges_e4) FROM cash").first)
        #expect(sums == ["\(week.total.realised.raw)", "\(week.total.chargesTotal.raw)"])
        let counts = try store.rows(
            "SELECT count(*) FROM order_events WHERE what = 'place' UNION ALL SELECT count(*) FROM fills WHERE source = 'own'"
        )
        #expect(counts == [["\(week.total.orders.placed)"], ["\(week.fills.count)"]])
        // A limit is never passed, and every order's price was known to the journal.
        #expect(week.fills.allSatisfy { $0.reference != nil })
        #expect(week.fills.allSatisfy { $0.mark?.limit == nil || ($0.slippage?.cost ?? .zero) <= .zero })
    }

    @Test func `text stays within 100 columns, the page is one file, JSON has every fill`() async throws {
        let home = try await PlayedHome(days: 5, seed: 11)
        let week = try HomeReport(home: home.path).read(.week, of: nil)
        for line in week.text().split(separator: "\n") { #expect(line.count <= 100, "\(line)") }
        let page = String(decoding: week.page.bytes(), as: UTF8.self)
        #expect(page.contains("default-src 'none'") && page.contains("Weekly report"))
        for word in ["<link", "src=", "href=http", "url(", "@import", home.path] {
            #expect(!page.contains(word), "\(word)")
        }
        let json = try #require(
            try JSONSerialization.jsonObject(with: Data(week.json.utf8)) as? [String: Any]
        )
        #expect((json["fills"] as? [Any])?.count == week.fills.count)
        #expect((json["days"] as? [Any])?.count == 5 && json["backtest"] is NSNull)
    }

    @Test func `a fill is judged by its order's limit, with the price that was known beside it`() throws {
        let home = try AuditedHome()
        let report = try HomeReport(home: home.path).read(.day, of: AuditedHome.first)
        #expect(report.fills.count == 2)
        for slipped in report.fills {
            let mark = try #require(slipped.mark)
            #expect(mark.order == 1 && mark.limit == Price(rupees: 1500) && mark.decided == Price(rupees: 1500))
        }
        // 14,999 rupees for what the limit allowed 15,000.
        #expect(report.total.slippage.cost == Money(rupees: -1))
        #expect(report.total.slippage.basisPoints.map { Int(($0 * 100).rounded()) } == -67)
    }

    @Test func `a week that nothing was played in is told as such, and a day that is missing is named`() throws {
        let home = try AuditedHome()
        let before = try HomeReport(home: home.path).read(.week, of: Day("2026-11-11")!)
        #expect(before.days.allSatisfy { $0.summary == nil && $0.notes == ["not played"] } && !before.days.isEmpty)
        #expect(before.total == PeriodFigures() && before.text().contains("None traded."))
        let week = try HomeReport(home: home.path).read(.week, of: nil)
        #expect(week.from == Day("2026-11-16")! && week.to == AuditedHome.second)
        #expect(week.days.filter { $0.summary != nil }.map(\.day) == [AuditedHome.first, AuditedHome.second])
        #expect(week.text().contains("2026-11-17: not played."))
        let error = try #require(throws: DataError.self) {
            try HomeReport(home: home.path).read(.day, of: Day("2026-11-17")!)
        }
        #expect(error.what == "the books do not have 2026-11-17" && error.nextStep == "the nearest day is 2026-11-19")
    }

    @Test func `open orders are those of the last day, and those of all accounts of a day`() {
        func counts(open: Int, inDoubt: Int) -> OrderCounts {
            var counts = OrderCounts()
            (counts.placed, counts.open, counts.inDoubt) = (2, open, inDoubt)
            return counts
        }
        var week = counts(open: 3, inDoubt: 1)
        week += counts(open: 1, inDoubt: 0)
        #expect(week.placed == 4 && week.open == 1 && week.inDoubt == 0)
        var day = counts(open: 3, inDoubt: 1)
        day.join(counts(open: 1, inDoubt: 2))
        #expect(day.placed == 4 && day.open == 4 && day.inDoubt == 3)
        var (first, second) = (PeriodFigures(), PeriodFigures())
        (first.orders, second.orders) = (counts(open: 3, inDoubt: 1), counts(open: 1, inDoubt: 2))
        first.join(second)
        #expect(first.orders == day)
    }

    @Test func `a home without books is refused with what to do`() throws {
        let home = ScratchFolder()
        let error = try #require(throws: DataError.self) { try HomeReport(home: home.path).read(.week, of: nil) }
        #expect(error.what == "there are no books" && error.nextStep.contains("sauda run"))
    }

    @Test func `a corrupt journal is refused with what to do, a lost one is said`() throws {
        let home = try AuditedHome()
        var bytes = try home.bytes(AuditedHome.first)
        bytes[bytes.count - 200] ^= 1
        try home.put(bytes, AuditedHome.first)
        let error = try #require(throws: DataError.self) { try HomeReport(home: home.path).read(.week, of: nil) }
        #expect(error.what.hasSuffix("does not fit the chain") && error.nextStep.contains("sauda verify"))
        try FileManager.default.removeItem(atPath: home.file(AuditedHome.first))
        let report = try HomeReport(home: home.path).read(.week, of: nil)
        let lost = try #require(report.days.first { $0.day == AuditedHome.first })
        #expect(lost.notes == ["its journal is gone: no prices and no slippage of it; `sauda verify` says more"])
        #expect(lost.figures().slippage.fills == 0 && lost.fills.count == 2)
    }

    @Test func `orders are compared with a backtest's of the same strategy, share, side and day`() {
        func key(_ symbol: String) -> OrderComparison.Key {
            OrderComparison.Key(day: AuditedHome.first, strategy: "dip", symbol: symbol, side: .buy)
        }
        func traded(_ units: Int64, _ rupees: Int64) -> OrderComparison.Traded {
            var sum = OrderComparison.Traded()
            sum.add(Quantity(units), Money(rupees: rupees))
            return sum
        }
        let comparison = OrderComparison(
            ours: [key("INFY"): traded(10, 15_010), key("TCS"): traded(1, 3000)],
            theirs: [key("INFY"): traded(20, 30_000), key("HAL"): traded(1, 4000)]
        )
        #expect(comparison.rows.map(\.key.symbol) == ["HAL", "INFY", "TCS"])
        #expect(comparison.slippage.cost == Money(rupees: 10) && comparison.slippage.fills == 1)
        var report = PeriodReport(.day, from: AuditedHome.first, to: AuditedHome.first, days: [])
        report.backtest = comparison
        let text = report.text()
        #expect(text.contains("the backtest has no such order") && text.contains("not traded"))
    }

    @Test func `a week is played once more on price files, from the books before it`() async throws {
        let home = try await PlayedHome(days: 5, seed: 11)
        let prices = ScratchFolder()
        let last = try #require(home.days.last)
        let market = try MarketData.generate(PlayedHome.symbols, through: last, seed: 11)
        for (index, candles) in market.history.daily.enumerated() {
            let rows = candles.map { "\($0.start.day),\($0.open),\($0.high),\($0.low),\($0.close),\($0.volume)" }
            let text = (["date,open,high,low,close,volume"] + rows).joined(separator: "\n") + "\n"
            let file = "\(prices.path)/\(PlayedHome.symbols[index]).csv"
            try text.write(toFile: file, atomically: true, encoding: .utf8)
        }
        let days = Array(home.days.dropFirst())
        let week = try HomeReport(home: home.path).read(.week, of: nil)
        let fills = week.fills.filter { days.contains($0.fill.at.day) }
        let books = try OpeningBooks(before: days[0], in: BookStore(reading: "\(home.path)/books.sqlite"))
        let planner = try #require(home.planner)
        let comparison = try await planner.comparison(of: fills, from: days[0], to: last, on: [prices.path], books)
        #expect(comparison.rows.contains { $0.ours != nil })
        // In some weeks a plain entry finds nothing; in three years of the same prices it does.
        let years = try #require(Day("2021-06-01"))
        let longer = try await planner.comparison(of: [], from: years, to: last, on: [prices.path], nil)
        #expect(longer.rows.contains { $0.theirs != nil } && longer.rows.allSatisfy { $0.ours == nil })
        #expect(comparison.rows.allSatisfy { days.contains($0.key.day) })
        let traded = comparison.rows.reduce(0) { $0 + ($1.ours?.quantity.units ?? 0) }
        #expect(traded == fills.reduce(0) { $0 + $1.fill.quantity.units })
        await #expect(throws: DataError.self) {
            _ = try await planner.comparison(of: fills, from: days[0], to: last, on: [ScratchFolder().path], books)
        }
    }
}

extension PeriodReport {
    fileprivate var notes: [String] { days.flatMap(\.notes) }
}

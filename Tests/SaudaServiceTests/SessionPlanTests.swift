import FoundationEssentials
import SaudaCore
import SaudaService
import Testing

/// The plan of a morning made by hand: every figure in it can be worked out on paper.
@Suite struct SessionPlanTests {
    private typealias Fixture = SessionPlanFixture

    private let folder = ScratchFolder()

    private func plan(cash: Int64 = 150_000, _ change: (inout SessionBasis) -> Void = { _ in }) throws -> SessionPlan {
        var basis = try Fixture.basis(home: folder.path, cash: cash)
        change(&basis)
        return try SessionPlanner(basis).plan(after: Fixture.friday)
    }

    private func text(_ plan: SessionPlan) -> String { plan.text.map(\.text).joined(separator: "\n") }

    @Test func `SVC-2: the plan reads as it stands here`() throws {
        let text = text(try plan())
        #expect(text == Self.golden)
        #expect(text.split(separator: "\n").allSatisfy { $0.count <= 110 })
    }

    @Test func `the JSON holds the same orders, cash and gaps`() throws {
        let plan = try plan()
        let encoder = JSONEncoder()
        let data = try encoder.encode(plan)
        let decoded = try JSONDecoder().decode(Read.self, from: data)
        #expect(decoded.session.day == "2026-09-15")
        #expect(decoded.idle.map(\.why) == ["weekend", "weekend", "Ganesh Chaturthi"])
        #expect(decoded.accounts[0].cash == 150_000)
        #expect(decoded.accounts[0].waiting.map(\.symbol) == ["JIOFIN"])
        #expect(decoded.accounts[0].expected.map(\.symbol) == ["INFY"])
        #expect(decoded.unknown.contains { $0.command == "sauda history TCS --from 2026-09-11" })
    }

    @Test func `SEL-1: the sell expected is EMA9 of the last closes, rounded up, with their date`() throws {
        let sell = try #require(try plan().accounts[0].expected.first)
        var average = 0.0
        for (index, candle) in Fixture.candles(1500, through: Fixture.friday).enumerated() {
            average = index == 0 ? candle.close.rupees : 0.2 * candle.close.rupees + 0.8 * average
        }
        let exact = try #require(Price(rupees: average))
        #expect(sell.limit == Amount(exact.roundedUp(toTick: Price(paise: 5))))
        #expect((sell.symbol, sell.quantity, sell.at) == ("INFY", 40, "09:15"))
        #expect(sell.closesTo == "2026-09-11")
        #expect(sell.note.contains("computed again with the price at 09:15"))
    }

    @Test func `SEL-1: what EMA9 is too low for is named, not ordered`() throws {
        let plan = try plan()
        #expect(plan.notPlaced.contains { $0.symbol == "RELIANCE" && $0.code == "ema9-below-entry" })
        #expect(!plan.accounts[0].expected.contains { $0.symbol == "RELIANCE" })
    }

    @Test func `prices that end too early make no order but a line with the command`() throws {
        let plan = try plan()
        #expect(!plan.accounts[0].expected.contains { $0.symbol == "TCS" })
        let gap = try #require(plan.unknown.first { $0.what.contains("TCS") })
        #expect(gap.what.contains("its closes end on 2026-09-09, 2026-09-11 is missing"))
        #expect(gap.command == "sauda history TCS --from 2026-09-11")
    }

    @Test func `a share without any candles is unknown too`() throws {
        let plan = try plan { $0.daily[0] = [] }
        #expect(plan.accounts[0].expected.isEmpty)
        #expect(plan.unknown.contains { $0.what.contains("INFY: there are no daily candles of it") })
    }

    @Test func `BUY-12: a failed order is tried again when the cash is there, and not when it is not`() throws {
        let poor = try plan()
        #expect(poor.notPlaced.contains { $0.symbol == "WIPRO" && $0.code == "insufficient-balance" })
        let rich = try plan(cash: 500_000)
        let buy = try #require(rich.accounts[0].expected.first { $0.symbol == "WIPRO" })
        #expect((buy.side, buy.at, buy.strategy) == ("BUY", "09:00", "dips"))
        // 1 lakh at the last close.
        let close = try #require(Fixture.candles(250, through: Fixture.friday).last?.close)
        #expect(buy.quantity == 100_000 / (close.raw / 10_000))
        #expect(rich.accounts[0].isEnough)
    }

    @Test func `REN-1: positions say which levels are taken and which is next`() throws {
        let level = try #require(try plan().inMind.first { $0.code == "re-entry" && $0.symbol == "INFY" })
        #expect(level.text.hasPrefix("taken: 30; buys more when an evening's RSI10 is under 20"))
    }

    @Test func `the evening's buys are not guessed before the analysis`() throws {
        let gap = try #require(try plan().unknown.first { $0.what.contains("dips buys in the evening") })
        #expect(gap.command == "sauda task analysis --day 2026-09-15")
    }

    @Test func `a closed day is refused with the next session`() throws {
        var basis = try Fixture.basis(home: folder.path)
        basis.day = Day(year: 2026, month: 9, day: 14)!
        let error = #expect(throws: RequestError.self) { try SessionPlanner(basis) }
        #expect(error?.description.contains("closed on 2026-09-14") == true)
        #expect(error?.description.contains("2026-09-15") == true)
    }

    @Test func `a special session has its name, its hours and a schedule counted from them`() throws {
        let plan = try plan {
            $0.day = Day(year: 2025, month: 10, day: 21)!
            $0.lastSession = Day(year: 2025, month: 10, day: 20)!
        }
        #expect(plan.session.kind == "Muhurat")
        #expect((plan.session.open, plan.session.close) == ("13:45", "14:45"))
        #expect(plan.lines.first { $0.line == "sell-orders" }?.at == "13:45")
        #expect(plan.lines.first { $0.line == "premarket-retry" }?.at == "13:30")
    }

    @Test func `opening-range says what it waits for, and when`() throws {
        let work = try plan().lines.filter { $0.work.contains { $0.strategy == "breakout" } }
        #expect(work.map(\.at) == ["09:15", "09:30", "15:00"])
        #expect(work[1].until == "14:15")
    }

    private struct Read: Decodable {
        struct Session: Decodable { var day: String }
        struct Idle: Decodable { var why: String }
        struct Order: Decodable { var symbol: String }
        struct Account: Decodable {
            var cash: Double
            var waiting: [Order]
            var expected: [Order]
        }
        struct Gap: Decodable { var command: String? }

        var session: Session
        var idle: [Idle]
        var accounts: [Account]
        var unknown: [Gap]
    }

    private static let golden = """
        2026-09-15 tuesday, 09:15 to 15:30
          stocks with a closing auction trade until 15:15
          idle before: 2026-09-12 saturday (weekend), 2026-09-13 sunday (weekend), 2026-09-14 monday (Ganesh
          Chaturthi)

        THE DAY, Indian time
          08:50        token-check           the service's own; nothing on paper
          08:55        connect               the service's own; nothing on paper
          09:00        premarket-retry       dips: tries the failed orders again, as far as the cash goes
          09:03        premarket-adjustment  dips: resizes waiting buys by the pre-market price, or cancels
                                             them
          09:15        sell-orders           exits: a day limit at EMA9, rounded up, for every position it
                                             follows
          09:15-15:30                        exits: each minute: lowers limits to EMA9, never raises them;
                                             RSI10 over 50.0 sells at the market
          09:15-09:30                        breakout: waits for each share's range of the first minutes
          09:30-15:30  monitor, hourly       exits: looks at each position, alerts, places nothing
          09:30-14:15                        breakout: waits for a 5-minute candle that closes over it; then
                                             100000.00 each, 5 positions at most
          15:00                              breakout: closes all that is open at the market
          15:35        candle-backup         the service's own; nothing on paper
          16:00        analysis              dips: judges every share whose RSI10 is low enough and lists
                                             the candidates
          16:05        buy-orders            dips: failed orders, the candidates of 16:00 and re-entries,
                                             for the next opening; 100000.00 each, 6 positions at most
          18:00        cleanup               exits: forgets the day's targets and compares holdings
                                             dips: drops failed orders that are too old

        ACCOUNT main
          cash 1,50,000.00; from the books of 2026-09-11
          held      quantity   average     close  of
          INFY            40  1,450.00  1,499.00  2026-09-11
          TCS             10  2,900.00  2,999.00  2026-09-09
          RELIANCE        20  1,200.00    999.00  2026-09-11

          order at  strategy  side  symbol  quantity     limit      value  why
          09:15     dips      BUY   JIOFIN       300    market  89,700.00  RSI10_DIP; closes to 2026-09-11,
                                                                           waits since 2026-09-11 for the
                                                                           opening
          09:15     exits     SELL  INFY          40  1,499.90  59,996.00  EMA9_TARGET; closes to
                                                                           2026-09-11, computed again with
                                                                           the price at 09:15, then each
                                                                           minute
          buys need 89,700.00 of 1,50,000.00: there is enough

        IN MIND
          exits  INFY      position      40 held since 2026-08-22 at 1450.00; EMA9 1499.8889, RSI10 47.4 by
                                         the closes to 2026-09-11
          exits  TCS       position      10 held since 2026-08-22 at 2900.00; EMA9 2999.8889, RSI10 47.4 by
                                         the closes to 2026-09-09
          exits  RELIANCE  position      20 held since 2026-08-22 at 1200.00; EMA9 999.8889, RSI10 47.4 by
                                         the closes to 2026-09-11
          dips   WIPRO     failed-order  400 at 250.00 need 100000.00, 39700.00 short; failed first on
                                         2026-09-11, tried again 1 times; too old, goes with the next
                                         cleanup
          dips   INFY      re-entry      taken: 30; buys more when an evening's RSI10 is under 20, anew from
                                         30 once it was over 30; 47.4 on 2026-09-11

        NOT PLACED
          dips   WIPRO     insufficient-balance  retry 1
          exits  RELIANCE  ema9-below-entry      EMA9 999.8889, entry 1200.00

        NOT KNOWN YET
          what becomes of TCS: its closes end on 2026-09-09, 2026-09-11 is missing (by hand) -> sauda
          history TCS --from 2026-09-11
          what dips buys in the evening: the analysis of 2026-09-15, 16:00, finds it -> sauda task analysis
          --day 2026-09-15
        """
}

import SaudaCore
import SaudaSimulation
import Testing

/// What goes into a backtest besides candles, and what comes out.
@Suite struct BacktestRunTests {
    typealias Market = SimulatorMarket

    static func deposit(on day: Day) -> Deposit {
        Deposit(
            account: AccountID(index: 0),
            instrument: Market.alpha,
            quantity: Quantity(10),
            price: Price(rupees: 90),
            entered: day.at(TimeOfDay(8, 30)),
            reason: "POSITIONS_FILE",
            isPaid: true
        )
    }

    /// Sells ten at each opening, if they are there.
    static var seller: SimulatorScript {
        var script = SimulatorScript()
        script.onDay = { day, desk in
            desk.watch(Market.alpha)
            desk.wake(at: day.open)
        }
        script.onWake = { _, desk in
            guard desk.quantity(of: Market.alpha).units >= 10 else { return }
            desk.set(Target(desk.key(Market.alpha), .sell, Quantity(10), .market, reason: "OUT"))
        }
        return script
    }

    @Test(arguments: [(-3, 100.0), (0, 100), (1, 104)])
    func `a position goes in before the first trade of its day, or of the next day with trading`(
        _ offset: Int,
        _ exit: Double
    ) throws {
        var setup = try Market.setup(Self.seller)
        setup.deposits = [Self.deposit(on: Market.thursday.advanced(by: offset))]
        let trades = try Backtest.run(setup).result.trades
        #expect(trades.map(\.exitValue) == [Money(rupees: Int64(exit) * 10)])
        #expect(trades.map(\.entryValue) == [Money(rupees: 900)])
    }

    @Test func `a position dated after the last day is refused by name, not left out`() throws {
        var setup = try Market.setup(Self.seller)
        setup.deposits = [Self.deposit(on: Market.thursday), Self.deposit(on: Market.friday.advanced(by: 1))]
        let refusal = #expect(throws: ReportRefusal.self) { _ = try Backtest.run(setup) }
        #expect(refusal?.description.contains("S0-EQ is entered on 2026-11-21, after the last day 2026-11-20") == true)
    }

    @Test func `a range without candles is refused`() throws {
        var setup = try Market.setup(Self.seller)
        setup.from = Market.friday.advanced(by: 1)
        #expect(throws: ReportRefusal.self) { _ = try Backtest.run(setup) }
    }

    @Test func `each part of the charges has its name and they add up`() throws {
        var script = Self.seller
        script.onDay = { day, desk in if day.day == Market.friday { desk.wake(at: day.open) } }
        var setup = try Market.setup(script)
        setup.deposits = [Self.deposit(on: Market.thursday)]
        let result = try Backtest.run(setup).result
        // Delivered for 1,040 rupees: STT 1.04, exchange 0.03, GST on it 0.01; SEBI and IPFT are less than a paisa.
        let due = ["securities transaction tax": 104, "exchange fee": 3, "GST": 1] as [String: Int64]
        let parts = Dictionary(uniqueKeysWithValues: result.charges.map { ($0.name, $0.amount) })
        for (name, paise) in due { #expect(parts[name] == Money(paise: paise), "\(name)") }
        for name in ["brokerage", "SEBI fee", "investor protection fund", "stamp duty", "depository"] {
            #expect(parts[name] == .zero, "\(name)")
        }
        #expect(result.trades.map(\.charges) == [Money(paise: 108)])
    }
}

import SaudaCore
import SaudaSimulation
import Testing

/// Everything switched on at once, under dice: what must hold whatever happens.
@Suite struct ExchangeModelTests {
    struct Case: Sendable, CustomTestStringConvertible {
        var name: String
        var model: ExchangeModel
        var seed: UInt64
        var minuteDays = 0
        var latency = TimeSpan.milliseconds(80)
        var capital: Int64 = 10_000_000

        var testDescription: String { name }
    }

    static let everything = ExchangeModel(
        seed: 5,
        jitter: .milliseconds(900),
        slippage: .paper,
        participation: 1,
        bands: bands
    )
    static let bands: BandList = {
        let text = "symbol,band\nALPHA,20\nBETA,10\nGAMMA,5\n"
        return (try? BandList(parsing: text, file: "bands.csv")) ?? BandList()
    }()

    static let cases = [
        Case(name: "everything", model: everything, seed: 1),
        Case(name: "everything, by minutes", model: everything, seed: 2, minuteDays: 2),
        Case(name: "little cash", model: everything, seed: 3, capital: 30_000),
        Case(name: "impact", model: ExchangeModel(slippage: .impact(5000), participation: 5), seed: 4, minuteDays: 1),
        Case(name: "whole orders", model: ExchangeModel(slippage: .fixed(50)), seed: 5),
    ]

    /// After the closing auction began: six shares, two of them with derivatives.
    func setup(_ play: Case) throws -> BacktestSetup {
        var first = Day(number: 20_685)
        var days: [Day] = []
        while days.count < 20 {
            first = MarketCalendar.builtIn.nextTradingDay(after: first)
            days.append(first)
        }
        var setup = try BacktestMarket.setup(
            BacktestDice(seed: play.seed),
            days: days,
            capital: play.capital,
            latency: play.latency,
            minuteDays: play.minuteDays
        )
        var instruments = InstrumentTable()
        for instrument in setup.instruments.instruments {
            var instrument = instrument
            instrument.hasDerivatives = instrument.symbol.count == 5
            try instruments.add(instrument)
        }
        setup.instruments = instruments
        setup.model = play.model
        return setup
    }

    @Test(arguments: cases)
    func `both books agree to the paisa, cash and charges, after every event`(_ play: Case) throws {
        _ = try SimulatorMarket.play(setup(play)) { simulator in
            for (ours, theirs) in zip(simulator.engine.desk.books, simulator.exchange.accounts) {
                try #require(ours.cash == theirs.cash)
                try #require(ours.charges == theirs.charges)
                try #require(ours.realised == theirs.realised)
                for id in simulator.engine.desk.instruments.ids {
                    for product in Product.allCases {
                        try #require(ours.position(id, product) == theirs.position(id, product))
                    }
                }
            }
        }
    }

    @Test(arguments: cases)
    func `the same seed and settings give the same commands`(_ play: Case) throws {
        let first = try Backtest.run(setup(play)).digest
        #expect(try Backtest.run(setup(play)).digest == first)
        var other = play
        other.model.seed += 1
        if play.model.jitter > .zero { #expect(try Backtest.run(setup(other)).digest != first) }
    }

    /// One order as it was sent and changed, and what it did.
    struct Told {
        var request: OrderRequest
        var terms: OrderTerms
        var asked: [UInt32: OrderTerms] = [:]
        var filled = Quantity.zero
        var value = Money.zero
        var isClosed = false
    }

    @Test(arguments: cases)
    func `fills stay inside order, limit, range, band and volume, and their sums are what is reported`(
        _ play: Case
    ) throws {
        let setup = try setup(play)
        let log = try SimulatorMarket.play(setup)
        var orders: [OrderID: Told] = [:]
        var bands: [InstrumentID: PriceBand] = [:]
        var taken: [String: Int64] = [:]
        var fills = 0
        for entry in log.entries {
            switch entry.event.kind {
            case .dayStarted: break
            case .reference(let id, _, let band): bands[id] = band
            case .report(let report):
                guard var order = orders[report.order] else {
                    Issue.record("a report on an order that was never sent")
                    continue
                }
                switch report.kind {
                case .traded(let total, let value):
                    fills += 1
                    try #require(!order.isClosed)
                    try #require(total > order.filled && total <= order.terms.quantity)
                    let part = total - order.filled
                    let price = (value - order.value).price(per: part)
                    try #require(price * part == value - order.value, "one fill has one price")
                    try check(price, part, order, entry.event.time, setup, bands[order.request.instrument])
                    let day = "\(entry.event.time.day) \(order.request.account.index) \(order.request.instrument.index)"
                    taken[day, default: 0] += part.units
                    (order.filled, order.value) = (total, value)
                    order.isClosed = total == order.terms.quantity
                case .modified(let number): if let terms = order.asked[number ?? 0] { order.terms = terms }
                case .cancelled, .expired, .rejected: order.isClosed = true
                default: break
                }
                orders[report.order] = order
            case .foreign(let order):
                let day = "\(entry.event.time.day) \(order.account.index) \(order.instrument.index)"
                if order.status == .complete { taken[day, default: 0] += order.filled.units }
            default: break
            }
            for command in entry.commands {
                if case .place(let request) = command {
                    orders[request.id] = Told(request: request, terms: request.terms)
                }
                if case .modify(let id, _, _, let terms, let number) = command { orders[id]?.asked[number] = terms }
            }
        }
        #expect(fills > 100, "\(fills) fills say little")
        guard let share = play.model.participation else { return }
        for (key, units) in taken {
            let parts = key.split(separator: " ")
            let candle = setup.history.daily[Int(parts[2]) ?? 0].first { "\($0.start.day)" == parts[0] }
            #expect(units <= (try #require(candle)).volume.units * Int64(share) / 10_000, "\(key)")
        }
    }

    private func check(
        _ price: Price,
        _ part: Quantity,
        _ order: Told,
        _ time: Timestamp,
        _ setup: BacktestSetup,
        _ band: PriceBand?
    ) throws {
        let id = order.request.instrument
        let candle = try #require(setup.history.daily[Int(id.index)].first { $0.start.day == time.day })
        try #require(price >= candle.low && price <= candle.high)
        if let band { try #require(band.contains(price)) }
        guard order.terms.limit.raw > 0 else { return }
        try #require(order.request.side == .buy ? price <= order.terms.limit : price >= order.terms.limit)
    }

    @Test func `every setting is said and encoded`() throws {
        let plain = ExchangeModel().assumptions
        let other = Self.everything.assumptions
        #expect(Set(plain).count == plain.count)
        for line in plain + other { #expect(line.hasSuffix(".") && !line.contains("Optional"), "\(line)") }
        #expect(plain.contains("Orders fill whole when their price is reached, whatever the volume."))
        #expect(plain.contains("There is no slippage."))
        #expect(other.contains("Market orders pay 0.1 % to 0.3 % slippage (seed 5)."))
        #expect(other.contains("An account takes at most 0.01 % of a candle's volume, a quarter of that at a price."))
        #expect(
            other.contains("Price bands are those of 3 listed shares, and 10 % that widens for those with derivatives.")
        )
        #expect(other.contains("Orders take up to 900 ms longer at random (seed 5)."))
    }
}

import SaudaCore
import SaudaSimulation

/// A strategy made of closures that keep no state: all they know is the desk and the event.
struct SimulatorScript: Strategy {
    var onDay: @Sendable (TradingDay, inout Desk) -> Void = { _, _ in }
    var onWake: @Sendable (UInt32, inout Desk) -> Void = { _, _ in }
    var onTick: @Sendable (Tick, inout Desk) -> Void = { _, _ in }
    var onCandle: @Sendable (Candle, CandleSpan, InstrumentID, inout Desk) -> Void = { _, _, _, _ in }

    mutating func dayStarted(_ day: TradingDay, on desk: inout Desk) { onDay(day, &desk) }
    mutating func woke(_ label: UInt32, on desk: inout Desk) { onWake(label, &desk) }
    mutating func tick(_ tick: Tick, on desk: inout Desk) { onTick(tick, &desk) }
    mutating func candle(_ candle: Candle, _ span: CandleSpan, of id: InstrumentID, on desk: inout Desk) {
        onCandle(candle, span, id, &desk)
    }
}

/// Keeps every event with its commands.
struct SimulatorLog: Recorder {
    var entries: [(event: Event, commands: [Command])] = []

    mutating func record(_ event: Event, _ commands: [Command]) { entries.append((event, commands)) }

    /// The reports of an order, by its number, with their times.
    func reports(of number: UInt64 = 1) -> [(time: Timestamp, kind: Report.Kind)] {
        entries.compactMap { entry in
            if case .report(let report) = entry.event.kind, report.order.number == number {
                (entry.event.time, report.kind)
            } else {
                nil
            }
        }
    }

    /// When and at what average price in rupees an order traded.
    func fill(of number: UInt64 = 1) -> SimulatorFill? {
        for report in reports(of: number) {
            if case .traded(let total, let value) = report.kind {
                return SimulatorFill(time: report.time, price: value.price(per: total).rupees)
            }
        }
        return nil
    }
}

struct SimulatorFill: Equatable {
    var time: Timestamp
    var price: Double
}

/// Days and prices for simulations, in rupees; Thursday 2026-11-19 is the first.
enum SimulatorMarket {
    static let thursday = Day(number: 20_776)
    static let friday = Day(number: 20_777)
    static let alpha = InstrumentID(index: 0)
    static let beta = InstrumentID(index: 1)

    static func candle(_ day: Day, _ open: Int64, _ high: Int64, _ low: Int64, _ close: Int64) -> Candle {
        candle(day.at(TimeOfDay(0, 0)), open, high, low, close)
    }

    static func candle(_ start: Timestamp, _ open: Int64, _ high: Int64, _ low: Int64, _ close: Int64) -> Candle {
        Candle(
            start: start,
            open: Price(rupees: open),
            high: Price(rupees: high),
            low: Price(rupees: low),
            close: Price(rupees: close),
            volume: Quantity(1000)
        )
    }

    /// 100, up to 110, down to 95, back to 105 on Thursday; Friday likewise from 104.
    static let rows = [candle(thursday, 100, 105, 90, 102), candle(friday, 104, 110, 99, 101)]

    static func setup(
        _ strategy: any Strategy,
        daily: [[Candle]] = [rows, rows],
        minutes: [[Candle]]? = nil,
        capital: Int64 = 1_000_000,
        latency: TimeSpan = .zero,
        candles: CandleSpan = .day
    ) throws -> BacktestSetup {
        var instruments = InstrumentTable()
        for index in daily.indices {
            try instruments.add(Instrument(symbol: "S\(index)", tick: Price(paise: 5)))
        }
        return BacktestSetup(
            title: "",
            instruments: instruments,
            accounts: [AccountSetup(name: "main")],
            capital: [Money(rupees: capital)],
            strategies: [Engine.Entry(name: "s", account: AccountID(index: 0), strategy: strategy)],
            history: MarketHistory(daily: daily, minutes: minutes ?? daily.map { _ in [] }),
            latency: latency,
            candles: candles
        )
    }

    /// Plays all days of a set-up and keeps what happened.
    static func play(
        _ setup: BacktestSetup,
        afterEach check: (Simulator<SimulatorLog>) throws -> Void = { _ in }
    ) throws -> SimulatorLog {
        var simulator = Simulator(
            engine: setup.engine(),
            exchange: setup.exchange(),
            history: setup.history,
            order: setup.order,
            candles: setup.candles,
            recorder: SimulatorLog()
        )
        let days = setup.history.days(from: setup.from, to: setup.to)
        for (index, amount) in setup.capital.enumerated() {
            try simulator.fund(AccountID(index: UInt16(index)), amount, at: days[0].at(TimeOfDay(0, 0)))
        }
        for day in days {
            try simulator.begin(TradingDay(day, in: setup.calendar, holdsPrices: !setup.history.hasMinutes))
            try check(simulator)
            while try simulator.step() { try check(simulator) }
            try check(simulator)
        }
        return simulator.recorder
    }
}

import EMA9SellStrategy
import SaudaCore
import SaudaSimulation

/// Whole days through the practice exchange.
enum Simulated {
    /// Plays one minute-by-minute day for a position of 50 in "A", EMA9 = 0.2 P + 81.20, that opens at 100.15, and
    /// returns the trades closed.
    static func day(high: Price, low: Price) throws -> Int {
        let day = Day("2026-06-18")!
        let open = day.at(TimeOfDay(9, 15))
        var minutes = [Candle(start: open, open: low, high: low, low: low, close: low, volume: Quantity(1))]
        for minute in 1..<375 {
            let start = open.advanced(by: .seconds(Int64(minute) * 60))
            minutes.append(Candle(start: start, open: low, high: high, low: low, close: low, volume: Quantity(1)))
        }
        let run = try play(minutes, with: ["rsi_exit": .bool(false)])
        return run.engine.desk.books[0].closedTrades.count
    }

    static func play(
        _ minutes: [Candle],
        with given: [String: Parameter.Value] = [:]
    ) throws -> Simulator<CountingRecorder> {
        var table = InstrumentTable()
        let id = try table.add(share("A"))
        let day = minutes[0].start.day
        let history = MarketHistory(daily: [Candle.days(flat(101.5), before: day)], minutes: [minutes])
        let strategy = EMA9Sell(Parameters(EMA9Sell.parameters, given: given))
        let setup = BacktestSetup(
            title: "one day",
            instruments: table,
            accounts: [AccountSetup(name: "main")],
            capital: [Money(rupees: 100_000)],
            strategies: [Engine.Entry(name: "ema9-exit", account: AccountID(index: 0), strategy: strategy)],
            history: history
        )
        var simulator = Simulator(
            engine: setup.engine(),
            exchange: setup.exchange(),
            history: history,
            recorder: CountingRecorder()
        )
        let deposit = Deposit(
            account: AccountID(index: 0),
            instrument: id,
            quantity: Quantity(50),
            price: "100",
            entered: day.advanced(by: -14).at(TimeOfDay(9, 15)),
            reason: "positions",
            isPaid: false
        )
        try simulator.begin(TradingDay(day, in: .builtIn, holdsPrices: false), deposits: [deposit])
        while try simulator.step() {}
        return simulator
    }
}

/// Counts wake-ups and keeps orders.
struct CountingRecorder: Recorder {
    var wakes: [UInt32: [TimeOfDay]] = [:]
    var orders: [Command] = []
    var notes: [String] = []

    mutating func record(_ event: Event, _ commands: [Command]) {
        if case .clock(let key) = event.kind, !key.isEngine { wakes[key.label, default: []].append(event.time.time) }
        for command in commands {
            if command.isIntent { orders.append(command) }
            if case .note(let note) = command { notes.append(note.code) }
        }
    }
}

import SaudaCore
import SaudaSimulation

/// One order of a hand-drawn day: when it is given and what it asks for.
struct ModelOrder: Sendable {
    var time: Timestamp
    var side: Side
    var quantity: Int64
    var price: Target.PriceRule
    var product = Product.delivery
    var validity = Validity.day
    var disclosed: Int64 = 0
    var timing = Target.Timing.now
    var persistence = Target.Persistence.once

    init(
        _ time: Timestamp,
        _ side: Side,
        _ quantity: Int64,
        _ price: Target.PriceRule,
        product: Product = .delivery,
        validity: Validity = .day,
        disclosed: Int64 = 0,
        timing: Target.Timing = .now,
        persistence: Target.Persistence = .once
    ) {
        self.time = time
        self.side = side
        self.quantity = quantity
        self.price = price
        self.product = product
        self.validity = validity
        self.disclosed = disclosed
        self.timing = timing
        self.persistence = persistence
    }

    func target(_ key: TargetKey) -> Target {
        Target(
            key,
            side,
            Quantity(quantity),
            price,
            product: product,
            validity: validity,
            disclosed: Quantity(disclosed),
            timing: timing,
            persistence: persistence,
            reason: "test"
        )
    }
}

/// Days of one share, "A", with a tick of 0.05: orders in, fills out.
struct ModelMarket {
    static let share = InstrumentID(index: 0)

    var daily: [Candle]
    var minutes: [Candle] = []
    var model = ExchangeModel()
    var hasDerivatives = false
    var kind = Instrument.Kind.equity
    var segment = Segment.nseEquity
    /// Held from before the first day.
    var held: Int64 = 0
    var latency = TimeSpan.zero
    var candles = CandleSpan.day

    init(_ daily: [Candle], _ model: ExchangeModel = ExchangeModel(), held: Int64 = 0) {
        self.daily = daily
        self.model = model
        self.held = held
    }

    /// Open, high, low, close in rupees.
    static func candle(
        _ start: Timestamp,
        _ open: Price,
        _ high: Price,
        _ low: Price,
        _ close: Price,
        volume: Int64 = 1000
    ) -> Candle {
        Candle(start: start, open: open, high: high, low: low, close: close, volume: Quantity(volume))
    }

    static func day(
        _ day: Day,
        _ open: Price,
        _ high: Price,
        _ low: Price,
        _ close: Price,
        volume: Int64 = 1000
    ) -> Candle {
        candle(day.at(TimeOfDay(0, 0)), open, high, low, close, volume: volume)
    }

    func setup(_ strategy: any Strategy) throws -> BacktestSetup {
        var instruments = InstrumentTable()
        let instrument = Instrument(
            symbol: "A",
            segment: segment,
            kind: kind,
            tick: Price(paise: 5),
            hasDerivatives: hasDerivatives
        )
        try instruments.add(instrument)
        return BacktestSetup(
            title: "",
            instruments: instruments,
            accounts: [AccountSetup(name: "main")],
            capital: [Money(rupees: 100_000_000)],
            strategies: [Engine.Entry(name: "s", account: AccountID(index: 0), strategy: strategy)],
            history: MarketHistory(daily: [daily], minutes: [minutes]),
            latency: latency,
            model: model,
            candles: candles
        )
    }

    /// Plays all days with these orders and keeps what happened.
    func play(_ orders: [ModelOrder]) throws -> SimulatorLog {
        var script = SimulatorScript()
        script.onDay = { day, desk in
            for (index, order) in orders.enumerated() where order.time.day == day.day {
                desk.wake(at: order.time, label: UInt32(index))
            }
        }
        script.onWake = { label, desk in
            desk.set(orders[Int(label)].target(desk.key(Self.share, leg: UInt16(label))))
        }
        return try play(script)
    }

    func play(_ strategy: any Strategy) throws -> SimulatorLog {
        let setup = try setup(strategy)
        var simulator = Simulator(
            engine: setup.engine(),
            exchange: setup.exchange(),
            history: setup.history,
            candles: candles,
            recorder: SimulatorLog()
        )
        let days = setup.history.days(from: nil, to: nil)
        try simulator.fund(AccountID(index: 0), setup.capital[0], at: days[0].at(TimeOfDay(0, 0)))
        // As a paper day does, so that the first day's orders have a price to be judged by.
        let open = setup.history.daily[0][0].open
        let morning = days[0].at(TimeOfDay(8, 0))
        try simulator.post(Event(morning, .reference(Self.share, previousClose: open, band: nil)))
        for (index, day) in days.enumerated() {
            let deposit = Deposit(
                account: AccountID(index: 0),
                instrument: Self.share,
                quantity: Quantity(held),
                price: Price(rupees: 100),
                entered: days[0].advanced(by: -9).at(TimeOfDay(10, 0)),
                reason: "",
                isPaid: false
            )
            let hours = TradingDay(day, in: setup.calendar, holdsPrices: minutes.isEmpty)
            try simulator.begin(hours, deposits: index == 0 && held > 0 ? [deposit] : [])
            while try simulator.step() {}
        }
        return simulator.recorder
    }
}

/// A part of an order that traded.
struct ModelFill: Equatable, CustomStringConvertible {
    var time: TimeOfDay
    var quantity: Int64
    var price: Price

    init(_ hour: Int, _ minute: Int, _ second: Int = 0, _ quantity: Int64, _ price: Price) {
        self.init(TimeOfDay(hour, minute, second), quantity, price)
    }

    init(_ time: TimeOfDay, _ quantity: Int64, _ price: Price) {
        self.time = time
        self.quantity = quantity
        self.price = price
    }

    var description: String { "\(quantity) at \(price), \(time)" }
}

extension SimulatorLog {
    /// The parts in which an order traded, in order.
    func fills(of number: UInt64 = 1) -> [ModelFill] {
        var filled = Quantity.zero
        var value = Money.zero
        return reports(of: number).compactMap { report in
            guard case .traded(let total, let sum) = report.kind else { return nil }
            defer { (filled, value) = (total, sum) }
            let price = (sum - value).price(per: total - filled)
            return ModelFill(report.time.time, (total - filled).units, price)
        }
    }

    /// What the broker closed of itself.
    var squaredOff: [(time: TimeOfDay, order: ForeignOrder)] {
        entries.compactMap { entry in
            if case .foreign(let order) = entry.event.kind { (entry.event.time.time, order) } else { nil }
        }
    }

    /// The bands that were told, in order.
    var bands: [(time: TimeOfDay, band: PriceBand?)] {
        entries.filter { $0.event.time.time != TimeOfDay(8, 0) }.compactMap { entry in
            if case .reference(_, _, let band) = entry.event.kind { (entry.event.time.time, band) } else { nil }
        }
    }
}

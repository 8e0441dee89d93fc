import SaudaCore
import SaudaSimulation

/// Does anything that is allowed, and some things that are not, at odd moments: dice decide, by symbol, day and moment,
/// so that the same share meets the same fate whatever its number is.
struct BacktestDice: Strategy {
    var seed: UInt64
    /// Wake-ups per day, spread from before the opening to the evening.
    var moments = 12
    /// In intraday and delivery, or delivery alone.
    var tradesIntraday = true

    mutating func dayStarted(_ day: TradingDay, on desk: inout Desk) {
        var random = SplitMix64(seed: SplitMix64.seed(seed, for: UInt64(day.day.number)))
        for _ in 0..<moments {
            let second = 8 * 3600 + 1900 + random.below(10 * 3600)
            desk.wake(at: day.day.at(TimeOfDay(seconds: Int32(second))))
        }
        for id in desk.instruments.ids where desk.instruments[id].symbol.count == 5 { desk.watch(id) }
    }

    mutating func woke(_ label: UInt32, on desk: inout Desk) {
        for id in desk.instruments.ids { act(on: id, &desk) }
    }

    mutating func candle(_ candle: Candle, _ span: CandleSpan, of id: InstrumentID, on desk: inout Desk) {
        if span == .minute { act(on: id, &desk) }
    }

    private func act(on id: InstrumentID, _ desk: inout Desk) {
        let moment = SplitMix64.seed(seed, for: UInt64(bitPattern: desk.now.microseconds))
        var random = SplitMix64(seed: SplitMix64.seed(moment, for: desk.instruments[id].symbol))
        if random.below(3) == 0 { _ = desk.fetch(.history(id, days: 30)) }
        if random.below(10) == 0 { _ = desk.fetch(.quote(id)) }
        let key = desk.key(id, leg: UInt16(random.below(4)))
        if random.below(8) == 0 { return desk.drop(key) }
        let last = desk.market[id].last
        guard last.raw > 0 else { return }
        func price(_ spread: Int) -> Price {
            let raw = last.raw + last.raw * Int64(random.below(2 * spread + 1) - spread) / 1000
            return Price(raw: raw).rounded(toTick: desk.tick(of: id, at: Price(raw: raw)))
        }
        let rules: [Target.PriceRule] = [
            .market, .limit(price(20)), .stopMarket(trigger: price(20)),
            .stopLimit(trigger: price(20), limit: price(20)),
        ]
        let isAtOnce = random.below(5) == 0
        desk.set(
            Target(
                key,
                revision: UInt32(random.below(3)),
                random.below(2) == 0 ? .buy : .sell,
                Quantity(Int64(1 + random.below(40))),
                rules[random.below(4)],
                product: tradesIntraday && random.below(4) == 0 ? .intraday : .delivery,
                validity: isAtOnce ? .ioc : .day,
                timing: random.below(4) == 0 ? .nextOpen : .now,
                persistence: !isAtOnce && random.below(3) == 0 ? .rest : .once,
                reason: "dice"
            )
        )
    }
}

/// Generated shares for whole backtests.
enum BacktestMarket {
    static let generator = MarketGenerator(seed: 11)
    static let symbols = ["ALPHA", "BETA", "GAMMA", "DELTA", "EPSILON", "ZETA"]

    static func days(_ count: Int) -> [Day] {
        var days = [MarketCalendar.builtIn.nextTradingDay(after: Day(number: 20_150))]
        while days.count < count, let last = days.last {
            days.append(MarketCalendar.builtIn.nextTradingDay(after: last))
        }
        return days
    }

    static func setup(
        _ strategy: any Strategy,
        symbols: [String] = symbols,
        days: [Day] = days(15),
        capital: Int64 = 10_000_000,
        latency: TimeSpan = .zero,
        minuteDays: Int = 0,
        candles: CandleSpan = .day
    ) throws -> BacktestSetup {
        var instruments = InstrumentTable()
        var daily: [[Candle]] = []
        var minutes: [[Candle]] = []
        let tick = Price(paise: 5)
        let session = TimeOfDay(9, 15)..<TimeOfDay(15, 30)
        for symbol in symbols {
            try instruments.add(Instrument(symbol: symbol, tick: tick))
            daily.append(generator.history(of: symbol, tick: tick, on: days))
            minutes.append(
                (daily.last ?? []).suffix(minuteDays).flatMap {
                    generator.minutes(of: symbol, in: $0, tick: tick, session: session)
                }
            )
        }
        return BacktestSetup(
            title: "",
            instruments: instruments,
            accounts: [AccountSetup(name: "main"), AccountSetup(name: "other", plan: .paperV2)],
            capital: [Money(rupees: capital), Money(rupees: capital)],
            strategies: [0, 1].map { index in
                Engine.Entry(name: "dice\(index)", account: AccountID(index: index), strategy: strategy)
            },
            history: MarketHistory(daily: daily, minutes: minutes),
            latency: latency,
            candles: candles
        )
    }
}

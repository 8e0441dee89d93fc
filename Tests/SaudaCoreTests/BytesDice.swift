import SaudaCore

/// Random events and commands from a seed (SplitMix64): small and huge numbers, empty and long texts.
struct BytesDice {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }

    mutating func below(_ count: Int) -> Int { Int(next() % UInt64(count)) }
    mutating func flag() -> Bool { next() & 1 == 0 }
    mutating func pick<Value>(_ values: [Value]) -> Value { values[below(values.count)] }

    mutating func word<Word: RawRepresentable<UInt8>>() -> Word {
        pick((0...255).compactMap { Word(rawValue: $0) })
    }

    /// Any integer of the type; every length in bits is as likely, and so are the ends.
    mutating func integer<Value: FixedWidthInteger>() -> Value {
        if below(16) == 0 { return flag() ? .min : .max }
        return Value(truncatingIfNeeded: Int64(bitPattern: next()) >> Int64(below(64)))
    }

    mutating func text() -> String {
        let parts = ["", "a", "no-cash", "रुपये", "é", "🪙", "\0", "241121000123456", String(repeating: "x", count: 130)]
        return (0..<below(4)).map { _ in pick(parts) }.joined()
    }

    mutating func list<Value>(_ make: (inout BytesDice) -> Value) -> [Value] {
        (0..<below(4)).map { _ in make(&self) }
    }
}

// MARK: - Parts

extension BytesDice {
    mutating func pause() -> Range<Timestamp> {
        let (a, b) = (time(), time())
        return min(a, b)..<max(a, b)
    }

    mutating func account() -> AccountID { AccountID(index: integer()) }
    mutating func strategy() -> StrategyID { StrategyID(index: integer()) }
    mutating func instrument() -> InstrumentID { InstrumentID(index: integer()) }
    mutating func order() -> OrderID { OrderID(number: integer()) }
    mutating func request() -> RequestID { RequestID(number: integer()) }
    mutating func brokerOrder() -> BrokerOrderID { BrokerOrderID(text()) }
    mutating func price() -> Price { Price(raw: integer()) }
    mutating func money() -> Money { Money(raw: integer()) }
    mutating func quantity() -> Quantity { Quantity(integer()) }
    mutating func day() -> Day { Day(number: integer()) }
    mutating func time() -> Timestamp { Timestamp(microseconds: integer()) }
    mutating func wakeKey() -> WakeKey { WakeKey(owner: strategy(), label: integer(), isEngine: flag()) }

    mutating func memo() -> Memo {
        Memo(strategy: strategy(), instrument: instrument(), topic: text(), text: text())
    }

    /// Any but what is no number, which equals nothing.
    mutating func double() -> Double {
        let value = Double(bitPattern: next())
        return value.isNaN ? -.infinity : value
    }

    mutating func figures() -> StudyFigures {
        var figures = StudyFigures()
        figures.signals = integer()
        figures.executed = integer()
        figures.skipped = integer()
        figures.positions = integer()
        figures.wins = integer()
        figures.losses = integer()
        figures.invested = double()
        figures.profit = double()
        figures.returnPercent = double()
        figures.winRatePercent = double()
        figures.buyAndHoldPercent = flag() ? nil : double()
        return figures
    }

    mutating func candidate() -> Candidate {
        var candidate = Candidate(strategy: strategy(), instrument: instrument(), day: day(), status: text())
        candidate.verdict = text()
        candidate.finalVerdict = text()
        candidate.combined = integer()
        candidate.strength = integer()
        candidate.backtest = integer()
        candidate.priority = integer()
        candidate.close = price()
        candidate.buyLow = price()
        candidate.buyHigh = price()
        candidate.stop = price()
        candidate.target = price()
        candidate.rsi = integer()
        candidate.ema9 = price()
        candidate.ema200 = price()
        candidate.averageVolume = quantity()
        candidate.alignment = integer()
        candidate.label = text()
        candidate.reasons = text()
        return candidate
    }

    mutating func tick() -> Tick {
        Tick(instrument: instrument(), price: price(), quantity: quantity(), exchangeTime: time(), source: word())
    }

    mutating func candle() -> Candle {
        Candle(start: time(), open: price(), high: price(), low: price(), close: price(), volume: quantity())
    }

    mutating func terms() -> OrderTerms {
        OrderTerms(
            kind: word(),
            quantity: quantity(),
            limit: price(),
            trigger: price(),
            validity: word(),
            disclosed: quantity()
        )
    }

    mutating func foreignOrder() -> ForeignOrder {
        ForeignOrder(
            account: account(),
            id: brokerOrder(),
            instrument: instrument(),
            side: word(),
            product: word(),
            terms: terms(),
            filled: quantity(),
            value: money(),
            status: word(),
            changed: flag() ? time() : nil,
            variety: flag() ? word() : nil
        )
    }
}

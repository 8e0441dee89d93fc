public import SaudaCore

/// What the market is known to have done today, by slot.
public struct PracticePrices: Sendable {
    public struct Slot: Hashable, Sendable {
        public var instrument: InstrumentID?
        public var tick: Price

        public init(_ instrument: InstrumentID?, tick: Price) {
            self.instrument = instrument
            self.tick = tick
        }
    }

    public private(set) var quotes: [PracticeQuote]
    let instruments: [InstrumentID?]
    /// Today's, the last one still running.
    public private(set) var minutes: [[Candle]]
    /// Slots that moved since `takeChanges`, and whether their last price is another one.
    private var changes: [Int: Bool] = [:]
    private let madeIndex: Int?
    /// The quarter of a second in which the index was made last.
    private var indexBeat = Int64.min
    /// The shares that the made index stands for.
    private let parts: [Int]
    private let seed: UInt64

    /// - Parameters:
    ///   - slots: what can be traded and watched, by the broker's own count; a tick of zero for an index.
    ///   - madeIndex: the slot of an index that is made of `parts`.
    public init(_ slots: [Slot], madeIndex: Int?, parts: [Int], _ setup: PracticeSetup) {
        seed = setup.seed
        self.madeIndex = madeIndex
        self.parts = parts
        instruments = slots.map(\.instrument)
        quotes = slots.map { slot in
            var quote = PracticeQuote(tick: slot.tick)
            if let id = slot.instrument, setup.daily.indices.contains(Int(id.index)) {
                quote.turn(to: setup.daily[Int(id.index)].last?.close)
            }
            return quote
        }
        minutes = Array(repeating: [], count: quotes.count)
        if let madeIndex { quotes[madeIndex].turn(to: Price(rupees: 24_500)) }
    }

    public subscript(slot: Int) -> PracticeQuote { quotes[slot] }

    /// A new day: yesterday's last is the close, nothing has traded.
    public mutating func startDay() {
        for slot in quotes.indices {
            quotes[slot].turn(to: quotes[slot].last)
            minutes[slot] = []
        }
        changes.removeAll()
    }

    public mutating func setLimits(_ slot: Int, close: Price, band: PriceBand?) {
        if close.raw > 0, quotes[slot].volume == .zero { quotes[slot].turn(to: close) }
        quotes[slot].band = band
    }

    /// Depths vanish.
    public mutating func close() {
        for slot in quotes.indices where quotes[slot].isOpen {
            quotes[slot].isOpen = false
            note(slot, false)
        }
    }

    public mutating func move(_ slot: Int, _ move: MarketMove, at now: Timestamp) {
        let isNew = quotes[slot].last != move.price
        quotes[slot].trade(move.price, move.quantity, at: now)
        note(slot, isNew)
        add(slot, move.price, move.quantity, at: now)
    }

    /// The made index follows the shares, four times a second: the mean of their changes.
    public mutating func moveIndex(at now: Timestamp) {
        guard let madeIndex, now.microseconds / 250_000 != indexBeat else { return }
        indexBeat = now.microseconds / 250_000
        var sum = 0.0
        var count = 0
        for slot in parts where quotes[slot].close.raw > 0 && quotes[slot].last.raw > 0 {
            sum += Double(quotes[slot].last.raw) / Double(quotes[slot].close.raw)
            count += 1
        }
        guard count > 0 else { return }
        let exact = Double(quotes[madeIndex].close.raw) * sum / Double(count)
        let value = Price(raw: Int64(exact / 500) * 500)
        guard value != quotes[madeIndex].last || quotes[madeIndex].open == .zero else { return }
        quotes[madeIndex].trade(value, .zero, at: now)
        note(madeIndex, true)
        add(madeIndex, value, .zero, at: now)
    }

    private mutating func note(_ slot: Int, _ isNewPrice: Bool) {
        changes[slot, default: false] = isNewPrice || changes[slot] == true
    }

    private mutating func add(_ slot: Int, _ price: Price, _ quantity: Quantity, at now: Timestamp) {
        let second = Int64(now.time.seconds)
        let start = now.day.at(TimeOfDay(seconds: Int32(second - second % 60)))
        guard let last = minutes[slot].indices.last, minutes[slot][last].start == start else {
            minutes[slot].append(
                Candle(start: start, open: price, high: price, low: price, close: price, volume: quantity)
            )
            return
        }
        minutes[slot][last].high = max(minutes[slot][last].high, price)
        minutes[slot][last].low = min(minutes[slot][last].low, price)
        minutes[slot][last].close = price
        minutes[slot][last].volume += quantity
    }

    public var hasChanges: Bool { !changes.isEmpty }

    public mutating func takeChanges() -> [Int: Bool] {
        defer { changes.removeAll(keepingCapacity: true) }
        return changes
    }

    public func depth(_ slot: Int) -> PracticeDepth {
        PracticeDepth(quotes[slot], seed: PracticeDice.mix(seed, UInt64(slot)))
    }
}

import SaudaCore
import SaudaStore

/// The last price of an instrument that the engine had been told.
struct KnownPrice: Hashable, Sendable {
    var price: Price
    /// In words: `tick (socket)`.
    var source: String
    /// When it traded, by the exchange.
    var time: Timestamp
    var record: UInt64
}

/// Follows a journal and keeps the last price of one instrument.
struct PriceMemory {
    let instrument: InstrumentID
    private var today: KnownPrice?
    private var before: KnownPrice?
    private var histories: Set<RequestID> = []

    init(_ instrument: InstrumentID) { self.instrument = instrument }

    /// Today's, else what was known of the days before.
    var last: KnownPrice? { today ?? before }

    mutating func take(_ command: Command) {
        if case .fetch(let id, .history(instrument, _)) = command { histories.insert(id) }
    }

    mutating func take(_ event: Event, _ record: UInt64) {
        switch event.kind {
        case .tick(let tick) where tick.instrument == instrument: take(tick, "tick", record)
        case .answer(_, .quote(let tick)) where tick.instrument == instrument: take(tick, "quote", record)
        case .candle(instrument, let span, let candle):
            let length: Int64 = span == .minute ? 60_000_000 : 0
            today = KnownPrice(
                price: candle.close,
                source: "\(span.description) candle",
                time: Timestamp(microseconds: candle.start.microseconds &+ length),
                record: record
            )
        case .answer(let id, .candles(let candles)) where histories.contains(id):
            guard let last = candles.last, before.map({ $0.time <= last.start }) ?? true else { return }
            before = KnownPrice(price: last.close, source: "daily candle", time: last.start, record: record)
        case .reference(instrument, let close, _):
            before = before ?? KnownPrice(price: close, source: "previous close", time: event.time, record: record)
        default: break
        }
    }

    private mutating func take(_ tick: Tick, _ word: String, _ record: UInt64) {
        today = KnownPrice(
            price: tick.price,
            source: "\(word) (\(tick.source))",
            time: tick.exchangeTime,
            record: record
        )
    }
}

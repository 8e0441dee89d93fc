import SaudaCore
import SaudaSimulation

/// What the tests of the price paths share.
enum Paths {
    static let session = TimeOfDay(9, 15)..<TimeOfDay(15, 30)
    static let tick = Price(paise: 5)
    static let day = Day(number: 20_000)

    /// Weekdays from 2022-01-03, holidays not left out.
    static func weekdays(_ count: Int) -> [Day] {
        let monday = Day(number: 18_995)
        return (0..<count).map { monday.advanced(by: $0 / 5 * 7 + $0 % 5) }
    }

    /// A daily candle with prices in paise.
    static func candle(_ open: Int64, _ high: Int64, _ low: Int64, _ close: Int64, volume: Int64 = 0) -> Candle {
        Candle(
            start: day.at(TimeOfDay(0, 0)),
            open: Price(paise: open),
            high: Price(paise: high),
            low: Price(paise: low),
            close: Price(paise: close),
            volume: Quantity(volume)
        )
    }

    /// Consistent daily candles of all shapes: wide, narrow, one tick, flat, opening or closing on an extreme.
    static func randomCandles(_ count: Int, tick: Price, seed: UInt64) -> [Candle] {
        var random = SplitMix64(seed: seed)
        return (0..<count).map { index in
            let width = [0, 1, 2, 10, 100, 1000][index % 6]
            let low = 200 + random.below(50_000)
            let open = low + random.below(width + 1)
            let close = low + random.below(width + 1)
            let high = index % 4 == 0 ? max(open, close) : low + width
            func price(_ ticks: Int) -> Price { Price(raw: Int64(ticks) * tick.raw) }
            return Candle(
                start: day.advanced(by: index).at(TimeOfDay(0, 0)),
                open: price(open),
                high: price(high),
                low: price(index % 4 == 1 ? min(open, close) : low),
                close: price(close),
                volume: Quantity(Int64([0, 1, 374, 1_000_003, 40_000_000_000][index % 5]))
            )
        }
    }

    /// One number that changes when any field of any candle does.
    static func fingerprint(_ candles: [Candle]) -> UInt64 {
        SplitMix64.fingerprint(
            candles.lazy.flatMap { candle -> [UInt8] in
                [
                    candle.start.microseconds, candle.open.raw, candle.high.raw, candle.low.raw, candle.close.raw,
                    candle.volume.units,
                ].flatMap { value in (0..<8).map { UInt8(truncatingIfNeeded: value >> ($0 * 8)) } }
            }
        )
    }
}

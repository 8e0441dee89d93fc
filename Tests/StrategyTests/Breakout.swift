import OpeningRangeStrategy
import SaudaCore
import SaudaSimulation

/// Opening range on a rig: a range of 99 to 101 in the first quarter of an hour, unless drawn otherwise.
///
/// With the standard values a buy is 987 at 101.30 (101 and 0.3 %), its stop 99.00 with a limit of 98.50, its target
/// 105.90; a short sale 1012 at 98.75, its stop 101.00 with a limit of 101.55, its target 94.25.
enum Breakout {
    static let range: [Double] = [100, 101, 99] + Array(repeating: 100, count: 12)

    static func rig(
        _ shares: [Instrument] = [share("A")],
        with given: [String: Parameter.Value] = [:],
        on date: String = "2026-06-18",
        at time: String = "08:30:00",
        holdsPrices: Bool = false
    ) -> Rig {
        var rig = Rig(shares, strategy: OpeningRange(Parameters(OpeningRange.parameters, given: given)))
        rig.start(date, at: time, holdsPrices: holdsPrices)
        return rig
    }

    /// A rig whose range is drawn and whose first candle has closed at `close`, in the first price after it.
    static func closed(at close: Double, with given: [String: Parameter.Value] = [:]) -> Rig {
        var rig = rig(with: given)
        rig.draw(range)
        rig.draw([100, 100, 100, 100, close, close], from: "09:30:00")
        return rig
    }

    /// One whose purchase of 987 at 101.20 has filled.
    static func bought(with given: [String: Parameter.Value] = [:]) -> Rig {
        var rig = closed(at: 101.2, with: given)
        rig.fill(987, at: "101.20")
        return rig
    }
}

extension Rig {
    /// Prices of whole minutes, each traded at its second 0 and 30.
    mutating func draw(_ prices: [Double], from time: String = "09:15:00", of symbol: String = "A") {
        var time = TimeOfDay(time)!
        for price in prices {
            for second in [0, 30] {
                let at = time.advanced(bySeconds: second).description
                tick(Price(rupees: price)!, of: symbol, at: at)
            }
            time = time.advanced(bySeconds: 60)
        }
    }

    /// The reasons of what was skipped, without texts.
    var skipped: [String] { notes.map { String($0.prefix { $0 != ":" }) } }

    var intraday: Quantity { book.position(id("A"), .intraday).quantity }
}

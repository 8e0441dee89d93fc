public import SaudaCore

extension Command {
    var order: OrderID? {
        switch self {
        case .place(let request): request.id
        case .modify(let id, _, _, _, _), .cancel(let id, _, _, _): id
        default: nil
        }
    }

    var isPlace: Bool { if case .place = self { true } else { false } }
}

extension Candle {
    init(on day: Day, close: Double, volume: Quantity = Quantity(1000)) {
        let price = Price(rupees: close)!
        self.init(
            start: day.at(TimeOfDay(0, 0)),
            open: price,
            high: price,
            low: price,
            close: price,
            volume: volume
        )
    }

    /// Daily candles of weekdays that end the weekday before `today`.
    static func days(_ closes: [Double], before today: Day, volume: Quantity = Quantity(1000)) -> [Candle] {
        var day = today
        var candles: [Candle] = []
        for close in closes.reversed() {
            repeat { day = day.advanced(by: -1) } while day.weekday.isWeekend
            candles.append(Candle(on: day, close: close, volume: volume))
        }
        return candles.reversed()
    }
}

extension Price: ExpressibleByStringLiteral {
    /// Prices stand in tables as they are read: "101.25".
    public init(stringLiteral text: String) { self.init(raw: Price(String(text))!.raw) }
}

import SaudaBroker
import SaudaCore

/// Where a topic's prices, units and orders of both sides stand, best first.
struct HSMDepth {
    var bids: Int
    var asks: Int
    var bidUnits: Int
    var askUnits: Int
    var orders: (bids: Int, asks: Int)
    var rows: Int

    func depth(
        _ book: HSMBook,
        _ place: Int,
        _ scale: HSMScale,
        _ instrument: InstrumentID,
        _ time: Timestamp
    ) -> Depth {
        func side(_ prices: Int, _ units: Int, _ orders: Int) -> [Depth.Level] {
            var side: [Depth.Level] = []
            for row in 0..<rows {
                let raw = book.value(prices + row, of: place)
                let price = raw == HSMBook.unset ? Price.zero : scale.price(raw)
                // A side with fewer rows fills up with zeros.
                guard price.isPlausible else { continue }
                let waiting = book.value(units + row, of: place)
                side.append(
                    Depth.Level(
                        price: price,
                        quantity: Quantity(min(max(0, Int64(waiting)), Quantity.limit.units)),
                        orders: max(0, book.value(orders + row, of: place))
                    )
                )
            }
            return side
        }
        return Depth(
            instrument: instrument,
            time: time,
            bids: side(bids, bidUnits, orders.bids),
            asks: side(asks, askUnits, orders.asks)
        )
    }
}

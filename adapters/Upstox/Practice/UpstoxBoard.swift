import SaudaBroker
import SaudaCore

/// What a message of the feed is written from (section 8.4).
struct UpstoxBoard {
    let catalogue: UpstoxCatalogue
    let market: PracticePrices
    let settings: UpstoxSettings

    private func number(_ price: Price) -> Double {
        settings.pricesAreFloats ? Double(Float(price.rupees)) : price.rupees
    }

    func write(_ slot: Int, _ mode: UpstoxFeed.Mode, to feed: inout UpstoxFrame) {
        let quote = market[slot]
        switch mode {
        case .ltpc: feed.message(1) { last(quote, to: &$0) }
        case .greeks:
            feed.message(3) { part in
                part.message(1) { last(quote, to: &$0) }
                part.message(2) { level(market.depth(slot), 0, to: &$0) }
                part.int(4, quote.volume.units)
            }
            feed.int(4, 2)
        case .full:
            feed.message(2) { full in
                if catalogue[slot].isIndex {
                    full.message(2) { part in
                        part.message(1) { last(quote, to: &$0) }
                        part.message(2) { day(quote, to: &$0) }
                    }
                } else {
                    full.message(1) { tradable(slot, quote, to: &$0) }
                }
            }
            feed.int(4, 1)
        }
    }

    private func tradable(_ slot: Int, _ quote: PracticeQuote, to part: inout UpstoxFrame) {
        let depth = market.depth(slot)
        part.message(1) { last(quote, to: &$0) }
        part.message(2) { levels in
            for place in depth.bids.indices { levels.message(1) { level(depth, place, to: &$0) } }
        }
        part.message(4) { day(quote, to: &$0) }
        part.double(5, number(quote.average))
        part.int(6, quote.volume.units)
        part.double(9, Double(depth.bought))
        part.double(10, Double(depth.offered))
    }

    private func last(_ quote: PracticeQuote, to part: inout UpstoxFrame) {
        part.double(1, number(quote.last))
        part.int(2, quote.lastTrade.map(UpstoxTime.milliseconds) ?? 0)
        part.int(3, quote.lastQuantity.units)
        part.double(4, number(quote.close))
    }

    private func level(_ depth: PracticeDepth, _ place: Int, to part: inout UpstoxFrame) {
        part.int(1, Int64(depth.bids[place].quantity))
        part.double(2, number(depth.bids[place].price))
        part.int(3, Int64(depth.offers[place].quantity))
        part.double(4, number(depth.offers[place].price))
    }

    private func day(_ quote: PracticeQuote, to part: inout UpstoxFrame) {
        part.message(1) { row in
            row.part(1, Array("1d".utf8))
            row.double(2, number(quote.open))
            row.double(3, number(quote.high))
            row.double(4, number(quote.low))
            row.double(5, number(quote.last))
            row.int(6, quote.volume.units)
            row.int(7, quote.lastTrade.map(UpstoxTime.milliseconds) ?? 0)
        }
    }
}

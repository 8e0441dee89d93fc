import SaudaBroker
import SaudaCore

extension PracticePortfolio.Position {
    /// A row of `net`, or of `day` with today's part alone; the arithmetic is that of section 3.7.
    func json(_ listing: KiteListing, _ product: String, _ quote: PracticeQuote, isDay: Bool) -> PracticeJSON {
        let overnight = isDay ? Quantity.zero : overnight
        let quantity = isDay ? bought - sold : quantity
        let carriedBuy = overnight > .zero ? overnightValue : .zero
        let carriedSell = overnight < .zero ? -overnightValue : .zero
        let buyQuantity = bought + max(overnight, .zero)
        let sellQuantity = sold + max(-overnight, .zero)
        let buyValue = boughtValue + carriedBuy
        let sellValue = soldValue + carriedSell
        let close = overnight.units == 0 ? Price.zero : quote.close
        let value = sellValue - buyValue
        let worth = quote.last * quantity
        let pnl = value + worth
        let buyToday = boughtValue + close * max(overnight, .zero)
        let sellToday = soldValue + close * max(-overnight, .zero)
        let average: PracticeJSON =
            quantity.units == 0
            ? 0 : quantity > .zero ? mean(buyValue, buyQuantity) : mean(sellValue, sellQuantity)
        return [
            "tradingsymbol": .string(listing.tradingSymbol), "exchange": .string(listing.exchange),
            "instrument_token": .int(listing.token), "product": .string(product), "quantity": .quantity(quantity),
            "overnight_quantity": .quantity(overnight), "multiplier": 1, "average_price": average,
            "close_price": .price(close), "last_price": .price(quote.last), "value": .money(value),
            "pnl": .money(pnl), "m2m": .money(sellToday - buyToday + worth), "unrealised": .money(pnl), "realised": 0,
            "buy_quantity": .quantity(buyQuantity), "buy_price": mean(buyValue, buyQuantity),
            "buy_value": .money(buyValue), "buy_m2m": .money(buyToday),
            "sell_quantity": .quantity(sellQuantity), "sell_price": mean(sellValue, sellQuantity),
            "sell_value": .money(sellValue), "sell_m2m": .money(sellToday),
            "day_buy_quantity": .quantity(bought), "day_buy_price": mean(boughtValue, bought),
            "day_buy_value": .money(boughtValue),
            "day_sell_quantity": .quantity(sold), "day_sell_price": mean(soldValue, sold),
            "day_sell_value": .money(soldValue),
        ]
    }

    /// Not rounded, as the real ones are not.
    private func mean(_ value: Money, _ quantity: Quantity) -> PracticeJSON {
        guard quantity.units != 0 else { return 0 }
        if value.raw % quantity.units == 0 { return .rupees(value.raw / quantity.units) }
        return .double(Double(value.raw) / Double(quantity.units) / 10_000)
    }
}

extension PracticePortfolio.Holding {
    func json(_ listing: KiteListing, _ quote: PracticeQuote, day: Day) -> PracticeJSON {
        let profit = (quote.last - average) * (quantity + undelivered)
        let change = quote.last - quote.close
        let percent = quote.close.raw > 0 ? Double(change.raw) / Double(quote.close.raw) * 100 : 0
        return [
            "tradingsymbol": .string(listing.tradingSymbol), "exchange": .string(listing.exchange),
            "instrument_token": .int(listing.token), "isin": .string(isin(listing)), "product": "CNC", "price": 0,
            "quantity": .quantity(quantity), "used_quantity": .quantity(used), "t1_quantity": .quantity(undelivered),
            "realised_quantity": .quantity(opening), "authorised_quantity": .quantity(authorised),
            "authorised_date": .string("\(day) 00:00:00"), "authorisation": [:],
            "opening_quantity": .quantity(opening), "short_quantity": 0, "collateral_quantity": 0,
            "collateral_type": "", "discrepancy": false, "average_price": .price(average),
            "last_price": .price(quote.last), "close_price": .price(quote.close), "pnl": .money(profit),
            "day_change": .price(change), "day_change_percentage": .double(percent),
            "mtf": ["quantity": 0, "used_quantity": 0, "average_price": 0, "value": 0, "initial_margin": 0],
        ]
    }

    /// A made-up one of the right length.
    private func isin(_ listing: KiteListing) -> String {
        let digits = String(listing.exchangeToken)
        return "INE" + String(repeating: "0", count: max(0, 6 - digits.count)) + digits.suffix(6) + "010"
    }
}

import SaudaBroker
import SaudaCore

// Positions and holdings (sections 6.1 and 6.2).

extension UpstoxPractice {
    var positionRows: PracticeJSON {
        .array(portfolio.keys.compactMap { key in portfolio.positions[key].map { row(key, $0) } })
    }

    private func row(_ key: PracticePortfolio.Key, _ position: PracticePortfolio.Position) -> PracticeJSON {
        let listing = catalogue[key.slot]
        let net = position.quantity
        let last = market[key.slot].last
        let carried = position.overnight
        let buy = position.boughtValue.price(per: position.bought)
        let sell = position.soldValue.price(per: position.sold)
        let average = position.overnightValue.price(per: carried)
        let worth = Money(raw: last.raw * net.units)
        let paid = position.overnightValue + position.boughtValue - position.soldValue
        return [
            "exchange": .string(listing.bookExchange), "multiplier": .number("1.0"), "value": .money(worth),
            "pnl": .money(worth - paid), "product": .string(key.product == .intraday ? "I" : "D"),
            "instrument_token": .string(listing.key),
            // Null on positions of the day (trap T26).
            "average_price": carried.units == 0 ? nil : .price(average),
            "buy_value": .money(position.boughtValue), "overnight_quantity": .quantity(carried),
            "day_buy_value": .money(position.boughtValue), "day_buy_price": .price(buy),
            "overnight_buy_amount": .money(carried > .zero ? position.overnightValue : .zero),
            "overnight_buy_quantity": .quantity(max(carried, .zero)), "day_buy_quantity": .quantity(position.bought),
            "day_sell_value": .money(position.soldValue), "day_sell_price": .price(sell),
            "overnight_sell_amount": .money(carried < .zero ? -position.overnightValue : .zero),
            "overnight_sell_quantity": .quantity(max(-carried, .zero)),
            "day_sell_quantity": .quantity(position.sold), "quantity": .quantity(net), "last_price": .price(last),
            "unrealised": .money(net.units == 0 ? .zero : worth - paid),
            "realised": .money(net.units == 0 ? -paid : .zero), "sell_value": .money(position.soldValue),
            "trading_symbol": .string(listing.tradingSymbol), "tradingsymbol": .string(listing.tradingSymbol),
            "close_price": .price(market[key.slot].close), "buy_price": .price(buy), "sell_price": .price(sell),
        ]
    }

    var holdingRows: PracticeJSON {
        .array(
            portfolio.holdings.map { holding in
                let listing = catalogue[holding.slot]
                let quote = market[holding.slot]
                let change = quote.last - quote.close
                return [
                    "isin": .string(listing.isin), "cnc_used_quantity": .quantity(holding.used),
                    "collateral_type": "WC", "company_name": .string(listing.symbol), "haircut": .number("0.0"),
                    "product": "D", "quantity": .quantity(holding.quantity + holding.undelivered),
                    "trading_symbol": .string(listing.tradingSymbol), "last_price": .price(quote.last),
                    "close_price": .price(quote.close),
                    "pnl": .money((quote.last - holding.average) * holding.quantity),
                    "day_change": .price(change), "day_change_percentage": 0,
                    "instrument_token": .string(listing.key), "average_price": .price(holding.average),
                    "collateral_quantity": 0, "collateral_update_quantity": 0,
                    "t1_quantity": .quantity(holding.undelivered), "exchange": .string(listing.exchange),
                ]
            }
        )
    }

    mutating func convert(_ body: JSON) throws(UpstoxRefusal) -> PracticeConversion {
        let form = UpstoxForm(body)
        guard let slot = catalogue.find(try form.text("instrument_token")), let instrument = catalogue[slot].instrument
        else { throw .badKey }
        let from = product(try form.word("old_product", ["I", "D"]), slot)
        let to = product(try form.word("new_product", ["I", "D"]), slot)
        let side = try form.word("transaction_type", ["BUY", "SELL"]) == "BUY" ? Side.buy : .sell
        guard from != to, let quantity = try form.count("quantity"),
            let average = portfolio.convert(slot, from, to, side, quantity)
        else { throw UpstoxRefusal(400, 1035, "The position cannot be converted") }
        return PracticeConversion(instrument, side, quantity, from: from, to: to, average: average)
    }
}

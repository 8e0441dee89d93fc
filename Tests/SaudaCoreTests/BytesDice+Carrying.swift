import SaudaCore

extension BytesDice {
    mutating func orderRequest() -> OrderRequest {
        OrderRequest(
            id: order(),
            account: account(),
            instrument: instrument(),
            side: word(),
            product: word(),
            variety: word(),
            terms: terms(),
            strategy: StrategyID(index: integer()),
            reason: text()
        )
    }

    mutating func priceRule(_ which: BytesPriceRuleCase) -> Target.PriceRule {
        switch which {
        case .market: .market
        case .limit: .limit(price())
        case .stopLimit: .stopLimit(trigger: price(), limit: price())
        case .stopMarket: .stopMarket(trigger: price())
        }
    }

    mutating func target() -> Target {
        let key = TargetKey(
            strategy: strategy(),
            account: account(),
            instrument: instrument(),
            day: day(),
            leg: integer()
        )
        var target = Target(key, word(), quantity(), priceRule(pick(BytesPriceRuleCase.allCases)), reason: text())
        target.revision = integer()
        target.product = word()
        target.validity = word()
        target.disclosed = quantity()
        target.timing = word()
        target.persistence = word()
        target.notBefore = flag() ? nil : time()
        target.expires = flag() ? nil : time()
        return target
    }

    mutating func tie() -> OrderTie {
        OrderTie(order: order(), target: target(), filled: quantity(), spent: quantity())
    }

    mutating func carriedOrder() -> CarriedOrder {
        CarriedOrder(request: orderRequest(), brokerID: brokerOrder(), tie: tie(), placed: day())
    }

    mutating func carriedHolding() -> CarriedHolding {
        var holding = CarriedHolding(
            account: account(),
            instrument: instrument(),
            product: word(),
            quantity: quantity(),
            cost: money(),
            unsettled: list {
                Position.Unsettled(
                    quantity: $0.quantity(),
                    value: $0.money(),
                    day: $0.day(),
                    from: $0.day(),
                    earlier: $0.money()
                )
            }
        )
        if flag() { holding.trade = trade(in: holding.instrument) }
        return holding
    }

    /// A trade whose instrument is its holding's.
    mutating func trade(in instrument: InstrumentID) -> Trade {
        var trade = Trade(instrument, at: time(), reason: text())
        trade.quantity = quantity()
        trade.bought = quantity()
        trade.boughtValue = money()
        trade.sold = quantity()
        trade.soldValue = money()
        trade.charges = money()
        trade.exitReason = text()
        trade.fills = integer()
        return trade
    }
}

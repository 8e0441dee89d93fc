import SaudaCore

/// One sample and its bytes for each case of version 1. These rows stand for journals already written: a row may be
/// added, never changed, unless `ByteForm.version` changes.
struct BytesGolden {
    /// 2025-11-21 09:15:00.25 IST, the time of every event here.
    static let now = Timestamp(microseconds: 1_763_696_700_250_000)
    static let earlier = now.advanced(by: .milliseconds(-120))

    let share = InstrumentID(index: 1_234)
    let price = Price(paise: 10_005)
    let candle = Candle(
        start: now.advanced(by: .seconds(-60)),
        open: Price(paise: 10_000),
        high: Price(paise: 10_010),
        low: Price(paise: 9_995),
        close: Price(paise: 10_005),
        volume: Quantity(700)
    )
    let terms = OrderTerms(
        kind: .limit,
        quantity: Quantity(50),
        limit: Price(paise: 10_005),
        validity: .ioc,
        disclosed: Quantity(5)
    )

    func foreign(
        _ status: ForeignOrder.Status,
        changed: Timestamp? = nil,
        _ variety: OrderRequest.Variety? = nil
    ) -> ForeignOrder {
        ForeignOrder(
            account: AccountID(index: 1),
            id: BrokerOrderID("2411"),
            instrument: share,
            side: .sell,
            product: .intraday,
            terms: terms,
            filled: Quantity(10),
            value: Money(rupees: 1_000),
            status: status,
            changed: changed,
            variety: variety
        )
    }

    func tie(_ rule: Target.PriceRule, _ timing: Target.Timing, _ persistence: Target.Persistence) -> OrderTie {
        let key = TargetKey(
            strategy: StrategyID(index: 1),
            account: AccountID(index: 0),
            instrument: share,
            day: Day(number: 20_413),
            leg: 2
        )
        var target = Target(key, revision: 3, .buy, Quantity(50), rule, reason: "DIP")
        target.timing = timing
        target.persistence = persistence
        target.notBefore = persistence == .rest ? Self.earlier : nil
        target.expires = persistence == .once ? Self.now : nil
        return OrderTie(order: OrderID(number: 7), target: target, filled: Quantity(1), spent: Quantity(2))
    }

    var holding: CarriedHolding {
        CarriedHolding(
            account: AccountID(index: 1),
            instrument: share,
            product: .delivery,
            quantity: Quantity(50),
            cost: Money(rupees: 5_000),
            unsettled: [
                Position.Unsettled(
                    quantity: Quantity(10),
                    value: Money(rupees: 1_000),
                    day: Day(number: 20_412),
                    from: Day(number: 20_413),
                    earlier: Money(rupees: 1)
                )
            ]
        )
    }

    var tracked: CarriedHolding {
        var holding = holding
        var trade = Trade(share, at: Self.earlier, reason: "DIP")
        trade.quantity = Quantity(50)
        trade.bought = Quantity(60)
        trade.boughtValue = Money(rupees: 6_000)
        trade.sold = Quantity(10)
        trade.soldValue = Money(rupees: 1_100)
        trade.charges = Money(paise: 250)
        trade.exitReason = "EMA9"
        trade.fills = 3
        holding.trade = trade
        return holding
    }

    func place(
        _ side: Side,
        _ product: Product,
        _ variety: OrderRequest.Variety,
        _ terms: OrderTerms
    ) -> OrderRequest {
        OrderRequest(
            id: OrderID(number: 7),
            account: AccountID(index: 0),
            instrument: share,
            side: side,
            product: product,
            variety: variety,
            terms: terms,
            strategy: StrategyID(index: 1),
            reason: "DIP"
        )
    }

    var memo: Memo {
        Memo(strategy: StrategyID(index: 1), instrument: share, topic: "levels", text: "30")
    }

    func figures(buyAndHold: Double?) -> StudyFigures {
        var figures = StudyFigures()
        figures.signals = 11
        figures.executed = 24
        figures.skipped = 1
        figures.positions = 10
        figures.wins = 6
        figures.losses = 4
        figures.invested = 2_400_000
        figures.profit = -8_597.5
        figures.returnPercent = -0.25
        figures.winRatePercent = 60
        figures.buyAndHoldPercent = buyAndHold
        return figures
    }

    var candidate: Candidate {
        var candidate = Candidate(
            strategy: StrategyID(index: 1),
            instrument: share,
            day: Self.now.day,
            status: "success"
        )
        candidate.verdict = "buy"
        candidate.finalVerdict = "watch"
        candidate.combined = 1
        candidate.strength = 2
        candidate.backtest = 3
        candidate.priority = 4
        candidate.close = Price(raw: 5)
        candidate.buyLow = Price(raw: 6)
        candidate.buyHigh = Price(raw: 7)
        candidate.stop = Price(raw: 8)
        candidate.target = Price(raw: 9)
        candidate.rsi = 10
        candidate.ema9 = Price(raw: 11)
        candidate.ema200 = Price(raw: 12)
        candidate.averageVolume = Quantity(13)
        candidate.alignment = 14
        candidate.label = "good"
        candidate.reasons = "hammer"
        return candidate
    }

    func day(holdsPrices: Bool, isPaused: Bool = false, hasPreOpen: Bool = false) -> TradingDay {
        TradingDay(
            day: Self.now.day,
            open: Self.now.day.at(TimeOfDay(9, 15)),
            close: Self.now.day.at(TimeOfDay(15, 30)),
            auctionFrom: Self.now.day.at(TimeOfDay(15, 15)),
            settlement: Self.now.day.advanced(by: 3),
            holdsPrices: holdsPrices,
            preOpen: hasPreOpen ? Self.now.day.at(TimeOfDay(9, 0))..<Self.now.day.at(TimeOfDay(9, 8)) : nil,
            pause: isPaused ? Self.now.day.at(TimeOfDay(10, 0))..<Self.now.day.at(TimeOfDay(11, 30)) : nil
        )
    }

    func deposit(isPaid: Bool) -> Deposit {
        Deposit(
            account: AccountID(index: 1),
            instrument: share,
            quantity: Quantity(10),
            price: price,
            entered: Self.now.advanced(by: .seconds(-86_400)),
            reason: "file",
            isPaid: isPaid
        )
    }
}

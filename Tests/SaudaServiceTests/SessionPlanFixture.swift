import AMOBuyStrategy
import EMA9SellStrategy
import OpeningRangeStrategy
import SaudaCore
import SaudaService

/// The morning after a long weekend, by hand: four positions, a buy that waits, and one that failed for want of cash.
enum SessionPlanFixture {
    /// A Tuesday after a holiday.
    static let day = Day(year: 2026, month: 9, day: 15)!
    static let friday = Day(year: 2026, month: 9, day: 11)!
    static let main = AccountID(index: 0)
    static let sells = StrategyID(index: 0)
    static let buys = StrategyID(index: 1)

    static let symbols = ["INFY", "TCS", "RELIANCE", "WIPRO", "JIOFIN"]

    static func id(_ symbol: String) -> InstrumentID {
        InstrumentID(index: UInt32(symbols.firstIndex(of: symbol) ?? 0))
    }

    /// Closes that swing by a rupee around a level, up to a day.
    static func candles(_ level: Int64, through last: Day, count: Int = 700) -> [Candle] {
        let days = (0..<1100).map { last.advanced(by: -$0) }.filter { MarketCalendar.builtIn.isTradingDay($0) }
        return days.prefix(count).reversed().enumerated().map { index, day in
            let close = Price(rupees: level + (index % 2 == 0 ? 1 : -1))
            return Candle(
                start: day.at(TimeOfDay(0, 0)),
                open: close,
                high: close,
                low: close,
                close: close,
                volume: Quantity(4_000_000)
            )
        }
    }

    static func holding(_ symbol: String, _ quantity: Int64, at price: Int64) -> CarriedHolding {
        let id = id(symbol)
        var trade = Trade(id, .delivery, at: friday.advanced(by: -20).at(TimeOfDay(9, 15)), reason: "RSI10_DIP")
        trade.quantity = Quantity(quantity)
        trade.bought = Quantity(quantity)
        trade.boughtValue = Price(rupees: price) * Quantity(quantity)
        trade.fills = 1
        return CarriedHolding(
            account: main,
            instrument: id,
            product: .delivery,
            quantity: Quantity(quantity),
            cost: Price(rupees: price) * Quantity(quantity),
            trade: trade
        )
    }

    static var waiting: CarriedOrder {
        let key = TargetKey(strategy: buys, account: main, instrument: id("JIOFIN"), day: friday)
        let request = OrderRequest(
            id: OrderID(number: 7),
            account: main,
            instrument: id("JIOFIN"),
            side: .buy,
            product: .delivery,
            variety: .afterMarket,
            terms: OrderTerms(kind: .market, quantity: Quantity(300)),
            strategy: buys,
            reason: "RSI10_DIP"
        )
        let target = Target(key, .buy, Quantity(300), .market, timing: .nextOpen, reason: "RSI10_DIP")
        return CarriedOrder(
            request: request,
            brokerID: BrokerOrderID("P7"),
            tie: OrderTie(order: OrderID(number: 7), target: target),
            placed: friday
        )
    }

    /// As `amo-buy` writes them.
    static var memos: [Memo] {
        let evening = friday.at(TimeOfDay(16, 5)).microseconds
        let failed =
            "close=2500000 qty=400 required=1000000000 have=500000000 reason=insufficient_balance "
            + "verdict=buy rsi=240000 ema9=2600000 ema200=2400000 first=\(evening) retries=0"
        let pending =
            "day=\(friday.number) leg=0 revision=0 for=RSI10_DIP qty=300 price=3000000 rsi=250000 "
            + "verdict=buy placed=\(evening) held=0 filled=0"
        let levels = "30=1 20=0 10=0 reset=0 rsi=240000 cycle=0"
        return [
            Memo(strategy: buys, instrument: id("WIPRO"), topic: "failed-order", text: failed),
            Memo(strategy: buys, instrument: id("JIOFIN"), topic: "pending", text: pending),
            Memo(strategy: buys, instrument: id("INFY"), topic: "levels", text: levels),
        ]
    }

    static func chosen(_ plugin: StrategyPlugin, _ name: String, _ words: [String: Parameter.Value] = [:])
        -> ChosenStrategy
    {
        ChosenStrategy(
            name: name,
            plugin: plugin,
            parameters: Parameters(plugin.parameters, given: words),
            account: main
        )
    }

    static func basis(home: String, cash: Int64 = 150_000) throws -> SessionBasis {
        var table = InstrumentTable()
        for symbol in symbols { try table.add(Instrument(symbol: symbol, tick: Price(paise: 5))) }
        let daily = [
            candles(1500, through: friday), candles(3000, through: friday.advanced(by: -2)),
            candles(1000, through: friday), candles(250, through: friday), candles(300, through: friday),
        ]
        let opening = PaperPlan.Opening(
            cash: [Money(rupees: cash)],
            holdings: [
                holding("INFY", 40, at: 1450), holding("TCS", 10, at: 2900), holding("RELIANCE", 20, at: 1200),
            ],
            orders: [waiting],
            memos: memos,
            lastOrder: OrderID(number: 7),
            since: friday,
            note: "from the books of \(friday)"
        )
        return SessionBasis(
            day: day,
            home: home,
            instruments: table,
            accounts: [AccountSetup(name: "main")],
            strategies: [
                chosen(EMA9Sell.plugin, "exits"),
                chosen(AMOBuy.plugin, "dips", ["failed_order_day_basis": .word("trading")]),
                chosen(OpeningRange.plugin, "breakout"),
            ],
            daily: daily,
            opening: opening,
            lastSession: friday,
            source: "by hand",
            remedy: "sauda history SYMBOL --from \(friday)",
            isPaper: true,
            flags: nil
        )
    }
}

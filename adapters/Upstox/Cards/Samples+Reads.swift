import SaudaBroker
import SaudaCore
import SaudaTestKit

extension Samples {
    /// What the lists of `Bodies` hold.
    static let listings = [
        Listing(
            Instrument(symbol: "SAMPLE", token: 90_001, tick: Price(paise: 5)),
            feedKey: "NSE_EQ|INE000A01020",
            orderKey: "NSE_EQ|INE000A01020"
        ),
        Listing(
            Instrument(symbol: "NIFTY", series: "", segment: .nseIndex, kind: .index, token: 26_000),
            feedKey: "NSE_INDEX|Nifty 50",
            orderKey: "NSE_INDEX|Nifty 50"
        ),
        Listing(
            Instrument(
                symbol: "NIFTY-31Dec2026-25000-CE",
                series: "",
                segment: .nseDerivatives,
                kind: .option(expiry: expiry, strike: Price(rupees: 25_000), isCall: true),
                token: 90_102,
                tick: Price(paise: 5),
                lot: Quantity(65),
                freeze: Quantity(1800)
            ),
            feedKey: "NSE_FO|90102",
            orderKey: "NSE_FO|90102"
        ),
    ]

    private static let fund = Listing(
        Instrument(
            symbol: "SAMPLEGOLD",
            series: "",
            segment: .bseEquity,
            kind: .etf,
            token: 590_001,
            tick: Price(paise: 1)
        ),
        feedKey: "BSE_EQ|INF000A01020",
        orderKey: "BSE_EQ|INF000A01020"
    )

    /// 2026-12-31.
    private static let expiry = Day(number: 20_818)

    static let reads: [CardSamples.Read] = {
        let book = [Bodies.success("[\(Bodies.order)]")]
        let trade = TradeRow(
            id: "50123",
            order: order.id,
            instrument: share,
            symbol: "SAMPLE",
            side: .buy,
            product: .delivery,
            quantity: Quantity(5),
            price: Price(paise: 5260),
            time: traded
        )
        let position = PositionRow(
            instrument: option,
            symbol: "NIFTY 25000 CE 31 DEC 26",
            product: .carryForward,
            quantity: Quantity(-65),
            average: Price(paise: 12_050)
        )
        let holding = HoldingRow(instrument: share, quantity: Quantity(12), average: Price(raw: 498_750))
        let quote = Tick(instrument: share, price: Price(paise: 5270), exchangeTime: traded, source: .rest)
        let day = DayQuote(
            instrument: share,
            last: Price(paise: 5270),
            open: Price(rupees: 52),
            high: Price(paise: 5340),
            low: Price(paise: 5190),
            close: Price(paise: 5230)
        )
        return [
            CardSamples.Read(.probe, [Bodies.success(Bodies.profile)], .alive),
            CardSamples.Read(
                .instruments,
                [Bodies.list(Bodies.nse), Bodies.list([Bodies.fund])],
                .instruments(InstrumentList(listings + [fund])),
                skipped: 1
            ),
            CardSamples.Read(.orderBook, book, .orders([order])),
            // Documented as a list (section 1.3).
            CardSamples.Read(.orderBook, [Bodies.answer("[\(Bodies.order)]")], .orders([order])),
            CardSamples.Read(.orderHistory(order.id), book, .orders([order])),
            CardSamples.Read(.ordersTagged("SD1"), book, .orders([order])),
            CardSamples.Read(.trades, [Bodies.success("[\(Bodies.trade)]")], .trades([trade])),
            CardSamples.Read(.positions, [Bodies.success("[\(Bodies.position)]")], .positions([position])),
            CardSamples.Read(.holdings, [Bodies.success("[\(Bodies.holding)]")], .holdings([holding])),
            CardSamples.Read(.quotes([share]), [Bodies.success(Bodies.quote)], .quotes([quote])),
            CardSamples.Read(.dayQuotes([share]), [Bodies.success(Bodies.quote)], .dayQuotes([day])),
            CardSamples.Read(
                .candles(share, .minute, from: now.day.advanced(by: -1), through: now.day.advanced(by: -1)),
                [Bodies.success(Bodies.candles)],
                .candles([candle(15, 5200, 5220, 5190, 5210, 1500), candle(16, 5210, 5230, 5200, 5220, 900)])
            ),
        ]
    }()

    /// Prices in paise.
    private static func candle(
        _ minute: Int,
        _ open: Int64,
        _ high: Int64,
        _ low: Int64,
        _ close: Int64,
        _ volume: Int64
    ) -> Candle {
        Candle(
            start: now.day.advanced(by: -1).at(TimeOfDay(9, minute)),
            open: Price(paise: open),
            high: Price(paise: high),
            low: Price(paise: low),
            close: Price(paise: close),
            volume: Quantity(volume)
        )
    }

    // MARK: - Money and options

    static let moneyReads: [CardSamples.Read] = {
        let planned = PlannedOrder(share, .buy, .delivery, order.terms)
        let amount = Money(paise: 52_650)
        let margin = OrderMargin(instrument: share, total: amount, valueAtRisk: amount)
        var charges = Charges()
        charges.brokerage = Money(rupees: 5)
        charges.stt = Money(paise: 220)
        charges.stamp = Money(paise: 30)
        charges.gst = Money(paise: 110)
        charges.exchange = Money(paise: 350)
        charges.ipft = Money(paise: 4)
        charges.sebi = Money(paise: 20)
        let call = OptionChain.Quote(
            last: Price(rupees: 121),
            close: Price(paise: 11_820),
            bid: Price(paise: 12_095),
            bidQuantity: Quantity(65),
            ask: Price(paise: 12_105),
            askQuantity: Quantity(130),
            volume: Quantity(70_000_000),
            openInterest: Quantity(900_000),
            greeks: OptionChain.Greeks(impliedVolatility: 11.4, delta: 0.52, gamma: 0.001, theta: -9.1, vega: 12.5)
        )
        let strike = OptionChain.Strike(Price(rupees: 25_000), call: call, put: nil)
        let primary = OrderAddresses.Entry("203.0.113.10", changed: Day(year: 2026, month: 11, day: 20))
        return [
            CardSamples.Read(.funds, [Bodies.success(Bodies.funds)], .funds(available: Money(paise: 1_550_746))),
            CardSamples.Read(.margins([planned]), [Bodies.success(Bodies.margin)], .margins([margin])),
            CardSamples.Read(
                .basketMargin([planned], withPositions: false),
                [Bodies.success(Bodies.margin)],
                .basketMargin(BasketMargin(sum: amount, total: amount, orders: [margin]))
            ),
            CardSamples.Read(
                .charges([planned]),
                [Bodies.success(Bodies.charges)],
                .charges([OrderCharges(instrument: share, charges: charges, total: Money(paise: 1234))])
            ),
            CardSamples.Read(
                .optionExpiries(nifty),
                [Bodies.success(#"[{"expiry":"2026-12-31"},{"expiry":"2026-12-31"}]"#)],
                .optionExpiries([expiry])
            ),
            CardSamples.Read(
                .optionChain(nifty, expiry: expiry),
                [Bodies.success(Bodies.chain)],
                .optionChain(
                    OptionChain(underlying: nifty, expiry: expiry, last: Price(paise: 2_501_255), strikes: [strike])
                )
            ),
            CardSamples.Read(
                .orderAddresses,
                [Bodies.success(Bodies.addresses)],
                .orderAddresses(OrderAddresses(primary: primary, secondary: nil))
            ),
        ]
    }()
}

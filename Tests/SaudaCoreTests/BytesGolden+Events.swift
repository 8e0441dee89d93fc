import SaudaCore

extension BytesGolden {
    /// Every event's bytes begin with the same 8 of `now`, left out here.
    var events: [(kind: Event.Kind, hex: String)] {
        [
            (
                .tick(
                    Tick(
                        instrument: share,
                        price: price,
                        quantity: Quantity(25),
                        exchangeTime: Self.earlier,
                        source: .socket
                    )
                ),
                "01d209e8907a32ffd20e01"
            ),
            (
                .tick(Tick(instrument: share, price: price, exchangeTime: Self.now, source: .rest)),
                "01d209e8907a000002"
            ),
            (
                .tick(Tick(instrument: share, price: price, exchangeTime: Self.now, source: .replay)),
                "01d209e8907a000003"
            ),
            (
                .tick(Tick(instrument: share, price: price, exchangeTime: Self.now, source: .simulated)),
                "01d209e8907a000004"
            ),
            (
                .candle(share, .minute, candle),
                "02d20901ff9b9c3980897ad0987a98817ae8907af80a"
            ),
            (
                .candle(share, .day, candle),
                "02d20902ff9b9c3980897ad0987a98817ae8907af80a"
            ),
            (
                .clock(WakeKey(owner: StrategyID(index: 3), label: 300, isEngine: false)),
                "0303ac0200"
            ),
            (
                .clock(WakeKey(owner: StrategyID(index: 3), label: 1, isEngine: true)),
                "03030101"
            ),
            (
                .report(Report(OrderID(number: 7), .accepted(BrokerOrderID("2411")))),
                "0407010432343131"
            ),
            (
                .report(
                    Report(
                        OrderID(number: 7),
                        .rejected(.outsideBand(low: Price(paise: 9_000), high: Price(paise: 11_000)))
                    )
                ),
                "04070201c0ee6dc0a38601"
            ),
            (
                .report(Report(OrderID(number: 7), .rejected(.noHoldings))),
                "04070202"
            ),
            (
                .report(Report(OrderID(number: 7), .placeTimedOut)),
                "040703"
            ),
            (
                .report(Report(OrderID(number: 7), .traded(total: Quantity(50), value: Money(rupees: 5_000)))),
                "0407046480c2d72f"
            ),
            (
                .report(Report(OrderID(number: 7), .modified(request: 2))),
                "0407050102"
            ),
            (
                .report(Report(OrderID(number: 7), .modifyRefused(.offTick))),
                "0407060400"
            ),
            (
                .report(Report(OrderID(number: 7), .modifyRefused(.marketClosed, request: 300))),
                "0407060601ac02"
            ),
            (
                .report(Report(OrderID(number: 7), .modifyRefused(.notSent("old"), request: 2))),
                "04070608036f6c640102"
            ),
            (
                .report(Report(OrderID(number: 7), .cancelled)),
                "040707"
            ),
            (
                .report(Report(OrderID(number: 7), .cancelRefused(.notPermitted, request: 2))),
                "040708050102"
            ),
            (
                .report(Report(OrderID(number: 7), .cancelRefused(.other(code: "RMS", text: "no: ₹")))),
                "0407080703524d53076e6f3a20e282b900"
            ),
            (
                .report(Report(OrderID(number: 7), .rejected(.funds(need: Money(rupees: 2), have: Money(rupees: -1))))),
                "04070203c0b8029f9c01"
            ),
            (
                .report(Report(OrderID(number: 7), .requestTimedOut())),
                "04070900"
            ),
            (
                .report(Report(OrderID(number: 7), .expired)),
                "04070a"
            ),
            (
                .report(Report(OrderID(number: 7), .foundInBook(BrokerOrderID("2411")))),
                "04070b0432343131"
            ),
            (
                .report(Report(OrderID(number: 7), .absentFromBook)),
                "04070c"
            ),
            (
                .report(Report(OrderID(number: 7), .completed(total: Quantity(50), value: Money(rupees: 5_000)))),
                "04070d6480c2d72f"
            ),
            (
                .answer(RequestID(number: 9), .candles([candle])),
                "05090101ff9b9c3980897ad0987a98817ae8907af80a"
            ),
            (
                .answer(
                    RequestID(number: 9),
                    .quote(Tick(instrument: share, price: price, exchangeTime: Self.earlier, source: .rest))
                ),
                "050902d209e8907a00ffd20e02"
            ),
            (
                .answer(RequestID(number: 9), .funds(available: Money(rupees: 1))),
                "050903a09c01"
            ),
            (
                .answer(
                    RequestID(number: 9),
                    .holdings([HoldingRow(instrument: share, quantity: Quantity(10), average: price)])
                ),
                "05090401d20914e8907a"
            ),
            (
                .answer(RequestID(number: 9), .orderBook([foreign(.open)])),
                "05090501010432343131d20902020264e8907a00020a1480dac40901"
            ),
            (
                .answer(RequestID(number: 9), .failure("none")),
                "050906046e6f6e65"
            ),
            (
                .foreign(foreign(.open)),
                "06010432343131d20902020264e8907a00020a1480dac40901"
            ),
            (
                .foreign(foreign(.complete)),
                "06010432343131d20902020264e8907a00020a1480dac40902"
            ),
            (
                .foreign(foreign(.cancelled)),
                "06010432343131d20902020264e8907a00020a1480dac40903"
            ),
            (
                .foreign(foreign(.rejected)),
                "06010432343131d20902020264e8907a00020a1480dac40904"
            ),
            (
                .foreign(foreign(.open, changed: Self.earlier, .afterMarket)),
                "06010432343131d20902020264e8907a00020a1480dac40905"
                    + "01a08becb4d484a2060102"
            ),
            (
                .foreign(foreign(.rejected, .regular)),
                "06010432343131d20902020264e8907a00020a1480dac40908000101"
            ),
            (
                .dayStarted(day(holdsPrices: false)),
                "07fabe029fc21ee0c1b7d1a701e09d90f7a00180bf020000"
            ),
            (
                .dayStarted(day(holdsPrices: true)),
                "07fabe029fc21ee0c1b7d1a701e09d90f7a00180bf020100"
            ),
            (
                .dayStarted(day(holdsPrices: false, isPaused: true)),
                "07fabe029fc21ee0c1b7d1a701e09d90f7a00180bf020001e0a9d78e14e081c3ac3c"
            ),
            (
                .dayStarted(day(holdsPrices: false, hasPreOpen: true)),
                "07fabe029fc21ee0c1b7d1a701e09d90f7a00180bf0200029fe6c5da069f86e49003"
            ),
            (
                .dayStarted(day(holdsPrices: false, isPaused: true, hasPreOpen: true)),
                "07fabe029fc21ee0c1b7d1a701e09d90f7a00180bf020003e0a9d78e14e081c3ac3c9fe6c5da069f86e49003"
            ),
            (
                .deposit(deposit(isPaid: false)),
                "0801d20914e8907affffbadd83050466696c6500"
            ),
            (
                .deposit(deposit(isPaid: true)),
                "0801d20914e8907affffbadd83050466696c6501"
            ),
            (
                .cash(AccountID(index: 1), Money(rupees: -100)),
                "0901ff887a"
            ),
            (
                .reference(share, previousClose: price, band: nil),
                "0ad209e8907a00"
            ),
            (
                .reference(
                    share,
                    previousClose: price,
                    band: PriceBand(lower: Price(paise: 9_000), upper: Price(paise: 11_000))
                ),
                "0ad209e8907a01c0ee6dc0a38601"
            ),
            (
                .control(.halt),
                "0b01"
            ),
            (
                .control(.resume),
                "0b02"
            ),
            (
                .control(.stop),
                "0b03"
            ),
            (
                .job(.premarketRetry),
                "0c01"
            ),
            (
                .job(.premarketAdjustment),
                "0c02"
            ),
            (
                .job(.sellOrders),
                "0c03"
            ),
            (
                .job(.monitor),
                "0c04"
            ),
            (
                .job(.analysis),
                "0c05"
            ),
            (
                .job(.buyOrders),
                "0c06"
            ),
            (
                .job(.cleanup),
                "0c07"
            ),
            (
                .remembered([memo]),
                "0d0101d209066c6576656c73023330"
            ),
            (
                .answer(RequestID(number: 9), .study(figures(buyAndHold: 24.5))),
                "050907163002140c088080808080f093a1418080808080d8b2e0c00180808080808080e8bf0180808080808080a74001808080808080a09c40"
            ),
            (
                .answer(RequestID(number: 9), .study(figures(buyAndHold: nil))),
                "050907163002140c088080808080f093a1418080808080d8b2e0c00180808080808080e8bf0180808080808080a74000"
            ),
            (
                .answer(RequestID(number: 9), .fundamentals(nil)),
                "05090800"
            ),
            (
                .answer(RequestID(number: 9), .fundamentals(Fundamentals(pe: -1.5, pb: nil, asOf: Self.now.day))),
                "050908010180808080808080fcbf0100fabe02"
            ),
            (
                .answer(RequestID(number: 9), .fundamentals(Fundamentals(pe: nil, pb: 4.25, asOf: Self.now.day))),
                "050908010001808080808080c08840fabe02"
            ),
            (
                .answer(RequestID(number: 9), .headlines([Headline(day: Self.now.day, title: "up")])),
                "05090901fabe02027570"
            ),
            (
                .carriedOrder(
                    CarriedOrder(
                        request: place(.buy, .delivery, .afterMarket, terms),
                        brokerID: BrokerOrderID("P7"),
                        tie: tie(.market, .nextOpen, .once),
                        placed: Day(number: 20_412)
                    )
                ),
                "0e0700d2090101020264e8907a00020a0103444950025037070100d209fabe02020301640101010002020001a0defab4d484a206034449500204f8be02"
            ),
            (
                .carriedHolding(holding),
                "0f01d209016480c2d72f011480dac409f8be02fabe02a09c0100"
            ),
            (
                .carriedHolding(tracked),
                "0f01d209016480c2d72f011480dac409f8be02fabe02a09c0101ffd20e034449506478809c9c391480e3be0ad0860304454d413906"
            ),
            (
                .lastOrder(OrderID(number: 300)),
                "10ac02"
            ),
            (.dayEnded, "11"),
        ]
    }
}

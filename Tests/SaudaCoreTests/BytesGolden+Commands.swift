import SaudaCore

extension BytesGolden {
    var commands: [(command: Command, hex: String)] {
        [
            (
                .place(place(.buy, .delivery, .regular, OrderTerms(kind: .market, quantity: Quantity(50)))),
                "010700d2090101010164000001000103444950"
            ),
            (
                .place(place(.sell, .intraday, .afterMarket, terms)),
                "010700d2090202020264e8907a00020a0103444950"
            ),
            (
                .place(
                    place(
                        .sell,
                        .carryForward,
                        .regular,
                        OrderTerms(kind: .stopLimit, quantity: Quantity(1), limit: price, trigger: price)
                    )
                ),
                "010700d2090203010302e8907ae8907a01000103444950"
            ),
            (
                .place(
                    place(
                        .sell,
                        .delivery,
                        .regular,
                        OrderTerms(kind: .stopMarket, quantity: Quantity(1), trigger: price)
                    )
                ),
                "010700d209020101040200e8907a01000103444950"
            ),
            (
                .modify(OrderID(number: 7), AccountID(index: 0), BrokerOrderID("2411"), terms, request: 2),
                "02070004323431310264e8907a00020a02"
            ),
            (
                .cancel(OrderID(number: 7), AccountID(index: 0), BrokerOrderID("2411"), request: 300),
                "0307000432343131ac02"
            ),
            (
                .fetch(RequestID(number: 9), .history(share, days: 400)),
                "040901d209a006"
            ),
            (
                .fetch(RequestID(number: 9), .quote(share)),
                "040902d209"
            ),
            (
                .fetch(RequestID(number: 9), .funds(AccountID(index: 1))),
                "04090301"
            ),
            (
                .fetch(RequestID(number: 9), .holdings(AccountID(index: 1))),
                "04090401"
            ),
            (
                .fetch(RequestID(number: 9), .orderBook(AccountID(index: 1))),
                "04090501"
            ),
            (
                .wake(at: Self.now, WakeKey(owner: StrategyID(index: 3), label: 300)),
                "05a0defab4d484a20603ac0200"
            ),
            (
                .wake(at: Self.now, WakeKey(owner: StrategyID(index: 3), label: 300, isEngine: true)),
                "05a0defab4d484a20603ac0201"
            ),
            (
                .watch(share, true),
                "06d20901"
            ),
            (
                .watch(share, false),
                "06d20900"
            ),
            (
                .note(Decision(strategy: StrategyID(index: 3), instrument: nil, kind: .skipped, code: "no-cash")),
                "07030001076e6f2d6361736800"
            ),
            (
                .note(
                    Decision(strategy: StrategyID(index: 3), instrument: share, kind: .acted, code: "exit", text: "x")
                ),
                "070301d2090204657869740178"
            ),
            (
                .note(
                    Decision(strategy: StrategyID(index: 3), instrument: share, kind: .seen, code: "exit", text: "x")
                ),
                "070301d2090304657869740178"
            ),
            (
                .alert(Alert(.info, code: "exit", text: "x")),
                "0801000004657869740178"
            ),
            (
                .alert(Alert(.warning, strategy: StrategyID(index: 3), code: "exit", text: "x")),
                "080201030004657869740178"
            ),
            (
                .alert(Alert(.critical, strategy: StrategyID(index: 3), instrument: share, code: "exit", text: "x")),
                "0803010301d20904657869740178"
            ),
            (
                .writeOff(
                    WriteOff(
                        account: AccountID(index: 1),
                        instrument: share,
                        quantity: Quantity(50),
                        price: Price(paise: 100),
                        reason: "x"
                    )
                ),
                "0901d20964a09c010178"
            ),
            (
                .takeUp(
                    TakeUp(
                        account: AccountID(index: 1),
                        instrument: share,
                        quantity: Quantity(50),
                        value: Money(paise: 100),
                        reason: "x"
                    )
                ),
                "0e01d20964a09c010178"
            ),
            (
                .explain(OrderID(number: 7), "exit"),
                "0a070465786974"
            ),
            (
                .candidate(candidate),
                "0b01d209fabe02077375636365737303627579057761746368020406080a0c0e10121416181a1c04676f6f640668616d6d6572"
            ),
            (
                .remember(memo),
                "0c01d209066c6576656c73023330"
            ),
            (
                .fetch(
                    RequestID(number: 9),
                    .study(share, of: StrategyID(index: 1), days: 730, capital: Money(rupees: 50_000))
                ),
                "040906d20901b40b8094ebdc03"
            ),
            (
                .fetch(RequestID(number: 9), .fundamentals(share)),
                "040907d209"
            ),
            (
                .fetch(RequestID(number: 9), .headlines(share, days: 30)),
                "040908d2093c"
            ),
            (
                .tie(tie(.market, .nextOpen, .once)),
                "0d070100d209fabe02020301640101010002020001a0defab4d484a206034449500204"
            ),
            (
                .tie(tie(.limit(price), .now, .rest)),
                "0d070100d209fabe020203016402e8907a010100010101a08becb4d484a20600034449500204"
            ),
            (
                .tie(tie(.stopLimit(trigger: price, limit: price), .now, .none)),
                "0d070100d209fabe020203016403e8907ae8907a01010001030000034449500204"
            ),
            (
                .tie(tie(.stopMarket(trigger: price), .now, .none)),
                "0d070100d209fabe020203016404e8907a01010001030000034449500204"
            ),
        ]
    }
}

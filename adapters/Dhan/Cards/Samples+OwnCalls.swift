import SaudaBroker
import SaudaCore
import SaudaTestKit

/// Samples of what not every broker has: sections 1.4, 1.6, 2.6, 2.9, 2.10, 2.13, 2.14 and 2.17 of the protocol.
extension Samples {
    private static let forever =
        #"{"dhanClientId":"1100000001","orderId":"5132606100001","orderStatus":"CONFIRM","transactionType":"SELL","exchangeSegment":"NSE_EQ","productType":"CNC","orderType":"SINGLE","tradingSymbol":"HDFCBANK","securityId":"1333","quantity":10,"price":1500.0,"triggerPrice":1505.0,"legName":"ENTRY_LEG","createTime":"2026-06-10 09:30:00","updateTime":null,"exchangeTime":null,"drvExpiryDate":null,"drvOptionType":null,"drvStrikePrice":0}"#
    /// The legs as section 10 has them, at prices of the share.
    private static let superOrder =
        #"{"dhanClientId":"1100000001","orderId":"22260610123402","exchangeOrderId":"1100000047042391","correlationId":"sauda1","orderStatus":"TRADED","transactionType":"BUY","exchangeSegment":"NSE_EQ","productType":"INTRADAY","orderType":"LIMIT","validity":"DAY","tradingSymbol":"HDFCBANK","securityId":"1333","quantity":65,"price":1642.0,"ltp":1642.05,"legName":"ENTRY_LEG","createTime":"2026-06-10 09:49:50","updateTime":"2026-06-10 09:49:57","exchangeTime":"2026-06-10 09:49:57","omsErrorDescription":"","averageTradedPrice":1642.0,"filledQty":65,"remainingQuantity":0,"legDetails":[{"orderId":"22260610123402","legName":"STOP_LOSS_LEG","transactionType":"SELL","totalQuatity":65,"remainingQuantity":65,"triggeredQuantity":0,"price":1630.0,"orderStatus":"PENDING","trailingJump":1.0},{"orderId":"22260610123402","legName":"TARGET_LEG","transactionType":"SELL","remainingQuantity":65,"triggeredQuantity":0,"price":1680.0,"orderStatus":"PENDING","trailingJump":0.0}]}"#
    private static let chain =
        #"{"data":{"last_price":23355.900390625,"oc":{"23350.000000":{"ce":{"implied_volatility":10.5,"last_price":165.1,"oi":1818375,"previous_close_price":311.8,"top_ask_price":166.85,"top_ask_quantity":75,"top_bid_price":165,"top_bid_quantity":1050,"volume":51595500}}}},"status":"success"}"#
    private static let addresses = #"{"primaryIP":"203.0.113.10","secondaryIP":"","modifyDatePrimary":"2026-06-01"}"#

    private static let id = GTTID("5132606100001")
    private static let entry = BrokerOrderID("22260610123402")
    private static let expiry = Day("2026-06-11") ?? Day(number: 0)

    private static func gtt(limit: Int64) -> GTT {
        let leg = GTT.Leg(
            trigger: Price(rupees: 1505),
            side: .sell,
            product: .delivery,
            quantity: Quantity(10),
            limit: Price(rupees: limit)
        )
        return GTT(bank, [leg])
    }

    private static let bracket = BracketOrder(
        bank,
        .buy,
        .intraday,
        quantity: Quantity(65),
        price: Price(rupees: 1642),
        target: Price(rupees: 1680),
        stop: BracketOrder.Stop(Price(rupees: 1630), trail: Price(rupees: 1))
    )

    private static let bracketRow = BracketRow(
        entry: OrderRow(
            id: entry,
            tag: "sauda1",
            instrument: bank,
            symbol: "HDFCBANK",
            side: .buy,
            product: .intraday,
            terms: OrderTerms(kind: .limit, quantity: Quantity(65), limit: Price(rupees: 1642)),
            status: .complete,
            filled: Quantity(65),
            value: Price(rupees: 1642) * Quantity(65),
            updated: now.day.at(TimeOfDay(9, 49, 57))
        ),
        target: BracketRow.Exit(price: Price(rupees: 1680), status: .waiting),
        stop: BracketRow.Exit(price: Price(rupees: 1630), status: .waiting),
        trail: Price(rupees: 1)
    )

    static let ownReads: [CardSamples.Read] = {
        let strike = OptionChain.Strike(
            Price(rupees: 23_350),
            call: OptionChain.Quote(
                last: Price(paise: 16_510),
                close: Price(paise: 31_180),
                bid: Price(rupees: 165),
                bidQuantity: Quantity(1050),
                ask: Price(paise: 16_685),
                askQuantity: Quantity(75),
                volume: Quantity(51_595_500),
                openInterest: Quantity(1_818_375),
                greeks: nil
            ),
            put: nil
        )
        let gttRow = GTTRow(
            id: id,
            instrument: bank,
            symbol: "HDFCBANK",
            legs: gtt(limit: 1500).legs,
            outcomes: [nil],
            status: .active,
            created: now.day.at(TimeOfDay(9, 30))
        )
        // Another than the one that it replaces, and not of the website: it cannot be renewed.
        let renewed = BrokerSession(
            user: "1100000001",
            secrets: ["access-token": Secret("new.demo.token")],
            issued: now,
            expires: now.day.advanced(by: 1).at(TimeOfDay(9, 49, 58))
        )
        return [
            CardSamples.Read(.renew, [Bodies.answer(Bodies.issued)], .session(renewed)),
            CardSamples.Read(
                .basketMargin([planned, planned], withPositions: false),
                [Bodies.answer(Bodies.margin), Bodies.answer(Bodies.margin), Bodies.answer(Bodies.basket)],
                .basketMargin(
                    BasketMargin(sum: Money(paise: 656_820), total: Money(rupees: 6500), orders: [margin, margin])
                )
            ),
            CardSamples.Read(.gtts, [Bodies.answer("[\(forever)]")], .gtts([gttRow])),
            CardSamples.Read(.gtt(id), [Bodies.answer("[\(forever)]")], .gtts([gttRow])),
            CardSamples.Read(.brackets, [Bodies.answer("[\(superOrder)]")], .brackets([bracketRow])),
            CardSamples.Read(
                .optionExpiries(nifty),
                [Bodies.answer(#"{"data":["2026-06-11"],"status":"success"}"#)],
                .optionExpiries([expiry])
            ),
            CardSamples.Read(
                .optionChain(nifty, expiry: expiry),
                [Bodies.answer(chain)],
                .optionChain(
                    OptionChain(underlying: nifty, expiry: expiry, last: Price(paise: 2_335_590), strikes: [strike])
                )
            ),
            CardSamples.Read(
                .tradingHalt,
                [Bodies.answer(#"{"dhanClientId":"1100000001","killSwitchStatus":"DEACTIVATE"}"#)],
                .tradingHalt(false)
            ),
            CardSamples.Read(
                .orderAddresses,
                [Bodies.answer(addresses)],
                .orderAddresses(
                    OrderAddresses(
                        primary: OrderAddresses.Entry("203.0.113.10", changed: Day("2026-06-01")),
                        secondary: nil
                    )
                )
            ),
        ]
    }()

    static let ownChanges: [CardSamples.Read] = {
        let number = Bodies.answer(#"{"orderId":"5132606100001","orderStatus":"PENDING"}"#)
        let bracketNumber = Bodies.answer(#"{"orderId":"22260610123402","orderStatus":"TRANSIT"}"#)
        let saved = Bodies.answer(#"{"message":"IP saved successfully","status":"SUCCESS"}"#)
        let isOn = "Kill Switch has been successfully activated"
        return [
            CardSamples.Read(.placeGTT(gtt(limit: 1500)), [number], .gtt(id)),
            CardSamples.Read(
                .changeGTT(id, gtt(limit: 1499)),
                [Bodies.answer("[\(forever)]"), number],
                .gtt(id)
            ),
            CardSamples.Read(.deleteGTT(id), [number], .done),
            CardSamples.Read(.placeBracket(bracket, tag: "sauda1"), [bracketNumber], .bracket(entry)),
            CardSamples.Read(
                .changeBracket(entry, BracketChange(stop: Price(rupees: 1635))),
                [Bodies.answer("[\(superOrder)]"), bracketNumber],
                .bracket(entry)
            ),
            CardSamples.Read(.cancelBracket(entry, .target), [bracketNumber], .done),
            CardSamples.Read(
                .setTradingHalt(true),
                [Bodies.answer(#"{"dhanClientId":"1100000001","killSwitchStatus":"\#(isOn)"}"#)],
                .tradingHalt(true)
            ),
            CardSamples.Read(
                .registerAddress("203.0.113.11", as: .secondary),
                [Bodies.answer(addresses), saved],
                .done
            ),
        ]
    }()
}

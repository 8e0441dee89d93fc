import SaudaBroker
import SaudaCore
import SaudaTestKit

/// Samples of what not every broker has: sections 2.3 and 3.7 to 3.9 of the protocol.
extension Samples {
    private static let planned = PlannedOrder(infy, .buy, .delivery, row.terms)

    private static let gttRow = GTTRow(
        id: GTTID("456"),
        instrument: infy,
        symbol: "NSE:INFY",
        legs: gtt.legs,
        outcomes: [nil],
        status: .active,
        created: Day(number: 20_532).at(TimeOfDay(9, 25, 10)),
        expires: Day(number: 20_897).at(TimeOfDay(9, 25, 10))
    )

    private static let margin = OrderMargin(
        instrument: infy,
        total: Money(rupees: 151_230),
        valueAtRisk: Money(rupees: 30_246)
    )

    private static let charges: Charges = {
        var charges = Charges()
        charges.stt = Money(paise: 15_123)
        charges.exchange = Money(raw: 46_428)
        charges.sebi = Money(raw: 1512)
        charges.brokerage = Money(paise: 1)
        charges.stamp = Money(raw: 226_845)
        charges.gst = Money(raw: 8647)
        return charges
    }()

    /// What a refresh token brings: its day begins with the login that the answer names.
    private static let renewed = BrokerSession(
        user: "ZZ0001",
        secrets: ["access-token": Secret("demoaccesstoken")],
        issued: now.day.at(TimeOfDay(8, 45, 10)),
        expires: now.day.advanced(by: 1).at(TimeOfDay(6, 0))
    )

    static let ownReads: [CardSamples.Read] = [
        CardSamples.Read(.renew, [Bodies.success(Bodies.session)], .session(renewed)),
        CardSamples.Read(
            .auctions,
            [Bodies.success("[\(Bodies.auction)]")],
            .auctions([AuctionRow(number: "20", instrument: infy, symbol: "NSE:INFY", quantity: Quantity(10))])
        ),
        CardSamples.Read(.gtts, [Bodies.success("[\(Bodies.gtt)]")], .gtts([gttRow])),
        CardSamples.Read(.gtt(GTTID("456")), [Bodies.success(Bodies.gtt)], .gtts([gttRow])),
        CardSamples.Read(.margins([planned]), [Bodies.success("[\(Bodies.margin)]")], .margins([margin])),
        CardSamples.Read(
            .basketMargin([planned, planned], withPositions: true),
            [Bodies.success(Bodies.basket)],
            .basketMargin(
                BasketMargin(sum: Money(rupees: 302_460), total: Money(rupees: 300_000), orders: [margin, margin])
            )
        ),
        CardSamples.Read(
            .charges([planned]),
            [Bodies.success("[\(Bodies.charges)]")],
            .charges([OrderCharges(instrument: infy, charges: charges, total: Money(raw: 1_795_756))])
        ),
    ]
}

import SaudaBroker
import SaudaCore

extension LinkCard {
    static let crowds = [
        LinkCard(
            Card(
                "LIM-9",
                "Thirty orders and their thirty cancels stay within every limit of the broker.",
                why: "Who empties the book in a hurry runs into the limit with the last orders still in it.",
                fix: "Count changes and cancels against the broker's limits; see LIM-2.",
                source: "rule CPY-11"
            ),
            LinkScenario(
                (1...30).map { LinkScenario.Step(TimeOfDay(9, 15, 20), .buy($0, .far, Quantity(1))) }
                    + (1...30).map { LinkScenario.Step(TimeOfDay(9, 15, 30), .cancel($0)) },
                until: TimeOfDay(9, 15, 55)
            ),
            judge: allCancelledWithinLimits
        ),
        LinkCard(
            Card(
                "LIM-10",
                "Forty questions at once stay within every limit, are all answered, and keep an order waiting for five seconds at most.",
                why: "A screen that is refreshed must not hold an exit back.",
                fix: "Name the endpoint classes as the broker counts them.",
                source: "rule CPY-11"
            ),
            LinkScenario(
                [
                    LinkScenario.Step(TimeOfDay(9, 15, 20), .ask(40)),
                    LinkScenario.Step(TimeOfDay(9, 15, 21), .buy(1, .market, Quantity(10))),
                ],
                until: TimeOfDay(9, 15, 45)
            ),
            judge: answersBesideOrders
        ),
    ]

    private static func allCancelledWithinLimits(_ record: LinkRecord) throws(CardEnd) {
        try allCancelled(record)
        try counted(record)
    }

    private static func answersBesideOrders(_ record: LinkRecord) throws(CardEnd) {
        try expect(record.answered == 40, "\(record.answered) of 40 are answered")
        try allAccepted(record)
        try ended(1, .complete, record)
        guard let wait = record.acceptance(1) else { throw .failed("the order was never accepted") }
        try expect(wait <= .seconds(5), "the order waited for \(wait)")
        try counted(record)
    }
}

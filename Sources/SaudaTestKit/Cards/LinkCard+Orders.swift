import SaudaBroker
import SaudaCore

extension LinkCard {
    static let orders = [
        LinkCard(
            Card(
                "ORD-10",
                "A resting order is placed, changed and cancelled, and each is told.",
                why: "The round trip that every strategy makes all day.",
                fix: "Follow one order through the requests and rows of the adapter.",
                source: "rule CPY-7"
            ),
            LinkScenario(
                [
                    LinkScenario.Step(TimeOfDay(9, 15, 20), .buy(1, .far, Quantity(10))),
                    LinkScenario.Step(TimeOfDay(9, 15, 24), .resize(1, Quantity(5))),
                    LinkScenario.Step(TimeOfDay(9, 15, 30), .cancel(1)),
                ],
                until: TimeOfDay(9, 15, 40)
            ),
            judge: roundTrip
        ),
        LinkCard(
            Card(
                "ORD-11",
                "An order at the market fills, and its fills are told with their exact value.",
                why: "The books are made of these figures.",
                fix: "Compare the average price's digits and the order stream with the book.",
                source: "rule CPY-12"
            ),
            LinkScenario(
                [LinkScenario.Step(TimeOfDay(9, 15, 20), .buy(1, .market, Quantity(25)))],
                until: TimeOfDay(9, 15, 40)
            ),
            judge: fills
        ),
        LinkCard(
            Card(
                "ORD-12",
                "Orders reach the broker in the order in which they were given.",
                why: "An exit that overtakes its entry is refused.",
                fix: "Give all of them one endpoint class, so that they stand in one queue.",
                source: "rule CPY-11"
            ),
            LinkScenario(
                (1...6).map { LinkScenario.Step(TimeOfDay(9, 15, 20), .buy($0, .far, Quantity(Int64($0)))) },
                until: TimeOfDay(9, 15, 40)
            ),
            judge: inSequence
        ),
    ]

    private static func roundTrip(_ record: LinkRecord) throws(CardEnd) {
        try allAccepted(record)
        try ended(1, .cancelled, record)
        let row = record.rows(1)[0]
        try expect(row.terms.quantity == Quantity(5), "its last quantity is \(row.terms.quantity)")
        let kinds = record.reports(1)
        let isModified = kinds.contains { if case .modified = $0 { true } else { false } }
        try expect(isModified && kinds.contains(.cancelled), "told of \(kinds)")
    }

    private static func fills(_ record: LinkRecord) throws(CardEnd) {
        try allAccepted(record)
        try ended(1, .complete, record)
        let told = record.told(1)
        try expect(told.filled == Quantity(25) && told.value > .zero, "told of \(told)")
    }

    static func inSequence(_ record: LinkRecord) throws(CardEnd) {
        try allAccepted(record)
        // References count up as orders arrive, which brokers differ in; our own news of them is in sequence.
        let named = record.reports.compactMap { _, report in
            if case .accepted = report.kind { report.order.number } else { nil as UInt64? }
        }
        try expect(named == named.sorted(), "they were accepted as \(named)")
    }
}

import SaudaBroker
import SaudaCore

extension LinkCard {
    static let changes = [
        LinkCard(
            Card(
                "ORD-31",
                "A cancel that comes after the fill is told as refused, and the fill stands.",
                why: "Fill and cancel cross on the way every day.",
                fix: "Give the broker's refusal of a cancel `changeRequest`; the book tells what became of the order.",
                source: "rule CPY-7"
            ),
            LinkScenario(
                [
                    LinkScenario.Step(TimeOfDay(9, 15, 20), .buy(1, .market, Quantity(10))),
                    LinkScenario.Step(TimeOfDay(9, 15, 26), .cancel(1)),
                ],
                until: TimeOfDay(9, 15, 40)
            ),
            judge: fillStands
        ),
        LinkCard(
            Card(
                "ORD-32",
                "An order that is made larger and then smaller ends with the last quantity, and both changes are told.",
                why: "Quantities in changes are totals at some brokers and differences at others.",
                fix: "Write the quantity of a change as the broker's document counts it.",
                source: "rule CPY-7"
            ),
            LinkScenario(
                [
                    LinkScenario.Step(TimeOfDay(9, 15, 20), .buy(1, .far, Quantity(10))),
                    LinkScenario.Step(TimeOfDay(9, 15, 24), .resize(1, Quantity(20))),
                    LinkScenario.Step(TimeOfDay(9, 15, 28), .resize(1, Quantity(4))),
                    LinkScenario.Step(TimeOfDay(9, 15, 34), .cancel(1)),
                ],
                until: TimeOfDay(9, 15, 45)
            ),
            judge: lastChangeStands
        ),
        LinkCard(
            Card(
                "ORD-33",
                "Ten orders that are cancelled at once are all cancelled, and each is told.",
                why: "Halting the desk does just this.",
                fix: "Follow one cancel through the requests and rows of the adapter.",
                source: "rule CPY-12"
            ),
            LinkScenario(
                (1...10).map { LinkScenario.Step(TimeOfDay(9, 15, 20), .buy($0, .far, Quantity(1))) }
                    + (1...10).map { LinkScenario.Step(TimeOfDay(9, 15, 30), .cancel($0)) },
                until: TimeOfDay(9, 15, 45)
            ),
            judge: allCancelled
        ),
    ]

    private static func fillStands(_ record: LinkRecord) throws(CardEnd) {
        try allAccepted(record)
        try ended(1, .complete, record)
        let kinds = record.reports(1)
        let isRefused = kinds.contains { if case .cancelRefused = $0 { true } else { false } }
        try expect(isRefused && !kinds.contains(.cancelled), "told of \(kinds)")
    }

    private static func lastChangeStands(_ record: LinkRecord) throws(CardEnd) {
        try allAccepted(record)
        try ended(1, .cancelled, record)
        let row = record.rows(1)[0]
        try expect(row.terms.quantity == Quantity(4), "its last quantity is \(row.terms.quantity)")
        let kinds = record.reports(1)
        let count = kinds.count { if case .modified = $0 { true } else { false } }
        try expect(count == 2, "\(count) changes are told: \(kinds)")
    }

    static func allCancelled(_ record: LinkRecord) throws(CardEnd) {
        try allAccepted(record)
        for number in record.placed.keys.sorted() {
            try ended(number, .cancelled, record)
            let kinds = record.reports(number)
            try expect(kinds.contains(.cancelled), "order \(number): told of \(kinds)")
        }
    }
}

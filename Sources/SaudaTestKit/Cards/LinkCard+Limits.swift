import SaudaBroker
import SaudaCore

extension LinkCard {
    static let limits = [
        LinkCard(
            Card(
                "LIM-5",
                "Sixty orders at once stay within every limit of the broker, none is lost, their sequence is kept.",
                why: "A basket at the open is when limits are hit, and a refused order is a missed one.",
                fix: "Compare `traits.budgets` with the broker's limits, window by window.",
                source: "rule CPY-11"
            ),
            LinkScenario(
                (1...60).map { LinkScenario.Step(TimeOfDay(9, 15, 20), .buy($0, .far, Quantity(1))) },
                until: TimeOfDay(9, 15, 50)
            ),
            judge: withinLimits
        ),
        LinkCard(
            Card(
                "LIM-6",
                "Orders given while the broker refuses everything with 429 arrive afterwards, once each.",
                why: "Whoever goes on knocking is banned; whoever gives up has no exit.",
                fix: "Give 429 `slowDown(after:)` in orders, reads and handshakes.",
                source: "rule CPY-11"
            ),
            LinkScenario(
                faults: [PracticeFault(.tooMany, .at(TimeOfDay(9, 15, 19)), duration: .seconds(5))],
                (1...5).map { LinkScenario.Step(TimeOfDay(9, 15, 20), .buy($0, .far, Quantity(1))) },
                until: TimeOfDay(9, 15, 50)
            ),
            judge: inSequence
        ),
    ]

    private static func withinLimits(_ record: LinkRecord) throws(CardEnd) {
        try inSequence(record)
        try counted(record)
    }

    /// By the broker's own count.
    static func counted(_ record: LinkRecord) throws(CardEnd) {
        guard let counts = record.counts else { throw .failed("the broker's count is not to be seen") }
        try expect(counts.contains { $0.total >= record.placed.count }, "the broker counted no orders")
        for count in counts {
            let window = "\(count.busiest) of \(count.endpoints) in \(count.seconds) s, \(count.limit) allowed"
            try expect(count.busiest <= count.limit && count.refused == 0, window)
        }
    }
}

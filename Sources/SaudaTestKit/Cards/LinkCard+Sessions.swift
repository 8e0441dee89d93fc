import SaudaBroker
import SaudaCore

extension LinkCard {
    static let sessions = [
        LinkCard(
            Card(
                "AUTH-9",
                "Ten calls that find the session dead make one sign-in, and all are answered.",
                why: "Ten sign-ins at once lock an account, and each ends the session of the one before.",
                fix: "See that every call's token error is `signInAgain`; the rest is the link's.",
                source: "rule AUT-4"
            ),
            LinkScenario(
                faults: [PracticeFault(.tokenDeath, .at(TimeOfDay(9, 15, 30)))],
                [LinkScenario.Step(TimeOfDay(9, 15, 31), .ask(10))],
                until: TimeOfDay(9, 15, 50)
            ),
            judge: oneSignIn
        ),
        LinkCard(
            Card(
                "AUTH-10",
                "An order that meets a dead session is accepted within five seconds, once.",
                why: "Sessions die in the middle of the day, and exits must not wait for a person.",
                fix: "Give the token error of order calls `signInAgain`: the broker did not take the order.",
                source: "rule AUT-3"
            ),
            LinkScenario(
                faults: [PracticeFault(.tokenDeath, .at(TimeOfDay(9, 15, 30)))],
                [LinkScenario.Step(TimeOfDay(9, 15, 31), .buy(1, .market, Quantity(10)))],
                until: TimeOfDay(9, 15, 50)
            ),
            judge: acceptedSoon
        ),
        LinkCard(
            Card(
                "AUTH-11",
                "Sessions that do not last use up the day's sign-ins and no more, and a person is told.",
                why: "Something is wrong that no sign-in mends, and the next one may lock the account.",
                fix: "Set `signInsPerDay`; look why the broker ends the sessions.",
                source: "rule FED-4"
            ),
            LinkScenario(
                faults: (0..<8).map { PracticeFault(.tokenDeath, .at(TimeOfDay(9, 16 + 2 * $0, 10))) },
                (0..<8).map { LinkScenario.Step(TimeOfDay(9, 16 + 2 * $0, 11), .ask(1)) },
                until: TimeOfDay(9, 33)
            ),
            judge: withinBudget
        ),
    ]

    private static func oneSignIn(_ record: LinkRecord) throws(CardEnd) {
        let count = record.count(of: "signed-in")
        try expect(count == 2, "\(count) sign-ins, the first one included")
        try expect(record.answered == 10 && record.unanswered == 0, "\(record.unanswered) of 10 are not answered")
    }

    private static func acceptedSoon(_ record: LinkRecord) throws(CardEnd) {
        try allAccepted(record)
        guard let wait = record.acceptance(1) else { throw .failed("it was never accepted") }
        try expect(wait <= .seconds(5), "it took \(wait)")
        try ended(1, .complete, record)
    }

    private static func withinBudget(_ record: LinkRecord) throws(CardEnd) {
        let count = record.count(of: "signing-in")
        try expect(count == record.signInsPerDay, "\(count) sign-ins were tried")
        try expect(record.count(of: "sign-in-failed") > 0, "nobody was told")
    }
}

import SaudaBroker
import SaudaCore

extension LinkCard {
    private static let last = TimeOfDay(9, 15, 52)

    static let cuts = [
        LinkCard(
            Card(
                "FEED-25",
                "When session and connection die together, prices come again after one sign-in.",
                why: "A second login elsewhere ends both at once.",
                fix: "Give the handshake's token error `signInAgain`; see ERR-8.",
                source: "rule FED-8"
            ),
            LinkScenario(
                faults: [
                    PracticeFault(.tokenDeath, .at(trouble.advanced(bySeconds: -1))), PracticeFault(.cut, .at(trouble)),
                ],
                until: TimeOfDay(9, 16, 20)
            ),
            judge: backAfterDeath
        ),
        LinkCard(
            Card(
                "FEED-26",
                "Three cuts one after the other end with prices again.",
                why: "A line that is bad is bad for a while.",
                fix: "Let a new codec start with nothing asked for; see FEED-4.",
                source: "rule FED-7"
            ),
            LinkScenario(
                faults: [
                    PracticeFault(.cut, .at(trouble)), PracticeFault(.cut, .at(TimeOfDay(9, 15, 46))),
                    PracticeFault(.cut, .at(last)),
                ],
                until: TimeOfDay(9, 16, 20)
            ),
            judge: backAfterCuts
        ),
    ]

    private static func backAfterDeath(_ record: LinkRecord) throws(CardEnd) {
        try isBack(record, after: trouble, within: .seconds(15))
        let count = record.count(of: "signed-in")
        try expect(count == 2, "\(count) sign-ins, the first one included")
    }

    private static func backAfterCuts(_ record: LinkRecord) throws(CardEnd) {
        try isBack(record, after: last, within: .seconds(15))
        let count = record.count(of: "feed-lost")
        try expect(count >= 3, "\(count) of three cuts were told")
    }
}

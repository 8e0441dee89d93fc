import SaudaBroker
import SaudaCore

extension LinkCard {
    static let trouble = TimeOfDay(9, 15, 40)
    private static let end = TimeOfDay(9, 16, 30)

    private static func scenario(_ kind: PracticeFault.Kind) -> LinkScenario {
        LinkScenario(faults: [PracticeFault(kind, .at(trouble))], until: end)
    }

    static let feed = [
        LinkCard(
            Card(
                "FEED-8",
                "Prices come, of the share that is watched, near where it trades.",
                why: "A wrong divisor or token shows here first.",
                fix: "Look at one frame with `sauda decode`.",
                source: "rule FED-10"
            ),
            LinkScenario(until: end),
            judge: pricesCome
        ),
        LinkCard(
            Card(
                "FEED-9",
                "After a cut prices come again within three seconds, and the gap is told.",
                why: "Rules that trail a price must not sleep through a fall.",
                fix: "Let a new codec subscribe by itself when it is opened.",
                source: "rule FED-7"
            ),
            scenario(.cut),
            judge: backAfterCut
        ),
        LinkCard(
            Card(
                "FEED-10",
                "A socket that says nothing any more is given up and opened again.",
                why: "A dead connection looks like a quiet market.",
                fix: "Set the plan's silence to about three of the broker's heartbeats.",
                source: "rule FED-6"
            ),
            scenario(.mute),
            judge: backAfterMute
        ),
        LinkCard(
            Card(
                "FEED-11",
                "A frame that ends in its middle costs no more than a cut.",
                why: "Connections end where they like.",
                fix: "Check lengths in the codec; see FEED-2.",
                source: "style, section 8"
            ),
            scenario(.halfFrame),
            judge: backAfterHalf
        ),
        LinkCard(
            Card(
                "FEED-12",
                "Frames whose lengths lie give no made-up price, and prices go on after them.",
                why: "One impossible price can trigger a stop.",
                fix: "Check counts and lengths against the frame before reading; see FEED-3.",
                source: "style, section 8"
            ),
            scenario(.lyingLength),
            judge: backAfterLies
        ),
        LinkCard(
            Card(
                "FEED-13",
                "After a restart of the broker prices come again without a sign-in.",
                why: "A session outlives the broker's gateway, and sign-ins are few.",
                fix: "Do not give a connection that is refused or reset `signInAgain`.",
                source: "rule FED-8"
            ),
            scenario(.restart),
            judge: backAfterRestart
        ),
    ]

    private static func pricesCome(_ record: LinkRecord) throws(CardEnd) {
        let gap = record.longestGap(from: TimeOfDay(9, 15, 10), to: end)
        try expect(gap <= .seconds(10), "no price for \(gap)")
        try plausible(record)
    }

    private static func plausible(_ record: LinkRecord) throws(CardEnd) {
        let (low, high) = (record.reference.raw / 5 * 4, record.reference.raw / 5 * 6)
        for (time, tick) in record.ticks where tick.price.raw < low || tick.price.raw > high {
            throw .failed("\(tick.price) at \(time.time), and the day opened at \(record.reference)")
        }
    }

    static func isBack(
        _ record: LinkRecord,
        after trouble: TimeOfDay = LinkCard.trouble,
        within limit: TimeSpan
    ) throws(CardEnd) {
        let again = record.ticks.first { $0.time > record.day.at(trouble).advanced(by: .seconds(1)) }
        guard let again else { throw .failed("no price came again") }
        let wait = again.time.since(record.day.at(trouble))
        try expect(wait <= limit, "it took \(wait)")
        try plausible(record)
    }

    private static func backAfterCut(_ record: LinkRecord) throws(CardEnd) {
        try isBack(record, within: .seconds(3))
        try expect(record.count(of: "feed-gap") > 0, "the gap was not told")
    }

    private static func backAfterMute(_ record: LinkRecord) throws(CardEnd) {
        try isBack(record, within: .seconds(35))
        try expect(record.count(of: "feed-lost") > 0, "it was never given up")
    }

    private static func backAfterHalf(_ record: LinkRecord) throws(CardEnd) {
        let lost = record.notices.first { $0.code == "feed-lost" }
        guard let lost else { throw .failed("the connection was never lost") }
        let again = record.ticks.first { $0.time > lost.time }
        guard let again else { throw .failed("no price came again") }
        try expect(again.time.since(lost.time) <= .seconds(3), "it took \(again.time.since(lost.time))")
        try plausible(record)
    }

    private static func backAfterLies(_ record: LinkRecord) throws(CardEnd) { try isBack(record, within: .seconds(10)) }

    private static func backAfterRestart(_ record: LinkRecord) throws(CardEnd) {
        try isBack(record, within: .seconds(15))
        let count = record.count(of: "signed-in")
        try expect(count == 1, "\(count) sign-ins")
    }
}

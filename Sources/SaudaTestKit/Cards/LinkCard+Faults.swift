import SaudaBroker
import SaudaCore

extension LinkCard {
    /// A fault, an order at the market in the midst of it, and one that rests and is cancelled later.
    private static func scenario(_ kind: PracticeFault.Kind, until end: TimeOfDay) -> LinkScenario {
        LinkScenario(
            faults: [PracticeFault(kind, .at(TimeOfDay(9, 15, 20)))],
            [
                LinkScenario.Step(TimeOfDay(9, 15, 21), .buy(1, .market, Quantity(10))),
                LinkScenario.Step(TimeOfDay(9, 15, 22), .buy(2, .far, Quantity(10))),
                LinkScenario.Step(TimeOfDay(9, 15, 50), .cancel(2)),
            ],
            until: end
        )
    }

    private static func card(
        _ id: String,
        _ kind: PracticeFault.Kind,
        _ shows: String,
        why: String,
        fix: String,
        source: String = "architecture, section 4",
        until end: TimeOfDay = TimeOfDay(9, 16, 10),
        judge: @escaping @Sendable (LinkRecord) throws(CardEnd) -> Void = bothOnce
    ) -> LinkCard {
        LinkCard(Card(id, shows, why: why, fix: fix, source: source), scenario(kind, until: end), judge: judge)
    }

    /// An order in doubt is looked for over a minute before it is absent.
    private static let late = TimeOfDay(9, 17, 30)
    private static let inDoubt = "Send our tag, read it back in the order book, and give `checkOrderBook`; see ORD-4."

    static let faults = [
        card(
            "FLT-1",
            .lostAnswer,
            "An order whose answer is lost is found in the book and not sent again.",
            why: "The order is there; a second one doubles the position.",
            fix: inDoubt
        ),
        card(
            "FLT-2",
            .noAnswer,
            "An order that is never answered is found in the book and not sent again.",
            why: "Time-outs are most common when the market moves most.",
            fix: inDoubt
        ),
        card(
            "FLT-3",
            .errorBefore,
            "An order that a broken broker did not take is reported absent, never sent again unasked.",
            why: "Nobody can tell from a 503 whether it was taken; its price is stale by the time it is known.",
            fix: inDoubt,
            until: late,
            judge: firstAbsent
        ),
        card(
            "FLT-4",
            .errorAfter,
            "An order that a gateway answers with 502 or 504 after it was taken is found in the book.",
            why: "The error is the gateway's, the order is the exchange's.",
            fix: "Give 5xx `checkOrderBook`; see ERR-3."
        ),
        card(
            "FLT-5",
            .page,
            "A page instead of an answer loses and doubles no order.",
            why: "Proxies in front of brokers answer in HTML before or after the order was taken.",
            fix: "Give what is no answer of the API `checkOrderBook`; see ERR-6.",
            until: late,
            judge: atMostOnce
        ),
        card(
            "FLT-6",
            .cut,
            "An order that fills while every connection is cut is told from the book.",
            why: "The message of its fill went to nobody.",
            fix: "Read the order book exactly; see ORD-7.",
            source: "rule CPY-10"
        ),
        card(
            "FLT-7",
            .restart,
            "Orders given while nobody listens arrive once when the broker is back.",
            why: "No byte has left, so sending again is safe, and an exit must go out.",
            fix: "Nothing in the adapter: the link tells what cannot have arrived from what may have."
        ),
        card(
            "FLT-8",
            .slowBody,
            "Answers that drip are waited for.",
            why: "A slow answer that is given up early turns a plain order into one in doubt.",
            fix: "Nothing in the adapter: look at the link's time limits."
        ),
        card(
            "FLT-9",
            .duplicates,
            "Order updates that come twice book no fill twice.",
            why: "Brokers repeat themselves after every hiccup.",
            fix: "Give cumulative quantities and values in rows, never differences.",
            source: "rule CPY-12"
        ),
        card(
            "FLT-10",
            .reordering,
            "Order updates that come late and turned round reopen no order and lose no fill.",
            why: "Two servers of one broker have two queues.",
            fix: "Give cumulative quantities and the broker's time of the change in rows.",
            source: "rule CPY-12"
        ),
    ]

    static func bothOnce(_ record: LinkRecord) throws(CardEnd) {
        try allAccepted(record)
        try ended(1, .complete, record)
        try ended(2, .cancelled, record)
        try expect(record.reports(2).contains(.cancelled), "told of \(record.reports(2))")
    }

    private static func firstAbsent(_ record: LinkRecord) throws(CardEnd) {
        try expect(record.rows(1).isEmpty, "it is in the book")
        let kinds = record.reports(1)
        try expect(kinds.contains(.placeTimedOut), "told of \(kinds)")
        try expect(kinds.count { $0 == .absentFromBook } >= 3, "told of \(kinds)")
        try ended(2, .cancelled, record)
    }

    /// Each may have been taken or not; what was is known.
    private static func atMostOnce(_ record: LinkRecord) throws(CardEnd) {
        for number in record.placed.keys.sorted() {
            let kinds = record.reports(number)
            if let row = record.rows(number).first {
                try expect(
                    record.acceptance(number) != nil,
                    "order \(number) is in the book and was never known to be taken"
                )
                try expect(row.isFinal, "order \(number) is \(row.status)")
            } else {
                let isAbsent = kinds.count { $0 == .absentFromBook } >= 3
                try expect(isAbsent, "order \(number) is not in the book, and we were told of \(kinds)")
            }
        }
    }
}

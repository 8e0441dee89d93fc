import SaudaBroker
import SaudaCore

extension LinkCard {
    private static func at(_ second: Int, _ action: LinkScenario.Action) -> LinkScenario.Step {
        LinkScenario.Step(TimeOfDay(9, 15, second), action)
    }

    private static func fault(_ second: Int, _ kind: PracticeFault.Kind) -> PracticeFault {
        PracticeFault(kind, .at(TimeOfDay(9, 15, second)))
    }

    /// One that rests, and what is done with it.
    private static func resting(_ fault: PracticeFault, _ steps: LinkScenario.Step...) -> LinkScenario {
        LinkScenario(faults: [fault], [at(20, .buy(1, .far, Quantity(10)))] + steps, until: TimeOfDay(9, 16, 20))
    }

    /// One at the market in the midst of the faults, one that rests and is cancelled later.
    private static func midst(_ faults: PracticeFault...) -> LinkScenario {
        LinkScenario(
            faults: faults,
            [at(21, .buy(1, .market, Quantity(10))), at(22, .buy(2, .far, Quantity(10))), at(55, .cancel(2))],
            until: TimeOfDay(9, 16, 20)
        )
    }

    private static let tell = "Send our tag, read it back in the order book, and give `checkOrderBook`; see ORD-25."

    static let doubts = [
        LinkCard(
            Card(
                "FLT-11",
                "A change whose answer is lost is made once, and the order can be cancelled after it.",
                why: "A change counts against the broker's few, and a second one may be another change.",
                fix: tell,
                source: "rule CPY-7"
            ),
            resting(fault(24, .lostAnswer), at(25, .resize(1, Quantity(5))), at(50, .cancel(1))),
            judge: changedOnce
        ),
        LinkCard(
            Card(
                "FLT-12",
                "A cancel whose answer is lost is told as soon as the book has it.",
                why: "Whoever waits for the answer holds the share's next order back.",
                fix: tell,
                source: "rule CPY-7"
            ),
            resting(fault(29, .lostAnswer), at(30, .cancel(1))),
            judge: allCancelled
        ),
        LinkCard(
            Card(
                "FLT-13",
                "A cancel that a broken broker did not carry out is never told as done, and the next one works.",
                why: "An order that is taken for dead fills an hour later.",
                fix: "Give 5xx to a cancel `checkOrderBook`, and let the book say what the order is.",
                source: "architecture, section 4"
            ),
            resting(fault(29, .errorBefore), at(30, .cancel(1)), at(59, .cancel(1))),
            judge: allCancelled
        ),
        LinkCard(
            Card(
                "FLT-14",
                "An order whose answer is lost while every connection is cut is found in the book, once.",
                why: "What takes an answer away mostly takes the connections, too.",
                fix: tell,
                source: "architecture, section 4"
            ),
            midst(fault(20, .lostAnswer), fault(23, .cut)),
            judge: bothOnce
        ),
        LinkCard(
            Card(
                "FLT-15",
                "An order in doubt whose session dies is looked up after one sign-in.",
                why: "The book that ends the doubt needs a session as well.",
                fix: "Give the token error of the book `signInAgain`; see AUTH-6.",
                source: "rule AUT-4"
            ),
            midst(fault(20, .lostAnswer), fault(22, .tokenDeath)),
            judge: bothOnceWithOneSignIn
        ),
        LinkCard(
            Card(
                "FLT-16",
                "Three orders in a row whose answers are lost are each found, none is taken for another.",
                why: "Orders of one share and one size differ by their tags alone.",
                fix: tell,
                source: "architecture, section 4"
            ),
            LinkScenario(
                faults: [fault(20, .lostAnswer), fault(23, .lostAnswer), fault(26, .lostAnswer)],
                [
                    at(21, .buy(1, .far, Quantity(10))), at(24, .buy(2, .far, Quantity(10))),
                    at(27, .buy(3, .far, Quantity(10))), at(50, .cancel(1)), at(50, .cancel(2)), at(50, .cancel(3)),
                ],
                until: TimeOfDay(9, 16, 20)
            ),
            judge: allCancelled
        ),
        LinkCard(
            Card(
                "FLT-17",
                "Order updates that come twice, and then late and turned round, book every fill once.",
                why: "A broker in trouble does all of it at once.",
                fix: "Give cumulative quantities and values in rows, and the broker's time of the change.",
                source: "rule CPY-12"
            ),
            LinkScenario(
                faults: [
                    PracticeFault(.duplicates, .at(TimeOfDay(9, 15, 18)), duration: .seconds(15)),
                    fault(40, .reordering),
                ],
                [
                    at(21, .buy(1, .market, Quantity(10))), at(22, .buy(2, .far, Quantity(10))),
                    at(42, .buy(3, .market, Quantity(10))), at(55, .cancel(2)),
                ],
                until: TimeOfDay(9, 16, 20)
            ),
            judge: allOnce
        ),
        LinkCard(
            Card(
                "FLT-18",
                "An order that rests through a restart of the broker is still ours, and can be cancelled.",
                why: "Orders live at the exchange; a gateway that restarts forgets none.",
                fix: "Keep all that a cancel needs in `BrokerOrderID`, nothing in the adapter.",
                source: "architecture, section 4"
            ),
            resting(fault(25, .restart), at(45, .cancel(1))),
            judge: allCancelled
        ),
        LinkCard(
            Card(
                "FLT-19",
                "A fill is told within a minute though every socket has gone silent.",
                why: "A socket that says nothing looks like an order that has not filled.",
                fix: "Set `traits.orderPolling`, and read the order book exactly; see ORD-7.",
                source: "rule CPY-10"
            ),
            midst(fault(20, .mute)),
            judge: toldWithinAMinute
        ),
        LinkCard(
            Card(
                "FLT-20",
                "An order in doubt is looked up also where the broker takes no more calls for a while.",
                why: "Who gives the look-up up gives the order up.",
                fix: "Give 429 of reads `slowDown(after:)`; see ERR-4.",
                source: "rule CPY-11"
            ),
            LinkScenario(
                faults: [fault(20, .lostAnswer), fault(22, .tooMany)],
                [
                    at(21, .buy(1, .market, Quantity(10))), at(23, .ask(1)), at(35, .buy(2, .far, Quantity(10))),
                    at(55, .cancel(2)),
                ],
                until: TimeOfDay(9, 16, 20)
            ),
            judge: bothOnce
        ),
    ]

    private static func changedOnce(_ record: LinkRecord) throws(CardEnd) {
        try allCancelled(record)
        let row = record.rows(1)[0]
        try expect(row.terms.quantity == Quantity(5), "its last quantity is \(row.terms.quantity)")
    }

    private static func allOnce(_ record: LinkRecord) throws(CardEnd) {
        try bothOnce(record)
        try ended(3, .complete, record)
    }

    private static func bothOnceWithOneSignIn(_ record: LinkRecord) throws(CardEnd) {
        try bothOnce(record)
        let count = record.count(of: "signed-in")
        try expect(count == 2, "\(count) sign-ins, the first one included")
    }

    private static func toldWithinAMinute(_ record: LinkRecord) throws(CardEnd) {
        try bothOnce(record)
        let told = record.reports.first { _, report in
            if case .completed = report.kind { report.order.number == 1 } else { false }
        }
        guard let told, let placed = record.placed[1] else { throw .failed("told of \(record.reports(1))") }
        let wait = told.time.since(placed.time)
        try expect(wait <= .seconds(60), "it took \(wait)")
    }
}

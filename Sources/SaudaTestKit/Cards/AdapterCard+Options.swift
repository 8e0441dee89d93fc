import SaudaBroker
import SaudaCore

// What people's commands ask beyond the orders and reads of strategies.

extension AdapterCard {
    static let options = [
        AdapterCard(
            Card(
                "ORD-13",
                "What an order may be beyond its terms is written, each in its own way, or refused.",
                why: "An iceberg order without its legs shows the whole quantity to the market.",
                fix: "Translate every field of `OrderOptions`; throw `changeRequest` for what the broker has not.",
                source: "rule CPY-6"
            ),
            check: writesOptions
        ),
        AdapterCard(
            Card(
                "ORD-14",
                "Options that make no sense are refused before anything is sent.",
                why: "A protection of nothing, or an order for no minutes, is another order than was meant.",
                fix: "Check legs, minutes, protection, the stop and the auction's number.",
                source: "rule CPY-6"
            ),
            check: refusesSenselessOptions
        ),
        AdapterCard(
            Card(
                "ORD-15",
                "A change beside orders is made once: what may have happened is told, not tried again.",
                why: "A GTT that is placed twice buys twice, weeks later.",
                fix:
                    "Give `checkOrderBook` to answers of changes that are cut, empty or a page, and let the caller look.",
                source: "architecture, section 4"
            ),
            check: changesOnce
        ),
        AdapterCard(
            Card(
                "SYM-6",
                "Costs, conversions, GTTs and bracket orders of an instrument that is not listed are refused before anything is sent.",
                why: "The broker's own guess at a symbol may be another share.",
                fix: "Look every instrument up in `context.listings` when the dialogue starts.",
                source: "architecture, section 3"
            ),
            check: refusesUnlistedErrands
        ),
        AdapterCard(
            Card(
                "AUTH-12",
                "Signing out ends the session at the broker, and one that is dead already counts as ended.",
                why: "A token that lives on after a sign-out is a key left in the door.",
                fix: "Answer `signOut` with `done`, also where the broker says that there is no session.",
                source: "rule LOG-3"
            ),
            check: signsOut
        ),
    ]

    private static func writesOptions(_ subject: CardSubject) throws(CardEnd) {
        var seen: Set<String> = []
        for option in subject.options {
            var order = subject.order(option.terms, option.side)
            if let product = option.product { order.product = product }
            let plain = try? subject.adapter.request(.place(order, tag: "card1"), in: subject.context)
            let asked: HTTPRequest
            do throws(BrokerError) {
                asked = try subject.adapter.request(.place(order, tag: "card1", option.options), in: subject.context)
            } catch {
                try expect(error.recovery == .changeRequest, "\(option.name) says \(error.recovery)")
                continue
            }
            try expect(asked != plain, "\(option.name) is written as if it were none")
            // Some stand in a header.
            let text = asked.headers.reduce(asked.whole) { "\($0)\n\($1.name): \($1.value)" }
            try expect(seen.insert(text).inserted, "\(option.name) is written like another option")
        }
    }

    private static func refusesSenselessOptions(_ subject: CardSubject) throws(CardEnd) {
        let market = OrderTerms(kind: .market, quantity: Quantity(10))
        let cases: [(name: String, terms: OrderTerms, options: OrderOptions)] = [
            ("no leg", subject.limit, OrderOptions(form: .iceberg(legs: 0))),
            ("more legs than units", subject.limit, OrderOptions(form: .iceberg(legs: 11))),
            ("a stop of nothing", subject.limit, OrderOptions(form: .cover(stop: .zero))),
            ("an auction without a number", subject.limit, OrderOptions(form: .auction(number: ""))),
            ("no minutes", subject.limit, OrderOptions(minutes: 0)),
            ("minutes below nothing", subject.limit, OrderOptions(minutes: -5)),
            ("a protection of nothing", market, OrderOptions(protection: .percent(hundredths: 0))),
            ("a protection beyond all", market, OrderOptions(protection: .percent(hundredths: 10_001))),
            ("a time of the opening in the market", subject.limit, OrderOptions(release: .preOpen)),
            ("an algorithm without a name", subject.limit, OrderOptions(algorithm: "")),
        ]
        for (name, terms, options) in cases {
            let command = OrderCommand.place(subject.order(terms), tag: "card1", options)
            guard let error = subject.refusal(of: command) else { throw .failed("\(name) is written") }
            try expect(error.recovery == .changeRequest, "\(name) says \(error.recovery)")
        }
    }

    private static func changesOnce(_ subject: CardSubject) throws(CardEnd) {
        let traits = subject.adapter.traits
        guard ErrandKind.allCases.contains(where: { $0.isWrite && traits.has($0) }) else {
            throw .notApplicable("traits.missing: the broker changes nothing but orders")
        }
        try expect(!subject.samples.changes.isEmpty, "there is no sample of a change")
        for change in subject.samples.changes {
            try expect(change.errand.isWrite, "\(change.errand) is no change")
            let talk = subject.carryOut(change.errand, change.answers)
            guard let result = talk.result else { throw .failed("\(change.errand) ended with \(talk.end)") }
            try expect(result == change.result, "\(change.errand) gave \(result), not \(change.result)")
            guard var cut = change.answers.last else { throw .failed("a sample has no answer") }
            cut.body.removeLast(cut.body.count / 2)
            for (name, answer, recovery) in [
                ("half an answer", cut, Recovery.checkOrderBook), ("a page", CardSubject.page(200), .checkOrderBook),
                ("a page of 502", CardSubject.page(502), .checkOrderBook),
                ("a dead session", subject.samples.deadSession, .signInAgain),
            ] {
                let talk = subject.carryOut(change.errand, change.answers.dropLast() + [answer])
                guard let error = talk.error else { throw .failed("\(name) is taken for a yes") }
                try expect(error.recovery == recovery, "\(name) says \(error.recovery)")
            }
        }
    }

    private static func refusesUnlistedErrands(_ subject: CardSubject) throws(CardEnd) {
        let unlisted = CardSubject.unlisted
        let order = PlannedOrder(unlisted, .buy, .delivery, subject.limit)
        let leg = GTT.Leg(
            trigger: subject.price,
            side: .sell,
            product: .delivery,
            quantity: Quantity(1),
            limit: subject.price
        )
        let bracket = BracketOrder(
            unlisted,
            .buy,
            .intraday,
            quantity: Quantity(1),
            price: subject.price,
            target: subject.price + subject.price
        )
        let errands: [Errand] = [
            .placeBracket(bracket, tag: "card1"), .margins([order]), .basketMargin([order], withPositions: true),
            .charges([order]),
            .convert(PositionConversion(unlisted, .buy, Quantity(1), from: .intraday, to: .delivery)),
            .placeGTT(GTT(unlisted, [leg])), .changeGTT(GTTID("1"), GTT(unlisted, [leg])),
        ]
        for errand in errands {
            let talk = subject.carryOut(errand, [])
            guard let error = talk.error, talk.sent.isEmpty else { throw .failed("\(errand) ended with \(talk.end)") }
            try expect(error.recovery == .changeRequest, "\(errand) says \(error.recovery)")
        }
    }

    private static func signsOut(_ subject: CardSubject) throws(CardEnd) {
        guard subject.adapter.traits.has(.signOut) else {
            throw .notApplicable("traits.missing: the broker ends no session")
        }
        guard let answer = subject.samples.signedOut else { throw .failed("there is no sample of one") }
        for response in [answer, subject.samples.deadSession] {
            let talk = subject.carryOut(.signOut, [response])
            guard case .done? = talk.result else { throw .failed("it ended with \(talk.end)") }
            try expect(talk.sent.count == 1, "it asked \(talk.sent.count) times")
        }
        let page = subject.carryOut(.signOut, [CardSubject.page(502)])
        try expect(page.error != nil, "a page is taken for a yes")
    }
}

import SaudaBroker
import SaudaCore

extension AdapterCard {
    static let answers = [
        AdapterCard(
            Card(
                "ORD-25",
                "An answer to a change or a cancel that is cut, empty or a page is looked up in the book.",
                why: "A cancel that is taken for done leaves an order that fills.",
                fix: "Give `checkOrderBook` to every answer that is not understood whole, whatever it answers.",
                source: "architecture, section 4"
            ),
            check: looksUpUnclearChanges
        ),
        AdapterCard(
            Card(
                "ORD-26",
                "A dead session asks for a sign-in from new orders, changes and cancels alike.",
                why: "An exit that meets a dead session must go out a second later, not never.",
                fix: "Read the token error before anything else of an answer.",
                source: "rule AUT-2"
            ),
            check: ordersSeeDeadSession
        ),
        AdapterCard(
            Card(
                "ORD-27",
                "A refusal means the same to a change and a cancel as to a new order, and is never a yes.",
                why: "A cancel whose refusal is read as taken is an order that nobody watches any more.",
                fix: "Read the answers of all three by the same table of errors.",
                source: "rule CPY-7"
            ),
            check: refusesChangesAlike
        ),
        AdapterCard(
            Card(
                "ORD-28",
                "An order is found by its tag, and one of another tag is never taken for it.",
                why: "An order in doubt that is taken for another one is sent again, or never.",
                fix: "Compare the tag of each row with the one that was asked for.",
                source: "architecture, section 4"
            ),
            check: findsByTag
        ),
        AdapterCard(
            Card(
                "ORD-29",
                "A book without an order is an empty book, not an error.",
                why: "An order is only absent when three books have been read without it.",
                fix: "Read the broker's own way of saying that there is nothing as no rows.",
                source: "architecture, section 4"
            ),
            check: readsEmptyBooks
        ),
        AdapterCard(
            Card(
                "ORD-30",
                "A book with any digits changed gives no impossible order.",
                why: "A fill of less than nothing turns a position round.",
                fix: "Check the sign and the range of every number of a row; leave the row out, counted.",
                source: "style, section 8"
            ),
            check: survivesNoisyBooks
        ),
    ]

    /// A change and a cancel.
    static func others(_ subject: CardSubject) -> [(name: String, command: OrderCommand)] {
        subject.changes.filter { ["price", "cancel"].contains($0.name) }
    }

    private static func looksUpUnclearChanges(_ subject: CardSubject) throws(CardEnd) {
        for (name, command) in others(subject) {
            for (what, answer) in spoiled(subject.samples.accepted.response) {
                guard let error = subject.error(answer, to: command) else {
                    throw .failed("\(what) to a \(name) is taken for a yes")
                }
                try expect(error.recovery == .checkOrderBook, "\(what) to a \(name) says \(error.recovery)")
            }
        }
    }

    private static func ordersSeeDeadSession(_ subject: CardSubject) throws(CardEnd) {
        for (name, command) in [("placing", subject.placing)] + others(subject) {
            let error = subject.error(subject.samples.deadSession, to: command)
            try expect(error?.recovery == .signInAgain, "a \(name) says \(String(describing: error?.recovery))")
        }
    }

    private static func refusesChangesAlike(_ subject: CardSubject) throws(CardEnd) {
        for sample in try subject.refusals() {
            let text = String(decoding: sample.response.body.prefix(200), as: UTF8.self)
            for (name, command) in others(subject) {
                guard let error = subject.error(sample.response, to: command) else {
                    throw .failed("taken for a yes to a \(name): \(text)")
                }
                let isSame = error.recovery == sample.recovery
                try expect(isSame, "\(error.recovery) to a \(name), not \(sample.recovery): \(text)")
            }
        }
    }

    private static func book(_ subject: CardSubject) throws(CardEnd) -> CardSamples.Read {
        guard let book = subject.samples.reads.first(where: { $0.errand == .orderBook }) else {
            throw .failed("there is no sample of a book")
        }
        return book
    }

    private static func findsByTag(_ subject: CardSubject) throws(CardEnd) {
        guard subject.adapter.traits.findsOrdersByTag else {
            throw .notApplicable("traits.findsOrdersByTag: the whole book is read instead")
        }
        let book = try book(subject)
        guard case .orders(let rows) = book.result, let row = rows.first, let tag = row.tag else {
            throw .failed("there is no sample of a book with an order of ours")
        }
        let found = subject.carryOut(.ordersTagged(tag), book.answers)
        guard case .orders(let ours)? = found.result else { throw .failed("it ended with \(found.end)") }
        try expect(ours.map(\.id) == [row.id], "it gave \(ours)")
        try expect(found.sent.contains { $0.whole.contains(tag) }, "the tag is not in the request")
        let other = subject.carryOut(.ordersTagged(tag + "9"), book.answers)
        guard case .orders(let others)? = other.result else { return }
        try expect(others.isEmpty, "an order of another tag is taken for it")
    }

    private static func readsEmptyBooks(_ subject: CardSubject) throws(CardEnd) {
        guard let answer = subject.samples.emptyBook else { throw .failed("there is no sample of an empty book") }
        let talk = subject.carryOut(.orderBook, [answer])
        guard case .orders(let rows)? = talk.result else { throw .failed("it ended with \(talk.end)") }
        try expect(rows.isEmpty && talk.skipped == 0, "it has \(rows.count) orders, \(talk.skipped) left out")
    }

    private static func survivesNoisyBooks(_ subject: CardSubject) throws(CardEnd) {
        let book = try book(subject)
        guard let good = book.answers.last else { throw .failed("the sample has no answer") }
        var dice = SeededDice(seed: 12)
        let digits = good.body.indices.filter { (48...57).contains(good.body[$0]) }
        let letters = Array("0123456789-.".utf8)
        for _ in 0..<400 {
            var answer = good
            for _ in 0...dice.below(3) {
                answer.body[digits[dice.below(digits.count)]] = letters[dice.below(letters.count)]
            }
            let talk = subject.carryOut(.orderBook, book.answers.dropLast() + [answer])
            guard case .orders(let rows)? = talk.result else { continue }
            for row in rows {
                let terms = row.terms
                let isPossible =
                    row.filled.units >= 0 && row.value >= .zero && terms.quantity.units >= 0 && terms.limit.raw >= 0
                    && terms.trigger.raw >= 0
                try expect(isPossible, "\(row) from \(String(decoding: answer.body, as: UTF8.self))")
            }
        }
    }
}

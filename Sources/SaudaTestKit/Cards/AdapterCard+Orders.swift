import SaudaBroker
import SaudaCore

extension AdapterCard {
    static let orders = [
        AdapterCard(
            Card(
                "ORD-1",
                "Every kind, side and validity that the broker offers is written, each in its own way.",
                why: "A kind that is written like another is the wrong order.",
                fix: "Translate each word by a switch without a default.",
                source: "rule CPY-6"
            ),
            check: writesEveryKind
        ),
        AdapterCard(
            Card(
                "ORD-2",
                "Terms that make no sense are refused before anything is sent.",
                why: "Brokers answer nonsense in many ways; some take it.",
                fix: "Check quantity, limit, trigger and disclosed quantity; throw `changeRequest`.",
                source: "market facts, sections 4 and 5"
            ),
            check: refusesNonsense
        ),
        AdapterCard(
            Card(
                "ORD-3",
                "The answer to a new order gives its reference, with which it can be changed and cancelled.",
                why: "An order without a way back cannot be closed.",
                fix: "Put all that a change needs to know into `BrokerOrderID`.",
                source: "architecture, section 4"
            ),
            check: keepsReference
        ),
        AdapterCard(
            Card(
                "ORD-4",
                "An answer to a new order that is cut, empty or a page is looked up in the book.",
                why: "The order may exist; sending it again doubles it.",
                fix: "Give `checkOrderBook` to every answer that is not understood whole.",
                source: "architecture, section 4"
            ),
            check: looksUpTheUnclear
        ),
        AdapterCard(
            Card(
                "ORD-5",
                "A change of price and a change of quantity are written, and differ.",
                why: "A change that changes nothing costs one of the broker's few.",
                fix: "Write what differs between `from` and `to`.",
                source: "rule CPY-7"
            ),
            check: writesChanges
        ),
        AdapterCard(
            Card(
                "ORD-6",
                "Our tag goes out with the order, and one that is too long is refused.",
                why: "The tag finds an order again whose answer was lost.",
                fix: "Send the tag whole; check its length against `traits.venue.tagLength`.",
                source: "architecture, section 4"
            ),
            check: sendsTag
        ),
        AdapterCard(
            Card(
                "ORD-7",
                "Order book, trades, positions, holdings, funds, quotes and candles are read exactly.",
                why: "The books are compared with them every day.",
                fix: "Read money from the text of its number, and times in India's zone.",
                source: "architecture, section 3"
            ),
            check: readsExactly
        ),
        AdapterCard(
            Card(
                "ORD-8",
                "A status word that nobody knows ends no order.",
                why: "An order taken for dead that is alive is forgotten and fills.",
                fix: "Give `OrderRow.Status.unknown`, never a default.",
                source: "rule CPY-2"
            ),
            check: keepsUnknownStatus
        ),
        AdapterCard(
            Card(
                "ORD-9",
                "An after-market order is written otherwise than a regular one.",
                why: "A regular order at night is refused, or waits where nobody looks.",
                fix: "Translate `OrderRequest.variety`.",
                source: "market facts, section 7"
            ),
            check: writesAfterMarket
        ),
    ]

    private static func writesEveryKind(_ subject: CardSubject) throws(CardEnd) {
        let venue = subject.adapter.traits.venue
        var seen: Set<String> = []
        for kind in OrderKind.allCases where venue.kinds.contains(kind) {
            for validity in Validity.allCases where venue.validities.contains(validity) {
                // A stop order that may not wait is nothing that exchanges take.
                if validity == .ioc, kind == .stopLimit || kind == .stopMarket { continue }
                for side in [Side.buy, .sell] {
                    let order = subject.order(subject.terms(kind, validity, side), side)
                    let text = try subject.request(.place(order, tag: "card1")).whole
                    try expect(seen.insert(text).inserted, "\(kind) \(validity) \(side) is written like another")
                }
            }
        }
        try expect(!seen.isEmpty, "the broker offers no order")
    }

    private static func refusesNonsense(_ subject: CardSubject) throws(CardEnd) {
        let good = subject.limit
        let bad: [(String, OrderTerms)] = [
            ("no quantity", OrderTerms(kind: .limit, quantity: .zero, limit: good.limit)),
            ("a negative quantity", OrderTerms(kind: .limit, quantity: Quantity(-5), limit: good.limit)),
            ("a limit order without a price", OrderTerms(kind: .limit, quantity: good.quantity)),
            ("a negative price", OrderTerms(kind: .limit, quantity: good.quantity, limit: -good.limit)),
            (
                "a stop order without a trigger",
                OrderTerms(kind: .stopLimit, quantity: good.quantity, limit: good.limit)
            ),
            (
                "more shown than there is",
                OrderTerms(kind: .limit, quantity: good.quantity, limit: good.limit, disclosed: Quantity(11))
            ),
        ]
        for (name, terms) in bad {
            guard let error = subject.refusal(of: .place(subject.order(terms), tag: "card1")) else {
                throw .failed("\(name) is written")
            }
            try expect(error.recovery == .changeRequest, "\(name) says \(error.recovery)")
        }
    }

    private static func keepsReference(_ subject: CardSubject) throws(CardEnd) {
        let (response, id) = subject.samples.accepted
        let answer: OrderAnswer
        do throws(BrokerError) {
            answer = try subject.adapter.answer(response, to: subject.placing)
        } catch {
            throw .failed("it says \(error)")
        }
        try expect(answer == .accepted(id), "it says \(answer), not \(id)")
        let cancel = try subject.request(.cancel(id, subject.share)).whole
        let other = BrokerOrderID(id.text + "7")
        let another = try subject.request(.cancel(other, subject.share)).whole
        try expect(another != cancel, "two cancels look alike")
    }

    private static func looksUpTheUnclear(_ subject: CardSubject) throws(CardEnd) {
        let good = subject.samples.accepted.response
        for count in 0..<good.body.count {
            var cut = good
            cut.body = Array(good.body.prefix(count))
            // A length header is the transport's to check.
            guard let error = subject.error(cut) else { throw .failed("\(count) of its bytes are taken for the whole") }
            try expect(error.recovery == .checkOrderBook, "\(count) of its bytes say \(error.recovery)")
        }
        guard let error = subject.error(CardSubject.page(200)) else { throw .failed("a page is taken for a yes") }
        try expect(error.recovery == .checkOrderBook, "a page says \(error.recovery)")
    }

    private static func writesChanges(_ subject: CardSubject) throws(CardEnd) {
        let id = subject.samples.accepted.id
        let old = subject.limit
        var (dearer, fewer) = (old, old)
        dearer.limit = Price(raw: old.limit.raw + old.limit.raw / 100_000 * 1000)
        fewer.quantity = Quantity(old.quantity.units - 1)
        let price = try subject.request(.modify(id, subject.share, from: old, to: dearer)).whole
        let quantity = try subject.request(.modify(id, subject.share, from: old, to: fewer)).whole
        let place = try subject.request(subject.placing).whole
        try expect(Set([price, quantity, place]).count == 3, "two of a placing and its changes look alike")
    }

    private static func sendsTag(_ subject: CardSubject) throws(CardEnd) {
        let length = subject.adapter.traits.venue.tagLength
        guard length > 0 else { throw .notApplicable("traits.venue.tagLength: orders carry no tag") }
        let tag = String("SD0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ".prefix(length))
        let order = subject.order(subject.limit)
        let request = try subject.request(.place(order, tag: tag))
        try expect(request.whole.contains(tag), "the tag is not in the request")
        let long = String(repeating: "A", count: length + 1)
        try expect(subject.refusal(of: .place(order, tag: long)) != nil, "\(length + 1) letters are taken")
    }

    private static func readsExactly(_ subject: CardSubject) throws(CardEnd) {
        for read in try subject.reads() where read.errand != .instruments {
            let talk = subject.carryOut(read.errand, read.answers)
            guard let result = talk.result else { throw .failed("\(read.errand) ended with \(talk.end)") }
            try expect(result == read.result, "\(read.errand) gave \(result), not \(read.result)")
            try expect(talk.skipped == read.skipped, "\(read.errand) left out \(talk.skipped), not \(read.skipped)")
            try expect(talk.sent.count == read.answers.count, "\(read.errand) asked \(talk.sent.count) times")
        }
    }

    private static func keepsUnknownStatus(_ subject: CardSubject) throws(CardEnd) {
        guard let response = subject.samples.unknownStatus else { throw .failed("there is no sample of one") }
        let talk = subject.carryOut(.orderBook, [response])
        guard case .orders(let rows)? = talk.result, let row = rows.first else {
            throw .failed("it ended with \(talk.end)")
        }
        guard case .unknown = row.status else { throw .failed("it is taken for \(row.status)") }
        try expect(!row.isFinal, "it is taken for an end")
    }

    private static func writesAfterMarket(_ subject: CardSubject) throws(CardEnd) {
        guard !subject.adapter.traits.venue.afterMarket.isEmpty else {
            throw .notApplicable("traits.venue.afterMarket: the broker takes none")
        }
        let night = subject.order(subject.limit, variety: .afterMarket)
        let text = try subject.request(.place(night, tag: "card1")).whole
        let day = try subject.request(subject.placing).whole
        try expect(day != text, "both look alike")
    }
}

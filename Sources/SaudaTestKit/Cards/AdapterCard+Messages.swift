import SaudaBroker
import SaudaCore

extension AdapterCard {
    static let messages = [
        AdapterCard(
            Card(
                "FEED-19",
                "An order message that is cut anywhere gives no row and ends no connection.",
                why: "Half of a message may name an order without its fill.",
                fix: "Parse the message whole before a row is made of it.",
                source: "style, section 8"
            ),
            check: refusesCutMessages
        ),
        AdapterCard(
            Card(
                "FEED-20",
                "Order messages with any bytes changed give no impossible row and end no connection.",
                why: "What comes from outside may be anything.",
                fix: "Read them with the code that reads the order book; count what is none.",
                source: "style, section 8"
            ),
            check: survivesNoisyMessages
        ),
        AdapterCard(
            Card(
                "FEED-21",
                "An order message and the book tell the same of one order.",
                why: "Both move one order's life; where they differ it jumps to and fro.",
                fix: "Translate words, prices and times of both by the same tables.",
                source: "rule CPY-15"
            ),
            check: agreesWithBook
        ),
        AdapterCard(
            Card(
                "FEED-27",
                "Connections are opened over TLS, and nothing but a whole good answer hands an address out.",
                why: "A connection to anywhere else tells a stranger what is traded, and shows his prices.",
                fix: "Read the answer as any other; throw what it is no address for, and take `wss` addresses alone.",
                source: "architecture, section 1"
            ),
            check: trustsAddresses
        ),
    ]

    /// A connection on which order messages come.
    private static func codec(_ subject: CardSubject) throws(CardEnd) -> any StreamCodec {
        let stream: OrderStreamPlan
        do throws(BrokerError) {
            stream = try subject.adapter.orderStream(in: subject.context)
        } catch {
            throw .failed("the stream cannot be opened: \(error)")
        }
        switch stream {
        case .onFeed: return try subject.codec()
        case .socket(let plan): return plan.codec
        case .poll: throw .notApplicable("orderStream: orders are polled")
        }
    }

    private static func samples(_ subject: CardSubject) throws(CardEnd) -> [CardSamples.OrderMessage] {
        _ = try codec(subject)
        try expect(!subject.samples.orderMessages.isEmpty, "there is no sample of an order message")
        return subject.samples.orderMessages
    }

    private static func refusesCutMessages(_ subject: CardSubject) throws(CardEnd) {
        for sample in try samples(subject) {
            let whole = sample.message.bytes
            for count in 0..<whole.count {
                var codec = try codec(subject)
                let output = subject.receive(sample.message.with(Array(whole.prefix(count))), &codec)
                try expect(output.orders.isEmpty, "\(count) bytes gave \(output.orders)")
                try expect(output.close == nil, "\(count) bytes end the connection")
            }
        }
    }

    private static func survivesNoisyMessages(_ subject: CardSubject) throws(CardEnd) {
        var dice = SeededDice(seed: 14)
        let letters = Array("0123456789-.".utf8)
        for sample in try samples(subject) {
            let whole = sample.message.bytes
            let digits = whole.indices.filter { (48...57).contains(whole[$0]) }
            for round in 0..<400 {
                var noisy = whole
                for _ in 0...dice.below(3) {
                    if round % 2 == 0 {
                        noisy[digits[dice.below(digits.count)]] = letters[dice.below(letters.count)]
                    } else {
                        noisy[dice.below(noisy.count)] = UInt8(dice.below(256))
                    }
                }
                var codec = try codec(subject)
                let output = subject.receive(sample.message.with(noisy), &codec)
                let text = String(decoding: noisy, as: UTF8.self)
                try expect(output.close == nil, "the connection ends by \(text)")
                for row in output.orders {
                    let isPossible = row.filled.units >= 0 && row.value >= .zero && row.terms.quantity.units >= 0
                    try expect(isPossible, "\(row) from \(text)")
                }
            }
        }
    }

    private static func agreesWithBook(_ subject: CardSubject) throws(CardEnd) {
        let books = try subject.reads().flatMap { read in
            if case .orders(let rows) = read.result { rows } else { [] as [OrderRow] }
        }
        var compared = 0
        for sample in try samples(subject) {
            var codec = try codec(subject)
            for told in subject.receive(sample.message, &codec).orders {
                guard var row = books.first(where: { $0.id == told.id }) else { continue }
                compared += 1
                // People's name of the instrument may differ, and not every message knows the variety.
                row.symbol = told.symbol
                row.variety = told.variety
                try expect(told == row, "told of \(told), the book has \(row)")
            }
        }
        try expect(compared > 0, "no order stands both in a message and in a book of the samples")
    }

    private static func trustsAddresses(_ subject: CardSubject) throws(CardEnd) {
        var plans = [try subject.plan()]
        do throws(BrokerError) {
            if subject.adapter.traits.depth != nil { plans.append(try subject.adapter.depthFeed(in: subject.context)) }
            if case .socket(let plan) = try subject.adapter.orderStream(in: subject.context) { plans.append(plan) }
        } catch {
            throw .failed("a connection cannot be opened: \(error)")
        }
        for plan in plans {
            let request = try subject.request(of: plan)
            try expect(request.url.hasPrefix("wss://"), "\(request) is not wss")
            guard case .handedOut(_, let address) = plan.address, let good = subject.samples.handedOut else { continue }
            var wrong = [subject.samples.deadSession, subject.samples.tooMany]
            wrong += [200, 403, 502].map { CardSubject.page($0) }
            for count in 0..<good.body.count {
                var cut = good
                cut.body = Array(good.body.prefix(count))
                wrong.append(cut)
            }
            for answer in wrong {
                if let other = try? address(answer) { throw .failed("HTTP \(answer.status) opens \(other)") }
            }
        }
    }
}

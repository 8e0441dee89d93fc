import SaudaBroker
import SaudaCore

extension AdapterCard {
    static let errors = [
        AdapterCard(
            Card(
                "ERR-1",
                "Every refusal of an order has its recovery, and its reason where the broker gives one.",
                why: "The link acts on the recovery alone.",
                fix: "Compare the adapter's table with the broker's list of errors, row by row.",
                source: "rule AUT-3"
            ),
            check: knowsRefusals
        ),
        AdapterCard(
            Card(
                "ERR-2",
                "Every refusal says who, what, and what to do next.",
                why: "A person reads it at 09:15, in a hurry.",
                fix: "Fill `broker`, `summary` and `nextStep` in every branch.",
                source: "style, section 6"
            ),
            check: saysWhatToDo
        ),
        AdapterCard(
            Card(
                "ERR-3",
                "A broken broker's answer to an order is looked up in the book.",
                why: "A gateway that fails after the order went through says 502 or 504 too.",
                fix: "Give every 5xx whose body says nothing better `checkOrderBook`.",
                source: "architecture, section 4"
            ),
            check: looksUpServerFailures
        ),
        AdapterCard(
            Card(
                "ERR-4",
                "Too many requests holds everything of its kind back, for an hour at most.",
                why: "A broker that is asked again at once bans the key.",
                fix: "Give 429 `slowDown(after:)`, with the broker's own time where it names one.",
                source: "rule CPY-11"
            ),
            check: waitsWhenTooMany
        ),
        AdapterCard(
            Card(
                "ERR-5",
                "A read whose answer is cut anywhere is an error, never half a book.",
                why: "An order that is missing from half a book is taken for absent.",
                fix: "Parse the document whole before rows are made of it.",
                source: "style, section 8"
            ),
            check: refusesCutReads
        ),
        AdapterCard(
            Card(
                "ERR-6",
                "A page instead of an answer is an error that is tried again.",
                why: "Proxies in front of brokers answer with 200 and HTML.",
                fix: "Give what is no answer of the API `checkOrderBook`.",
                source: "architecture, section 4"
            ),
            check: refusesPages
        ),
        AdapterCard(
            Card(
                "ERR-7",
                "A read whose answer has any bytes changed ends, one way or the other.",
                why: "What comes from outside may be anything, and the process has orders to watch.",
                fix: "Let no index, number or text of an answer trap.",
                source: "style, section 8"
            ),
            check: survivesNoisyReads
        ),
        AdapterCard(
            Card(
                "ERR-8",
                "A refused handshake has its recovery.",
                why: "A dead token, a plan without prices and an overload are three different waits.",
                fix: "Translate the handshake's status and body in `recovery(from:)`.",
                source: "rule FED-8"
            ),
            check: knowsHandshakes
        ),
    ]

    private static func knowsRefusals(_ subject: CardSubject) throws(CardEnd) {
        for sample in try subject.refusals() {
            let text = String(decoding: sample.response.body.prefix(200), as: UTF8.self)
            guard let error = subject.error(sample.response) else { throw .failed("taken for a yes: \(text)") }
            try expect(error.recovery == sample.recovery, "\(error.recovery), not \(sample.recovery): \(text)")
            guard let rejection = sample.rejection else { continue }
            try expect(
                error.rejection == rejection,
                "\(String(describing: error.rejection)), not \(rejection): \(text)"
            )
        }
    }

    private static func saysWhatToDo(_ subject: CardSubject) throws(CardEnd) {
        for sample in try subject.refusals() + subject.samples.handshakes {
            guard let error = subject.error(sample.response) else { continue }
            try expect(error.broker == subject.adapter.id, "it is said of '\(error.broker)'")
            try expect(!error.summary.isEmpty && !error.nextStep.isEmpty, "'\(error)' leaves something out")
        }
    }

    private static func looksUpServerFailures(_ subject: CardSubject) throws(CardEnd) {
        for status in [500, 502, 503, 504] {
            for response in [HTTPResponse(status: status), CardSubject.page(status)] {
                guard let error = subject.error(response) else { throw .failed("\(status) is taken for a yes") }
                try expect(error.recovery == .checkOrderBook, "\(status) says \(error.recovery)")
            }
        }
    }

    private static func waitsWhenTooMany(_ subject: CardSubject) throws(CardEnd) {
        guard let error = subject.error(subject.samples.tooMany), case .slowDown(let wait) = error.recovery else {
            throw .failed("it does not slow down")
        }
        try expect(wait >= .zero && wait <= .seconds(3600), "a wait of \(wait)")
        guard let read = subject.samples.reads.first else { return }
        let talk = subject.carryOut(read.errand, [subject.samples.tooMany])
        guard case .slowDown? = talk.error?.recovery else { throw .failed("\(read.errand) ended with \(talk.end)") }
    }

    /// The reads with one answer replaced, each in turn.
    private static func replacing(
        _ read: CardSamples.Read,
        _ place: Int,
        _ body: [UInt8]
    ) -> [HTTPResponse] {
        var answers = read.answers
        answers[place].body = body
        return answers
    }

    private static func refusesCutReads(_ subject: CardSubject) throws(CardEnd) {
        // Where a list of lines is cut is SYM-2's matter.
        for read in try subject.reads() where read.errand != .instruments {
            for place in read.answers.indices {
                let body = read.answers[place].body
                for count in stride(from: 0, to: body.count, by: max(1, body.count / 97)) {
                    let answers = replacing(read, place, Array(body.prefix(count)))
                    let talk = subject.carryOut(read.errand, answers)
                    try expect(talk.error != nil, "\(read.errand), \(count) bytes, ended with \(talk.end)")
                }
            }
        }
    }

    private static func refusesPages(_ subject: CardSubject) throws(CardEnd) {
        for read in try subject.reads() {
            for status in [200, 502] {
                let talk = subject.carryOut(read.errand, [CardSubject.page(status)])
                switch talk.error?.recovery {
                case .checkOrderBook, .retry: break
                default: throw .failed("\(read.errand) and a page with \(status) ended with \(talk.end)")
                }
            }
        }
    }

    private static func survivesNoisyReads(_ subject: CardSubject) throws(CardEnd) {
        var dice = SeededDice(seed: 7)
        for read in try subject.reads() {
            for _ in 0..<200 {
                let place = dice.below(read.answers.count)
                var body = read.answers[place].body
                for _ in 0...dice.below(4) where !body.isEmpty { body[dice.below(body.count)] = UInt8(dice.below(256)) }
                let talk = subject.carryOut(read.errand, replacing(read, place, body))
                if case .stuck(let text) = talk.end { throw .failed("\(read.errand): \(text)") }
            }
        }
    }

    private static func knowsHandshakes(_ subject: CardSubject) throws(CardEnd) {
        try expect(!subject.samples.handshakes.isEmpty, "there is no sample of one")
        for sample in subject.samples.handshakes {
            let error = subject.adapter.recovery(from: sample.response)
            let status = sample.response.status
            try expect(error.recovery == sample.recovery, "\(status) says \(error.recovery), not \(sample.recovery)")
        }
    }
}

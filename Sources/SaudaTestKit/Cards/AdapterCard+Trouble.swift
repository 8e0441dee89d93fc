import SaudaBroker
import SaudaCore

extension AdapterCard {
    static let trouble = [
        AdapterCard(
            Card(
                "ERR-9",
                "No refusal is read as data, whatever was asked.",
                why: "A refusal that is read as an empty book makes every order absent.",
                fix: "Look for the broker's refusal before rows are made of an answer.",
                source: "architecture, section 4"
            ),
            check: readsNoRefusal
        ),
        AdapterCard(
            Card(
                "ERR-10",
                "A read that a broken broker answers is tried again.",
                why: "A minute of 503 must not end the day.",
                fix: "Give reads with 5xx `checkOrderBook` or `retry`.",
                source: "rule CPY-11"
            ),
            check: repeatsReads
        ),
        AdapterCard(
            Card(
                "ERR-11",
                "A read whose answer is empty, or JSON of another kind, is an error.",
                why: "An answer without a list says nothing about the list.",
                fix: "Ask for the object or list that the document names; throw `checkOrderBook` without it.",
                source: "style, section 8"
            ),
            check: refusesOtherKinds
        ),
        AdapterCard(
            Card(
                "ERR-12",
                "What a broker says of an error is cut to a length that people read.",
                why: "A page of a hundred kilobytes in an alert hides the one line that matters.",
                fix: "Take the first few hundred letters of the broker's words.",
                source: "style, section 6"
            ),
            check: cutsWords
        ),
        AdapterCard(
            Card(
                "ERR-13",
                "A handshake that a broken broker refuses is tried again.",
                why: "A gateway that restarts says 502 for a minute; a feed that stops then is blind for the day.",
                fix: "Give 5xx of a handshake `retry`; keep `stop` for what a person has to mend.",
                source: "rule FED-8"
            ),
            check: repeatsHandshakes
        ),
        AdapterCard(
            Card(
                "ERR-14",
                "A sign-in that a broken broker answers is no wrong password: it is tried again later.",
                why: "A stop at 08:45 because of one 502 costs the day; a dozen tries at once cost the account.",
                fix: "End the sign-in with `retry` after a wait where the broker gave no answer of its own.",
                source: "rule AUT-3"
            ),
            check: repeatsSignIns
        ),
        AdapterCard(
            Card(
                "ERR-15",
                "A sign-in that comes too often waits.",
                why: "Whoever goes on knocking at the login is locked out.",
                fix: "Give 429 of a sign-in `slowDown(after:)` or `retry(after:)`.",
                source: "rule AUT-3"
            ),
            check: waitsWithSignIns
        ),
    ]

    private static let broken = [500, 502, 503, 504]

    private static func readsNoRefusal(_ subject: CardSubject) throws(CardEnd) {
        for read in try subject.reads() where read.errand != .instruments {
            for sample in try subject.refusals() {
                let text = String(decoding: sample.response.body.prefix(200), as: UTF8.self)
                let talk = subject.carryOut(read.errand, [sample.response])
                try expect(talk.error != nil, "\(read.errand.kind.rawValue) ended with \(talk.end) by \(text)")
            }
        }
    }

    private static func repeatsReads(_ subject: CardSubject) throws(CardEnd) {
        for read in try subject.reads() {
            for status in broken {
                for answer in [HTTPResponse(status: status), CardSubject.page(status)] {
                    let talk = subject.carryOut(read.errand, [answer])
                    switch talk.error?.recovery {
                    case .checkOrderBook, .retry: break
                    default: throw .failed("\(read.errand.kind.rawValue) and \(status) ended with \(talk.end)")
                    }
                }
            }
        }
    }

    private static func refusesOtherKinds(_ subject: CardSubject) throws(CardEnd) {
        for read in try subject.reads() {
            for body in ["", "null", "7", "\"text\"", "true"] {
                guard var answer = read.answers.last else { throw .failed("a sample has no answer") }
                answer.body = Array(body.utf8)
                let talk = subject.carryOut(read.errand, read.answers.dropLast() + [answer])
                try expect(talk.error != nil, "\(read.errand.kind.rawValue) and '\(body)' ended with \(talk.end)")
            }
        }
    }

    private static func cutsWords(_ subject: CardSubject) throws(CardEnd) {
        let words = String(repeating: " and so on", count: 10_000)
        for status in [200, 400, 403, 500] {
            var page = CardSubject.page(status)
            page.body += Array(words.utf8)
            guard let error = subject.error(page) else { throw .failed("\(status) is taken for a yes") }
            try expect(error.description.count <= 1000, "\(status) says \(error.description.count) letters")
        }
        // The words of a refusal, made long where they stand.
        for sample in try subject.refusals() {
            let text = String(decoding: sample.response.body, as: UTF8.self)
            guard let said = text.split(separator: "\"").last(where: { $0.contains { $0 == " " } }) else { continue }
            var answer = sample.response
            answer.body = Array(text.replacing(said, with: said + words).utf8)
            guard let error = subject.error(answer) else { throw .failed("taken for a yes: \(text.prefix(200))") }
            try expect(error.description.count <= 1000, "\(error.description.count) letters of \(text.prefix(200))")
        }
    }

    private static func repeatsHandshakes(_ subject: CardSubject) throws(CardEnd) {
        for status in broken {
            for answer in [HTTPResponse(status: status), CardSubject.page(status)] {
                switch subject.adapter.recovery(from: answer).recovery {
                case .retry, .slowDown, .checkOrderBook: break
                case let other: throw .failed("\(status) says \(other)")
                }
            }
        }
    }

    private static func repeatsSignIns(_ subject: CardSubject) throws(CardEnd) {
        for status in broken {
            let answers = subject.samples.signIn.answers.dropLast() + [CardSubject.page(status)]
            let talk = subject.signIn(in: subject.context, answers: Array(answers))
            switch talk.error?.recovery {
            case .retry, .slowDown, .checkOrderBook: break
            default: throw .failed("\(status) ended with \(talk.end)")
            }
        }
    }

    private static func waitsWithSignIns(_ subject: CardSubject) throws(CardEnd) {
        let answers = subject.samples.signIn.answers.dropLast() + [subject.samples.tooMany]
        let talk = subject.signIn(in: subject.context, answers: Array(answers))
        switch talk.error?.recovery {
        case .slowDown(let wait)?, .retry(let wait)?: try expect(wait > .zero, "it comes again at once")
        default: throw .failed("it ended with \(talk.end)")
        }
    }
}

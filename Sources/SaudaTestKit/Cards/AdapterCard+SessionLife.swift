import SaudaBroker
import SaudaCore

extension AdapterCard {
    static let sessionLife = [
        AdapterCard(
            Card(
                "AUTH-14",
                "A sign-in whose answer is cut, empty or a page gives no session, and asks for no other sign-in.",
                why: "A session made of half an answer fails at the first order; sign-ins that ask for more never end.",
                fix: "Refuse an answer without all of the session's parts; end with `stop`, `retry` or `slowDown`.",
                source: "rule AUT-3"
            ),
            check: needsWholeAnswers
        ),
        AdapterCard(
            Card(
                "AUTH-15",
                "A session says when it ends: within a day and a half of its beginning.",
                why: "Who does not know that a session ends at midnight trades the morning with a dead one.",
                fix: "Take the end from the broker's answer, or from its rule for the day.",
                source: "rule AUT-2"
            ),
            check: statesItsEnd
        ),
        AdapterCard(
            Card(
                "AUTH-16",
                "Every request of the account, and every connection, carries its own session.",
                why: "With tokens mixed up one account's orders go out in the name of another.",
                fix: "Write the tokens of `context.session` into each request; keep none in the adapter.",
                source: "architecture, section 3"
            ),
            check: carriesItsSession
        ),
    ]

    /// What a broken broker or a proxy makes of a good answer.
    static func spoiled(_ answer: HTTPResponse) -> [(name: String, answer: HTTPResponse)] {
        var (half, empty) = (answer, answer)
        half.body = Array(answer.body.prefix(answer.body.count / 2))
        empty.body = []
        return [
            ("half an answer", half), ("an empty answer", empty), ("a page", CardSubject.page(200)),
            ("a page of 502", CardSubject.page(502)),
        ]
    }

    private static func needsWholeAnswers(_ subject: CardSubject) throws(CardEnd) {
        let good = subject.samples.signIn.answers
        for place in good.indices {
            for (name, answer) in spoiled(good[place]) {
                // What follows a spoiled answer is good again, should anybody ask.
                let talk = subject.signIn(in: subject.context, answers: good.prefix(place) + [answer] + good)
                guard let error = talk.error else { throw .failed("\(name) ended with \(talk.end)") }
                switch error.recovery {
                case .stop, .retry, .slowDown, .checkOrderBook: break
                case .signInAgain, .changeRequest: throw .failed("\(name) says \(error.recovery)")
                }
            }
        }
    }

    private static func statesItsEnd(_ subject: CardSubject) throws(CardEnd) {
        let talk = subject.signIn(in: subject.context)
        guard case .session(let session)? = talk.result else { throw .failed("it ended with \(talk.end)") }
        guard let end = session.expires else { throw .failed("it says nothing of its end") }
        let life = end.since(session.issued)
        try expect(life > .zero && life <= .seconds(36 * 3600), "it lives for \(life)")
    }

    private static func carriesItsSession(_ subject: CardSubject) throws(CardEnd) {
        var other = subject
        // An address of the day is no token.
        for (name, secret) in subject.context.session?.secrets ?? [:] where !secret.reveal().hasPrefix("https://") {
            other.context.session?.secrets[name] = Secret("another." + secret.reveal() + ".one")
        }
        let cancel = OrderCommand.cancel(subject.samples.accepted.id, subject.share)
        for (name, command) in [("an order", subject.placing), ("a cancel", cancel)] {
            let isSame = try subject.request(command) == other.request(command)
            try expect(!isSame, "\(name) of another session looks the same")
        }
        for read in try subject.reads() {
            // What is no secret of the account, some brokers tell to whoever has the app.
            switch read.errand.kind {
            case .instruments, .quotes, .dayQuotes, .candles, .optionExpiries, .optionChain: continue
            default: break
            }
            let ours = subject.carryOut(read.errand, read.answers).sent
            let others = other.carryOut(read.errand, read.answers).sent
            let differ = !ours.isEmpty && zip(ours, others).allSatisfy { $0 != $1 }
            try expect(differ, "\(read.errand.kind.rawValue) carries no session")
        }
        let isSame = try opening(subject) == opening(other)
        try expect(!isSame, "the feed of another session looks the same")
    }

    /// What tells the feed who comes.
    private static func opening(_ subject: CardSubject) throws(CardEnd) -> [String] {
        let plan = try subject.plan()
        var codec = plan.codec
        var output = StreamOutput()
        codec.opened(at: subject.now, into: &output)
        let sent = output.send.map { "\($0)" }
        switch plan.address {
        case .fixed(let request): return [request.url] + request.headers.map(\.value) + sent
        case .handedOut(let question, _): return [question.whole] + question.headers.map(\.value) + sent
        }
    }
}

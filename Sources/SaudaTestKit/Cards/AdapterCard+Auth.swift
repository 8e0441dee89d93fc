import SaudaBroker
import SaudaCore

extension AdapterCard {
    static let auth = [
        AdapterCard(
            Card(
                "AUTH-1",
                "A sign-in with the broker's own answers ends with the account's session.",
                why: "Every other call needs it.",
                fix: "Compare the sign-in dialogue with the protocol, step by step.",
                source: "rule AUT-1"
            ),
            check: signsIn
        ),
        AdapterCard(
            Card(
                "AUTH-2",
                "A credential that is missing is named before anything is sent.",
                why: "A sign-in without it fails at the broker and uses up one of the day's attempts.",
                fix: "Take credentials with `Credentials.require`.",
                source: "rule AUT-1"
            ),
            check: namesMissingCredentials
        ),
        AdapterCard(
            Card(
                "AUTH-3",
                "Without a session no order and no feed is written; both ask for a sign-in.",
                why: "A request without a token is a wasted call and looks like a dead session.",
                fix: "Throw `signInAgain` when the context has no session.",
                source: "rule AUT-2"
            ),
            check: needsSession
        ),
        AdapterCard(
            Card(
                "AUTH-4",
                "A session of another user is refused and stops.",
                why: "Two accounts with their tokens mixed up would trade each other's money.",
                fix: "Compare the user that the broker names with the credentials' user.",
                source: "architecture, section 3"
            ),
            check: refusesOtherUser
        ),
        AdapterCard(
            Card(
                "AUTH-5",
                "A refused sign-in is not tried again by itself at once.",
                why: "A wrong password that is repeated locks the account.",
                fix: "End the sign-in with `stop`, or with `retry` or `slowDown` where the broker asks to wait.",
                source: "rule AUT-3"
            ),
            check: stopsWhenRefused
        ),
        AdapterCard(
            Card(
                "AUTH-6",
                "Every read that finds its session dead asks for a new one.",
                why: "The one sign-in that follows is what brings all of them back.",
                fix: "Give the broker's token error `signInAgain`, whatever call it answers.",
                source: "rule AUT-2"
            ),
            check: readsSeeDeadSession
        ),
        AdapterCard(
            Card(
                "AUTH-7",
                "No secret stands in what a request or an error prints.",
                why: "Logs, alerts and reports are shown to others.",
                fix: "Keep tokens in `Secret` and in headers, bodies or queries; leave them out of summaries.",
                source: "rule LOG-3"
            ),
            check: hidesSecrets
        ),
        AdapterCard(
            Card(
                "AUTH-8",
                "Everything goes out over TLS.",
                why: "A token that travels in the clear is everybody's.",
                fix: "Use https and wss for the broker's public addresses.",
                source: "rule LOG-3"
            ),
            check: usesTLS
        ),
    ]

    private static func signsIn(_ subject: CardSubject) throws(CardEnd) {
        let talk = subject.signIn(in: subject.context)
        guard case .session(let session)? = talk.result else { throw .failed("it ended with \(talk.end)") }
        try expect(session.user == subject.context.credentials.user, "the session is \(session.user)'s")
        try expect(session.secrets.values.contains { !$0.isEmpty }, "the session holds no token")
        if let expires = session.expires { try expect(expires > session.issued, "it ends before it begins") }
    }

    private static func namesMissingCredentials(_ subject: CardSubject) throws(CardEnd) {
        for name in subject.samples.neededSecrets {
            try expect(subject.adapter.credentialNames.contains(name), "credentialNames leaves \(name) out")
            var context = subject.context
            context.credentials.secrets[name] = nil
            let talk = subject.signIn(in: context)
            guard let error = talk.error else { throw .failed("without \(name) it ended with \(talk.end)") }
            try expect(talk.sent.isEmpty, "without \(name) something was sent")
            try expect(error.description.contains(name), "the error does not name \(name): \(error)")
            try expect(error.recovery == .stop, "without \(name) it says \(error.recovery)")
        }
    }

    private static func needsSession(_ subject: CardSubject) throws(CardEnd) {
        var context = subject.context
        context.session = nil
        guard let error = subject.refusal(of: subject.placing, in: context) else {
            throw .failed("an order is written without a session")
        }
        try expect(error.recovery == .signInAgain, "an order without a session says \(error.recovery)")
        do throws(BrokerError) {
            _ = try subject.adapter.feed(in: context)
        } catch {
            return try expect(error.recovery == .signInAgain, "a feed without a session says \(error.recovery)")
        }
        throw .failed("a feed is opened without a session")
    }

    private static func refusesOtherUser(_ subject: CardSubject) throws(CardEnd) {
        var context = subject.context
        context.credentials.user += "X"
        let talk = subject.signIn(in: context)
        guard let error = talk.error else { throw .failed("it ended with \(talk.end)") }
        try expect(error.recovery == .stop, "another user's session says \(error.recovery)")
    }

    private static func stopsWhenRefused(_ subject: CardSubject) throws(CardEnd) {
        let answers = subject.samples.signIn.answers.dropLast() + [subject.samples.signIn.refusal]
        let talk = subject.signIn(in: subject.context, answers: Array(answers))
        guard let error = talk.error else { throw .failed("it ended with \(talk.end)") }
        switch error.recovery {
        case .stop, .retry, .slowDown: break
        default: throw .failed("a refused sign-in says \(error.recovery)")
        }
    }

    private static func readsSeeDeadSession(_ subject: CardSubject) throws(CardEnd) {
        for read in try subject.reads() {
            // A list that everybody may read needs no session.
            if case .instruments = read.errand { continue }
            let talk = subject.carryOut(read.errand, [subject.samples.deadSession])
            guard let error = talk.error else { throw .failed("\(read.errand) ended with \(talk.end)") }
            try expect(error.recovery == .signInAgain, "\(read.errand) says \(error.recovery)")
        }
    }

    private static func hidesSecrets(_ subject: CardSubject) throws(CardEnd) {
        let context = subject.context
        var secrets = Array(context.credentials.secrets.values)
        secrets += (context.session?.secrets.values).map(Array.init) ?? []
        var texts = ["\(try subject.request(subject.placing))", "\(try subject.plan().address)"]
        texts.append(String(reflecting: try subject.request(subject.placing)))
        for refusal in try subject.refusals() {
            texts.append("\(subject.error(refusal.response)?.description ?? "")")
        }
        for read in try subject.reads() {
            let talk = subject.carryOut(read.errand, read.answers)
            texts += talk.sent.map { "\($0)" }
        }
        texts += subject.signIn(in: context).sent.map { "\($0)" }
        // The address of the day, which a session may keep, is no secret.
        for secret in secrets where secret.reveal().count >= 4 && !secret.reveal().hasPrefix("https://") {
            // The text itself is shown to nobody either.
            try expect(!texts.contains { $0.contains(secret.reveal()) }, "a secret is printed")
        }
    }

    private static func usesTLS(_ subject: CardSubject) throws(CardEnd) {
        var requests = [try subject.request(subject.placing)] + subject.signIn(in: subject.context).sent
        for read in try subject.reads() { requests += subject.carryOut(read.errand, read.answers).sent }
        let plan = try subject.plan()
        if case .handedOut(let question, _) = plan.address { requests.append(question) }
        for request in requests { try expect(request.url.hasPrefix("https://"), "\(request) is not https") }
        let feed = try subject.request(of: plan)
        try expect(feed.url.hasPrefix("wss://"), "\(feed) is not wss")
    }
}

import SaudaBroker
import SaudaCore
import SaudaService

/// How an account stands with its broker.
struct AccountStatus: Encodable {
    enum State: String, Encodable {
        case signedIn = "signed-in"
        /// A session is kept and could not be asked about.
        case kept
        case expired
        case signedOut = "signed-out"
        /// Inside sauda: there is nothing to sign in to.
        case simulated
    }

    var account: String
    var broker: String
    var state: State
    var user: String?
    var issued: String?
    var expires: String?
    /// In seconds.
    var age: Int64?
    var left: Int64?
    /// The broker's clock less ours, in milliseconds: at least and at most.
    var skewLeast: Int64?
    var skewMost: Int64?
    var trouble: String?
    var isNew: Bool?

    enum CodingKeys: String, CodingKey {
        case account, broker, state, user, issued, expires, trouble
        case age = "age_seconds"
        case left = "left_seconds"
        case skewLeast = "skew_ms_least"
        case skewMost = "skew_ms_most"
        case isNew = "is_new"
    }

    init(_ account: Config.Account, _ state: State) {
        self.account = account.name
        broker = account.broker
        self.state = state
    }

    init(_ account: Config.Account, _ session: BrokerSession, at now: Timestamp) {
        self.init(account, session.isValid(at: now) ? .kept : .expired)
        user = session.user
        issued = "\(session.issued)"
        expires = session.expires.map { "\($0)" }
        age = now.since(session.issued).microseconds / 1_000_000
        left = session.expires.map { max(0, $0.since(now).microseconds / 1_000_000) }
    }

    init(_ chosen: LineOptions.Chosen, _ session: BrokerSession, skew: ClosedRange<TimeSpan>?, isNew: Bool) {
        self.init(chosen.account, session, at: chosen.maker.clock.now)
        state = .signedIn
        self.isNew = isNew
        take(skew)
    }

    mutating func take(_ skew: ClosedRange<TimeSpan>?) {
        skewLeast = skew.map { $0.lowerBound.microseconds / 1000 }
        skewMost = skew.map { $0.upperBound.microseconds / 1000 }
    }

    /// What is certain about the clocks, in words; nil when nothing is known.
    var skewText: String? {
        guard let skewLeast, let skewMost else { return nil }
        if skewLeast <= 0, skewMost >= 0 { return "equal (within \(max(-skewLeast, skewMost)) ms)" }
        let off = skewLeast > 0 ? skewLeast : -skewMost
        return skewLeast > 0 ? "ours is \(off) ms or more behind" : "ours is \(off) ms or more ahead"
    }

    var sentence: String {
        let until =
            expires.flatMap { $0.split(separator: "+").first }.map { " until \($0.replacing("T", with: " "))" } ?? ""
        let clock = skewText.map { "\nClocks: \($0)." } ?? ""
        let verb = isNew == true ? "signed in" : "is signed in already"
        let again = isNew == true ? "" : " --again signs in anew."
        return "\(account) \(verb) to \(broker) as \(user ?? "?")\(until) (India).\(again)\(clock)"
    }
}

package import SaudaCore

/// One account's session. However many calls find it expired, one sign-in follows, and all wait for it.
///
///     input              out         signing in   in                     failed
///     need               signIn      wait         go; signIn when over   wait, or signIn once `until` has come
///     refused(current)   -           -            out; failed for a while when sessions die young, one after another
///     refused(older)     -           -            go: it is new already  -
///     signedIn           in          in           in                     in
///     signInFailed       -           failed       -                      -
///     renewed(current)   -           -            in                     -
///     resume             -           -            -                      out
package struct SessionKeeper: Sendable {
    package enum State: Sendable {
        case out
        case signingIn
        case `in`(BrokerSession)
        /// `until` is nil when only a person can go on.
        case failed(BrokerError, until: Timestamp?)
    }

    package enum Need: Hashable, Sendable {
        /// There is a session.
        case go
        /// One is being made.
        case wait
        /// Make one: said once.
        case signIn
        case failed(BrokerError)
    }

    package private(set) var state: State
    /// Counts the sessions; a call remembers which one it was sent with.
    package private(set) var generation = 0
    private let broker: String
    private let perDay: Int
    package private(set) var tries: SignInTries
    private var backoff: Backoff
    private var signedInAt: Timestamp?
    private var diedYoung = 0

    /// A session that is refused earlier than this after its sign-in died young.
    private static let youth = TimeSpan.seconds(60)

    /// - Parameters:
    ///   - session: the one an earlier process left.
    ///   - tries: those of earlier processes.
    package init(
        _ session: BrokerSession?,
        of broker: String,
        perDay: Int,
        tries: SignInTries = SignInTries(),
        seed: UInt64
    ) {
        state = session.map { .in($0) } ?? .out
        self.broker = broker
        self.perDay = perDay
        self.tries = tries
        backoff = Backoff(first: .seconds(30), most: .seconds(600), seed: seed)
    }

    package var session: BrokerSession? { if case .in(let session) = state { session } else { nil } }

    /// When a failed sign-in may be tried again.
    package var retryAt: Timestamp? { if case .failed(_, let until) = state { until } else { nil } }

    /// A call that needs a session asks.
    package mutating func need(at now: Timestamp) -> Need {
        switch state {
        case .in(let session) where session.isValid(at: now): return .go
        case .signingIn: return .wait
        case .failed(let error, let until):
            guard let until, now >= until else { return .failed(error) }
            return signIn(at: now)
        case .out, .in: return signIn(at: now)
        }
    }

    /// The broker refused the session of a call that was sent with `generation`.
    package mutating func refused(_ generation: Int, at now: Timestamp) {
        guard generation == self.generation, case .in = state else { return }
        state = .out
        guard let signedInAt, now.since(signedInAt) < Self.youth else {
            diedYoung = 0
            return backoff.reset()
        }
        diedYoung += 1
        guard diedYoung > 1 else { return }
        let error = BrokerError(
            broker: broker,
            summary: "\(diedYoung) sessions in a row were refused within a minute of their sign-in",
            nextStep: "Look whether another program signs in with the same account.",
            recovery: .retry(after: .zero)
        )
        state = .failed(error, until: now.advanced(by: backoff.next()))
    }

    package mutating func signedIn(_ session: BrokerSession, at now: Timestamp) {
        state = .in(session)
        generation += 1
        signedInAt = now
    }

    /// The session of `generation` was prolonged. Returns whether its token is another one now, so that sockets have to be
    /// opened anew; nil when that session is gone, and this one is not taken.
    package mutating func renewed(_ session: BrokerSession, of generation: Int) -> Bool? {
        guard generation == self.generation, case .in(let old) = state else { return nil }
        let isOther = old.secrets != session.secrets
        state = .in(session)
        if isOther { self.generation += 1 }
        return isOther
    }

    package mutating func failed(_ error: BrokerError, at now: Timestamp) {
        switch error.recovery {
        case .stop, .changeRequest: state = .failed(error, until: nil)
        case .retry(let wait), .slowDown(let wait):
            state = .failed(error, until: now.advanced(by: max(wait, backoff.next())))
        case .signInAgain, .checkOrderBook: state = .failed(error, until: now.advanced(by: backoff.next()))
        }
    }

    /// A person has looked: sign-ins are counted anew.
    package mutating func resume() {
        if case .failed = state { state = .out }
        tries.count = 0
        diedYoung = 0
        backoff.reset()
    }

    private mutating func signIn(at now: Timestamp) -> Need {
        if tries.day != now.day { tries = SignInTries(day: now.day) }
        guard tries.count < perDay else {
            let error = BrokerError(
                broker: broker,
                summary: "\(tries.count) sign-ins were tried today, and one more could lock the account",
                nextStep: "Look why they do not last, then run sauda login.",
                recovery: .stop
            )
            state = .failed(error, until: nil)
            return .failed(error)
        }
        tries.count += 1
        state = .signingIn
        return .signIn
    }
}

import SaudaCore

// Errands: sign-in, reads and questions, each a dialogue that is stepped.

extension LinkMachine {
    @discardableResult
    mutating func begin(_ errand: Errand, _ owner: LinkErrand.Owner, number given: UInt64? = nil) -> UInt64 {
        let number = given.map { $0 | 1 << 63 } ?? number()
        errands[number] = LinkErrand(number: number, errand: errand, owner: owner)
        return number
    }

    mutating func beginSignIn(at now: Timestamp, into actions: inout [LinkAction]) {
        actions.append(.count(sessions.tries))
        actions.append(.notice(LinkNotice(.info, "signing-in", "signing in to \(adapter.id).")))
        startErrand(begin(.signIn, .signIn), at: now, into: &actions)
    }

    /// What the engine asks; what is not a broker's to answer is left to others.
    mutating func ask(_ question: Question, _ request: RequestID, at now: Timestamp) {
        switch question {
        case .orderBook(let account) where account == settings.account:
            bookAskers.append((request, now))
            bookDue = now
        case .funds(let account) where account == settings.account: begin(.funds, .engine(request))
        case .holdings(let account) where account == settings.account: begin(.holdings, .engine(request))
        case .quote(let instrument): begin(.quotes([instrument]), .engine(request))
        case .history(let instrument, let days):
            let last = now.day.advanced(by: -1)
            begin(
                .candles(instrument, .day, from: now.day.advanced(by: -Int(days)), through: last),
                .engine(request)
            )
        case .orderBook, .funds, .holdings, .study, .fundamentals, .headlines: break
        }
    }

    /// Starts and restarts what may go on.
    mutating func turnErrands(at now: Timestamp, into actions: inout [LinkAction]) {
        for number in errands.keys.sorted() {
            guard let errand = errands[number] else { continue }
            if let restart = errand.restartsAt {
                guard restart <= now else { continue }
                errands[number]?.restartsAt = nil
                errands[number]?.hasStarted = false
            }
            if let prompt = errand.prompt, prompt.again <= now {
                remind(number, prompt.action, at: now, into: &actions)
            }
            if let wait = errand.waitsUntil, wait <= now {
                errands[number]?.waitsUntil = nil
                step(number, .waited, at: now, into: &actions)
            } else if errands[number]?.hasStarted == false {
                startErrand(number, at: now, into: &actions)
            }
        }
    }

    var nextOfErrands: Timestamp? {
        errands.values.flatMap { [$0.restartsAt ?? $0.waitsUntil, $0.prompt?.again] }.compactMap(\.self).min()
    }

    /// Nothing trades until a person has logged in, so it is said again and again (FED-4).
    private mutating func remind(
        _ number: UInt64,
        _ action: LinkAction,
        at now: Timestamp,
        into actions: inout [LinkAction]
    ) {
        prompt(number, action, at: now, into: &actions)
        let text = "\(adapter.id) waits for a person to log in; no order goes out before."
        actions.append(.notice(LinkNotice(.critical, "login-awaited", text)))
    }

    /// A dialogue writes its requests with the session of its start, so it is made when there is one.
    private mutating func startErrand(_ number: UInt64, at now: Timestamp, into actions: inout [LinkAction]) {
        guard let errand = errands[number] else { return }
        guard let task = errand.errand else { return askAnew(number, at: now, into: &actions) }
        if errand.needsSession {
            switch needSession(at: now, into: &actions) {
            case .go: break
            case .wait: return
            case .signIn: return beginSignIn(at: now, into: &actions)
            case .failed(let error): return end(number, .failure(error), at: now, into: &actions)
            }
        }
        let dialogue = adapter.dialogue(task, in: context)
        errands[number]?.dialogue = dialogue
        errands[number]?.hasStarted = true
        errands[number]?.sent = nil
        errands[number]?.generation = sessions.generation
        step(number, .start, at: now, into: &actions)
    }

    mutating func step(_ number: UInt64, _ input: DialogueInput, at now: Timestamp, into actions: inout [LinkAction]) {
        if case .address(let index) = errands[number]?.owner, case .response(let response) = input {
            return tookAddress(number, of: index, response, at: now, into: &actions)
        }
        guard let step = errands[number]?.dialogue?.next(input, at: now) else { return }
        errands[number]?.prompt = nil
        switch step {
        case .send(let request):
            waiting.append(
                LinkCall(
                    id: CallID(number: self.number()),
                    purpose: .errand(number, request),
                    asked: now,
                    notBefore: now
                )
            )
        case .ask(let text): prompt(number, .ask(prompt: text), at: now, into: &actions)
        case .openBrowser(let url): prompt(number, .openBrowser(url: url), at: now, into: &actions)
        case .wait(let until): errands[number]?.waitsUntil = until
        case .done(let result):
            if let errand = errands[number] { count(errand, into: &actions) }
            end(number, .success(result), at: now, into: &actions)
        case .failed(let error): failedErrand(number, error, at: now, into: &actions)
        }
    }

    /// Counts what was left out of an answer. Of the account's own rows it is told, once: what is not shown must not be
    /// taken for nothing.
    private mutating func count(_ errand: LinkErrand, into actions: inout [LinkAction]) {
        for (reason, count) in (errand.dialogue?.skipped ?? [:]).sorted(by: { $0.key < $1.key }) {
            if errand.errand?.isOfAccountRows == true, leftOut.insert(reason).inserted {
                let text = "\(adapter.id) tells of what sauda does not show or follow: \(reason). Look in its own app."
                actions.append(.notice(LinkNotice(.warning, "left-out", text)))
            }
            skipped[reason, default: 0] += count
        }
    }

    private mutating func prompt(
        _ number: UInt64,
        _ action: LinkAction,
        at now: Timestamp,
        into actions: inout [LinkAction]
    ) {
        let again = now.advanced(by: settings.remindAfter)
        errands[number]?.prompt = (action, again)
        actions.append(action)
    }

    /// A person answers the one errand that can ask: the sign-in.
    mutating func goOn(with input: DialogueInput, at now: Timestamp, into actions: inout [LinkAction]) {
        guard let number = errands.values.first(where: { $0.owner == .signIn && $0.hasStarted })?.number else { return }
        step(number, input, at: now, into: &actions)
    }

    mutating func failedErrand(
        _ number: UInt64,
        _ error: BrokerError,
        at now: Timestamp,
        into actions: inout [LinkAction]
    ) {
        guard let errand = errands[number] else { return }
        // A sign-in is counted and backed off by the session keeper; a refused renewal says nothing of the session.
        guard errand.owner != .signIn, errand.owner != .renewal || error.recovery != .signInAgain else {
            return end(number, .failure(error), at: now, into: &actions)
        }
        // Its connection waits and asks anew, longer each time.
        if case .address = errand.owner { return end(number, .failure(error), at: now, into: &actions) }
        // The book is asked next, which is quicker than asking this again.
        if case .lookUp = errand.owner, error.recovery != .signInAgain {
            return end(number, .failure(error), at: now, into: &actions)
        }
        switch error.recovery {
        case .signInAgain:
            sessions.refused(errand.generation, at: now)
            again(number, at: now, after: .zero, error, into: &actions)
        case .retry(let wait), .slowDown(let wait): again(number, at: now, after: wait, error, into: &actions)
        case .checkOrderBook where errand.errand?.isWrite == true: end(number, .failure(error), at: now, into: &actions)
        case .checkOrderBook: again(number, at: now, after: .zero, error, into: &actions)
        case .changeRequest, .stop: end(number, .failure(error), at: now, into: &actions)
        }
    }

    /// Begins a read anew, four times at most; the book is read until it answers.
    private mutating func again(
        _ number: UInt64,
        at now: Timestamp,
        after wait: TimeSpan,
        _ error: BrokerError,
        into actions: inout [LinkAction]
    ) {
        guard let errand = errands[number] else { return }
        guard errand.attempts < 3 || errand.owner == .book else {
            return end(number, .failure(error), at: now, into: &actions)
        }
        errands[number]?.attempts += 1
        let pause =
            wait > .zero ? wait : TimeSpan.milliseconds(errand.owner == .book ? 1000 : 500 << Int64(errand.attempts))
        errands[number]?.restartsAt = error.recovery == .signInAgain ? now : now.advanced(by: pause)
    }

    // MARK: - Ends

    mutating func end(
        _ number: UInt64,
        _ result: Result<ErrandResult, BrokerError>,
        at now: Timestamp,
        into actions: inout [LinkAction]
    ) {
        guard let errand = errands.removeValue(forKey: number) else { return }
        waiting.removeAll { if case .errand(number, _) = $0.purpose { true } else { false } }
        flying.removeAll { if case .errand(number, _) = $0.purpose { true } else { false } }
        switch (errand.owner, result) {
        case (.signIn, _): endSignIn(result, at: now, into: &actions)
        case (.renewal, .success(.session(let session))):
            renewed(session, of: errand.generation, into: &actions)
        case (.renewal, _):
            let text = "the session could not be prolonged; a new one is signed in to when it ends."
            actions.append(.notice(LinkNotice(.warning, "not-renewed", text)))
        case (.probe, .success): probedAt = now
        case (.probe, .failure(let error)):
            probedAt = now
            actions.append(.notice(LinkNotice(.warning, "probe-failed", "\(error)")))
        case (.book, .success(.orders(let rows))):
            tookBook(rows, sent: errand.sent ?? now, at: now, into: &actions)
        case (.book, .success), (.book, .failure):
            bookDue = now.advanced(by: bookFailures.next())
            if case .failure(let error) = result {
                actions.append(.notice(LinkNotice(.warning, "book-unread", "\(error)")))
                for (request, _) in bookAskers { actions.append(.post(.answer(request, .failure("\(error)")))) }
                bookAskers = []
            }
        case (.lookUp(let order), _):
            lookedUp(order, result, sent: errand.sent ?? now, at: now, into: &actions)
        case (.quotes, .success(.quotes(let ticks))): polled(ticks, at: now, into: &actions)
        case (.quotes, _): break
        case (.address(let index), .failure(let error)):
            lost(index, error.summary, noSoonerThan: error.recovery.wait, at: now, into: &actions)
        case (.address, .success): break
        case (.engine(let request), _):
            actions.append(.post(.answer(request, Answer(result))))
        case (.shell, _):
            // What the broker has ended is of no more use here.
            if errand.errand == .signOut, case .success = result { sessions.refused(errand.generation, at: now) }
            actions.append(.result(number & ~(1 << 63), result))
        }
    }

    /// A session from outside ends the sign-in that waits for a person, or stands for one that was given up.
    mutating func take(_ session: BrokerSession, at now: Timestamp, into actions: inout [LinkAction]) {
        guard session.isValid(at: now), session.secrets != sessions.session?.secrets else { return }
        if let signIn = errands.values.first(where: { $0.owner == .signIn }) {
            return end(signIn.number, .success(.session(session)), at: now, into: &actions)
        }
        endSignIn(.success(.session(session)), at: now, into: &actions)
    }

    private mutating func endSignIn(
        _ result: Result<ErrandResult, BrokerError>,
        at now: Timestamp,
        into actions: inout [LinkAction]
    ) {
        switch result {
        case .success(.session(let session)):
            sessions.signedIn(session, at: now)
            toldFailure = nil
            actions.append(.keep(session))
            actions.append(.notice(LinkNotice(.info, "signed-in", "signed in to \(adapter.id) as \(session.user).")))
            newSession(into: &actions)
        case .failure(let error): signInFailed(error, at: now, into: &actions)
        case .success:
            let error = BrokerError(
                broker: adapter.id,
                summary: "the sign-in ended without a session",
                nextStep: "This is a fault of the adapter; report it.",
                recovery: .stop
            )
            signInFailed(error, at: now, into: &actions)
        }
    }

    private mutating func signInFailed(_ error: BrokerError, at now: Timestamp, into actions: inout [LinkAction]) {
        sessions.failed(error, at: now)
        toldFailure = error
        actions.append(.notice(LinkNotice(.critical, "sign-in-failed", "\(error)")))
        // All that waited fail together; asking each again would try once more for each.
        for number in errands.keys.sorted() where errands[number]?.needsSession == true {
            if errands[number]?.hasStarted == false { end(number, .failure(error), at: now, into: &actions) }
        }
    }

    // MARK: - Renewal

    /// Prolongs the session once its broker allows it, once for each session.
    mutating func renew(at now: Timestamp) {
        guard let due = nextRenewal(after: now), due <= now else { return }
        renewalTried = sessions.session?.issued
        begin(.renew, .renewal)
    }

    func nextRenewal(after now: Timestamp) -> Timestamp? {
        guard let session = sessions.session, session.issued != renewalTried, session.isValid(at: now) else {
            return nil
        }
        return session.renewable
    }

    private mutating func renewed(_ session: BrokerSession, of generation: Int, into actions: inout [LinkAction]) {
        guard let isOther = sessions.renewed(session, of: generation) else { return }
        actions.append(.keep(session))
        actions.append(.notice(LinkNotice(.info, "renewed", "the session with \(adapter.id) was prolonged.")))
        if isOther { newSession(into: &actions) }
    }

    // MARK: - The morning's probe (FED-4)

    mutating func probeDaily(at now: Timestamp) {
        let due = now.day.at(settings.probeAt)
        guard now >= due, probedAt.map({ $0 < due }) ?? true,
            !errands.values.contains(where: { $0.owner == .probe })
        else { return }
        begin(.probe, .probe)
    }

    func nextProbe(after now: Timestamp) -> Timestamp? {
        let today = now.day.at(settings.probeAt)
        return now < today ? today : now.day.advanced(by: 1).at(settings.probeAt)
    }
}

extension Errand {
    /// Rows of the account itself: what is left out of them is missed by whoever trades it.
    fileprivate var isOfAccountRows: Bool {
        switch self {
        case .orderBook, .orderHistory, .ordersTagged, .trades, .positions, .holdings, .gtts, .brackets: true
        default: false
        }
    }
}

extension Answer {
    init(_ result: Result<ErrandResult, BrokerError>) {
        self =
            switch result {
            case .success(.candles(let candles)): .candles(candles)
            case .success(.funds(let available)): .funds(available: available)
            case .success(.holdings(let rows)): .holdings(rows)
            case .success(.quotes(let ticks)): ticks.first.map { .quote($0) } ?? .failure("the broker has no quote")
            case .success: .failure("the broker answered something else")
            case .failure(let error): .failure("\(error)")
            }
    }
}

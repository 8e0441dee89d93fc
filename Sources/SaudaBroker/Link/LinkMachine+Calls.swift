import SaudaCore

// Sending: who goes next, and what an answer means.

extension LinkMachine {
    /// What one round over the waiting calls has found so far.
    private struct Round {
        /// When to look again.
        var next: Timestamp?
        /// First in, first out within an endpoint: behind one that waits, the others wait too.
        var endpoints: Set<EndpointClass> = []
        /// Orders of which one request waits for a time of its own; the others go on.
        var orders: Set<OrderID> = []
        var writesWait = false

        mutating func later(_ time: Timestamp) { next = min(next ?? time, time) }
    }

    private enum Verdict {
        case leave
        /// There is nothing to send: it was told already, or the broker has it.
        case drop
        case fail(BrokerError)
        case send(HTTPRequest)
    }

    /// Sends what may go now. Returns when to look again.
    mutating func send(at now: Timestamp, into actions: inout [LinkAction]) -> Timestamp? {
        var round = Round()
        var place = 0
        while place < waiting.count {
            switch look(at: waiting[place], &round, at: now, into: &actions) {
            case .leave: place += 1
            case .drop: waiting.remove(at: place)
            case .fail(let error): giveUp(waiting.remove(at: place), error, at: now, into: &actions)
            case .send(let request):
                var call = waiting.remove(at: place)
                call.sent = now
                call.attempts += 1
                call.generation = sessions.generation
                call.endpoint = request.endpoint
                if call.isWrite { writeBreaker.sent() } else { readBreaker.sent() }
                noteSent(call, at: now)
                flying.append(call)
                let limit = call.isWrite ? settings.writeLimit : settings.readLimit
                actions.append(.send(call.id, request, within: limit))
            }
        }
        return round.next
    }

    private mutating func look(
        at call: LinkCall,
        _ round: inout Round,
        at now: Timestamp,
        into actions: inout [LinkAction]
    ) -> Verdict {
        if case .order(let id, let command, let number) = call.purpose {
            if case .place = command, orders[id]?.id != nil { return .drop }
            if let refusal = refusal(of: command, asked: call.asked, at: now) {
                tellRefused(id, command, number, refusal, into: &actions)
                return .drop
            }
            if !call.isCancel {
                round.later(call.asked.advanced(by: settings.commandLife).advanced(by: .milliseconds(1)))
            }
            if round.writesWait || round.orders.contains(id) { return .leave }
            if let free = writeGate(at: now) {
                round.writesWait = true
                round.later(free)
                return .leave
            }
        }
        guard call.notBefore <= now else {
            round.later(call.notBefore)
            if let id = call.order { round.orders.insert(id) }
            return .leave
        }
        switch sessionState(for: call, at: now, into: &actions) {
        case .go: break
        case .wait:
            if call.isWrite { round.writesWait = true }
            return .leave
        case .stale:
            if case .errand(let number, _) = call.purpose { errands[number]?.restartsAt = now }
            round.later(now)
            return .drop
        // A way out is kept until there is a session again; it never grows stale.
        case .fail where call.isCancel: return .leave
        case .fail(let error): return .fail(error)
        }
        guard let request = request(of: call, into: &actions) else { return .drop }
        if round.endpoints.contains(request.endpoint), !call.isCancel { return .leave }
        if let opens = breakerOpens(call, at: now) {
            round.endpoints.insert(request.endpoint)
            round.later(opens)
            return .leave
        }
        if let free = pacer.admit(request.endpoint, segment(of: call), at: now, by: clock) {
            round.endpoints.insert(request.endpoint)
            if call.isWrite { round.writesWait = true }
            round.later(free)
            return .leave
        }
        return .send(request)
    }

    /// Puts a call back where it stood.
    private mutating func putBack(_ call: LinkCall, until time: Timestamp) {
        var call = call
        call.sent = nil
        call.notBefore = time
        let place = waiting.firstIndex { $0.id.number > call.id.number } ?? waiting.count
        waiting.insert(call, at: place)
    }

    private enum SessionState {
        case go, wait
        /// It was written with an older session.
        case stale
        case fail(BrokerError)
    }

    /// Whether the call has the session it needs; begins a sign-in when there is none.
    private mutating func sessionState(
        for call: LinkCall,
        at now: Timestamp,
        into actions: inout [LinkAction]
    ) -> SessionState {
        if case .errand(let number, _) = call.purpose, errands[number]?.needsSession == false { return .go }
        switch needSession(at: now, into: &actions) {
        case .go: return isStale(call) ? .stale : .go
        case .wait: return .wait
        case .signIn:
            beginSignIn(at: now, into: &actions)
            return .wait
        case .failed(let error): return .fail(error)
        }
    }

    /// Orders go one after the other, so that they arrive in the order they were given; a slow answer holds the next
    /// one up for a second at most.
    private func writeGate(at now: Timestamp) -> Timestamp? {
        var free: Timestamp?
        for call in flying where call.isWrite {
            guard let sent = call.sent else { continue }
            let end = sent.advanced(by: settings.writeGap)
            if end > now { free = max(free ?? end, end) }
        }
        return free
    }

    private func isStale(_ call: LinkCall) -> Bool {
        guard case .errand(let number, _) = call.purpose, let errand = errands[number] else { return false }
        return errand.generation != sessions.generation
    }

    /// The request as it is now, with the session at hand. Nil when there is nothing to send: it was told already.
    private mutating func request(of call: LinkCall, into actions: inout [LinkAction]) -> HTTPRequest? {
        switch call.purpose {
        case .errand(_, let request): return request
        case .order(let id, let command, let number):
            do throws(BrokerError) {
                return try adapter.request(command, in: context)
            } catch {
                tellRefused(id, command, number, error.asRejection, into: &actions)
                return nil
            }
        }
    }

    /// Why a command is not sent any more.
    private func refusal(of command: OrderCommand, asked: Timestamp, at now: Timestamp) -> Rejection? {
        if case .cancel = command { return nil }
        if let stopped { return .notSent("\(stopped.summary). \(stopped.nextStep)") }
        if let withdrawn, asked <= withdrawn { return .notSent("orders were halted before it was sent") }
        guard now.since(asked) > settings.commandLife else { return nil }
        return .notSent("it waited \(settings.commandLife.microseconds / 1_000_000) s, and its price is old")
    }

    private func breakerOpens(_ call: LinkCall, at now: Timestamp) -> Timestamp? {
        switch call.purpose {
        // A way out stays open.
        case .order(_, .cancel, _): nil
        case .order: writeBreaker.opens(at: now)
        case .errand: readBreaker.opens(at: now)
        }
    }

    private func segment(of call: LinkCall) -> Segment? {
        guard case .order(_, let command, _) = call.purpose else { return nil }
        return context.listings[command.instrument]?.instrument.segment
    }

    // MARK: - Answers

    mutating func answered(_ id: CallID, _ response: HTTPResponse, at now: Timestamp, into actions: inout [LinkAction])
    {
        guard let place = flying.firstIndex(where: { $0.id == id }) else { return }
        var call = flying.remove(at: place)
        if let text = response.header("date"), let date = HTTPDate.parse(text), let sent = call.sent {
            clock.hear(date, sent: sent, received: now)
        }
        if call.isWrite, let sent = call.sent, let endpoint = call.endpoint {
            pacer.answered(endpoint, segment(of: call), sent: sent, at: now, by: clock)
        }
        note(isHealthy: response.status < 500, call, at: now)
        switch call.purpose {
        case .errand(let number, let request):
            if response.status == 429 {
                let wait = min(max(response.header("retry-after").flatMap { Int64($0) } ?? 1, 1), 3600)
                pacer.close(request.endpoint, until: now.advanced(by: .seconds(wait)))
            }
            step(number, .response(response), at: now, into: &actions)
        case .order(let order, let command, let number):
            do throws(BrokerError) {
                let answer = try adapter.answer(response, to: command)
                took(order, command, number, answer, at: now, into: &actions)
            } catch {
                switch error.recovery {
                case .slowDown(let wait):
                    let opens = now.advanced(by: max(wait, .seconds(1)))
                    if let endpoint = call.endpoint {
                        close(endpoint, until: opens, for: error, at: now, into: &actions)
                    }
                    putBack(call, until: opens)
                    forgetSent(order, command)
                case .retry(let wait):
                    putBack(call, until: now.advanced(by: max(wait, .milliseconds(250))))
                    forgetSent(order, command)
                case .signInAgain where call.deadSessions < 2:
                    sessions.refused(call.generation, at: now)
                    call.deadSessions += 1
                    putBack(call, until: now)
                    forgetSent(order, command)
                case .checkOrderBook:
                    wentSilent(order, command, number, at: now, into: &actions)
                case .stop:
                    stop(error, into: &actions)
                    tellRefused(order, command, number, error.asRejection, into: &actions)
                case .changeRequest where call.attempts <= 4 && wasOnItsWay(order, command):
                    putBack(call, until: now.advanced(by: .milliseconds(500)))
                    forgetSent(order, command)
                case .changeRequest, .signInAgain:
                    tellRefused(order, command, number, error.asRejection, into: &actions)
                }
            }
        }
    }

    /// A change of an order that was still on its way to the exchange, as far as we knew: brokers refuse that, and take it
    /// moments later.
    private func wasOnItsWay(_ id: OrderID, _ command: OrderCommand) -> Bool {
        if case .place = command { return false }
        guard let order = orders[id], !order.isOver else { return false }
        return order.rowBefore.map { $0.status == .pending } ?? true
    }

    mutating func failed(_ id: CallID, _ failure: HTTPFailure, at now: Timestamp, into actions: inout [LinkAction]) {
        guard let place = flying.firstIndex(where: { $0.id == id }) else { return }
        let call = flying.remove(at: place)
        note(isHealthy: false, call, at: now)
        switch call.purpose {
        case .errand(let number, _):
            // No attempt to sign in was made, so none is counted.
            if !failure.mayHaveArrived, errands[number]?.owner == .signIn, call.attempts < 5 {
                return putBack(call, until: now.advanced(by: .milliseconds(250 << Int64(call.attempts))))
            }
            var error = failure.asError(of: adapter.id)
            if failure.mayHaveArrived, errands[number]?.errand?.isWrite == true {
                error.nextStep = "It may have happened: look before you ask for it again."
                error.recovery = .checkOrderBook
            }
            failedErrand(number, error, at: now, into: &actions)
        case .order(let order, let command, let number):
            if failure.mayHaveArrived {
                return wentSilent(order, command, number, at: now, into: &actions)
            }
            putBack(call, until: now.advanced(by: .milliseconds(250 << Int64(min(call.attempts, 4)))))
            forgetSent(order, command)
        }
    }

    /// A call that cannot be made because there is no session.
    private mutating func giveUp(
        _ call: LinkCall,
        _ error: BrokerError,
        at now: Timestamp,
        into actions: inout [LinkAction]
    ) {
        switch call.purpose {
        case .errand(let number, _): end(number, .failure(error), at: now, into: &actions)
        case .order(let order, let command, let number):
            tellRefused(order, command, number, .notSent("\(error.summary). \(error.nextStep)"), into: &actions)
        }
    }

    private mutating func note(isHealthy: Bool, _ call: LinkCall, at now: Timestamp) {
        switch (call.isWrite, isHealthy) {
        case (true, true): writeBreaker.succeeded()
        case (true, false): writeBreaker.failed(at: now)
        case (false, true): readBreaker.succeeded()
        case (false, false): readBreaker.failed(at: now)
        }
    }

    /// A long wait is told: nothing goes out in it, cancels neither.
    private mutating func close(
        _ endpoint: EndpointClass,
        until time: Timestamp,
        for error: BrokerError,
        at now: Timestamp,
        into actions: inout [LinkAction]
    ) {
        pacer.close(endpoint, until: time)
        guard time.since(now) > .seconds(5) else { return }
        actions.append(.notice(LinkNotice(.critical, "orders-held", "\(error) Until \(time.time) none goes out.")))
    }

    private mutating func stop(_ error: BrokerError, into actions: inout [LinkAction]) {
        guard stopped == nil else { return }
        stopped = error
        actions.append(.notice(LinkNotice(.critical, "orders-stopped", "\(error)")))
    }
}

extension BrokerError {
    /// As the engine hears of it.
    var asRejection: Rejection { rejection ?? .other(code: "refused", text: "\(summary). \(nextStep)") }
}

extension HTTPFailure {
    func asError(of broker: String) -> BrokerError {
        BrokerError(
            broker: broker,
            summary: "no answer: \(text)",
            nextStep: "It is tried again; look at the network and the broker's status page if it goes on.",
            recovery: kind == .certificate ? .stop : .retry(after: .zero)
        )
    }
}

import SaudaCore

// Connections whose address is handed out: asked for before each, used once, kept nowhere.

extension LinkMachine {
    /// Puts the question among the calls that wait for their turn, with the session at hand.
    mutating func ask(_ question: HTTPRequest, forAddressOf index: Int, at now: Timestamp) {
        let number = number()
        var errand = LinkErrand(number: number, errand: nil, owner: .address(index))
        errand.hasStarted = true
        errand.generation = sessions.generation
        errands[number] = errand
        shards[index].state = .asking(number)
        waiting.append(
            LinkCall(
                id: CallID(number: self.number()),
                purpose: .errand(number, question),
                asked: now,
                notBefore: now
            )
        )
    }

    /// The question was written with an older session, so the plan is made anew.
    mutating func askAnew(_ number: UInt64, at now: Timestamp, into actions: inout [LinkAction]) {
        guard case .address(let index) = errands[number]?.owner else { return }
        forgetQuestion(of: index)
        open(index, at: now, into: &actions)
    }

    mutating func tookAddress(
        _ number: UInt64,
        of index: Int,
        _ response: HTTPResponse,
        at now: Timestamp,
        into actions: inout [LinkAction]
    ) {
        guard case .handedOut(_, let address) = shards[index].plan?.address else { return }
        errands[number] = nil
        do throws(BrokerError) {
            connect(index, to: try address(response), at: now, into: &actions)
        } catch {
            turnedAway(index, error, isRefusal: error.recovery.isRefusal, at: now, into: &actions)
        }
    }

    /// What is handed out is of no use any more. A question that is under way stays on its way: its answer tells how the
    /// broker is, and nothing else.
    mutating func forgetQuestion(of index: Int) {
        guard case .asking(let number) = shards[index].state else { return }
        errands[number] = nil
        waiting.removeAll { if case .errand(number, _) = $0.purpose { true } else { false } }
        shards[index].state = .idle
    }
}

extension Recovery {
    /// Of this question, not of every call at the moment.
    fileprivate var isRefusal: Bool {
        switch self {
        case .signInAgain, .changeRequest, .stop: true
        case .retry, .slowDown, .checkOrderBook: false
        }
    }
}

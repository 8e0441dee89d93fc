public import SaudaCore

/// A practice broker with faults in front of it; still a value, so that a seed replays what went wrong.
public struct FaultyBroker: Sendable {
    public var broker: any PracticeBroker
    private var random: UInt64
    /// By time.
    private var waiting: [(time: Timestamp, fault: PracticeFault)] = []
    /// Until when each goes on.
    private var active: [PracticeFault.Kind: Timestamp] = [:]
    /// Those that happen to the next one they fit.
    private var armed: Set<PracticeFault.Kind> = []
    private var sockets: Set<PracticeSocket> = []
    private var muted: Set<PracticeSocket> = []
    /// Order updates that are kept back, and until when.
    private var held: [PracticeAction] = []
    private var heldUntil = Timestamp.distantFuture
    /// How often each has done something.
    public private(set) var happened: [PracticeFault.Kind: Int] = [:]

    /// - Parameter seed: of what a fault leaves open.
    public init(_ broker: any PracticeBroker, seed: UInt64 = 1) {
        self.broker = broker
        random = seed
    }

    /// Lets a fault happen; a time of day that is over is tomorrow's.
    public mutating func add(_ fault: PracticeFault, at now: Timestamp) {
        var time = now
        if case .at(let timeOfDay) = fault.moment {
            time = now.day.at(timeOfDay)
            if time < now { time = now.day.advanced(by: 1).at(timeOfDay) }
        }
        let place = waiting.firstIndex { $0.time > time } ?? waiting.count
        waiting.insert((time, fault), at: place)
    }

    public var pending: [PracticeFault] { waiting.map(\.fault) }

    /// A SplitMix64 of its own: the room may not import the other.
    private mutating func choose() -> UInt64 {
        random &+= 0x9E37_79B9_7F4A_7C15
        var z = random
        z = (z ^ z >> 30) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ z >> 27) &* 0x94D0_49BB_1331_11EB
        return z ^ z >> 31
    }

    private func isActive(_ kind: PracticeFault.Kind, _ now: Timestamp) -> Bool {
        active[kind].map { now < $0 } ?? false
    }

    /// Whether it happens now; one that is armed is used up.
    private mutating func takes(_ kind: PracticeFault.Kind, _ now: Timestamp) -> Bool {
        guard armed.remove(kind) != nil || isActive(kind, now) else { return false }
        happened[kind, default: 0] += 1
        return true
    }
}

// MARK: - Input

extension FaultyBroker {
    public var wakeAt: Timestamp { min(broker.wakeAt, waiting.first?.time ?? .distantFuture, heldUntil) }

    public mutating func handle(_ input: PracticeInput, at now: Timestamp, into actions: inout [PracticeAction]) {
        begin(at: now, into: &actions)
        switch input {
        case .request(let call, let request): handle(call, request, at: now, into: &actions)
        case .socketRequest where isActive(.tooMany, now):
            guard case .socketRequest(let socket, _) = input else { return }
            happened[.tooMany, default: 0] += 1
            actions.append(.refuse(socket, broker.answer(to: .tooManyRequests, at: now)))
        default:
            if case .socketClosed(let socket) = input {
                sockets.remove(socket)
                muted.remove(socket)
            }
            pass(input, at: now, into: &actions)
        }
        if heldUntil <= now { release(into: &actions) }
    }

    /// What is due begins.
    private mutating func begin(at now: Timestamp, into actions: inout [PracticeAction]) {
        while let next = waiting.first, next.time <= now {
            waiting.removeFirst()
            let (kind, duration) = (next.fault.kind, next.fault.duration)
            switch kind {
            case .tokenDeath:
                broker.endSessions(at: now)
                happened[kind, default: 0] += 1
            case .cut:
                actions.append(.cutAll)
                happened[kind, default: 0] += 1
            case .restart:
                actions.append(.restart(for: duration))
                happened[kind, default: 0] += 1
            case .mute:
                for socket in sockets.sorted() where muted.insert(socket).inserted {
                    actions.append(.mute(socket))
                    happened[kind, default: 0] += 1
                }
            default:
                if duration == .zero { armed.insert(kind) } else { active[kind] = now.advanced(by: duration) }
            }
        }
    }

    // MARK: - Requests

    private mutating func handle(
        _ call: PracticeCall,
        _ request: IncomingRequest,
        at now: Timestamp,
        into actions: inout [PracticeAction]
    ) {
        let isOrder = broker.isOrderWrite(request)
        if isActive(.tooMany, now) {
            happened[.tooMany, default: 0] += 1
            return actions.append(.respond(call, broker.answer(to: .tooManyRequests, at: now)))
        }
        if isOrder || isActive(.errorBefore, now), takes(.errorBefore, now) {
            return actions.append(.respond(call, broker.answer(to: .failing(status: 503), at: now)))
        }
        var instead: PracticeResponse?
        var isLost = false
        var isSilent = false
        if isOrder || isActive(.page, now), takes(.page, now) {
            let page = broker.answer(to: .page, at: now)
            if choose() & 1 == 0 { return actions.append(.respond(call, page)) }
            instead = page
        } else if isOrder || isActive(.errorAfter, now), takes(.errorAfter, now) {
            instead = broker.answer(to: .failing(status: choose() & 1 == 0 ? 502 : 504), at: now)
        } else if isOrder, takes(.lostAnswer, now) {
            isLost = true
        } else if isOrder, takes(.noAnswer, now) {
            isSilent = true
        }
        var made: [PracticeAction] = []
        broker.handle(.request(call, request), at: now, into: &made)
        for index in made.indices {
            guard case .respond(call, let response, _) = made[index] else { continue }
            if isLost {
                made[index] = .drop(call)
            } else if let instead {
                made[index] = .respond(call, instead)
            } else if takes(.slowBody, now) {
                made[index] = .respond(call, response, .slowly(over: .seconds(3)))
            }
        }
        if isSilent { made.removeAll { if case .respond(call, _, _) = $0 { true } else { false } } }
        filter(made, at: now, into: &actions)
    }

    private mutating func pass(_ input: PracticeInput, at now: Timestamp, into actions: inout [PracticeAction]) {
        var made: [PracticeAction] = []
        broker.handle(input, at: now, into: &made)
        filter(made, at: now, into: &actions)
    }

    // MARK: - Sockets

    private mutating func filter(_ made: [PracticeAction], at now: Timestamp, into actions: inout [PracticeAction]) {
        for action in made {
            guard case .write(let socket, let message, let content) = action else {
                if case .accept(let socket) = action { sockets.insert(socket) }
                actions.append(action)
                continue
            }
            if muted.contains(socket) {
                // It is to stay open, though a ping that does not go out is not answered.
                if case .ping = message { broker.heardPong(from: socket, at: now) }
                continue
            }
            switch (content, message) {
            case (.orders, _): order(action, at: now, into: &actions)
            case (.prices, .binary(let frame)): price(frame, of: message, socket, at: now, into: &actions)
            case (.prices, .text(let text)): price(Array(text.utf8), of: message, socket, at: now, into: &actions)
            default: actions.append(action)
            }
        }
    }

    private mutating func order(_ action: PracticeAction, at now: Timestamp, into actions: inout [PracticeAction]) {
        let copies = takes(.duplicates, now) ? [action, action] : [action]
        if isActive(.reordering, now) {
            happened[.reordering, default: 0] += 1
            if heldUntil == .distantFuture { heldUntil = now.advanced(by: .seconds(1)) }
            held += copies
            return
        }
        actions += copies
    }

    /// The later ones first.
    private mutating func release(into actions: inout [PracticeAction]) {
        for action in held.reversed() {
            if case .write(let socket, _, _) = action, !muted.contains(socket), sockets.contains(socket) {
                actions.append(action)
            }
        }
        held.removeAll()
        heldUntil = .distantFuture
    }

    /// - Parameter frame: the bytes of the message, which is binary or a text.
    private mutating func price(
        _ frame: [UInt8],
        of message: SocketMessage,
        _ socket: PracticeSocket,
        at now: Timestamp,
        into actions: inout [PracticeAction]
    ) {
        if takes(.halfFrame, now) {
            actions.append(.writeHalf(socket, frame))
            actions.append(.cut(socket))
        } else if takes(.lyingLength, now) {
            let lie = broker.lie(frame, choice: choose())
            let isText = if case .text = message { true } else { false }
            actions.append(.write(socket, isText ? .text(String(decoding: lie, as: UTF8.self)) : .binary(lie), .prices))
        } else {
            actions.append(.write(socket, message, .prices))
        }
    }
}

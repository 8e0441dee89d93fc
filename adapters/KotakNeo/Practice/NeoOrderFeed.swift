package import SaudaBroker
package import SaudaCore

/// The connections of orders and positions (section 9).
package struct NeoOrderFeed: Sendable {
    struct Connection: Sendable {
        var isIn = false
        /// When its handshake is given up.
        var deadline: Timestamp
        var nextWelcome = Timestamp.distantFuture
        var nextStray = Timestamp.distantFuture
    }

    var connections: [PracticeSocket: Connection] = [:]
    /// How many messages there were, lost ones included.
    private var count = 0
    private var orders = 0
    private var strays = 0
    /// One that waits to change places with the next, and until when.
    private var held: (text: String, until: Timestamp)?

    package init() {}

    package func owns(_ socket: PracticeSocket) -> Bool { connections[socket] != nil }
    /// Somebody listens.
    package var isHeard: Bool { connections.values.contains(where: \.isIn) }
    package mutating func closed(_ socket: PracticeSocket) { connections[socket] = nil }
    package mutating func open(_ socket: PracticeSocket, _ settings: NeoOrderFeedSettings, at now: Timestamp) {
        connections[socket] = Connection(deadline: now.advanced(by: settings.handshakeWithin))
    }

    /// The session has died.
    package mutating func refuse(_ socket: PracticeSocket, into actions: inout [PracticeAction]) {
        end(socket, NeoOrderFeedMessage.refusal, into: &actions)
    }

    private mutating func end(_ socket: PracticeSocket, _ text: String?, into actions: inout [PracticeAction]) {
        connections[socket] = nil
        if let text { actions.append(.write(socket, .text(text), .other)) }
        actions.append(.close(socket, code: 1000))
    }
}

// MARK: - Requests

extension NeoOrderFeed {
    /// - Parameter replay: what is known of orders and positions, for who has just come in (9.4).
    package mutating func receive(
        _ message: SocketMessage,
        from socket: PracticeSocket,
        _ settings: NeoOrderFeedSettings,
        _ gate: NeoFeedGate,
        replay: () -> [PracticeJSON],
        at now: Timestamp,
        into actions: inout [PracticeAction]
    ) {
        guard let connection = connections[socket], case .text(let text) = message else { return }
        switch NeoOrderFeedRequest(text) {
        case .connect(let token, let sid, let isJSON):
            guard isJSON || settings.handshake != .jsonOnly else { return end(socket, nil, into: &actions) }
            guard !isJSON || settings.handshake != .strippedOnly else {
                return actions.append(.write(socket, .text(NeoOrderFeedMessage.wrongFormat), .other))
            }
            guard gate(.trade(token, sid: sid)) else {
                return end(socket, NeoOrderFeedMessage.refusal, into: &actions)
            }
            welcome(socket, settings, at: now)
            actions.append(.write(socket, .text(NeoOrderFeedMessage.welcome), .other))
            // A second handshake on one connection brings nothing new.
            guard settings.replays, !connection.isIn else { return }
            for message in replay() { actions.append(.write(socket, .text(message.text), .orders)) }
        case .heartbeat where settings.heartbeat == .ignored && connection.isIn: break
        case .heartbeat, .nonsense:
            actions.append(.write(socket, .text(NeoOrderFeedMessage.complaint), .other))
        }
    }

    private mutating func welcome(_ socket: PracticeSocket, _ settings: NeoOrderFeedSettings, at now: Timestamp) {
        connections[socket]?.isIn = true
        connections[socket]?.deadline = .distantFuture
        if let span = settings.repeatsWelcome { connections[socket]?.nextWelcome = now.advanced(by: span) }
        if let span = settings.straysEvery { connections[socket]?.nextStray = now.advanced(by: span) }
    }
}

// MARK: - Telling

extension NeoOrderFeed {
    /// - Parameter row: of the order book.
    package mutating func tellOrder(
        _ row: PracticeJSON,
        _ settings: NeoOrderFeedSettings,
        at now: Timestamp,
        into actions: inout [PracticeAction]
    ) {
        orders += 1
        let isThin = settings.thinsEvery > 0 && orders % settings.thinsEvery == 0
        let message = isThin ? NeoOrderFeedMessage.thinOrder(row) : NeoOrderFeedMessage.order(row)
        tell(message, settings, at: now, into: &actions)
    }

    /// - Parameter row: of the positions.
    package mutating func tellPosition(
        _ row: PracticeJSON,
        _ settings: NeoOrderFeedSettings,
        at now: Timestamp,
        into actions: inout [PracticeAction]
    ) {
        tell(NeoOrderFeedMessage.position(row), settings, at: now, into: &actions)
    }

    private mutating func tell(
        _ message: PracticeJSON,
        _ settings: NeoOrderFeedSettings,
        at now: Timestamp,
        into actions: inout [PracticeAction]
    ) {
        count += 1
        if settings.losesEvery > 0, count % settings.losesEvery == 0 { return }
        let text = message.text
        guard settings.swaps else { return send(text, settings, into: &actions) }
        guard let held else {
            self.held = (text, now.advanced(by: .milliseconds(250)))
            return
        }
        self.held = nil
        send(text, settings, into: &actions)
        send(held.text, settings, into: &actions)
    }

    private func send(_ text: String, _ settings: NeoOrderFeedSettings, into actions: inout [PracticeAction]) {
        for socket in connections.keys.sorted() where connections[socket]?.isIn == true {
            for _ in 0..<(settings.repeats ? 2 : 1) { actions.append(.write(socket, .text(text), .orders)) }
        }
    }
}

// MARK: - Time

extension NeoOrderFeed {
    package var wakeAt: Timestamp {
        connections.values.reduce(held?.until ?? .distantFuture) { next, connection in
            min(next, connection.deadline, connection.nextWelcome, connection.nextStray)
        }
    }

    /// Ends who has not said who it is, and says again what was said already.
    package mutating func keepAlive(
        _ settings: NeoOrderFeedSettings,
        at now: Timestamp,
        into actions: inout [PracticeAction]
    ) {
        if let held, held.until <= now {
            self.held = nil
            send(held.text, settings, into: &actions)
        }
        for socket in connections.keys.sorted() {
            guard let connection = connections[socket] else { continue }
            if connection.deadline <= now {
                end(socket, nil, into: &actions)
                continue
            }
            if connection.nextWelcome <= now {
                let span = settings.repeatsWelcome
                connections[socket]?.nextWelcome = span.map { now.advanced(by: $0) } ?? .distantFuture
                actions.append(.write(socket, .text(NeoOrderFeedMessage.welcome), .keepAlive))
            }
            if connection.nextStray <= now {
                let span = settings.straysEvery
                connections[socket]?.nextStray = span.map { now.advanced(by: $0) } ?? .distantFuture
                let stray = NeoOrderFeedMessage.strays[strays % NeoOrderFeedMessage.strays.count]
                strays += 1
                actions.append(.write(socket, .text(stray), .keepAlive))
            }
        }
    }
}

package import SaudaBroker
package import SaudaCore

/// The three sockets as one: market prices in two dialects, and orders (sections 7 to 9).
package struct NeoFeed: Sendable {
    package enum Kind: Hashable, Sendable {
        case hsm, sfeed, orders
    }

    package var settings: NeoFeedSettings
    package private(set) var hsm = NeoHSM()
    package private(set) var sfeed = NeoSFeed()
    package private(set) var orders = NeoOrderFeed()
    /// When each connection was opened.
    private var opened: [PracticeSocket: Timestamp] = [:]
    /// The end of the last beat; what has changed goes out at the next.
    private var lastBeat = Timestamp(microseconds: .min)

    package init(_ settings: NeoFeedSettings = NeoFeedSettings()) { self.settings = settings }

    /// The socket that a handshake asks for: HSM has no path.
    package static func kind(of request: IncomingRequest) -> Kind? {
        switch request.parts ?? ["?"] {
        case [], ["mlhsm"]: .hsm
        case ["apifeed"], ["wsfeed"], ["betafeed"]: .sfeed
        case ["realtime"]: .orders
        default: nil
        }
    }

    package func isOfOrders(_ socket: PracticeSocket) -> Bool { orders.owns(socket) }
    package func owns(_ socket: PracticeSocket) -> Bool { opened[socket] != nil }
    package var count: Int { opened.count }
}

// MARK: - Connections

extension NeoFeed {
    /// Who it is comes with the first message, so there is nothing to refuse yet.
    package mutating func open(
        _ socket: PracticeSocket,
        _ kind: Kind,
        at now: Timestamp,
        into actions: inout [PracticeAction]
    ) {
        guard !settings.refusesHandshakes else {
            let body = "<html><body>503 Service Temporarily Unavailable</body></html>"
            return actions.append(.refuse(socket, PracticeResponse(503, type: "text/html", body)))
        }
        opened[socket] = now
        switch kind {
        case .hsm: hsm.open(socket, at: now)
        case .sfeed: sfeed.open(socket)
        case .orders: orders.open(socket, settings.orders, at: now)
        }
        actions.append(.accept(socket))
    }

    package mutating func closed(_ socket: PracticeSocket) {
        opened[socket] = nil
        hsm.closed(socket)
        sfeed.closed(socket)
        orders.closed(socket)
    }

    /// - Parameter replay: what is known of orders and positions.
    package mutating func receive(
        _ message: SocketMessage,
        from socket: PracticeSocket,
        _ board: NeoFeedBoard,
        _ gate: NeoFeedGate,
        replay: () -> [PracticeJSON],
        at now: Timestamp,
        into actions: inout [PracticeAction]
    ) {
        let isSilent = settings.isSilent
        if hsm.owns(socket) {
            hsm.receive(
                message,
                from: socket,
                board,
                settings.hsm,
                isSilent: isSilent,
                gate,
                at: now,
                into: &actions
            )
        } else if sfeed.owns(socket) {
            sfeed.receive(message, from: socket, board, settings.sfeed, isSilent: isSilent, gate, into: &actions)
        } else {
            orders.receive(message, from: socket, settings.orders, gate, replay: replay, at: now, into: &actions)
        }
        forgetEnded()
    }

    /// Its session has died: it is told so and ends (trap 5).
    package mutating func refuse(_ socket: PracticeSocket, into actions: inout [PracticeAction]) {
        guard opened.removeValue(forKey: socket) != nil else { return }
        if hsm.owns(socket) {
            hsm.refuse(socket, into: &actions)
        } else if sfeed.owns(socket) {
            sfeed.refuse(socket, into: &actions)
        } else {
            orders.refuse(socket, into: &actions)
        }
    }

    private mutating func forgetEnded() {
        for socket in Array(opened.keys) where !hsm.owns(socket) && !sfeed.owns(socket) && !orders.owns(socket) {
            opened[socket] = nil
        }
    }
}

// MARK: - Time

extension NeoFeed {
    private var nextBeat: Timestamp {
        lastBeat.microseconds == .min ? lastBeat : lastBeat.advanced(by: settings.beat)
    }

    /// - Parameter hasChanges: something of the market waits for the next beat.
    package func wakeAt(hasChanges: Bool) -> Timestamp {
        guard !opened.isEmpty else { return .distantFuture }
        var next = min(orders.wakeAt, hsm.wakeAt(settings.hsm, nextBeat: nextBeat, hasChanges: hasChanges))
        if hasChanges, sfeed.wantsChanges { next = min(next, nextBeat) }
        if let span = settings.dropsAfter, let oldest = opened.values.min() {
            next = min(next, oldest.advanced(by: span))
        }
        return next
    }

    /// Whether what has changed may go out.
    package func isBeat(_ now: Timestamp) -> Bool { now >= nextBeat }
    /// Something that changed earlier could not go out then.
    package var isWaiting: Bool { hsm.isWaiting }

    /// What has changed since the last beat, by slot. Call it at a beat only.
    package mutating func send(
        _ changes: [Int: Bool],
        _ board: NeoFeedBoard,
        at now: Timestamp,
        into actions: inout [PracticeAction]
    ) {
        lastBeat = now
        guard !settings.isSilent else { return }
        let slots = changes.keys.sorted()
        hsm.send(slots, board, settings.hsm, at: now, into: &actions)
        sfeed.send(slots, board, settings.sfeed, into: &actions)
        forgetEnded()
    }

    /// Ends connections whose time is up, and says what is said from time to time.
    package mutating func keepAlive(at now: Timestamp, into actions: inout [PracticeAction]) {
        if let span = settings.dropsAfter {
            for socket in opened.keys.sorted() {
                guard let since = opened[socket], now >= since.advanced(by: span) else { continue }
                closed(socket)
                actions.append(.cut(socket))
            }
        }
        hsm.keepAlive(settings.hsm, at: now, into: &actions)
        orders.keepAlive(settings.orders, at: now, into: &actions)
        forgetEnded()
    }

    /// Every segment has opened or closed.
    package mutating func turn(isOpen: Bool, _ board: NeoFeedBoard, into actions: inout [PracticeAction]) {
        sfeed.turn(isOpen: isOpen, board, into: &actions)
    }
}

// MARK: - Orders

extension NeoFeed {
    /// Somebody listens to orders.
    package var isHeard: Bool { orders.isHeard }

    /// - Parameter row: of the order book.
    package mutating func tellOrder(_ row: PracticeJSON, at now: Timestamp, into actions: inout [PracticeAction]) {
        orders.tellOrder(row, settings.orders, at: now, into: &actions)
    }

    /// - Parameter row: of the positions.
    package mutating func tellPosition(_ row: PracticeJSON, at now: Timestamp, into actions: inout [PracticeAction]) {
        orders.tellPosition(row, settings.orders, at: now, into: &actions)
    }
}

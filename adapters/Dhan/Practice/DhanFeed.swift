package import SaudaBroker
package import SaudaCore

/// The connections of the market feed and the depth feeds, and what each wants (section 3).
package struct DhanFeed: Sendable {
    package enum Kind: Hashable, Sendable {
        case market, depth20, depth200
    }

    /// By the code that subscribes it.
    package enum Mode: UInt8, Hashable, Sendable, CaseIterable {
        case ticker = 15
        case quote = 17
        case full = 21
        case depth = 23
    }

    struct Connection: Sendable {
        var kind: Kind
        /// The lower, the older.
        var age: UInt64
        var modes: [DhanKey: Set<Mode>] = [:]
        var nextPing: Timestamp
        var nextHeartbeat: Timestamp
        var lastPong: Timestamp
    }

    package var settings: DhanFeedSettings
    var connections: [PracticeSocket: Connection] = [:]
    private var opened: UInt64 = 0
    /// The end of the last beat; what has changed goes out at the next.
    private var lastBeat = Timestamp(microseconds: .min)

    package init(_ settings: DhanFeedSettings = DhanFeedSettings()) { self.settings = settings }

    package func owns(_ socket: PracticeSocket) -> Bool { connections[socket] != nil }
    package var count: Int { connections.count }
    /// Kept, as it is asked with every move of the market.
    package internal(set) var watchesDerivatives = false

    mutating func countDerivatives() {
        watchesDerivatives = connections.values.contains { connection in
            connection.modes.keys.contains(where: \.segment.isDerivatives)
        }
    }
}

// MARK: - Connections

extension DhanFeed {
    /// The handshake is good. One connection too many ends the oldest with 805 (3.1).
    package mutating func open(
        _ socket: PracticeSocket,
        _ kind: Kind,
        at now: Timestamp,
        into actions: inout [PracticeAction]
    ) {
        guard !settings.refusesHandshakes else {
            let body = #"{"data":{"805":"Too many requests. Further requests may result in the user being blocked."},"#
            return actions.append(
                .refuse(socket, PracticeResponse(429, type: "application/json", body + #""status":"failed"}"#))
            )
        }
        let others = connections.filter { settings.sharesConnections || $0.value.kind == kind }
        if others.count >= settings.connections, let oldest = others.min(by: { $0.value.age < $1.value.age })?.key {
            end(oldest, reason: 805, into: &actions)
        }
        opened += 1
        connections[socket] = Connection(
            kind: kind,
            age: opened,
            nextPing: now.advanced(by: settings.ping),
            nextHeartbeat: settings.heartbeat.map { now.advanced(by: $0) } ?? .distantFuture,
            lastPong: now
        )
        actions.append(.accept(socket))
    }

    package mutating func closed(_ socket: PracticeSocket) {
        guard connections.removeValue(forKey: socket) != nil else { return }
        countDerivatives()
    }

    package mutating func pong(_ socket: PracticeSocket, at now: Timestamp) { connections[socket]?.lastPong = now }

    /// Tells a connection why, and ends it.
    mutating func end(_ socket: PracticeSocket, reason: UInt16, into actions: inout [PracticeAction]) {
        guard let connection = connections.removeValue(forKey: socket) else { return }
        if connection.kind == .market {
            var frame = DhanFrame()
            frame.disconnect(reason)
            actions.append(.write(socket, .binary(frame.bytes), .other))
        } else {
            var frame = DhanDepthFrame()
            frame.disconnect(reason, isEarly: settings.depthReasonIsEarly)
            actions.append(.write(socket, .binary(frame.bytes), .other))
        }
        actions.append(.close(socket, code: 1000))
    }

    /// Ends every connection: 807 when the token has died.
    package mutating func endAll(reason: UInt16, into actions: inout [PracticeAction]) {
        for socket in connections.keys.sorted() { end(socket, reason: reason, into: &actions) }
    }
}

// MARK: - Time

extension DhanFeed {
    /// - Parameter hasChanges: something waits for the next beat.
    package func wakeAt(hasChanges: Bool) -> Timestamp {
        guard !connections.isEmpty else { return .distantFuture }
        var next = Timestamp.distantFuture
        for connection in connections.values {
            next = min(next, connection.nextPing, connection.nextHeartbeat)
            if let limit = settings.pongWithin { next = min(next, connection.lastPong.advanced(by: limit)) }
        }
        guard hasChanges, connections.values.contains(where: { !$0.modes.isEmpty }) else { return next }
        return lastBeat.microseconds == .min ? lastBeat : min(next, lastBeat.advanced(by: settings.beat))
    }

    /// Whether what has changed may go out.
    package func isBeat(_ now: Timestamp) -> Bool {
        lastBeat.microseconds == .min || now >= lastBeat.advanced(by: settings.beat)
    }

    /// What has changed since the last beat, by slot. Call it at a beat only.
    package mutating func send(
        _ changes: [Int: Bool],
        _ board: DhanBoard,
        at now: Timestamp,
        into actions: inout [PracticeAction]
    ) {
        lastBeat = now
        guard !settings.isSilent else { return }
        let slots = changes.keys.sorted()
        for socket in connections.keys.sorted() {
            guard let connection = connections[socket], !connection.modes.isEmpty else { continue }
            let wanted = slots.filter { connection.modes[board.catalogue[$0].key] != nil }
            write(wanted.map { ($0, connection.modes[board.catalogue[$0].key] ?? []) }, to: socket, board, &actions)
        }
    }

    /// Pings, heartbeats, and the end of who does not answer (section 5).
    package mutating func keepAlive(at now: Timestamp, into actions: inout [PracticeAction]) {
        for socket in connections.keys.sorted() {
            guard let connection = connections[socket] else { continue }
            if let limit = settings.pongWithin, now >= connection.lastPong.advanced(by: limit) {
                connections[socket] = nil
                actions.append(.cut(socket))
                continue
            }
            if connection.nextPing <= now {
                connections[socket]?.nextPing = now.advanced(by: settings.ping)
                actions.append(.write(socket, .ping([]), .keepAlive))
            }
            if let heartbeat = settings.heartbeat, connection.nextHeartbeat <= now {
                connections[socket]?.nextHeartbeat = now.advanced(by: heartbeat)
                if !settings.isSilent { writeHeartbeat(connection.kind, to: socket, &actions) }
            }
        }
    }

    private func writeHeartbeat(_ kind: Kind, to socket: PracticeSocket, _ actions: inout [PracticeAction]) {
        var frame = DhanFrame()
        var depth = DhanDepthFrame()
        frame.heartbeat()
        depth.heartbeat()
        actions.append(.write(socket, .binary(kind == .market ? frame.bytes : depth.bytes), .keepAlive))
    }
}

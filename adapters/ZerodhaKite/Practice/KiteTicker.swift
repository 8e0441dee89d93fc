import SaudaBroker
import SaudaCore

/// The connections of the ticker and what each wants (section 4).
struct KiteTicker: Sendable {
    struct Socket: Sendable {
        /// In the order of subscription.
        var tokens: [UInt32] = []
        var modes: [UInt32: KiteMode] = [:]
        var heartbeat: Timestamp
    }

    var sockets: [PracticeSocket: Socket] = [:]
    /// The end of the last beat; packets go out at the next.
    var lastBeat = Timestamp(microseconds: .min)

    func wakeAt(hasChanges: Bool, _ settings: KiteSettings) -> Timestamp {
        guard !sockets.isEmpty else { return .distantFuture }
        let heartbeat = sockets.values.map(\.heartbeat).min() ?? .distantFuture
        guard hasChanges, sockets.values.contains(where: { !$0.tokens.isEmpty }) else { return heartbeat }
        return lastBeat.microseconds == .min ? lastBeat : min(heartbeat, lastBeat.advanced(by: settings.beat))
    }
}

extension KitePractice {
    mutating func open(
        _ socket: PracticeSocket,
        _ request: IncomingRequest,
        at now: Timestamp,
        into actions: inout [PracticeAction]
    ) {
        if let refusal = handshakeRefusal(request, at: now) {
            return actions.append(.refuse(socket, refusal.response))
        }
        ticker.sockets[socket] = KiteTicker.Socket(heartbeat: now.advanced(by: settings.heartbeat))
        actions.append(.accept(socket))
        let count = catalogue.listings.count
        let etag = Digests.hex(Digests.sha256(Array((catalogue.csv(of: nil) ?? "").utf8)).prefix(6))
        let meta: PracticeJSON = [
            "type": "instruments_meta", "data": ["count": .int(count), "etag": .string("W/\"\(etag)\"")],
        ]
        actions.append(.write(socket, .text(meta.text), .other))
    }

    private func handshakeRefusal(_ request: IncomingRequest, at now: Timestamp) -> KiteRefusal? {
        guard let key = request.query["api_key"], let token = request.query["access_token"] else {
            return .input("Missing api_key or access_token")
        }
        guard sessions.isGood(key, token, at: now) else { return .badSession }
        guard settings.hasData else { return .noPermission }
        return ticker.sockets.count < settings.sockets ? nil : .tooMany
    }

    mutating func receive(
        _ message: SocketMessage,
        from socket: PracticeSocket,
        at now: Timestamp,
        into actions: inout [PracticeAction]
    ) {
        guard ticker.sockets[socket] != nil, case .text(let text) = message, let message = KiteMessage(text) else {
            return
        }
        switch message {
        case .subscribe(let tokens): subscribe(tokens, socket, at: now, into: &actions)
        case .unsubscribe(let tokens):
            for token in tokens { ticker.sockets[socket]?.modes[token] = nil }
            let gone = Set(tokens)
            ticker.sockets[socket]?.tokens.removeAll { gone.contains($0) }
        case .mode(let mode, let tokens):
            let known = tokens.filter { ticker.sockets[socket]?.modes[$0] != nil }
            for token in known { ticker.sockets[socket]?.modes[token] = mode }
            snapshot(known, socket, at: now, into: &actions)
        }
    }

    /// The excess over 3000 is dropped, the others stay (7.2 leaves the text open).
    private mutating func subscribe(
        _ tokens: [UInt32],
        _ socket: PracticeSocket,
        at now: Timestamp,
        into actions: inout [PracticeAction]
    ) {
        guard var state = ticker.sockets[socket] else { return }
        var new: [UInt32] = []
        var isOver = false
        for token in tokens where state.modes[token] == nil {
            guard state.tokens.count < settings.tokensPerSocket else {
                isOver = true
                break
            }
            state.tokens.append(token)
            state.modes[token] = .quote
            new.append(token)
        }
        ticker.sockets[socket] = state
        if isOver {
            let text = "Subscription limit of \(settings.tokensPerSocket) instruments per connection exceeded."
            let error: PracticeJSON = ["type": "error", "data": .string(text)]
            actions.append(.write(socket, .text(error.text), .other))
        }
        snapshot(new, socket, at: now, into: &actions)
    }

    /// What is known of the tokens, at once, however old.
    private func snapshot(
        _ tokens: [UInt32],
        _ socket: PracticeSocket,
        at now: Timestamp,
        into actions: inout [PracticeAction]
    ) {
        guard let state = ticker.sockets[socket] else { return }
        var frame = KiteFrame()
        for token in tokens {
            guard let slot = catalogue.find(token: token), let mode = state.modes[token] else { continue }
            add(slot, mode, at: now, to: &frame)
        }
        if !frame.isEmpty { actions.append(.write(socket, .binary(frame.bytes), .prices)) }
    }

    private func add(_ slot: Int, _ mode: KiteMode, at now: Timestamp, to frame: inout KiteFrame) {
        frame.add(catalogue[slot], market[slot], market.depth(slot), mode, at: now)
    }

    /// Heartbeats, and every 250 ms what has changed.
    mutating func beat(at now: Timestamp, into actions: inout [PracticeAction]) {
        let ids = ticker.sockets.keys.sorted()
        if market.hasChanges, ticker.lastBeat.microseconds == .min || now >= ticker.lastBeat.advanced(by: settings.beat)
        {
            ticker.lastBeat = now
            let changes = market.takeChanges()
            for id in ids { sendChanges(changes, to: id, at: now, into: &actions) }
        }
        for id in ids {
            guard let due = ticker.sockets[id]?.heartbeat, due <= now else { continue }
            ticker.sockets[id]?.heartbeat = now.advanced(by: settings.heartbeat)
            actions.append(.write(id, .binary([0]), .keepAlive))
        }
    }

    /// In mode `ltp` only another last price counts.
    private func sendChanges(
        _ changes: [Int: Bool],
        to socket: PracticeSocket,
        at now: Timestamp,
        into actions: inout [PracticeAction]
    ) {
        guard let state = ticker.sockets[socket] else { return }
        var frame = KiteFrame()
        for token in state.tokens {
            guard let slot = catalogue.find(token: token), let isNewPrice = changes[slot],
                let mode = state.modes[token],
                mode != .ltp || isNewPrice
            else { continue }
            add(slot, mode, at: now, to: &frame)
        }
        if !frame.isEmpty { actions.append(.write(socket, .binary(frame.bytes), .prices)) }
    }
}

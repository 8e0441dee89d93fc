import SaudaBroker
import SaudaCore

// Handshakes, and what time does to connections (sections 8.1, 8.6 and 9.1).

extension UpstoxPractice {
    private var board: UpstoxBoard { UpstoxBoard(catalogue: catalogue, market: market, settings: settings) }

    /// With a token the way in, or sent on to an address that is good once; there without a token.
    mutating func open(
        _ socket: PracticeSocket,
        _ request: IncomingRequest,
        at now: Timestamp,
        into actions: inout [PracticeAction]
    ) {
        let ticket: UpstoxTicket
        switch (request.parts ?? []).joined(separator: "/") {
        case "v3/feed/market-data-feed": ticket = .feed
        case "v2/feed/portfolio-stream-feed": ticket = .updates
        case "feeds":
            guard let known = request.query["code"].flatMap({ tickets.removeValue(forKey: $0) }), sessions.token != nil
            else { return actions.append(.refuse(socket, PracticeResponse(403))) }
            return admit(socket, known, at: now, into: &actions)
        default: return actions.append(.refuse(socket, UpstoxRefusal.notFound.response))
        }
        guard sessions.isGood(request.header("Authorization"), at: now) else {
            return actions.append(.refuse(socket, UpstoxRefusal.badToken.response))
        }
        guard settings.redirectsSockets else { return admit(socket, ticket, at: now, into: &actions) }
        let place = address(for: ticket, request)
        actions.append(.refuse(socket, PracticeResponse(302, headers: [HTTPHeader("Location", place)])))
    }

    /// The same over REST; the portfolio stream is of version 2 alone.
    mutating func authorize(
        _ parts: [String],
        _ request: IncomingRequest,
        at now: Timestamp
    ) throws(UpstoxRefusal) -> PracticeJSON {
        let isFeed = parts[2] == "market-data-feed"
        guard parts[0] == (isFeed ? "v3" : "v2") else { throw .notFound }
        let place = address(for: isFeed ? .feed : .updates, request)
        return ["authorized_redirect_uri": .string(place), "authorizedRedirectUri": .string(place)]
    }

    private mutating func address(for ticket: UpstoxTicket, _ request: IncomingRequest) -> String {
        issued += 1
        let code = PracticeDice.text(setup.seed, 5000 + issued, length: 24)
        tickets[code] = ticket
        let host = request.header("Host") ?? "127.0.0.1"
        return "\(request.isSecure ? "wss" : "ws")://\(host)/feeds?requestId=\(issued)&code=\(code)"
    }

    private mutating func admit(
        _ socket: PracticeSocket,
        _ ticket: UpstoxTicket,
        at now: Timestamp,
        into actions: inout [PracticeAction]
    ) {
        switch ticket {
        case .feed:
            guard feed.count < settings.connections else {
                return actions.append(.refuse(socket, PracticeResponse(403)))
            }
            actions.append(.accept(socket))
            feed.open(socket, isTrading: isOpen(at: now), settings, at: now, into: &actions)
        case .updates:
            actions.append(.accept(socket))
            streams[socket] = now.advanced(by: settings.ping)
        }
    }

    mutating func receive(
        _ message: SocketMessage,
        from socket: PracticeSocket,
        at now: Timestamp,
        into actions: inout [PracticeAction]
    ) {
        // Nothing is asked for on the other stream.
        guard feed.owns(socket) else { return }
        feed.receive(message, from: socket, board, at: now, into: &actions)
    }

    /// Prices go out at the beat, pings in time; a token that has ended takes its connections with it (section 11.8).
    mutating func lookAfterSockets(at now: Timestamp, into actions: inout [PracticeAction]) {
        if sessions.token != nil, now >= sessions.end { sessions.endAll() }
        if sessions.token == nil { endSockets(into: &actions) }
        if market.hasChanges, now >= feed.nextBeat(settings) {
            let changes = market.takeChanges().keys.sorted()
            feed.send(changes, board, at: now, into: &actions)
        }
        feed.keepAlive(settings, at: now, into: &actions)
        for socket in streams.keys.sorted() where (streams[socket] ?? .distantFuture) <= now {
            streams[socket] = now.advanced(by: settings.ping)
            actions.append(.write(socket, .ping([]), .keepAlive))
        }
    }

    private mutating func endSockets(into actions: inout [PracticeAction]) {
        for socket in Array(feed.connections.keys).sorted() + streams.keys.sorted() {
            feed.closed(socket)
            streams[socket] = nil
            actions.append(.close(socket, code: 1000))
        }
    }
}

import SaudaBroker
import SaudaCore

// The feeds, joined to sessions and market (section 3).

extension DhanPractice {
    private var board: DhanBoard { DhanBoard(catalogue, market) }

    /// The feed that a handshake asks for; nil for that of order updates.
    static func feed(of request: IncomingRequest) -> DhanFeed.Kind? {
        switch request.parts ?? [] {
        case ["twentydepth"]: .depth20
        case ["twohundreddepth"]: .depth200
        case [] where request.query["token"] != nil || request.query["clientId"] != nil:
            // The 200-level feed may be asked for at the root, too, but says no version (3.7, 3.8).
            request.query["version"] == nil ? .depth200 : .market
        default: nil
        }
    }

    /// A bad token, a plan without data and, with 200 levels, an app's token end without a readable reason (T14, T23).
    mutating func openFeed(
        _ kind: DhanFeed.Kind,
        _ socket: PracticeSocket,
        _ request: IncomingRequest,
        at now: Timestamp,
        into actions: inout [PracticeAction]
    ) {
        let isGood = sessions.isGood(request.query["clientId"], request.query["token"], at: now)
        let isApp = kind == .depth200 && sessions.active?.consumer != .website
        guard isGood, settings.hasData, !isApp, kind != .market || request.query["version"] == "2" else {
            return actions += [.accept(socket), .cut(socket)]
        }
        feed.open(socket, kind, at: now, into: &actions)
    }

    mutating func receiveFeed(
        _ message: SocketMessage,
        from socket: PracticeSocket,
        at now: Timestamp,
        into actions: inout [PracticeAction]
    ) {
        feed.receive(message, from: socket, board, at: now, into: &actions)
    }

    mutating func moveDerivatives(isWatched: Bool, at now: Timestamp) {
        derivatives.move(catalogue, &market, isWatched: isWatched, at: now)
    }

    /// What has changed goes out, and pings.
    mutating func beatFeed(at now: Timestamp, into actions: inout [PracticeAction]) {
        moveDerivatives(isWatched: feed.watchesDerivatives, at: now)
        if market.hasChanges, feed.isBeat(now) {
            let changes = market.takeChanges()
            feed.send(changes, board, at: now, into: &actions)
        }
        feed.keepAlive(at: now, into: &actions)
    }
}

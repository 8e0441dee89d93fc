import SaudaBroker
import SaudaCore

// Handshakes, and what time does to connections (sections 3.1, 4.1 and 5).

extension DhanPractice {
    /// The feeds have their token in the query; the order updates have no query and say who they are later.
    mutating func open(
        _ socket: PracticeSocket,
        _ request: IncomingRequest,
        at now: Timestamp,
        into actions: inout [PracticeAction]
    ) {
        // Not those that come with a new token.
        endOldSockets(into: &actions)
        if let kind = DhanPractice.feed(of: request) {
            openFeed(kind, socket, request, at: now, into: &actions)
        } else if request.parts == [] {
            openUpdates(socket, at: now, into: &actions)
        } else {
            actions.append(.refuse(socket, DhanRefusal.notFound(request.path, at: now).response))
        }
    }

    /// A token that has died takes its connections with it; prices go out at the beat, and pings in time.
    mutating func lookAfterSockets(at now: Timestamp, into actions: inout [PracticeAction]) {
        if let token = sessions.active, now >= token.end {
            sessions.endAll()
            hasNewToken = true
        }
        endOldSockets(into: &actions)
        beatFeed(at: now, into: &actions)
        keepUpdatesAlive(at: now, into: &actions)
    }

    /// A new token has killed the one that they came with.
    private mutating func endOldSockets(into actions: inout [PracticeAction]) {
        guard hasNewToken else { return }
        hasNewToken = false
        cutUpdates(into: &actions)
        feed.endAll(reason: 807, into: &actions)
    }
}

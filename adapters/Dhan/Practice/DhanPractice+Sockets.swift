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
        if hasNewToken { cutUpdates(into: &actions) }
        endOldFeeds(into: &actions)
        beatFeed(at: now, into: &actions)
        keepUpdatesAlive(at: now, into: &actions)
    }
}

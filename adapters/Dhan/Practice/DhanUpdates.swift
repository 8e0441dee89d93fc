import SaudaBroker
import SaudaCore

/// The order-update connections (section 4).
struct DhanUpdates: Sendable {
    struct Connection: Sendable {
        var isIn = false
        var nextPing: Timestamp
        var lastPong: Timestamp
    }

    var connections: [PracticeSocket: Connection] = [:]
    /// How many order updates there were, lost ones included.
    var count = 0
    /// One that waits to change places with the next, and until when.
    var held: (text: String, until: Timestamp)?

    func wakeAt(pongWithin limit: TimeSpan?) -> Timestamp {
        connections.values.reduce(held?.until ?? .distantFuture) { next, connection in
            min(next, connection.nextPing, limit.map { connection.lastPong.advanced(by: $0) } ?? .distantFuture)
        }
    }
}

extension DhanPractice {
    /// There is no handshake to refuse: who it is comes with the first message.
    mutating func openUpdates(_ socket: PracticeSocket, at now: Timestamp, into actions: inout [PracticeAction]) {
        updates.connections[socket] = DhanUpdates.Connection(
            nextPing: now.advanced(by: settings.ping),
            lastPong: now
        )
        actions.append(.accept(socket))
    }

    /// A login that is refused is not explained: five bytes, and the end without a close frame (4.1).
    mutating func receiveLogin(
        _ message: SocketMessage,
        from socket: PracticeSocket,
        at now: Timestamp,
        into actions: inout [PracticeAction]
    ) {
        guard let connection = updates.connections[socket], !connection.isIn else { return }
        guard case .text(let text) = message else { return }
        let json = (try? JSON(text)) ?? .null
        let login = json["LoginReq"]
        let isLogin = login["MsgCode"].integer == 42 || login["MsgCode"].text == "42"
        if isLogin, json["UserType"].text == "SELF",
            sessions.isGood(login["ClientId"].text, login["Token"].text, at: now)
        {
            updates.connections[socket]?.isIn = true
        } else {
            updates.connections[socket] = nil
            actions.append(.write(socket, .binary([0, 5, 0, 0, 50]), .other))
            actions.append(.cut(socket))
        }
    }

    /// The token has died: no close frame, no word.
    mutating func cutUpdates(into actions: inout [PracticeAction]) {
        for socket in updates.connections.keys.sorted() where updates.connections[socket]?.isIn == true {
            updates.connections[socket] = nil
            actions.append(.cut(socket))
        }
    }

    mutating func keepUpdatesAlive(at now: Timestamp, into actions: inout [PracticeAction]) {
        if let held = updates.held, held.until <= now {
            updates.held = nil
            send(held.text, into: &actions)
        }
        for socket in updates.connections.keys.sorted() {
            guard let connection = updates.connections[socket] else { continue }
            if let limit = settings.pongWithin, now >= connection.lastPong.advanced(by: limit) {
                updates.connections[socket] = nil
                actions.append(.cut(socket))
                continue
            }
            guard connection.nextPing <= now else { continue }
            updates.connections[socket]?.nextPing = now.advanced(by: settings.ping)
            actions.append(.write(socket, .ping([]), .keepAlive))
        }
    }

    // MARK: - Telling

    /// What is known of an order, to everybody who is in; nobody who is not will ever hear of it.
    mutating func tell(
        _ place: Int,
        _ word: String? = nil,
        at now: Timestamp,
        into actions: inout [PracticeAction]
    ) {
        let order = orders[place]
        // Nobody listens.
        guard updates.connections.values.contains(where: \.isIn) else { return updates.count += 1 }
        let listing = catalogue[order.slot]
        let data = order.update(listing, market[order.slot], client: client, word ?? order.status.title)
        guard case .object(let pairs) = numbered(.object(data), "orderNo", as: order) else { return }
        tell(pairs, at: now, into: &actions)
    }

    mutating func tell(_ data: [PracticeJSON.Pair], at now: Timestamp, into actions: inout [PracticeAction]) {
        updates.count += 1
        if settings.losesEveryUpdate > 0, updates.count % settings.losesEveryUpdate == 0 { return }
        var data = data
        if settings.updatesArePascalCase {
            for place in data.indices {
                data[place].key = data[place].key.prefix(1).uppercased() + data[place].key.dropFirst()
            }
        }
        let text = (["Data": .object(data), "Type": "order_alert"] as PracticeJSON).text
        guard settings.swapsUpdates else { return send(text, into: &actions) }
        guard let held = updates.held else {
            updates.held = (text, now.advanced(by: .milliseconds(250)))
            return
        }
        updates.held = nil
        send(text, into: &actions)
        send(held.text, into: &actions)
    }

    private func send(_ text: String, into actions: inout [PracticeAction]) {
        for socket in updates.connections.keys.sorted() where updates.connections[socket]?.isIn == true {
            for _ in 0..<(settings.repeatsUpdates ? 2 : 1) { actions.append(.write(socket, .text(text), .orders)) }
        }
    }
}

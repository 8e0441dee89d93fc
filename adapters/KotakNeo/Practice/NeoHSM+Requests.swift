package import SaudaBroker
package import SaudaCore

// What clients say to HSM, and what it brings them (sections 7.2 and 7.3).

extension NeoHSM {
    /// Texts are ignored. A frame that does not add up, or one before the connection is accepted, ends it.
    package mutating func receive(
        _ message: SocketMessage,
        from socket: PracticeSocket,
        _ board: NeoFeedBoard,
        _ settings: NeoHSMSettings,
        isSilent: Bool,
        _ gate: NeoFeedGate,
        at now: Timestamp,
        into actions: inout [PracticeAction]
    ) {
        guard let connection = connections[socket] else { return }
        connections[socket]?.lastHeard = now
        guard case .binary(let bytes) = message else { return }
        guard let request = NeoHSMRequest(bytes) else { return end(socket, into: &actions) }
        if case .connect(let token, let sid) = request {
            let pass = token.map { NeoFeedPass.token($0, sid: sid) } ?? .session(sid)
            guard !connection.isIn, gate(pass) else { return refuse(socket, into: &actions) }
            connections[socket]?.isIn = true
            let welcome = NeoHSMFrame.welcome(acknowledgeEvery: settings.acknowledgeEvery)
            return actions.append(.write(socket, .binary(welcome), .other))
        }
        guard connection.isIn else { return end(socket, into: &actions) }
        switch request {
        case .connect: break
        case .throttle(let value):
            guard let unit = settings.throttleUnit, value > 0 else { break }
            connections[socket]?.interval = TimeSpan(microseconds: Int64(value) * unit.microseconds)
        case .acknowledge: connections[socket]?.unacknowledged = 0
        case .subscribe(let scrips, let channel):
            let isGood = canSubscribe(scrips, channel, connection, board, settings)
            answer(.subscribe, isGood, socket, into: &actions)
            guard isGood else { break }
            let packets = subscribe(scrips, channel, socket, board, settings)
            noteMixed(socket, at: now)
            if !isSilent { write(packets, to: socket, board, settings, into: &actions) }
        case .unsubscribe(let scrips, let channel):
            unsubscribe(scrips, channel, socket, board)
            noteMixed(socket, at: now)
            answer(.unsubscribe, true, socket, into: &actions)
        case .pause(let channels):
            if settings.pauses { connections[socket]?.paused.formUnion(channels) }
            answer(.pause, true, socket, into: &actions)
        case .resume(let channels):
            connections[socket]?.paused.subtract(channels)
            connections[socket]?.waiting.formUnion(connection.held)
            connections[socket]?.held = []
            answer(.resume, true, socket, into: &actions)
        case .snapshot(let scrips):
            let isGood = scrips.count <= settings.scripsPerRequest
            answer(.snapshot, isGood, socket, into: &actions)
            guard isGood, !isSilent else { break }
            write(snapshots(scrips, socket, board), to: socket, board, settings, into: &actions)
        case .optionChain(let key):
            let refusal = NeoHSMFrame.optionChain(false, key: key, data: #"{"data":[]}"#)
            actions.append(.write(socket, .binary(refusal), .other))
        }
    }

    private mutating func end(_ socket: PracticeSocket, into actions: inout [PracticeAction]) {
        connections[socket] = nil
        actions.append(.close(socket, code: 1002))
    }

    private func answer(
        _ kind: NeoHSMFrame.Kind,
        _ isAccepted: Bool,
        _ socket: PracticeSocket,
        into actions: inout [PracticeAction]
    ) {
        actions.append(.write(socket, .binary(NeoHSMFrame.answer(kind, isAccepted)), .other))
    }

    /// `sf|nse_cm|2885`; nil for what nobody knows, which is accepted and brings nothing.
    private func key(_ scrip: String, _ board: NeoFeedBoard) -> Key? {
        guard let bar = scrip.firstIndex(of: "|"), let topic = NeoHSMTopic(rawValue: String(scrip[..<bar])),
            let slot = board.list.find(scrip[scrip.index(after: bar)...]), topic.fits(board.list[slot])
        else { return nil }
        return Key(topic: topic, slot: slot)
    }

    // MARK: - Subscriptions

    private func canSubscribe(
        _ scrips: [String],
        _ channel: UInt8,
        _ connection: Connection,
        _ board: NeoFeedBoard,
        _ settings: NeoHSMSettings
    ) -> Bool {
        guard scrips.count <= settings.scripsPerRequest, channel > 0, channel <= settings.channels else { return false }
        let wanted = Set(scrips.compactMap { key($0, board) })
        let there = connection.topics.filter { $0.value.channels.contains(channel) }
        let new = wanted.filter { connection.topics[$0] == nil }
        let newHere = wanted.filter { there[$0] == nil }
        return there.count + newHere.count <= settings.scripsPerChannel
            && connection.topics.count + new.count <= settings.scrips
    }

    private mutating func subscribe(
        _ scrips: [String],
        _ channel: UInt8,
        _ socket: PracticeSocket,
        _ board: NeoFeedBoard,
        _ settings: NeoHSMSettings
    ) -> [Packet] {
        guard var connection = connections[socket] else { return [] }
        var packets: [Packet] = []
        for scrip in scrips {
            guard let key = key(scrip, board) else { continue }
            let values = key.topic.values(board.list[key.slot], board.tick(key.slot))
            var told = connection.topics[key] ?? Told(id: 0, channels: [], values: values)
            if told.id == 0 {
                connection.issued += 1
                told.id = connection.issued
                if settings.updatesFirst { packets.append(.update(told.id + 1_000_000, values)) }
            }
            told.channels.insert(channel)
            told.values = values
            connection.topics[key] = told
            packets.append(.snapshot(told.id, key, values))
        }
        connections[socket] = connection
        return packets
    }

    /// Only of the channel that it was subscribed on.
    private mutating func unsubscribe(
        _ scrips: [String],
        _ channel: UInt8,
        _ socket: PracticeSocket,
        _ board: NeoFeedBoard
    ) {
        for key in scrips.compactMap({ key($0, board) }) {
            connections[socket]?.topics[key]?.channels.remove(channel)
            if connections[socket]?.topics[key]?.channels.isEmpty == true { connections[socket]?.topics[key] = nil }
        }
    }

    /// One packet each, and no updates afterwards unless it is subscribed, too.
    private mutating func snapshots(_ scrips: [String], _ socket: PracticeSocket, _ board: NeoFeedBoard) -> [Packet] {
        guard var connection = connections[socket] else { return [] }
        var packets: [Packet] = []
        for key in scrips.compactMap({ key($0, board) }) {
            let values = key.topic.values(board.list[key.slot], board.tick(key.slot))
            if connection.topics[key] == nil { connection.issued += 1 }
            connection.topics[key]?.values = values
            packets.append(.snapshot(connection.topics[key]?.id ?? connection.issued, key, values))
        }
        connections[socket] = connection
        return packets
    }

    private mutating func noteMixed(_ socket: PracticeSocket, at now: Timestamp) {
        guard let connection = connections[socket] else { return }
        let isMixed = connection.topics.keys.contains { key in
            key.topic == .depth && connection.topics[Key(topic: .scrip, slot: key.slot)] != nil
        }
        connections[socket]?.mixedSince = isMixed ? connection.mixedSince ?? now : nil
    }
}

package import SaudaBroker
package import SaudaCore

/// The connections of the binary market feed, and what each has been told (section 7).
package struct NeoHSM: Sendable {
    struct Key: Hashable, Sendable {
        var topic: NeoHSMTopic
        var slot: Int
    }

    struct Told: Sendable {
        var id: UInt32
        var channels: Set<UInt8>
        /// As the client has them by now.
        var values: [Int32?]
    }

    struct Connection: Sendable {
        var isIn = false
        var topics: [Key: Told] = [:]
        /// Ids are valid for one connection.
        var issued: UInt32 = 0
        /// Of the last data frame.
        var number: UInt32 = 0
        var unacknowledged = 0
        var paused: Set<UInt8> = []
        var interval = TimeSpan.zero
        var nextData = Timestamp(microseconds: .min)
        /// Slots that have changed and were not told yet.
        var waiting: Set<Int> = []
        /// Those of them that wait for a channel to be resumed.
        var held: Set<Int> = []
        var lastHeard: Timestamp
        /// Since when it has quotes and depth of one instrument.
        var mixedSince: Timestamp?
    }

    var connections: [PracticeSocket: Connection] = [:]

    package init() {}

    package func owns(_ socket: PracticeSocket) -> Bool { connections[socket] != nil }
    package mutating func closed(_ socket: PracticeSocket) { connections[socket] = nil }
    package mutating func open(_ socket: PracticeSocket, at now: Timestamp) {
        connections[socket] = Connection(lastHeard: now)
    }

    mutating func refuse(_ socket: PracticeSocket, into actions: inout [PracticeAction]) {
        connections[socket] = nil
        actions.append(.write(socket, .binary(NeoHSMFrame.answer(.connection, false)), .other))
        actions.append(.close(socket, code: 1000))
    }
}

// MARK: - Time

extension NeoHSM {
    /// Something has changed that could not be told at its beat.
    package var isWaiting: Bool { connections.values.contains { !$0.waiting.isEmpty } }

    /// - Parameter nextBeat: when what has changed may go out.
    package func wakeAt(_ settings: NeoHSMSettings, nextBeat: Timestamp, hasChanges: Bool) -> Timestamp {
        var next = Timestamp.distantFuture
        for connection in connections.values {
            if let limit = settings.quietWithin { next = min(next, connection.lastHeard.advanced(by: limit)) }
            if let limit = settings.mixedFor, let since = connection.mixedSince {
                next = min(next, since.advanced(by: limit))
            }
            if !connection.waiting.isEmpty { next = min(next, max(nextBeat, connection.nextData)) }
            if hasChanges, !connection.topics.isEmpty { next = min(next, nextBeat) }
        }
        return next
    }

    /// Ends who is quiet for too long, and who wants too much on one connection.
    package mutating func keepAlive(
        _ settings: NeoHSMSettings,
        at now: Timestamp,
        into actions: inout [PracticeAction]
    ) {
        for socket in connections.keys.sorted() {
            guard let connection = connections[socket] else { continue }
            let isQuiet = settings.quietWithin.map { now >= connection.lastHeard.advanced(by: $0) } ?? false
            let isMixed = settings.mixedFor.flatMap { limit in
                connection.mixedSince.map { now >= $0.advanced(by: limit) }
            }
            guard isQuiet || isMixed == true else { continue }
            connections[socket] = nil
            actions.append(.cut(socket))
        }
    }

    /// Tells what has changed since it was told last: nothing where the values are the same.
    package mutating func send(
        _ changed: some Collection<Int>,
        _ board: NeoFeedBoard,
        _ settings: NeoHSMSettings,
        at now: Timestamp,
        into actions: inout [PracticeAction]
    ) {
        for socket in connections.keys.sorted() {
            guard var connection = connections[socket], !connection.topics.isEmpty else { continue }
            connection.waiting.formUnion(changed.filter(connection.watches))
            guard now >= connection.nextData, !connection.waiting.isEmpty else {
                connections[socket] = connection
                continue
            }
            let slots = connection.waiting.sorted()
            connection.waiting = []
            var packets: [Packet] = []
            for slot in slots {
                for topic in NeoHSMTopic.allCases {
                    guard let told = connection.topics[Key(topic: topic, slot: slot)] else { continue }
                    guard !told.channels.isSubset(of: connection.paused) else {
                        connection.held.insert(slot)
                        continue
                    }
                    connection.update(Key(topic: topic, slot: slot), told, board, &packets)
                }
            }
            connection.nextData = now.advanced(by: connection.interval)
            connections[socket] = connection
            write(packets, to: socket, board, settings, into: &actions)
        }
    }
}

// MARK: - Data

extension NeoHSM {
    enum Packet {
        case snapshot(UInt32, Key, [Int32?])
        case update(UInt32, [Int32?])
    }

    mutating func write(
        _ packets: [Packet],
        to socket: PracticeSocket,
        _ board: NeoFeedBoard,
        _ settings: NeoHSMSettings,
        into actions: inout [PracticeAction]
    ) {
        var rest = packets[...]
        while !rest.isEmpty {
            guard var connection = connections[socket] else { return }
            let isNumbered = settings.acknowledgeEvery > 0
            connection.number &+= 1
            connection.unacknowledged += isNumbered ? 1 : 0
            var data = NeoHSMData(number: isNumbered ? connection.number : nil)
            for packet in rest.prefix(max(1, settings.packetsPerFrame)) {
                switch packet {
                case .snapshot(let id, let key, let values):
                    data.snapshot(id, key.topic, board.list[key.slot], values)
                case .update(let id, let values): data.update(id, values)
                }
            }
            rest = rest.dropFirst(max(1, settings.packetsPerFrame))
            connections[socket] = connection
            actions.append(.write(socket, .binary(data.bytes), .prices))
            guard isNumbered, let missing = settings.missingAcknowledgements,
                connection.unacknowledged > missing * Int(settings.acknowledgeEvery)
            else { continue }
            connections[socket] = nil
            actions.append(.cut(socket))
        }
    }
}

extension NeoHSM.Connection {
    func watches(_ slot: Int) -> Bool {
        NeoHSMTopic.allCases.contains { topics[NeoHSM.Key(topic: $0, slot: slot)] != nil }
    }

    /// Only what is another value than the client's, and nothing behind the last of them.
    mutating func update(
        _ key: NeoHSM.Key,
        _ told: NeoHSM.Told,
        _ board: NeoFeedBoard,
        _ packets: inout [NeoHSM.Packet]
    ) {
        let values = key.topic.values(board.list[key.slot], board.tick(key.slot))
        var changes: [Int32?] = []
        for (place, value) in values.enumerated() {
            changes.append(value == told.values[place] ? nil : value)
        }
        while changes.last == .some(nil) { changes.removeLast() }
        guard !changes.isEmpty else { return }
        topics[key]?.values = values
        packets.append(.update(told.id, changes))
    }
}

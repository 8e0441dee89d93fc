import SaudaBroker
import SaudaCore

/// The connections of the market feed, and what each wants (section 8).
struct UpstoxFeed: Sendable {
    enum Mode: String, Hashable, Sendable {
        case ltpc
        case greeks = "option_greeks"
        case full
    }

    struct Connection: Sendable {
        var modes: [Int: Mode] = [:]
        var nextPing: Timestamp
    }

    private(set) var connections: [PracticeSocket: Connection] = [:]
    private var lastBeat = Timestamp(microseconds: .min)

    var count: Int { connections.count }
    var isWanted: Bool { connections.values.contains { !$0.modes.isEmpty } }
    var nextPing: Timestamp { connections.values.map(\.nextPing).min() ?? .distantFuture }
    func owns(_ socket: PracticeSocket) -> Bool { connections[socket] != nil }
    mutating func closed(_ socket: PracticeSocket) { connections[socket] = nil }

    func nextBeat(_ settings: UpstoxSettings) -> Timestamp {
        lastBeat.microseconds == .min ? lastBeat : lastBeat.advanced(by: settings.beat)
    }

    /// The market's states come first (section 8.3).
    mutating func open(
        _ socket: PracticeSocket,
        isTrading: Bool,
        _ settings: UpstoxSettings,
        at now: Timestamp,
        into actions: inout [PracticeAction]
    ) {
        connections[socket] = Connection(nextPing: now.advanced(by: settings.ping))
        var frame = UpstoxFrame()
        frame.int(1, 2)
        frame.int(3, UpstoxTime.milliseconds(now))
        frame.message(4) { info in
            for segment in ["NSE_EQ", "NSE_FO", "NSE_INDEX", "BSE_EQ"] {
                info.message(1) { entry in
                    entry.part(1, Array(segment.utf8))
                    entry.int(2, isTrading ? 2 : 3)
                }
            }
        }
        actions.append(.write(socket, .binary(frame.bytes), .other))
    }

    /// JSON in binary messages; text is passed over (trap T18).
    mutating func receive(
        _ message: SocketMessage,
        from socket: PracticeSocket,
        _ board: UpstoxBoard,
        at now: Timestamp,
        into actions: inout [PracticeAction]
    ) {
        guard case .binary(let bytes) = message, let json = try? JSON(bytes), var connection = connections[socket],
            let keys = json["data"]["instrumentKeys"].items
        else { return }
        let slots = keys.compactMap { $0.text.flatMap { board.catalogue.find($0) } }
        switch json["method"].text {
        case "unsub": for slot in slots { connection.modes[slot] = nil }
        case "sub", "change_mode":
            guard let mode = Mode(rawValue: json["data"]["mode"].text ?? "ltpc") else { return }
            var taken: [Int] = []
            for slot in slots {
                guard connection.modes[slot] != nil || connection.modes.count < board.settings.keysPerConnection else {
                    continue
                }
                connection.modes[slot] = mode
                taken.append(slot)
            }
            connections[socket] = connection
            if !taken.isEmpty, !board.settings.feedIsSilent {
                write(taken, to: socket, isSnapshot: true, board, at: now, into: &actions)
            }
        default: return
        }
        connections[socket] = connection
    }

    /// What has changed since the last beat.
    mutating func send(
        _ changes: [Int],
        _ board: UpstoxBoard,
        at now: Timestamp,
        into actions: inout [PracticeAction]
    ) {
        lastBeat = now
        guard !board.settings.feedIsSilent else { return }
        for socket in connections.keys.sorted() {
            let wanted = changes.filter { connections[socket]?.modes[$0] != nil }
            if !wanted.isEmpty { write(wanted, to: socket, isSnapshot: false, board, at: now, into: &actions) }
        }
    }

    private func write(
        _ slots: [Int],
        to socket: PracticeSocket,
        isSnapshot: Bool,
        _ board: UpstoxBoard,
        at now: Timestamp,
        into actions: inout [PracticeAction]
    ) {
        var frame = UpstoxFrame()
        frame.int(1, isSnapshot ? 0 : 1)
        for slot in slots {
            guard let mode = connections[socket]?.modes[slot] else { continue }
            frame.message(2) { entry in
                entry.part(1, Array(board.catalogue[slot].key.utf8))
                entry.message(2) { board.write(slot, mode, to: &$0) }
            }
        }
        frame.int(3, UpstoxTime.milliseconds(now))
        actions.append(.write(socket, .binary(frame.bytes), .prices))
    }

    mutating func keepAlive(_ settings: UpstoxSettings, at now: Timestamp, into actions: inout [PracticeAction]) {
        for socket in connections.keys.sorted() where (connections[socket]?.nextPing ?? .distantFuture) <= now {
            connections[socket]?.nextPing = now.advanced(by: settings.ping)
            actions.append(.write(socket, .ping([]), .keepAlive))
        }
    }
}

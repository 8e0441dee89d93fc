package import SaudaBroker
import SaudaCore

/// The connections of SFeed and what each wants (section 8).
package struct NeoSFeed: Sendable {
    typealias Wish = NeoSFeedRequest.Wish

    struct Connection: Sendable {
        var isIn = false
        var wishes: [Wish: Set<Int>] = [:]
        /// Told when a segment opens and closes.
        var wantsStatus = false
        /// Of the last packet.
        var sequence: UInt8 = 0

        var count: Int { wishes.values.reduce(0) { $0 + $1.count } }
    }

    var connections: [PracticeSocket: Connection] = [:]
    /// Nil before the first day.
    private(set) var isOpen: Bool?

    package init() {}

    package func owns(_ socket: PracticeSocket) -> Bool { connections[socket] != nil }
    package mutating func closed(_ socket: PracticeSocket) { connections[socket] = nil }
    package mutating func open(_ socket: PracticeSocket) { connections[socket] = Connection() }
    package var wantsChanges: Bool { connections.values.contains { $0.count > 0 } }

    mutating func refuse(_ socket: PracticeSocket, into actions: inout [PracticeAction]) {
        connections[socket] = nil
        let text = #"{"message_code":1120,"error_code":1,"description":"Authentication failed"}"#
        actions.append(.write(socket, .text(text), .other))
        actions.append(.close(socket, code: 1000))
    }

    /// Every segment has opened or closed.
    package mutating func turn(isOpen: Bool, _ board: NeoFeedBoard, into actions: inout [PracticeAction]) {
        self.isOpen = isOpen
        for socket in connections.keys.sorted() where connections[socket]?.wantsStatus == true {
            writeStatus(to: socket, board, into: &actions)
        }
    }
}

// MARK: - Packets

extension NeoSFeed {
    /// What has changed since the last beat, by slot.
    package mutating func send(
        _ changed: [Int],
        _ board: NeoFeedBoard,
        _ settings: NeoSFeedSettings,
        into actions: inout [PracticeAction]
    ) {
        guard !settings.stopsAfterSnapshot else { return }
        for socket in connections.keys.sorted() {
            guard let connection = connections[socket], connection.count > 0 else { continue }
            let wanted = changed.flatMap { slot in
                Wish.allCases.filter { connection.wishes[$0]?.contains(slot) == true }.map { ($0, slot) }
            }
            write(wanted, to: socket, board, settings, into: &actions)
        }
    }

    mutating func write(
        _ wanted: [(wish: Wish, slot: Int)],
        to socket: PracticeSocket,
        _ board: NeoFeedBoard,
        _ settings: NeoSFeedSettings,
        into actions: inout [PracticeAction]
    ) {
        var frame = NeoSFeedFrame()
        for (wish, slot) in wanted {
            add(wish, slot, next(socket), board, settings, to: &frame)
            guard frame.count >= settings.packetsPerFrame else { continue }
            actions.append(.write(socket, .binary(frame.bytes), .prices))
            frame = NeoSFeedFrame()
        }
        if frame.count > 0 { actions.append(.write(socket, .binary(frame.bytes), .prices)) }
    }

    mutating func writeStatus(
        to socket: PracticeSocket,
        _ board: NeoFeedBoard,
        into actions: inout [PracticeAction]
    ) {
        guard let isOpen else { return }
        var frame = NeoSFeedFrame()
        for exchange in NeoFeedExchange.allCases where board.list.listings.contains(where: { $0.exchange == exchange })
        {
            // Only opening has a word in real life.
            frame.status(exchange, code: isOpen ? 1 : 2, isOpen ? "OPEN" : "", sequence: next(socket))
        }
        if frame.count > 0 { actions.append(.write(socket, .binary(frame.bytes), .other)) }
    }

    private mutating func next(_ socket: PracticeSocket) -> UInt8 {
        connections[socket]?.sequence &+= 1
        return connections[socket]?.sequence ?? 0
    }

    private func add(
        _ wish: Wish,
        _ slot: Int,
        _ sequence: UInt8,
        _ board: NeoFeedBoard,
        _ settings: NeoSFeedSettings,
        to frame: inout NeoSFeedFrame
    ) {
        let listing = board.list[slot]
        var tick = board.tick(slot)
        switch wish.level {
        case nil: frame.index(listing, tick, sequence: sequence)
        case .mini: frame.mini(listing, tick, sequence: sequence, closeIsRupees: settings.miniCloseIsRupees)
        case .full:
            tick.deepen(board.market[slot].tick, rows: settings.fullDepth)
            frame.picture(listing, tick, .full, sequence: sequence)
        case .some(let level): frame.picture(listing, tick, level, sequence: sequence)
        }
    }
}

extension NeoFeedTick {
    /// Made-up rows behind the five.
    fileprivate mutating func deepen(_ step: Price, rows: Int) {
        guard bids.first.map({ $0.quantity > 0 }) == true else { return }
        bids = NeoFeedTick.deepen(bids, step: -step, rows: rows)
        offers = NeoFeedTick.deepen(offers, step: step, rows: rows)
    }

    private static func deepen(_ rows: [Row], step: Price, rows count: Int) -> [Row] {
        var rows = rows.filter { $0.quantity > 0 }
        while rows.count < count, let last = rows.last, last.price + step > .zero {
            let price = last.price + step
            let chance = PracticeDice.mix(UInt64(price.raw), UInt64(rows.count))
            let orders = UInt16(1 + chance >> 8 % 20)
            rows.append(Row(price, quantity: UInt32(orders) * UInt32(1 + chance % 90), orders: orders))
        }
        return Array(rows.prefix(count))
    }
}

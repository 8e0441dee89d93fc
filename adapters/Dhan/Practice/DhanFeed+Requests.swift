package import SaudaBroker
package import SaudaCore

// What clients say, and what it brings them.

extension DhanFeed {
    /// Binary messages are ignored: the official client says goodbye with one of the first version.
    package mutating func receive(
        _ message: SocketMessage,
        from socket: PracticeSocket,
        _ board: DhanBoard,
        at now: Timestamp,
        into actions: inout [PracticeAction]
    ) {
        guard let kind = connections[socket]?.kind, case .text(let text) = message else { return }
        defer { countDerivatives() }
        guard let request = DhanFeedRequest(text) else { return end(socket, reason: 814, into: &actions) }
        switch request {
        case .nothing: break
        case .disconnect:
            connections[socket] = nil
            actions.append(.close(socket, code: 1000))
        case .subscribe(let mode, let keys):
            guard (mode == .depth) == (kind != .market) else { return end(socket, reason: 814, into: &actions) }
            subscribe(mode, keys, socket, board, into: &actions)
        case .unsubscribe(let mode, let keys):
            for key in keys {
                connections[socket]?.modes[key]?.remove(mode)
                if connections[socket]?.modes[key]?.isEmpty == true { connections[socket]?.modes[key] = nil }
            }
        }
    }

    private func most(_ kind: Kind) -> Int {
        switch kind {
        case .market: settings.instrumentsPerConnection
        case .depth20: settings.depthInstruments
        case .depth200: 1
        }
    }

    private mutating func subscribe(
        _ mode: Mode,
        _ keys: [DhanKey],
        _ socket: PracticeSocket,
        _ board: DhanBoard,
        into actions: inout [PracticeAction]
    ) {
        guard var connection = connections[socket] else { return }
        guard keys.count <= settings.instrumentsPerMessage || !settings.endsOverLimit else {
            return end(socket, reason: 804, into: &actions)
        }
        let most = most(connection.kind)
        var new: [(slot: Int, modes: Set<Mode>)] = []
        for key in keys.prefix(settings.instrumentsPerMessage) {
            if connection.modes[key] == nil, connection.modes.count >= most {
                guard settings.endsOverLimit else { break }
                return end(socket, reason: 804, into: &actions)
            }
            connection.modes[key, default: []].insert(mode)
            if let slot = board.catalogue.find(key) { new.append((slot, [mode])) }
        }
        connections[socket] = connection
        guard !settings.isSilent else { return }
        if connection.kind == .market { writeCloses(new.map(\.slot), to: socket, board, &actions) }
        if settings.answersAtOnce {
            write(new.filter { board.market[$0.slot].last.raw > 0 }, to: socket, board, &actions)
        }
    }
}

// MARK: - Packets

extension DhanFeed {
    func write(
        _ wanted: [(slot: Int, modes: Set<Mode>)],
        to socket: PracticeSocket,
        _ board: DhanBoard,
        _ actions: inout [PracticeAction]
    ) {
        switch connections[socket]?.kind {
        case .market: writeTicks(wanted, to: socket, board, &actions)
        case .depth20: writeTwenty(wanted.map(\.slot), to: socket, board, &actions)
        case .depth200: writeTwoHundred(wanted.map(\.slot), to: socket, board, &actions)
        case nil: break
        }
    }

    private func writeCloses(
        _ slots: [Int],
        to socket: PracticeSocket,
        _ board: DhanBoard,
        _ actions: inout [PracticeAction]
    ) {
        var frames = Frames(settings.packetsPerFrame)
        for slot in slots where settings.tellsEveryClose || board.catalogue[slot].isIndex {
            frames.add { $0.previousClose(board.catalogue[slot].key, board.tick(slot)) }
        }
        frames.write(to: socket, &actions)
    }

    private func writeTicks(
        _ wanted: [(slot: Int, modes: Set<Mode>)],
        to socket: PracticeSocket,
        _ board: DhanBoard,
        _ actions: inout [PracticeAction]
    ) {
        var frames = Frames(settings.packetsPerFrame)
        for (slot, modes) in wanted {
            let listing = board.catalogue[slot]
            let tick = board.tick(slot)
            let isTicker = listing.isIndex && settings.indicesAreTickers
            if modes.contains(.ticker) || isTicker { frames.add { $0.ticker(listing.key, tick) } }
            guard !isTicker else { continue }
            if modes.contains(.quote) {
                frames.add { $0.quote(listing.key, tick) }
                if listing.segment.isDerivatives { frames.add { $0.openInterest(listing.key, tick) } }
            }
            if modes.contains(.full) { frames.add { $0.full(listing.key, tick) } }
        }
        frames.write(to: socket, &actions)
    }

    /// Bid and ask of one instrument after the other, stacked in one message.
    private func writeTwenty(
        _ slots: [Int],
        to socket: PracticeSocket,
        _ board: DhanBoard,
        _ actions: inout [PracticeAction]
    ) {
        var frame = DhanDepthFrame()
        for slot in slots where DhanFeed.hasDepth(board.catalogue[slot]) {
            let (bids, offers) = board.depth(slot, rows: 20)
            let word = UInt32(truncatingIfNeeded: board.market[slot].volume.units)
            frame.side(.bid, board.catalogue[slot].key, bids, word: word)
            frame.side(.offer, board.catalogue[slot].key, offers, word: word)
        }
        if !frame.bytes.isEmpty { actions.append(.write(socket, .binary(frame.bytes), .prices)) }
    }

    /// As many rows as there are. The official client puts both sides together only when they share a message.
    private func writeTwoHundred(
        _ slots: [Int],
        to socket: PracticeSocket,
        _ board: DhanBoard,
        _ actions: inout [PracticeAction]
    ) {
        for slot in slots where DhanFeed.hasDepth(board.catalogue[slot]) {
            let (bids, offers) = board.depth(slot, rows: 200)
            var frame = DhanDepthFrame()
            for (side, rows) in [(DhanDepthFrame.Side.bid, bids), (.offer, offers)] {
                let rows = rows.filter { $0.quantity > 0 }
                frame.side(side, board.catalogue[slot].key, rows, word: UInt32(rows.count))
            }
            actions.append(.write(socket, .binary(frame.bytes), .prices))
        }
    }

    /// There are depths of NSE shares and derivatives only (3.7).
    private static func hasDepth(_ listing: DhanListing) -> Bool {
        listing.segment == .nseEquity || listing.segment == .nseDerivatives
    }

    /// Messages of so many packets each.
    private struct Frames {
        private let size: Int
        private var full: [[UInt8]] = []
        private var frame = DhanFrame()

        init(_ size: Int) { self.size = max(1, size) }

        mutating func add(_ packet: (inout DhanFrame) -> Void) {
            packet(&frame)
            guard frame.count >= size else { return }
            full.append(frame.bytes)
            frame = DhanFrame()
        }

        func write(to socket: PracticeSocket, _ actions: inout [PracticeAction]) {
            for bytes in full + (frame.count > 0 ? [frame.bytes] : []) {
                actions.append(.write(socket, .binary(bytes), .prices))
            }
        }
    }
}

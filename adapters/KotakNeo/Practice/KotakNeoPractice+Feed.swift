import SaudaBroker
import SaudaCore

// The sockets, joined to sessions, market and book (sections 7 to 9).

extension KotakNeoPractice {
    /// For login and configuration: the price feed's path, and the order feed's.
    static var feedPaths: (prices: String, orders: String) { ("/apifeed", "/realtime") }

    private var board: NeoFeedBoard { NeoFeedBoard(list, market) }

    mutating func open(
        _ socket: PracticeSocket,
        _ request: IncomingRequest,
        at now: Timestamp,
        into actions: inout [PracticeAction]
    ) {
        guard let kind = NeoFeed.kind(of: request) else {
            return actions.append(.refuse(socket, NeoRefusal.notFound(request.path).response))
        }
        feed.open(socket, kind, at: now, into: &actions)
    }

    mutating func receive(
        _ message: SocketMessage,
        from socket: PracticeSocket,
        at now: Timestamp,
        into actions: inout [PracticeAction]
    ) {
        let known = feed.isOfOrders(socket) ? replay : []
        var session: String?
        let sessions = sessions
        let gate: NeoFeedGate = { pass in
            session = sessions.admits(pass, at: now)
            return session != nil
        }
        feed.receive(message, from: socket, board, gate, replay: { known }, at: now, into: &actions)
        if let session { socketSessions[socket] = session }
    }

    mutating func closed(_ socket: PracticeSocket) {
        feed.closed(socket)
        socketSessions[socket] = nil
    }

    /// Sessions that have died take their connections along; prices go out at the beat.
    mutating func lookAfterSockets(at now: Timestamp, into actions: inout [PracticeAction]) {
        if sessions.takeEnded(at: now) {
            for socket in socketSessions.keys.sorted() {
                guard let session = socketSessions[socket], !sessions.isLive(session, at: now) else { continue }
                socketSessions[socket] = nil
                feed.refuse(socket, into: &actions)
            }
        }
        if feed.count > 0, feed.isBeat(now), market.hasChanges || feed.isWaiting {
            let changes = market.takeChanges()
            feed.send(changes, board, at: now, into: &actions)
        }
        feed.keepAlive(at: now, into: &actions)
    }

    mutating func turnMarket(isOpen: Bool, into actions: inout [PracticeAction]) {
        guard isMarketOpen != isOpen else { return }
        isMarketOpen = isOpen
        feed.turn(isOpen: isOpen, board, into: &actions)
    }

    // MARK: - Orders and positions

    mutating func tell(_ place: Int, at now: Timestamp, into actions: inout [PracticeAction]) {
        guard feed.isHeard else { return }
        feed.tellOrder(row(orders[place]), at: now, into: &actions)
    }

    mutating func tellPosition(_ key: NeoPositionKey, at now: Timestamp, into actions: inout [PracticeAction]) {
        guard feed.isHeard, let row = positionRow(key) else { return }
        feed.tellPosition(row, at: now, into: &actions)
    }

    /// What is known of orders and positions.
    private var replay: [PracticeJSON] {
        orders.map { NeoOrderFeedMessage.order(row($0)) }
            + positionKeys.compactMap(positionRow).map(NeoOrderFeedMessage.position)
    }
}

extension NeoSessions {
    /// The id of the session that a pass is of; nil when there is none.
    fileprivate func admits(_ pass: NeoFeedPass, at now: Timestamp) -> String? {
        switch pass {
        case .token(let token, let sid): (trade(token, sid, at: now) ?? view(token, sid, at: now))?.sid
        case .trade(let token, let sid): trade(token, sid, at: now)?.sid
        case .session(let sid): isTrading(sid, at: now) ? sid : nil
        case .user(let user, let sid): user == ucc && isTrading(sid, at: now) ? sid : nil
        }
    }

    fileprivate func isLive(_ sid: String, at now: Timestamp) -> Bool {
        (trades + views).contains { $0.sid == sid && now < $0.end }
    }
}

extension NeoCatalogue {
    /// As the sockets know what there is; slots stay the same.
    func feedList(_ setup: PracticeSetup) -> NeoFeedList {
        NeoFeedList(
            listings.map { listing in
                let index = listing.instrument.map { Int($0.index) } ?? .max
                let days = setup.daily.indices.contains(index) ? setup.daily[index].suffix(250) : []
                return NeoFeedListing(
                    NeoFeedExchange(listing.segment),
                    listing.token,
                    symbol: listing.indexName ?? listing.tradingSymbol,
                    isIndex: listing.isIndex,
                    lot: UInt32(clamping: listing.lot.units),
                    yearHigh: days.map(\.high).max() ?? .zero,
                    yearLow: days.map(\.low).min() ?? .zero
                )
            }
        )
    }
}

extension NeoFeedExchange {
    fileprivate init(_ segment: NeoSegment) {
        switch segment {
        case .nseCash: self = .nseShares
        case .bseCash: self = .bseShares
        case .nseDerivatives: self = .nseDerivatives
        case .bseDerivatives: self = .bseDerivatives
        case .commodity: self = .commodities
        case .nseCurrency: self = .nseCurrencies
        case .bseCurrency: self = .bseCurrencies
        }
    }
}

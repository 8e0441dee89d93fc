package import SaudaBroker

// What clients say to SFeed, and what it brings them (section 8).

extension NeoSFeed {
    /// Binary messages mean nothing, as do texts that are no request once the first frame was good.
    package mutating func receive(
        _ message: SocketMessage,
        from socket: PracticeSocket,
        _ board: NeoFeedBoard,
        _ settings: NeoSFeedSettings,
        isSilent: Bool,
        _ gate: NeoFeedGate,
        into actions: inout [PracticeAction]
    ) {
        guard let connection = connections[socket], case .text(let text) = message else { return }
        let request = NeoSFeedRequest(text)
        guard connection.isIn else {
            guard case .connect(let user, let sid, "native_batch") = request, gate(.user(user, sid: sid)) else {
                return refuse(socket, into: &actions)
            }
            connections[socket]?.isIn = true
            return actions.append(.write(socket, .text(NeoSFeed.welcome(settings)), .other))
        }
        switch request {
        case nil, .connect: break
        case .subscribe(let wish, let keys, let wantsSymbols):
            let found = find(keys, wish, board)
            let new = Set(found.map(\.slot)).subtracting(connection.wishes[wish] ?? [])
            guard connection.count + new.count <= settings.tokens else {
                let refusal: PracticeJSON = [
                    "message_code": 1109, "error_code": 1, "description": "Subscription limit exceeded",
                ]
                return actions.append(.write(socket, .text(refusal.text), .other))
            }
            connections[socket]?.wishes[wish, default: []].formUnion(new)
            answer(found, wish, wantsSymbols, to: socket, board, settings, isSilent: isSilent, into: &actions)
        case .snapshot(let wish, let keys, let wantsSymbols):
            let found = find(keys, wish, board)
            answer(found, wish, wantsSymbols, to: socket, board, settings, isSilent: isSilent, into: &actions)
        case .unsubscribe(let wish, let keys):
            let gone = find(keys, wish, board).map(\.slot)
            connections[socket]?.wishes[wish]?.subtract(gone)
        case .subscribeExchange:
            connections[socket]?.wantsStatus = true
            if !isSilent { writeStatus(to: socket, board, into: &actions) }
        case .unsubscribeExchange: connections[socket]?.wantsStatus = false
        }
    }

    /// With the dividers by which prices are to be read.
    package static func welcome(_ settings: NeoSFeedSettings) -> String {
        let exchanges = NeoFeedExchange.allCases.map { exchange in
            PracticeJSON.Pair(
                key: exchange.rawValue,
                value: ["value": .int(exchange.number), "divider": .int(exchange.divider)]
            )
        }
        let welcome: PracticeJSON = [
            "message_code": .int(settings.welcome),
            "error_code": 0,
            "description": "CONNECTED",
            "format": settings.fallsBack ? "native_fallback" : "native_batch",
            "exchanges": .object(exchanges),
        ]
        return welcome.text
    }

    private struct Found {
        /// As the client wrote it.
        var key: String
        var slot: Int
    }

    /// What nobody knows is left out, as are indices among scrips and scrips among indices.
    private func find(_ keys: [String], _ wish: Wish, _ board: NeoFeedBoard) -> [Found] {
        keys.compactMap { key in
            guard let slot = board.list.find(key), board.list[slot].isIndex == (wish == .indices) else { return nil }
            return Found(key: key, slot: slot)
        }
    }

    private mutating func answer(
        _ found: [Found],
        _ wish: Wish,
        _ wantsSymbols: Bool,
        to socket: PracticeSocket,
        _ board: NeoFeedBoard,
        _ settings: NeoSFeedSettings,
        isSilent: Bool,
        into actions: inout [PracticeAction]
    ) {
        let text = NeoSFeed.acknowledgement(found, wantsSymbols, board, settings)
        let acknowledgement = PracticeAction.write(socket, .text(text), .other)
        if !settings.pricesFirst { actions.append(acknowledgement) }
        if !isSilent { write(found.map { (wish, $0.slot) }, to: socket, board, settings, into: &actions) }
        if settings.pricesFirst { actions.append(acknowledgement) }
    }

    private static func acknowledgement(
        _ found: [Found],
        _ wantsSymbols: Bool,
        _ board: NeoFeedBoard,
        _ settings: NeoSFeedSettings
    ) -> String {
        var symbols: [PracticeJSON.Pair] = []
        for one in found where wantsSymbols && !symbols.contains(where: { $0.key == one.key }) {
            symbols.append(PracticeJSON.Pair(key: one.key, value: .string(board.list[one.slot].symbol)))
        }
        switch settings.acknowledgement {
        case .symbols:
            return (["message_code": 1109, "trading_symbols": .object(symbols)] as PracticeJSON).text
        case .described:
            for place in symbols.indices { symbols[place].value = ["trading_symbol": symbols[place].value] }
            let answer: PracticeJSON = [
                "message_code": 1109, "error_code": 0, "description": "SUBSCRIBED", "data": .object(symbols),
            ]
            return answer.text
        }
    }
}

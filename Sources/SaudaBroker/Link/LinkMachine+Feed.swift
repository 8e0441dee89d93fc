package import SaudaCore

// Prices: sockets opened, subscribed, watched, opened again; over REST where sockets are refused.

extension LinkMachine {
    mutating func want(_ instrument: InstrumentID, _ isWanted: Bool) {
        guard context.listings[instrument] != nil || !isWanted else {
            skipped["wanted but not listed", default: 0] += 1
            return
        }
        if isWanted, self.isWanted.insert(instrument).inserted {
            wanted.append(instrument)
            isShareDue = true
        }
        if !isWanted, self.isWanted.remove(instrument) != nil {
            isShareDue = true
            wanted.removeAll { $0 == instrument }
            pricedAt[instrument] = nil
        }
    }

    mutating func expectPrices(_ expected: Bool, at now: Timestamp) {
        expectsPrices = expected
        // What was quiet by right is not late yet.
        for index in shards.indices {
            shards[index].tickAt = max(shards[index].tickAt ?? now, now)
            if shards[index].plan?.hasHeartbeat == false, shards[index].heardAt != nil { shards[index].heardAt = now }
        }
    }

    /// When a connection that says nothing more is dead; nil while it may be quiet.
    private func silenceEnd(of shard: FeedShard) -> Timestamp? {
        guard let heard = shard.heardAt, let plan = shard.plan, plan.hasHeartbeat || expectsPrices else { return nil }
        return heard.advanced(by: plan.silence)
    }

    /// A new token: sockets are tried again (FED-8).
    /// An open socket has the old one, and may be told nothing more of orders (AUT-6).
    mutating func newSession(into actions: inout [LinkAction]) {
        usesREST = false
        ordersCome = OrdersCome(try? adapter.orderStream(in: context))
        for index in shards.indices {
            shards[index].refusals = 0
            forgetQuestion(of: index)
            if let socket = shards[index].socket { actions.append(.close(socket)) }
            shards[index].gapSince = shards[index].gapSince ?? (shards[index].isOpen ? shards[index].tickAt : nil)
            shards[index].state = .idle
            shards[index].wakeAt = nil
        }
    }

    // MARK: - Turning

    mutating func turnFeed(at now: Timestamp, into actions: inout [LinkAction]) {
        if isShareDue || (feedCarriesOrders && !shards.contains { $0.purpose == .prices }) {
            isShareDue = false
            share(at: now, into: &actions)
        }
        if followsOrders, ordersCome == .onSocket, !shards.contains(where: { $0.purpose == .orders }) {
            addShard(.orders)
        }
        for index in shards.indices {
            watch(index, at: now, into: &actions)
            switch shards[index].state {
            case .idle: open(index, at: now, into: &actions)
            case .waiting(let until) where until <= now: open(index, at: now, into: &actions)
            case .waiting, .asking, .opening, .open: break
            }
        }
        guard usesREST, expectsPrices, !wanted.isEmpty, nextPoll.map({ $0 <= now }) ?? true,
            !errands.values.contains(where: { $0.owner == .quotes })
        else { return }
        nextPoll = now.advanced(by: settings.pollQuotes)
        begin(.quotes(wanted), .quotes)
    }

    func nextOfFeed(at now: Timestamp) -> Timestamp? {
        var times: [Timestamp] = []
        for shard in shards {
            switch shard.state {
            case .idle, .asking: break
            case .waiting(let until): times.append(until)
            case .opening(_, let since):
                times.append(since.advanced(by: settings.connectLimit).advanced(by: .seconds(2)))
            case .open:
                if let end = silenceEnd(of: shard) { times.append(end) }
                if expectsPrices, !shard.wanted.isEmpty, let tick = shard.tickAt {
                    times.append(tick.advanced(by: settings.staleAfter))
                }
            }
            if let wake = shard.wakeAt { times.append(wake) }
        }
        if usesREST, expectsPrices, !wanted.isEmpty, let nextPoll { times.append(nextPoll) }
        // Shards that wait for a session do so without a time of their own.
        if shards.contains(where: isNeeded), let retry = sessions.retryAt { times.append(retry) }
        // What is over already was looked at in this turn; what keeps it (a sign-in, REST) wakes us when it ends.
        return times.filter { $0 > now }.min()
    }

    /// Spreads what is wanted over as many connections as it takes, none moved without need.
    private mutating func share(at now: Timestamp, into actions: inout [LinkAction]) {
        let limits = feedLimits
        let needed = wanted.isEmpty ? (feedCarriesOrders ? 1 : 0) : (wanted.count - 1) / limits.instrumentsPerSocket + 1
        let missing = min(limits.sockets, needed) - shards.count { $0.purpose == .prices }
        for _ in 0..<max(missing, 0) { addShard(.prices) }
        let most = limits.instrumentsPerSocket * limits.sockets
        if wanted.count > most, !isOverfullTold {
            isOverfullTold = true
            let text =
                "\(wanted.count) instruments are wanted and the broker feeds \(most); the last ones get no prices."
            actions.append(.notice(LinkNotice(.critical, "feed-full", text)))
        }
        let placed = Dictionary(
            shards.indices.flatMap { shard in shards[shard].wanted.map { ($0, shard) } },
            uniquingKeysWith: { first, _ in first }
        )
        var lists = shards.map { _ in [InstrumentID]() }
        for id in wanted { if let shard = placed[id] { lists[shard].append(id) } }
        for id in wanted.prefix(most) where placed[id] == nil {
            let room = lists.indices.first {
                shards[$0].purpose == .prices && lists[$0].count < limits.instrumentsPerSocket
            }
            guard let room else { break }
            lists[room].append(id)
        }
        for index in shards.indices where shards[index].wanted != lists[index] {
            if shards[index].wanted.isEmpty { shards[index].tickAt = now }
            shards[index].wanted = lists[index]
            guard case .open = shards[index].state else { continue }
            output.removeAll()
            shards[index].plan?.codec.want(lists[index], at: now, into: &output)
            carryOut(index, at: now, into: &actions)
        }
    }

    private mutating func addShard(_ purpose: FeedShard.Purpose) {
        let seed = settings.seed &+ UInt64(shards.count) &+ 2
        let backoff = Backoff(first: settings.reconnectFirst, most: settings.reconnectMost, seed: seed)
        shards.append(FeedShard(purpose: purpose, backoff: backoff))
    }

    private var feedLimits: FeedLimits {
        settings.wantsDepth ? adapter.traits.depth?.limits ?? adapter.traits.feed : adapter.traits.feed
    }

    private var feedCarriesOrders: Bool { hasOpenOrders && ordersCome == .onFeed }

    /// Whether a connection has something to bring.
    private func isNeeded(_ shard: FeedShard) -> Bool {
        switch shard.purpose {
        case .prices: !shard.wanted.isEmpty || feedCarriesOrders
        case .orders: followsOrders && ordersCome == .onSocket
        }
    }

    /// Whether the news of orders come by themselves at the moment.
    var ordersAreTold: Bool {
        switch ordersCome {
        case .onFeed: shards.contains { $0.purpose == .prices && $0.isOpen }
        case .onSocket: shards.contains { $0.purpose == .orders && $0.isOpen }
        case .polled: false
        }
    }

    private func plan(_ shard: FeedShard) throws(BrokerError) -> StreamPlan {
        if shard.purpose == .orders, case .socket(let plan) = try adapter.orderStream(in: context) { return plan }
        return settings.wantsDepth ? try adapter.depthFeed(in: context) : try adapter.feed(in: context)
    }

    private func mayOpen(_ shard: FeedShard) -> Bool { isNeeded(shard) && (!usesREST || shard.purpose == .orders) }

    mutating func open(_ index: Int, at now: Timestamp, into actions: inout [LinkAction]) {
        guard mayOpen(shards[index]) else { return }
        switch needSession(at: now, into: &actions) {
        case .go: break
        case .wait, .failed: return
        case .signIn: return beginSignIn(at: now, into: &actions)
        }
        do throws(BrokerError) {
            let plan = try plan(shards[index])
            shards[index].plan = plan
            shards[index].generation = sessions.generation
            switch plan.address {
            case .fixed(let request): connect(index, to: request, at: now, into: &actions)
            case .handedOut(let question, _): ask(question, forAddressOf: index, at: now)
            }
        } catch {
            shards[index].state = .waiting(until: now.advanced(by: shards[index].backoff.next()))
            actions.append(.notice(LinkNotice(.warning, "feed-failed", "\(error)")))
        }
    }

    mutating func connect(
        _ index: Int,
        to request: SocketRequest,
        at now: Timestamp,
        into actions: inout [LinkAction]
    ) {
        let id = SocketID(number: number())
        shards[index].state = .opening(id, since: now)
        actions.append(.open(id, request, within: settings.connectLimit))
    }

    // MARK: - The watchdog (FED-6, FED-7)

    private mutating func watch(_ index: Int, at now: Timestamp, into actions: inout [LinkAction]) {
        let shard = shards[index]
        switch shard.state {
        case .idle, .waiting: return
        case .asking: if !mayOpen(shard) { forgetQuestion(of: index) }
        case .opening(let id, let since):
            guard now.since(since) >= settings.connectLimit.plus(.seconds(2)) else { return }
            actions.append(.close(id))
            lost(index, "the connection did not open", at: now, into: &actions)
        case .open(let id):
            if !isNeeded(shard) {
                actions.append(.close(id))
                shards[index].state = .idle
                shards[index].wakeAt = nil
                return
            }
            if let wake = shard.wakeAt, wake <= now {
                shards[index].wakeAt = nil
                output.removeAll()
                shards[index].plan?.codec.timer(at: now, into: &output)
                carryOut(index, at: now, into: &actions)
            }
            guard case .open = shards[index].state else { return }
            if let end = silenceEnd(of: shard), end <= now {
                actions.append(.close(id))
                let seconds = (shard.plan?.silence.microseconds ?? 0) / 1_000_000
                return lost(index, "nothing came for \(seconds) s", at: now, into: &actions)
            }
            if expectsPrices, !shard.wanted.isEmpty, let tick = shard.tickAt, now.since(tick) >= settings.staleAfter {
                actions.append(.close(id))
                lost(
                    index,
                    "no price came for \(settings.staleAfter.microseconds / 1_000_000) s",
                    at: now,
                    into: &actions
                )
            }
        }
    }

    /// - Parameter least: what the broker asked for; no connection before.
    mutating func lost(
        _ index: Int,
        _ why: String,
        noSoonerThan least: TimeSpan = .zero,
        at now: Timestamp,
        into actions: inout [LinkAction]
    ) {
        if shards[index].purpose == .prices {
            shards[index].gapSince = shards[index].gapSince ?? shards[index].tickAt ?? now
        }
        shards[index].wakeAt = nil
        let wait = max(shards[index].backoff.next(), least)
        shards[index].state = .waiting(until: now.advanced(by: wait))
        let text = "\(why); connecting again in \(wait.microseconds / 1000) ms."
        actions.append(.notice(LinkNotice(.warning, "feed-lost", text)))
    }

    // MARK: - What comes

    private func shard(of id: SocketID) -> Int? { shards.firstIndex { $0.socket == id } }

    mutating func opened(_ id: SocketID, at now: Timestamp, into actions: inout [LinkAction]) {
        guard let index = shard(of: id) else { return actions.append(.close(id)) }
        shards[index].state = .open(id)
        shards[index].heardAt = now
        shards[index].tickAt = now
        shards[index].refusals = 0
        output.removeAll()
        shards[index].plan?.codec.opened(at: now, into: &output)
        let wanted = shards[index].wanted
        shards[index].plan?.codec.want(wanted, at: now, into: &output)
        carryOut(index, at: now, into: &actions)
        // Whatever happened to orders while nobody listened stands in the book.
        bookDue = now
    }

    mutating func refused(
        _ id: SocketID,
        _ failure: SocketFailure,
        at now: Timestamp,
        into actions: inout [LinkAction]
    ) {
        guard let index = shard(of: id) else { return }
        switch failure {
        case .refused(let response):
            let error = adapter.recovery(from: response)
            turnedAway(index, error, isRefusal: response.status == 403, at: now, into: &actions)
        case .failed(let reason):
            shards[index].refusals = 0
            lost(index, reason.text, at: now, into: &actions)
        }
    }

    /// The broker let no connection come about, and said why.
    ///
    /// - Parameter isRefusal: of this connection, not of every call at the moment.
    mutating func turnedAway(
        _ index: Int,
        _ error: BrokerError,
        isRefusal: Bool,
        at now: Timestamp,
        into actions: inout [LinkAction]
    ) {
        shards[index].refusals = isRefusal ? shards[index].refusals + 1 : 0
        // Also said of a plan without prices: whether the session is dead, the probe finds out (FED-7).
        if error.recovery == .signInAgain, !errands.values.contains(where: { $0.owner == .probe }) {
            begin(.probe, .probe)
        }
        lost(index, error.summary, noSoonerThan: error.recovery.wait, at: now, into: &actions)
        let bringsPrices = shards[index].purpose == .prices && !settings.wantsDepth
        guard bringsPrices, shards[index].refusals >= settings.refusalsUntilPolling, !usesREST else { return }
        usesREST = true
        nextPoll = now
        let text =
            "the feed was refused \(shards[index].refusals) times; prices are asked for every "
            + "\(settings.pollQuotes.microseconds / 1_000_000) s until there is a new session. \(error.nextStep)"
        actions.append(.notice(LinkNotice(.critical, "rest-mode", text)))
    }

    mutating func ended(_ id: SocketID, _ ending: SocketEnding, at now: Timestamp, into actions: inout [LinkAction]) {
        guard let index = shard(of: id) else { return }
        lost(index, "the connection ended (\(ending))", at: now, into: &actions)
    }

    mutating func take(
        _ message: SocketMessage,
        on id: SocketID,
        at now: Timestamp,
        into actions: inout [LinkAction]
    ) {
        guard let index = shard(of: id), shards[index].isOpen else { return }
        shards[index].heardAt = now
        if shards[index].purpose == .orders { shards[index].backoff.reset() }
        output.removeAll()
        switch message {
        case .binary(let bytes):
            let frame = unsafe bytes.span.bytes
            shards[index].plan?.codec.receive(binary: frame, at: now, into: &output)
        case .text(let text): shards[index].plan?.codec.receive(text: text, at: now, into: &output)
        case .ping: break
        }
        carryOut(index, at: now, into: &actions)
    }

    /// Carries out what a codec made of its input.
    private mutating func carryOut(_ index: Int, at now: Timestamp, into actions: inout [LinkAction]) {
        guard let id = shards[index].socket else { return }
        for message in output.send { actions.append(.write(id, message)) }
        if !output.ticks.isEmpty || !output.depths.isEmpty { ticked(index, at: now, into: &actions) }
        for tick in output.ticks {
            pricedAt[tick.instrument] = now
            actions.append(.post(.tick(tick)))
        }
        for depth in output.depths {
            pricedAt[depth.instrument] = now
            actions.append(.depth(depth))
        }
        if followsOrders { for row in output.orders { take(row, read: now, at: now, into: &actions) } }
        if output.readOrders { bookDue = now }
        for text in output.notices { actions.append(.notice(LinkNotice(.info, "broker-says", text))) }
        for (reason, count) in output.skipped { skipped[reason, default: 0] += count }
        if let wake = output.wakeAt { shards[index].wakeAt = wake }
        if let error = output.close {
            if error.recovery == .signInAgain { sessions.refused(shards[index].generation, at: now) }
            actions.append(.close(id))
            lost(index, error.summary, at: now, into: &actions)
        }
    }

    private mutating func ticked(_ index: Int, at now: Timestamp, into actions: inout [LinkAction]) {
        shards[index].tickAt = now
        shards[index].backoff.reset()
        guard let since = shards[index].gapSince else { return }
        shards[index].gapSince = nil
        let text = "prices are missing from \(since.time) to \(now.time)."
        actions.append(.notice(LinkNotice(.warning, "feed-gap", text)))
    }

    mutating func polled(_ ticks: [Tick], at now: Timestamp, into actions: inout [LinkAction]) {
        for tick in ticks where isWanted.contains(tick.instrument) {
            pricedAt[tick.instrument] = now
            actions.append(.post(.tick(tick)))
        }
    }

    package func feedHealth(at now: Timestamp) -> FeedHealth {
        let prices = shards.filter { $0.purpose == .prices }
        let withPrices = wanted.count { pricedAt[$0].map { now.since($0) <= settings.staleAfter } ?? false }
        return FeedHealth(
            isConnected: !usesREST && withPrices > 0 && prices.contains(where: \.isOpen),
            usesREST: usesREST,
            sockets: shards.count(where: \.isOpen),
            lastTick: prices.compactMap(\.tickAt).max(),
            withPrices: withPrices,
            withoutPrices: wanted.count - withPrices,
            refusals: prices.map(\.refusals).max() ?? 0,
            isSignedIn: sessions.session != nil
        )
    }
}

extension Recovery {
    /// What the broker asks for before the same comes again.
    var wait: TimeSpan {
        switch self {
        case .retry(let wait), .slowDown(let wait): wait
        case .signInAgain, .checkOrderBook, .changeRequest, .stop: .zero
        }
    }
}

extension TimeSpan {
    fileprivate func plus(_ other: TimeSpan) -> TimeSpan { TimeSpan(microseconds: microseconds + other.microseconds) }
}

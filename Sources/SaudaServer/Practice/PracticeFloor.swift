package import SaudaBroker
package import SaudaCore
package import SaudaSimulation

/// A practice broker and its exchange, joined: a value that plays days and takes what clients send.
///
/// Nothing happens but at the times it is called with, so whoever owns the clock decides how fast a day goes by.
package struct PracticeFloor: Sendable {
    package var broker: FaultyBroker
    package private(set) var market: PracticeMarket
    package private(set) var now: Timestamp
    /// Days to come, the earliest first.
    private var days: [TradingDay]
    private var isOpen = false
    /// Whether whoever owns the sockets says when a ping is answered; otherwise each counts as answered when it goes out.
    package var hearsPongs = false
    /// The day played last.
    private var played: Day?

    /// - Parameter start: the first moment; what of the first day lies before it is played at once.
    package init(_ broker: FaultyBroker, _ market: PracticeMarket, days: [TradingDay], start: Timestamp) {
        self.broker = broker
        self.market = market
        self.days = days
        now = min(start, days.first.map(PracticeFloor.morning) ?? start)
    }

    /// The exchange opens its books at 08:30, or at an opening before that.
    private static func morning(_ day: TradingDay) -> Timestamp { min(day.day.at(TimeOfDay(8, 30)), day.open) }

    /// The time of the next thing that happens if nobody comes.
    package var nextTime: Timestamp {
        min(broker.wakeAt, market.nextTime ?? .distantFuture, nextMorning)
    }

    /// The next thing of the market: a pause of it may be jumped.
    package var nextOfMarket: Timestamp { min(market.nextTime ?? .distantFuture, nextMorning) }

    /// 08:00 of the next trading day, if it is night: after 20:00 of a day that was played. Nil at other times.
    package var endOfNight: Timestamp? {
        guard market.nextTime == nil, let played, let next = days.first else { return nil }
        let morning = next.day.at(TimeOfDay(8, 0))
        return now >= played.at(TimeOfDay(20, 0)) && now < morning ? morning : nil
    }

    private var nextMorning: Timestamp {
        guard market.nextTime == nil, let day = days.first else { return .distantFuture }
        return max(now, PracticeFloor.morning(day))
    }

    /// Plays all that happens up to and at a time.
    package mutating func advance(to time: Timestamp, into actions: inout [PracticeAction]) {
        while nextTime <= time {
            now = max(now, nextTime)
            if broker.wakeAt <= now, broker.wakeAt < nextOfMarket {
                hand(.timer, into: &actions)
            } else if market.nextTime == nil {
                begin(into: &actions)
            } else {
                step(into: &actions)
            }
        }
        now = max(now, time)
    }

    /// Takes what a client sent, after all that comes before it.
    package mutating func take(_ input: PracticeInput, at time: Timestamp, into actions: inout [PracticeAction]) {
        advance(to: time, into: &actions)
        hand(input, into: &actions)
        // What a command does at once is told at once.
        advance(to: now, into: &actions)
    }

    /// A client answered a ping.
    package mutating func takePong(
        from socket: PracticeSocket,
        at time: Timestamp,
        into actions: inout [PracticeAction]
    ) {
        advance(to: time, into: &actions)
        broker.broker.heardPong(from: socket, at: now)
    }

    private mutating func begin(into actions: inout [PracticeAction]) {
        let day = days.removeFirst()
        played = day.day
        isOpen = true
        hand(.dayStarted(day), into: &actions)
        var events: [Event] = []
        market.begin(day, at: now, into: &events)
        tell(events, into: &actions)
        tellFunds(into: &actions)
    }

    private mutating func step(into actions: inout [PracticeAction]) {
        var events: [Event] = []
        var moves: [PracticeMarket.Move] = []
        market.step(into: &events, moves: &moves)
        if !moves.isEmpty {
            let moved = moves.map { MarketMove($0.instrument, price: $0.price, quantity: $0.quantity) }
            hand(.market(moved), into: &actions)
        }
        tell(events, into: &actions)
        if isOpen, market.nextTime == nil {
            isOpen = false
            hand(.dayEnded, into: &actions)
        }
    }

    /// Hands the broker something; what it wants of the exchange is done there, and told.
    private mutating func hand(_ input: PracticeInput, into actions: inout [PracticeAction]) {
        var made: [PracticeAction] = []
        broker.handle(input, at: now, into: &made)
        for action in made {
            switch action {
            case .exchange(let command):
                var events: [Event] = []
                market.accept(command, at: now, into: &events)
                tell(events, into: &actions)
            case .convert(let part):
                market.convert(
                    part.instrument,
                    part.side,
                    part.quantity,
                    from: part.from,
                    to: part.to,
                    part.average,
                    at: now
                )
            case .write(let socket, .ping, _):
                if !hearsPongs { broker.broker.heardPong(from: socket, at: now) }
                actions.append(action)
            default: actions.append(action)
            }
        }
    }

    private mutating func tell(_ events: [Event], into actions: inout [PracticeAction]) {
        guard !events.isEmpty else { return }
        for event in events { hand(.exchange(event), into: &actions) }
        tellFunds(into: &actions)
    }

    private mutating func tellFunds(into actions: inout [PracticeAction]) {
        let (cash, available) = market.funds
        hand(.funds(cash: cash, available: available), into: &actions)
    }
}

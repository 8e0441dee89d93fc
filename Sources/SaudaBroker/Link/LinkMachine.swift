package import SaudaCore

/// All the talking with one account's broker, as a value: pacing, sign-in, retries, orders in doubt, reconnects, prices
/// over REST when the socket is refused. No socket and no clock: commands, answers, frames and time come in; requests,
/// bytes, wake-ups and events go out.
///
/// An order is sent again only when the broker has said that it did not take it, or when no byte of it can have left.
/// In every other case it is in doubt, and the order book is read.
package struct LinkMachine: Sendable {
    let adapter: any BrokerAdapter
    let settings: LinkSettings
    private var base: AdapterContext
    package internal(set) var sessions: SessionKeeper
    package internal(set) var clock = ServerClock()
    var pacer: Pacer
    var readBreaker = Breaker()
    var writeBreaker = Breaker()
    /// Waiting to be sent, in the order they were asked for.
    var waiting: [LinkCall] = []
    /// Sent and not answered.
    var flying: [LinkCall] = []
    var errands: [UInt64: LinkErrand] = [:]
    var followsOrders = false
    var orders: [OrderID: LinkedOrder] = [:]
    /// Those that may still move, in order.
    var live: [OrderID] = []
    var byBrokerID: [BrokerOrderID: OrderID] = [:]
    /// Foreign rows as last told.
    var foreign: [BrokerOrderID: ForeignOrder] = [:]
    /// Of orders whose rows tell it, which a change may have to repeat.
    var varieties: [BrokerOrderID: OrderRequest.Variety] = [:]
    var shards: [FeedShard] = []
    var isWanted: Set<InstrumentID> = []
    /// In the order in which they were first wanted.
    var wanted: [InstrumentID] = []
    var pricedAt: [InstrumentID: Timestamp] = [:]
    var expectsPrices = false
    var isOverfullTold = false
    /// What is wanted has changed and is not spread over the connections yet.
    var isShareDue = false
    /// How the broker tells of orders, as of the session at hand.
    var ordersCome = OrdersCome.polled
    /// Sockets are refused: prices are asked for until there is a new session.
    var usesREST = false
    var nextPoll: Timestamp?
    /// Nothing more goes out but reads, until a person has looked.
    var stopped: BrokerError?
    /// What was asked for until then and not sent is not sent any more.
    var withdrawn: Timestamp?
    /// When the book is to be read next for open orders, and why it must be read at once.
    var bookDue: Timestamp?
    var lastRead: Timestamp?
    /// Questions of the engine, and when they were asked: only a read sent later answers them.
    var bookAskers: [(request: RequestID, asked: Timestamp)] = []
    /// Orders of instruments that are not listed, told once.
    var unlisted: Set<BrokerOrderID> = []
    var bookFailures: Backoff
    /// Why there is no session, as a person was told.
    var toldFailure: BrokerError?
    var probedAt: Timestamp?
    /// When the session was issued that was tried to be prolonged.
    var renewalTried: Timestamp?
    package var numbers: UInt64 = 0
    var output = StreamOutput()
    /// What was left out of the account's rows, told once.
    var leftOut: Set<String> = []
    /// Counts what was left out, by reason, for metrics.
    package internal(set) var skipped: [String: Int] = [:]

    package init(
        _ adapter: any BrokerAdapter,
        _ credentials: Credentials,
        session: BrokerSession? = nil,
        tries: SignInTries = SignInTries(),
        listings: ListingTable = ListingTable(),
        settings: LinkSettings
    ) {
        self.adapter = adapter
        self.settings = settings
        base = AdapterContext(credentials: credentials, listings: listings)
        sessions = SessionKeeper(
            session,
            of: adapter.id,
            perDay: adapter.traits.signInsPerDay,
            tries: tries,
            seed: settings.seed
        )
        pacer = Pacer(adapter.traits.budgets)
        bookFailures = Backoff(first: .seconds(1), most: .seconds(10), seed: settings.seed &+ 1)
        ordersCome = OrdersCome(try? adapter.orderStream(in: context))
    }

    /// What the adapter is told.
    package var context: AdapterContext {
        var context = base
        context.session = sessions.session
        return context
    }

    /// Takes one input in and appends what is to be done, in order. The last action is the next wake-up, if there is one.
    package mutating func handle(_ input: LinkInput, at now: Timestamp, into actions: inout [LinkAction]) {
        switch input {
        // A session of before may be dead; asking costs little, finding out with an order costs a second.
        case .start: begin(.probe, .probe)
        case .command(let command): take(command, at: now, into: &actions)
        case .place(let request, let options): place(request, options, at: now, into: &actions)
        case .adopt(let order): adopt(order, at: now)
        case .follow:
            followsOrders = true
            bookDue = now
        case .errand(let number, let errand): begin(errand, .shell, number: number)
        case .response(let id, let response): answered(id, response, at: now, into: &actions)
        case .failure(let id, let failure): failed(id, failure, at: now, into: &actions)
        case .socketOpened(let id): opened(id, at: now, into: &actions)
        case .socketFailed(let id, let failure): refused(id, failure, at: now, into: &actions)
        case .message(let id, let message): take(message, on: id, at: now, into: &actions)
        case .socketEnded(let id, let ending): ended(id, ending, at: now, into: &actions)
        case .listings(let table):
            base.listings = table
            ordersCome = OrdersCome(try? adapter.orderStream(in: context))
        case .pricesExpected(let expected): expectPrices(expected, at: now)
        case .reply(let text): goOn(with: .reply(text), at: now, into: &actions)
        case .redirect(let url): goOn(with: .redirect(url), at: now, into: &actions)
        case .session(let session): take(session, at: now, into: &actions)
        case .withdraw: withdrawn = now
        case .resume: resume(into: &actions)
        case .timer: break
        }
        turn(at: now, into: &actions)
    }

    /// Looks at everything that waits, and asks for the next wake-up.
    private mutating func turn(at now: Timestamp, into actions: inout [LinkAction]) {
        probeDaily(at: now)
        renew(at: now)
        lookAtOrders(at: now, into: &actions)
        lookUpDoubted(at: now)
        readBook(at: now)
        turnFeed(at: now, into: &actions)
        turnErrands(at: now, into: &actions)
        let next = send(at: now, into: &actions)
        let times = [
            next, nextOfOrders(at: now), nextOfFeed(at: now), nextOfErrands, nextRenewal(after: now),
            nextProbe(after: now),
        ]
        if let soonest = times.compactMap(\.self).min() {
            actions.append(.wake(at: max(soonest, now.advanced(by: .milliseconds(1)))))
        }
    }

    private mutating func resume(into actions: inout [LinkAction]) {
        stopped = nil
        sessions.resume()
        actions.append(.notice(LinkNotice(.info, "resumed", "orders go out again, by a person's word.")))
    }

    /// Asks for a session, and tells a person once when only a person can get one.
    mutating func needSession(at now: Timestamp, into actions: inout [LinkAction]) -> SessionKeeper.Need {
        let need = sessions.need(at: now)
        if case .failed(let error) = need, error != toldFailure {
            toldFailure = error
            actions.append(.notice(LinkNotice(.critical, "sign-in-failed", "\(error)")))
        }
        return need
    }

    mutating func number() -> UInt64 {
        numbers += 1
        return numbers
    }
}

import KotakNeoPractice
import SaudaBroker
import SaudaCore
import Testing

/// A client of the three sockets without a socket: RELIANCE at 1,400 rupees, TCS at 3,000, a future, a currency and the
/// index made of the shares, on Friday 2026-03-20 from 09:15 on.
struct NeoFeedDesk {
    static let day = Day(number: 20_532)
    static let share = NeoFeedListing(.nseShares, 2885, symbol: "RELIANCE-EQ")
    static let listings = [
        share,
        NeoFeedListing(.nseShares, 11536, symbol: "TCS-EQ"),
        NeoFeedListing(.nseDerivatives, 56526, symbol: "NIFTY26MARFUT", lot: 65),
        NeoFeedListing(.nseCurrencies, 1021, symbol: "USDINR26MARFUT", lot: 1000),
        NeoFeedListing(.nseShares, 26000, symbol: "Nifty 50", isIndex: true),
    ]
    static let index = 4

    var feed: NeoFeed
    var market: PracticePrices
    let list = NeoFeedList(NeoFeedDesk.listings)
    var time = NeoFeedDesk.day.at(TimeOfDay(9, 15, 0))
    /// What was done since it was read last.
    var actions: [PracticeAction] = []
    /// What the sessions take.
    var isSessionGood = true
    var replay: [PracticeJSON] = []

    init(_ change: (inout NeoFeedSettings) -> Void = { _ in }) {
        var settings = NeoFeedSettings()
        change(&settings)
        feed = NeoFeed(settings)
        let ticks = [5, 5, 5].map { Price(paise: $0) } + [Price(raw: 25), Price.zero]
        let slots = ticks.enumerated().map { slot, tick in
            PracticePrices.Slot(
                slot == Self.index ? nil : InstrumentID(index: UInt32(slot)),
                tick: tick
            )
        }
        let eve = Self.day.advanced(by: -1).at(TimeOfDay(0, 0))
        let daily = ["1400", "3000", "24500", "83.2525"].map { text in
            let price = Price(text) ?? .zero
            return [Candle(start: eve, open: price, high: price, low: price, close: price, volume: Quantity(1))]
        }
        let setup = PracticeSetup(instruments: InstrumentTable(), daily: daily)
        market = PracticePrices(slots, madeIndex: Self.index, parts: [0, 1], setup)
    }

    var board: NeoFeedBoard { NeoFeedBoard(list, market) }

    // MARK: - Sockets

    mutating func open(_ kind: NeoFeed.Kind, _ number: UInt64 = 1) {
        feed.open(PracticeSocket(number: number), kind, at: time, into: &actions)
        _ = look()
    }

    mutating func say(_ message: SocketMessage, on number: UInt64 = 1) {
        let isGood = isSessionGood
        let replay = replay
        let gate: NeoFeedGate = { pass in
            switch pass {
            case .token(let token, let sid), .trade(let token, let sid): isGood && token == "tok" && sid == "sid1"
            case .session(let sid): isGood && sid == "sid1"
            case .user(let user, let sid): isGood && user == "ABC12" && sid == "sid1"
            }
        }
        let socket = PracticeSocket(number: number)
        feed.receive(message, from: socket, board, gate, replay: { replay }, at: time, into: &actions)
    }

    mutating func say(_ text: String, on number: UInt64 = 1) { say(.text(text), on: number) }
    mutating func say(_ bytes: [UInt8], on number: UInt64 = 1) { say(.binary(bytes), on: number) }

    // MARK: - Time

    mutating func trade(_ text: String, _ quantity: Int64 = 10, slot: Int = 0) throws {
        let price = try #require(Price(text))
        let move = MarketMove(InstrumentID(index: UInt32(slot)), price: price, quantity: Quantity(quantity))
        market.move(slot, move, at: time)
        market.moveIndex(at: time)
        turn()
    }

    mutating func turn() {
        if feed.isBeat(time), market.hasChanges || feed.isWaiting {
            let changes = market.takeChanges()
            feed.send(changes, board, at: time, into: &actions)
        }
        feed.keepAlive(at: time, into: &actions)
    }

    /// Lets time go by, the feed called whenever it wants to be.
    mutating func wait(_ milliseconds: Int64) {
        let end = time.advanced(by: .milliseconds(milliseconds))
        while true {
            let next = feed.wakeAt(hasChanges: market.hasChanges)
            guard next <= end else { break }
            time = max(time, next)
            turn()
        }
        time = end
    }

    // MARK: - Looking

    /// What went to a connection since the last look.
    mutating func look(_ number: UInt64 = 1) -> [SocketMessage] {
        defer { actions.removeAll() }
        return actions.compactMap { action in
            guard case .write(PracticeSocket(number: number), let message, _) = action else { return nil }
            return message
        }
    }

    mutating func frames(_ number: UInt64 = 1) -> [[UInt8]] {
        look(number).compactMap { if case .binary(let bytes) = $0 { bytes } else { nil } }
    }

    mutating func texts(_ number: UInt64 = 1) -> [String] {
        look(number).compactMap { if case .text(let text) = $0 { text } else { nil } }
    }

    /// Whether a connection was ended since the last look.
    func isEnded(_ number: UInt64 = 1) -> Bool {
        actions.contains { action in
            switch action {
            case .close(PracticeSocket(number: number), _), .cut(PracticeSocket(number: number)): true
            default: false
            }
        }
    }
}

/// The client's side of HSM, written from section 7.2 alone.
enum NeoHSMClient {
    static let connect = message(1, [(1, Array("tok".utf8)), (2, Array("sid1".utf8)), (3, Array("JS_API".utf8))])
    static let heartbeat = message(2, [(1, [0, 0, 0, 0])])

    static func message(_ kind: UInt8, _ fields: [(UInt8, [UInt8])]) -> [UInt8] {
        var body = [kind, UInt8(fields.count)]
        for (id, bytes) in fields { body += [id] + short(bytes.count) + bytes }
        return short(body.count) + body
    }

    static func short(_ value: Int) -> [UInt8] { [UInt8(value >> 8), UInt8(value & 0xFF)] }

    static func list(_ scrips: [String]) -> [UInt8] {
        short(scrips.count) + scrips.flatMap { [UInt8($0.utf8.count)] + Array($0.utf8) }
    }

    static func subscribe(_ scrips: [String], channel: UInt8 = 2) -> [UInt8] {
        message(4, [(1, list(scrips)), (2, [channel])])
    }

    static func unsubscribe(_ scrips: [String], channel: UInt8 = 2) -> [UInt8] {
        message(5, [(1, list(scrips)), (2, [channel])])
    }
}

import Foundation
import SaudaBroker
import SaudaCore
import SaudaServer
import SaudaSimulation
import Testing
import ZerodhaKitePractice

/// A client of the practice broker without a socket: INFY at 1,500 rupees on Friday 2026-03-20, from 09:15 on.
struct KiteDesk {
    static let day = Day(number: 20_532)
    static let eve = Day(number: 20_531)
    static let infy = InstrumentID(index: 0)

    var floor: PracticeFloor
    var time: Timestamp
    var token = ""
    var apiKey = ""
    var secret = ""
    var requestToken = ""
    private var calls: UInt64 = 0
    /// What went to sockets since it was read last.
    var written: [PracticeAction] = []

    /// - Parameter prices: of INFY, one a minute from 09:15 on; the last one stands.
    init(
        prices: [Int64] = [1500],
        cash: Int64 = 1_000_000,
        held: Int64 = 10,
        faults: [PracticeFault] = [],
        start: TimeOfDay = TimeOfDay(9, 15, 1),
        signedIn: Bool = true,
        days: Int = 1,
        settings: KiteSettings = KiteSettings(),
        asksForLogin: Bool = false
    ) throws {
        var table = InstrumentTable()
        try table.add(Instrument(symbol: "INFY", token: 1594, tick: Price(paise: 5)))
        try table.add(Instrument(symbol: "M&M", token: 2031, tick: Price(paise: 5)))
        try table.add(
            Instrument(
                symbol: "DEMO",
                series: "",
                segment: .nseDerivatives,
                kind: .future(expiry: KiteDesk.day.advanced(by: 6)),
                token: 54_321,
                tick: Price(paise: 5),
                lot: Quantity(75),
                freeze: Quantity(900)
            )
        )
        let starts: [Int64] = [1500, 3000, 100]
        let daily = starts.map { [KiteDesk.candle(KiteDesk.eve.at(TimeOfDay(0, 0)), $0, 1000)] }
        let minutes = starts.indices.map { index in
            (0..<375 * days).map { minute in
                let price = index == 0 ? prices[min(minute, prices.count - 1)] : starts[index]
                let date = KiteDesk.day.advanced(by: minute / 375 == 0 ? 0 : 3)
                let open = date.at(TimeOfDay(9, 15)).advanced(by: .seconds(Int64(minute % 375) * 60))
                return KiteDesk.candle(open, price, 600)
            }
        }
        var model = ExchangeModel()
        model.hasClosingAuction = false
        model.locksFromPrices = false
        var market = PracticeMarket(
            table,
            MarketHistory(daily: daily, minutes: minutes),
            plan: .paper,
            settings: ExchangeSettings(charges: .builtIn, ticks: .builtIn, model: model),
            seed: 1
        )
        market.fund(Money(rupees: cash))
        var holdings: [PracticeSetup.Holding] = []
        if held > 0 {
            market.deposit(
                Deposit(
                    account: AccountID(index: 0),
                    instrument: KiteDesk.infy,
                    quantity: Quantity(held),
                    price: Price(rupees: 1400),
                    entered: KiteDesk.eve.at(TimeOfDay(10, 0)),
                    reason: "",
                    isPaid: false
                )
            )
            holdings = [.init(KiteDesk.infy, quantity: Quantity(held), average: Price(rupees: 1400))]
        }
        var setup = PracticeSetup(instruments: table, daily: daily, holdings: holdings, seed: 1)
        setup.asksForLogin = asksForLogin
        var broker = FaultyBroker(KitePractice(setup, settings: settings, day: KiteDesk.day))
        time = KiteDesk.day.at(start)
        for credential in broker.broker.makeCredentials(at: time) {
            switch credential.name {
            case "api-key": apiKey = credential.value
            case "api-secret": secret = credential.value
            case "request-token": requestToken = credential.value
            default: break
            }
        }
        for fault in faults { broker.add(fault, at: KiteDesk.day.at(TimeOfDay(8, 0))) }
        let calendar = MarketCalendar.builtIn
        let days = (0..<days).map { TradingDay(KiteDesk.day.advanced(by: $0 * 3), in: calendar, holdsPrices: false) }
        floor = PracticeFloor(broker, market, days: days, start: time)
        wait(until: start)
        if signedIn { try signIn() }
    }

    private static func candle(_ start: Timestamp, _ price: Int64, _ volume: Int64) -> Candle {
        let price = Price(rupees: price)
        return Candle(start: start, open: price, high: price, low: price, close: price, volume: Quantity(volume))
    }
}

// MARK: - Talking

extension KiteDesk {
    struct Answer {
        var status: Int
        var text: String
        var headers: [HTTPHeader]

        var json: [String: Any] {
            (try? JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any]) ?? [:]
        }
        var data: [String: Any] { json["data"] as? [String: Any] ?? [:] }
        var rows: [[String: Any]] { json["data"] as? [[String: Any]] ?? [] }
        var type: String { json["error_type"] as? String ?? "" }
        var message: String { json["message"] as? String ?? "" }
    }

    /// Nil when the connection ended without an answer.
    mutating func send(
        _ method: HTTPRequest.Method,
        _ target: String,
        _ form: String = "",
        token: String? = nil,
        address: String = "127.0.0.1"
    ) -> Answer? {
        calls += 1
        let call = PracticeCall(number: calls)
        let header = HTTPHeader("Authorization", "token \(apiKey):\(token ?? self.token)")
        let request = IncomingRequest(method, target, headers: [header], body: Array(form.utf8), address: address)
        var answer: Answer?
        for action in act(.request(call, request)) {
            if case .respond(call, let response, _) = action {
                answer = Answer(
                    status: response.status,
                    text: String(decoding: response.body, as: UTF8.self),
                    headers: response.headers
                )
            }
        }
        return answer
    }

    mutating func get(_ target: String) throws -> Answer { try #require(send(.get, target)) }

    mutating func post(_ target: String, _ body: String) throws -> Answer { try #require(send(.post, target, body)) }

    @discardableResult
    mutating func act(_ input: PracticeInput) -> [PracticeAction] {
        var actions: [PracticeAction] = []
        floor.take(input, at: time, into: &actions)
        written += actions
        return actions
    }

    mutating func wait(_ milliseconds: Int64) {
        time = time.advanced(by: .milliseconds(milliseconds))
        var actions: [PracticeAction] = []
        floor.advance(to: time, into: &actions)
        written += actions
    }

    mutating func wait(until moment: TimeOfDay, day: Int = 0) {
        time = KiteDesk.day.advanced(by: day).at(moment)
        var actions: [PracticeAction] = []
        floor.advance(to: time, into: &actions)
        written += actions
    }

    func checksum(_ request: String) -> String {
        Digests.hex(Digests.sha256(Array((apiKey + request + secret).utf8)))
    }

    mutating func signIn() throws {
        let form = "api_key=\(apiKey)&request_token=\(requestToken)&checksum=\(checksum(requestToken))"
        let answer = try #require(send(.post, "/session/token", form))
        token = try #require(answer.data["access_token"] as? String)
    }

    static let buy = "exchange=NSE&tradingsymbol=INFY&transaction_type=BUY&product=CNC&validity=DAY"
    static let sell = "exchange=NSE&tradingsymbol=INFY&transaction_type=SELL&product=CNC&validity=DAY"

    /// Places an order and waits until the exchange has it.
    mutating func place(_ form: String, variety: String = "regular") throws -> String {
        let answer = try #require(send(.post, "/orders/\(variety)", form))
        let id = try #require(answer.data["order_id"] as? String, "\(answer.text)")
        wait(50)
        return id
    }

    mutating func states(of id: String) throws -> [String] {
        try get("/orders/\(id)").rows.compactMap { $0["status"] as? String }
    }

    mutating func row(_ id: String) throws -> [String: Any] {
        try #require(try get("/orders").rows.first { $0["order_id"] as? String == id })
    }

    // MARK: - Sockets

    mutating func connect(_ number: UInt64 = 1, token: String? = nil) -> [PracticeAction] {
        let target = "/?api_key=\(apiKey)&access_token=\(token ?? self.token)"
        return act(.socketRequest(PracticeSocket(number: number), IncomingRequest(.get, target)))
    }

    mutating func say(_ text: String, on number: UInt64 = 1) {
        act(.socketMessage(PracticeSocket(number: number), .text(text)))
    }

    /// The binary messages since the last look, heartbeats left out.
    mutating func frames(_ number: UInt64 = 1) -> [[UInt8]] {
        defer { written.removeAll() }
        return written.compactMap { action in
            guard case .write(PracticeSocket(number: number), .binary(let bytes), .prices) = action else { return nil }
            return bytes
        }
    }

    /// The text messages since the last look.
    mutating func texts(_ number: UInt64 = 1) -> [String] {
        defer { written.removeAll() }
        return written.compactMap { action in
            guard case .write(PracticeSocket(number: number), .text(let text), _) = action else { return nil }
            return text
        }
    }
}

extension KiteDesk {
    /// After the morning on which sessions end.
    mutating func signInAgain() throws {
        let answer = try get("/connect/login?api_key=\(apiKey)")
        let place = answer.headers.first { $0.name == "Location" }?.value ?? ""
        requestToken = place.split(separator: "request_token=").last.map(String.init) ?? ""
        try signIn()
    }
}

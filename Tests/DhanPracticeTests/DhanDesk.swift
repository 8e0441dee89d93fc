import DhanPractice
import Foundation
import SaudaBroker
import SaudaCore
import SaudaServer
import SaudaSimulation
import Testing

/// A client of practice Dhan without a socket: HDFCBANK at 1,500 rupees on Friday 2026-03-20, from 09:15 on.
struct DhanDesk {
    static let day = Day(number: 20_532)
    static let eve = Day(number: 20_531)
    static let share = InstrumentID(index: 0)
    static let client = "1100000001"

    var floor: PracticeFloor
    var time: Timestamp
    var token = ""
    private(set) var secrets: [String: String] = [:]
    private var calls: UInt64 = 0
    /// What went to sockets since it was read last.
    var written: [PracticeAction] = []

    /// - Parameter prices: of HDFCBANK, one a minute from 09:15 on; the last one stands.
    init(
        prices: [Int64] = [1500],
        cash: Int64 = 1_000_000,
        held: Int64 = 10,
        start: TimeOfDay = TimeOfDay(9, 15, 1),
        days: Int = 1,
        settings: DhanSettings = DhanSettings(),
        faults: [PracticeFault] = [],
        redirect: String? = nil,
        asksForLogin: Bool = false
    ) throws {
        var table = InstrumentTable()
        try table.add(Instrument(symbol: "HDFCBANK", token: 1333, tick: Price(paise: 5)))
        try table.add(
            Instrument(
                symbol: "NIFTY",
                series: "",
                segment: .nseDerivatives,
                kind: .future(expiry: DhanDesk.day.advanced(by: 6)),
                token: 54_321,
                tick: Price(paise: 5),
                lot: Quantity(75),
                freeze: Quantity(900)
            )
        )
        let starts: [Int64] = [1500, 100]
        let daily = starts.map { [DhanDesk.candle(DhanDesk.eve.at(TimeOfDay(0, 0)), $0, 1000)] }
        let minutes = starts.indices.map { index in
            (0..<375 * days).map { minute in
                let price = index == 0 ? prices[min(minute, prices.count - 1)] : starts[index]
                let date = DhanDesk.day.advanced(by: minute / 375 == 0 ? 0 : 3)
                let open = date.at(TimeOfDay(9, 15)).advanced(by: .seconds(Int64(minute % 375) * 60))
                return DhanDesk.candle(open, price, 600)
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
        var setup = PracticeSetup(instruments: table, daily: daily, seed: 1)
        if held > 0 {
            market.deposit(
                Deposit(
                    account: AccountID(index: 0),
                    instrument: DhanDesk.share,
                    quantity: Quantity(held),
                    price: Price(rupees: 1400),
                    entered: DhanDesk.eve.at(TimeOfDay(10, 0)),
                    reason: "",
                    isPaid: false
                )
            )
            setup.holdings = [.init(DhanDesk.share, quantity: Quantity(held), average: Price(rupees: 1400))]
        }
        setup.redirect = redirect
        setup.asksForLogin = asksForLogin
        var broker = FaultyBroker(DhanPractice(setup, settings: settings, day: DhanDesk.day))
        for fault in faults { broker.add(fault, at: DhanDesk.day.at(TimeOfDay(8, 0))) }
        time = DhanDesk.day.at(start)
        let calendar = MarketCalendar.builtIn
        let list = (0..<days).map { TradingDay(DhanDesk.day.advanced(by: $0 * 3), in: calendar, holdsPrices: false) }
        for credential in broker.broker.makeCredentials(at: time) { secrets[credential.name] = credential.value }
        floor = PracticeFloor(broker, market, days: list, start: time)
        token = secrets["access-token"] ?? ""
        wait(until: start)
    }

    private static func candle(_ start: Timestamp, _ price: Int64, _ volume: Int64) -> Candle {
        let price = Price(rupees: price)
        return Candle(start: start, open: price, high: price, low: price, close: price, volume: Quantity(volume))
    }
}

// MARK: - Talking

extension DhanDesk {
    struct Answer {
        var status: Int
        var text: String
        var headers: [HTTPHeader]

        private var any: Any? { try? JSONSerialization.jsonObject(with: Data(text.utf8)) }
        var json: [String: Any] { any as? [String: Any] ?? [:] }
        var rows: [[String: Any]] { any as? [[String: Any]] ?? [] }
        var code: String { json["errorCode"] as? String ?? "" }
        var message: String { json["errorMessage"] as? String ?? json["message"] as? String ?? "" }
        var id: String? { json["orderId"] as? String }
    }

    mutating func send(
        _ method: HTTPRequest.Method,
        _ target: String,
        _ body: String = "",
        token: String? = nil,
        headers: [HTTPHeader] = [],
        address: String = "127.0.0.1"
    ) throws -> Answer {
        try #require(ask(method, target, body, token: token, headers: headers, address: address))
    }

    /// Nil when the connection ended without an answer.
    mutating func ask(
        _ method: HTTPRequest.Method,
        _ target: String,
        _ body: String = "",
        token: String? = nil,
        headers: [HTTPHeader] = [],
        address: String = "127.0.0.1"
    ) -> Answer? {
        calls += 1
        let call = PracticeCall(number: calls)
        let all =
            [
                HTTPHeader("access-token", token ?? self.token), HTTPHeader("client-id", DhanDesk.client),
                HTTPHeader("dhanClientId", DhanDesk.client),
            ] + headers
        let request = IncomingRequest(method, target, headers: all, body: Array(body.utf8), address: address)
        var answer: Answer?
        for action in act(.request(call, request)) {
            if case .respond(call, let response, _) = action {
                #expect(answer == nil)
                answer = Answer(
                    status: response.status,
                    text: String(decoding: response.body, as: UTF8.self),
                    headers: response.headers
                )
            }
        }
        return answer
    }

    mutating func get(_ target: String) throws -> Answer { try send(.get, target) }

    @discardableResult
    mutating func act(_ input: PracticeInput) -> [PracticeAction] {
        var actions: [PracticeAction] = []
        floor.take(input, at: time, into: &actions)
        written += actions
        return actions
    }

    mutating func wait(_ milliseconds: Int64) { advance(to: time.advanced(by: .milliseconds(milliseconds))) }

    mutating func wait(until moment: TimeOfDay, day: Int = 0) { advance(to: DhanDesk.day.advanced(by: day).at(moment)) }

    private mutating func advance(to moment: Timestamp) {
        time = moment
        var actions: [PracticeAction] = []
        floor.advance(to: time, into: &actions)
        written += actions
    }

    // MARK: - Orders

    /// An order for HDFCBANK; fields replace the ones that it has, `nil` leaves one out.
    static func body(_ fields: [String: String?] = [:]) -> String {
        var all: [String: String] = [
            "dhanClientId": "\"\(client)\"", "transactionType": "\"BUY\"", "exchangeSegment": "\"NSE_EQ\"",
            "productType": "\"CNC\"", "orderType": "\"LIMIT\"", "validity": "\"DAY\"", "securityId": "\"1333\"",
            "quantity": "10", "disclosedQuantity": "0", "price": "1490.0", "triggerPrice": "0.0",
            "afterMarketOrder": "false",
        ]
        for (name, value) in fields { all[name] = value }
        return "{" + all.sorted { $0.key < $1.key }.map { "\"\($0.key)\":\($0.value)" }.joined(separator: ",") + "}"
    }

    /// Places an order and waits until the exchange has it.
    mutating func place(_ fields: [String: String?] = [:], _ target: String = "/v2/orders") throws -> String {
        let answer = try send(.post, target, DhanDesk.body(fields))
        let id = try #require(answer.id, "\(answer.text)")
        wait(50)
        return id
    }

    mutating func row(_ id: String) throws -> [String: Any] {
        try #require(try get("/v2/orders/\(id)").rows.first)
    }

    mutating func status(_ id: String) throws -> String { try row(id)["orderStatus"] as? String ?? "" }

    // MARK: - Sockets

    @discardableResult
    mutating func open(_ target: String, _ number: UInt64 = 1) -> [PracticeAction] {
        act(.socketRequest(PracticeSocket(number: number), IncomingRequest(.get, target)))
    }

    @discardableResult
    mutating func say(_ text: String, on number: UInt64 = 1) -> [PracticeAction] {
        act(.socketMessage(PracticeSocket(number: number), .text(text)))
    }

    /// Opens the order updates and says who it is.
    @discardableResult
    mutating func follow(_ number: UInt64 = 1, token: String? = nil) -> [PracticeAction] {
        open("/", number)
        let text =
            "{\"LoginReq\":{\"MsgCode\":42,\"ClientId\":\"\(DhanDesk.client)\",\"Token\":\"\(token ?? self.token)\"},"
            + "\"UserType\":\"SELF\"}"
        return say(text, on: number)
    }

    /// The order updates since the last look.
    mutating func updates(_ number: UInt64 = 1) -> [[String: Any]] {
        defer { written.removeAll() }
        return written.compactMap { action in
            guard case .write(PracticeSocket(number: number), .text(let text), .orders) = action else { return nil }
            let json = try? JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any]
            return json?["Data"] as? [String: Any]
        }
    }

    // MARK: - Sign-in

    func code() -> String {
        TOTP(base32: Secret(secrets["totp-secret"] ?? ""))?.code(at: time).reveal() ?? ""
    }

    func generation(pin: String? = nil, code: String? = nil) -> String {
        "/app/generateAccessToken?dhanClientId=\(DhanDesk.client)&pin=\(pin ?? secrets["pin"] ?? "")"
            + "&totp=\(code ?? self.code())"
    }

    var app: [HTTPHeader] {
        [HTTPHeader("app_id", secrets["app-id"] ?? ""), HTTPHeader("app_secret", secrets["app-secret"] ?? "")]
    }
}

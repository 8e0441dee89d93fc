import Foundation
import KotakNeoPractice
import SaudaBroker
import SaudaCore
import SaudaServer
import SaudaSimulation
import Testing

/// A client of practice Kotak Neo without a socket, signed in: RELIANCE at 1,500 rupees on Friday 2026-09-11, from
/// 09:15 on, and a future and an option of the NIFTY.
struct NeoDesk {
    static let day = Day(number: 20_707)
    static let share = InstrumentID(index: 0)
    static let ucc = "ABC12"

    var floor: PracticeFloor
    var time: Timestamp
    var token = ""
    var sid = ""
    private(set) var secrets: [String: String] = [:]
    private var calls: UInt64 = 0
    /// What went to sockets since it was read last.
    var written: [PracticeAction] = []

    /// Settings whose rate limits no test reaches by chance.
    static var calm: NeoSettings {
        var settings = NeoSettings()
        settings.callsPerSecond = 100_000
        settings.ordersPerSecond = 100_000
        return settings
    }

    /// - Parameter prices: of RELIANCE, one a minute from 09:15 on; the last one stands.
    init(
        prices: [Int64] = [1500],
        cash: Int64 = 1_000_000,
        held: Int64 = 10,
        start: TimeOfDay = TimeOfDay(9, 15, 1),
        days: Int = 1,
        settings: NeoSettings = NeoDesk.calm,
        faults: [PracticeFault] = [],
        signsIn: Bool = true
    ) throws {
        let table = try NeoDesk.table()
        let starts: [Int64] = [1500, 25_000, 100]
        let daily = starts.map { [NeoDesk.candle(NeoDesk.day.advanced(by: -1).at(TimeOfDay(0, 0)), $0, 1000)] }
        let minutes = starts.indices.map { index in
            (0..<375 * days).map { minute in
                let price = index == 0 ? prices[min(minute, prices.count - 1)] : starts[index]
                let date = NeoDesk.day.advanced(by: minute / 375 == 0 ? 0 : 4)
                let open = date.at(TimeOfDay(9, 15)).advanced(by: .seconds(Int64(minute % 375) * 60))
                return NeoDesk.candle(open, price, 600)
            }
        }
        var model = ExchangeModel()
        model.hasClosingAuction = false
        model.locksFromPrices = false
        model.bands = try BandList(parsing: "symbol,band\nRELIANCE,10\n", file: "bands.csv")
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
                    instrument: NeoDesk.share,
                    quantity: Quantity(held),
                    price: Price(rupees: 1400),
                    entered: NeoDesk.day.advanced(by: -1).at(TimeOfDay(10, 0)),
                    reason: "",
                    isPaid: false
                )
            )
            setup.holdings = [.init(NeoDesk.share, quantity: Quantity(held), average: Price(rupees: 1400))]
        }
        var broker = FaultyBroker(KotakNeoPractice(setup, settings: settings, day: NeoDesk.day))
        for fault in faults { broker.add(fault, at: NeoDesk.day.at(TimeOfDay(8, 0))) }
        time = NeoDesk.day.at(start)
        let list = (0..<days).map {
            // The Monday is a holiday.
            TradingDay(NeoDesk.day.advanced(by: $0 * 4), in: .builtIn, holdsPrices: false)
        }
        for credential in broker.broker.makeCredentials(at: time) { secrets[credential.name] = credential.value }
        floor = PracticeFloor(broker, market, days: list, start: time)
        wait(until: start)
        if signsIn { try signIn() }
    }

    static func table() throws -> InstrumentTable {
        var table = InstrumentTable()
        try table.add(Instrument(symbol: "RELIANCE", tick: Price(paise: 10)))
        try table.add(
            Instrument(
                symbol: "NIFTY",
                series: "F",
                segment: .nseDerivatives,
                kind: .future(expiry: try #require(Day("2026-09-29"))),
                token: 61_000,
                tick: Price(paise: 10),
                lot: Quantity(65),
                freeze: Quantity(1800)
            )
        )
        try table.add(
            Instrument(
                symbol: "NIFTY",
                series: "O",
                segment: .nseDerivatives,
                kind: .option(expiry: try #require(Day("2026-09-22")), strike: Price(rupees: 25_000), isCall: true),
                token: 56_527,
                tick: Price(paise: 5),
                lot: Quantity(65),
                freeze: Quantity(1800)
            )
        )
        return table
    }

    private static func candle(_ start: Timestamp, _ price: Int64, _ volume: Int64) -> Candle {
        let price = Price(rupees: price)
        return Candle(start: start, open: price, high: price, low: price, close: price, volume: Quantity(volume))
    }
}

// MARK: - Talking

extension NeoDesk {
    struct Answer {
        var status: Int
        var text: String
        var headers: [HTTPHeader]

        private var any: Any? { try? JSONSerialization.jsonObject(with: Data(text.utf8)) }
        var json: [String: Any] { any as? [String: Any] ?? [:] }
        var list: [[String: Any]] { any as? [[String: Any]] ?? [] }
        /// Of `data`, if it is a list.
        var rows: [[String: Any]] { json["data"] as? [[String: Any]] ?? [] }
        var data: [String: Any] { json["data"] as? [String: Any] ?? [:] }
        /// `stCode`, or that of another shape.
        var code: Int {
            let errors = json["error"] as? [[String: Any]] ?? []
            let any = json["stCode"] ?? json["code"] ?? json["errorCode"] ?? errors.first?["code"]
            return any as? Int ?? Int(any as? String ?? "") ?? 0
        }
        var message: String {
            let errors = json["error"] as? [[String: Any]] ?? []
            let fault = json["fault"] as? [String: Any] ?? [:]
            let any = json["errMsg"] ?? json["emsg"] ?? json["stMsg"] ?? json["message"] ?? fault["message"]
            return any as? String ?? errors.first?["message"] as? String ?? ""
        }
        var id: String? { json["nOrdNo"] as? String }
    }

    mutating func send(
        _ method: HTTPRequest.Method,
        _ target: String,
        _ body: String = "",
        headers: [HTTPHeader]? = nil,
        address: String = "127.0.0.1",
        isSecure: Bool = false
    ) throws -> Answer {
        try #require(ask(method, target, body, headers: headers, address: address, isSecure: isSecure))
    }

    var session: [HTTPHeader] {
        [
            HTTPHeader("Authorization", secrets["access-token"] ?? ""), HTTPHeader("neo-fin-key", "neotradeapi"),
            HTTPHeader("Auth", token), HTTPHeader("Sid", sid), HTTPHeader("Host", "127.0.0.1:8080"),
        ]
    }

    /// Nil when the connection ended without an answer.
    mutating func ask(
        _ method: HTTPRequest.Method,
        _ target: String,
        _ body: String = "",
        headers: [HTTPHeader]? = nil,
        address: String = "127.0.0.1",
        isSecure: Bool = false
    ) -> Answer? {
        calls += 1
        let call = PracticeCall(number: calls)
        let request = IncomingRequest(
            method,
            target,
            headers: headers ?? session,
            body: Array(body.utf8),
            address: address,
            isSecure: isSecure
        )
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

    /// A form with one field of compact JSON.
    mutating func post(_ target: String, _ fields: [String: String], headers: [HTTPHeader]? = nil) throws -> Answer {
        try send(.post, target, NeoDesk.form(fields), headers: headers)
    }

    static func form(_ fields: [String: String]) -> String {
        let members = fields.sorted { $0.key < $1.key }.map { "\"\($0.key)\":\"\($0.value)\"" }
        return "jData=" + encoded("{" + members.joined(separator: ",") + "}")
    }

    static func encoded(_ text: String) -> String {
        var letters = CharacterSet.alphanumerics
        letters.insert(charactersIn: "-._~")
        return text.addingPercentEncoding(withAllowedCharacters: letters) ?? ""
    }

    @discardableResult
    mutating func act(_ input: PracticeInput) -> [PracticeAction] {
        var actions: [PracticeAction] = []
        floor.take(input, at: time, into: &actions)
        written += actions
        return actions
    }

    mutating func wait(_ milliseconds: Int64) { advance(to: time.advanced(by: .milliseconds(milliseconds))) }

    mutating func wait(until moment: TimeOfDay, day: Int = 0) { advance(to: NeoDesk.day.advanced(by: day).at(moment)) }

    private mutating func advance(to moment: Timestamp) {
        time = moment
        var actions: [PracticeAction] = []
        floor.advance(to: time, into: &actions)
        written += actions
    }

    // MARK: - Orders

    static let order = [
        "am": "NO", "dq": "0", "es": "nse_cm", "mp": "0", "pc": "CNC", "pf": "N", "pr": "1490.00", "pt": "L",
        "qt": "10", "rt": "DAY", "tp": "0", "ts": "RELIANCE-EQ", "tt": "B",
    ]

    /// Places an order for RELIANCE, and waits until it has gone its way; fields replace those that it has.
    mutating func place(_ fields: [String: String] = [:], headers: [HTTPHeader]? = nil) throws -> String {
        let all = NeoDesk.order.merging(fields) { $1 }
        let answer = try post("/quick/order/rule/ms/place", all, headers: headers)
        let id = try #require(answer.id, "\(answer.text)")
        wait(50)
        return id
    }

    mutating func change(_ id: String, _ fields: [String: String] = [:]) throws -> Answer {
        let all = [
            "no": id, "qt": "10", "pr": "1480.00", "tp": "0", "pt": "L", "vd": "DAY", "dq": "0", "mp": "0",
            "am": "NO", "os": "NEOTRADEAPI",
        ]
        defer { wait(50) }
        return try post("/quick/order/vr/modify", all.merging(fields) { $1 })
    }

    mutating func cancel(_ id: String, _ fields: [String: String] = [:]) throws -> Answer {
        defer { wait(50) }
        return try post("/quick/order/cancel", ["on": id, "am": "NO"].merging(fields) { $1 })
    }

    mutating func row(_ id: String) throws -> [String: Any] {
        try #require(try get("/quick/user/orders/\(id)").rows.first)
    }

    mutating func status(_ id: String) throws -> String { try row(id)["ordSt"] as? String ?? "" }

    /// The states of an order, oldest first.
    mutating func states(_ id: String) throws -> [String] {
        try post("/quick/order/history", ["nOrdNo": id]).rows.reversed().compactMap { $0["ordSt"] as? String }
    }

    // MARK: - Sign-in

    func code() -> String {
        TOTP(base32: Secret(secrets["totp-secret"] ?? ""))?.code(at: time).reveal() ?? ""
    }

    var app: [HTTPHeader] {
        [
            HTTPHeader("Authorization", secrets["access-token"] ?? ""), HTTPHeader("neo-fin-key", "neotradeapi"),
            HTTPHeader("Host", "127.0.0.1:8080"),
        ]
    }

    static func body(_ fields: [String: String]) -> String {
        "{" + fields.sorted { $0.key < $1.key }.map { "\"\($0.key)\":\"\($0.value)\"" }.joined(separator: ",") + "}"
    }

    /// The first step.
    mutating func login(_ fields: [String: String] = [:], address: String = "127.0.0.1") throws -> Answer {
        let all = ["mobileNumber": secrets["mobile-number"] ?? "", "ucc": NeoDesk.ucc, "totp": code()]
        return try send(
            .post,
            "/login/1.0/tradeApiLogin",
            NeoDesk.body(all.merging(fields) { $1 }),
            headers: app,
            address: address
        )
    }

    /// The second step.
    mutating func validate(
        _ first: Answer,
        mpin: String? = nil,
        address: String = "127.0.0.1",
        isSecure: Bool = false
    ) throws -> Answer {
        let headers =
            app + [
                HTTPHeader("sid", first.data["sid"] as? String ?? ""),
                HTTPHeader("Auth", first.data["token"] as? String ?? ""),
            ]
        return try send(
            .post,
            "/login/1.0/tradeApiValidate",
            NeoDesk.body(["mpin": mpin ?? secrets["mpin"] ?? ""]),
            headers: headers,
            address: address,
            isSecure: isSecure
        )
    }

    /// Both steps, at the next one-time password.
    mutating func signIn(address: String = "127.0.0.1") throws {
        let second = time.microseconds / 1_000_000
        if !token.isEmpty { wait((30 - second % 30) * 1000) }
        let answer = try validate(try login(address: address), address: address)
        token = try #require(answer.data["token"] as? String, "\(answer.text)")
        sid = try #require(answer.data["sid"] as? String)
    }
}

import DhanPractice
import Foundation
import SaudaBroker
import SaudaCore
import SaudaSimulation
import Testing

/// A client of practice Dhan's prices without a socket: INFY at 1,500 rupees, DEMO at 100 and options on INFY, on Friday
/// 2026-03-20 from 09:15 on, and an index made of the shares.
struct DhanPriceDesk {
    static let day = Day(number: 20_532)
    static let infy = InstrumentID(index: 0)
    static let demo = InstrumentID(index: 1)
    static let call = InstrumentID(index: 2)

    var broker: DhanPractice
    var time = DhanPriceDesk.day.at(TimeOfDay(9, 15, 0))
    private(set) var client = ""
    private(set) var token = ""
    /// What was done since it was read last.
    var actions: [PracticeAction] = []
    private var calls: UInt64 = 0
    /// Pings are answered at once.
    var answersPings = true

    /// - Parameter withOptions: the instrument table has options of its own.
    init(withOptions: Bool = true, _ change: (inout DhanSettings) -> Void = { _ in }) throws {
        var table = InstrumentTable()
        try table.add(Instrument(symbol: "INFY", tick: Price(paise: 5)))
        try table.add(Instrument(symbol: "DEMO", tick: Price(paise: 5)))
        let weekly = Self.day.advanced(by: 4)
        let monthly = Self.day.advanced(by: 11)
        for (series, kind) in [
            ("C1", Instrument.Kind.option(expiry: weekly, strike: Price(rupees: 1500), isCall: true)),
            ("P1", .option(expiry: weekly, strike: Price(rupees: 1500), isCall: false)),
            ("C2", .option(expiry: weekly, strike: Price(paise: 152_050), isCall: true)),
            ("C3", .option(expiry: monthly, strike: Price(rupees: 1500), isCall: true)),
        ] where withOptions {
            try table.add(
                Instrument(
                    symbol: "INFY",
                    series: series,
                    segment: .nseDerivatives,
                    kind: kind,
                    tick: Price(paise: 5),
                    lot: Quantity(400)
                )
            )
        }
        let starts: [Int64] = [1500, 100, 20, 18, 12, 40]
        let eve = Self.day.advanced(by: -1)
        let daily = starts.map { [Self.candle(eve.at(TimeOfDay(0, 0)), $0, 12_345_600)] }
        let minutes = starts.map { price in
            (0..<375).map { Self.candle(eve.at(TimeOfDay(9, 15)).advanced(by: .seconds(60 * $0)), price, 600) }
        }
        var settings = DhanSettings()
        settings.quotesPerSecond = 100
        settings.dataPerSecond = 100
        change(&settings)
        broker = DhanPractice(
            PracticeSetup(instruments: table, daily: daily, minutes: minutes),
            settings: settings,
            day: Self.day
        )
        for credential in broker.makeCredentials(at: time) {
            if credential.name == "user" { client = credential.value }
            if credential.name == "access-token" { token = credential.value }
        }
        act(.dayStarted(TradingDay(Self.day, in: .builtIn, holdsPrices: false)))
    }

    private static func candle(_ start: Timestamp, _ price: Int64, _ volume: Int64) -> Candle {
        let price = Price(rupees: price)
        return Candle(start: start, open: price, high: price, low: price, close: price, volume: Quantity(volume))
    }

    @discardableResult
    mutating func act(_ input: PracticeInput) -> [PracticeAction] {
        var done: [PracticeAction] = []
        broker.handle(input, at: time, into: &done)
        for case .write(let socket, .ping, _) in done where answersPings { broker.heardPong(from: socket, at: time) }
        actions += done
        return done
    }

    /// Lets time go by, the broker called whenever it wants to be.
    mutating func wait(_ milliseconds: Int64) {
        let end = time.advanced(by: .milliseconds(milliseconds))
        while broker.wakeAt <= end {
            time = max(time, broker.wakeAt)
            act(.timer)
        }
        time = end
    }

    mutating func trade(_ paise: Int64, _ quantity: Int64 = 100, of instrument: InstrumentID = infy) {
        act(.market([MarketMove(instrument, price: Price(paise: paise), quantity: Quantity(quantity))]))
    }

    // MARK: - REST

    struct Answer {
        var status: Int
        var text: String
        var json: [String: Any] {
            (try? JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any]) ?? [:]
        }
    }

    mutating func post(_ path: String, _ body: String, client: String? = nil) throws -> Answer {
        try send(.post, path, body, client: client)
    }

    mutating func send(_ method: HTTPRequest.Method, _ path: String, _ body: String = "", client: String? = nil) throws
        -> Answer
    {
        calls += 1
        let call = PracticeCall(number: calls)
        let headers = [HTTPHeader("access-token", token), HTTPHeader("client-id", client ?? self.client)]
        let request = IncomingRequest(method, path, headers: headers, body: Array(body.utf8))
        for action in act(.request(call, request)) {
            if case .respond(call, let response, _) = action {
                return Answer(status: response.status, text: String(decoding: response.body, as: UTF8.self))
            }
        }
        throw Unanswered()
    }

    struct Unanswered: Error {}

    // MARK: - Sockets

    @discardableResult
    mutating func connect(_ number: UInt64 = 1, _ target: String? = nil) -> [PracticeAction] {
        let target = target ?? "/?version=2&token=\(token)&clientId=\(client)&authType=2"
        return act(.socketRequest(PracticeSocket(number: number), IncomingRequest(.get, target)))
    }

    mutating func connectDepth(_ number: UInt64 = 1, _ path: String = "twentydepth") {
        connect(number, "/\(path)?token=\(token)&clientId=\(client)&authType=2")
    }

    mutating func say(_ code: Int, _ keys: [(String, String)], on number: UInt64 = 1) {
        let list = keys.map { #"{"ExchangeSegment":"\#($0.0)","SecurityId":"\#($0.1)"}"# }.joined(separator: ",")
        say(#"{"RequestCode":\#(code),"InstrumentCount":\#(keys.count),"InstrumentList":[\#(list)]}"#, on: number)
    }

    mutating func say(_ text: String, on number: UInt64 = 1) {
        act(.socketMessage(PracticeSocket(number: number), .text(text)))
    }

    /// The binary messages since the last look.
    mutating func frames(_ number: UInt64 = 1) -> [[UInt8]] {
        defer { actions.removeAll() }
        return actions.compactMap { action in
            guard case .write(PracticeSocket(number: number), .binary(let bytes), _) = action else { return nil }
            return bytes
        }
    }

    /// The first byte of each.
    mutating func codes(_ number: UInt64 = 1) -> [UInt8] { frames(number).map { $0[0] } }

    /// Whether a connection was closed since the last look.
    func isClosed(_ number: UInt64) -> Bool { actions.contains(.close(PracticeSocket(number: number), code: 1000)) }
}

import SaudaBroker
import SaudaCore
import SaudaServer
import SaudaSimulation
import Testing
import UpstoxPractice

/// Practice Upstox without a socket: HDFCBANK at 1,500 rupees on Friday 2026-03-20, from 09:15 on, a future of the index
/// and an option of the share.
struct UpstoxDesk {
    static let day = Day(number: 20_532)
    static let eve = Day(number: 20_531)
    static let user = "AB1234"

    var floor: PracticeFloor
    var time: Timestamp
    private(set) var secrets: [String: String] = [:]
    private var calls: UInt64 = 0
    /// What went to sockets since it was read last.
    var written: [PracticeAction] = []

    /// - Parameter prices: of HDFCBANK, one a minute from 09:15 on; the last one stands.
    init(
        prices: [Int64] = [1500],
        start: TimeOfDay = TimeOfDay(9, 15, 1),
        days: Int = 1,
        settings: UpstoxSettings = UpstoxSettings()
    ) throws {
        var table = InstrumentTable()
        try table.add(Instrument(symbol: "HDFCBANK", token: 1333, tick: Price(paise: 5)))
        try table.add(
            Instrument(
                symbol: "NIFTY",
                series: "",
                segment: .nseDerivatives,
                kind: .future(expiry: UpstoxDesk.day.advanced(by: 6)),
                token: 54_321,
                tick: Price(paise: 5),
                lot: Quantity(75),
                freeze: Quantity(900)
            )
        )
        try table.add(
            Instrument(
                symbol: "HDFCBANK",
                series: "",
                segment: .nseDerivatives,
                kind: .option(expiry: UpstoxDesk.day.advanced(by: 6), strike: Price(rupees: 1500), isCall: true),
                token: 54_322,
                tick: Price(paise: 5),
                lot: Quantity(550)
            )
        )
        let starts: [Int64] = [1500, 100, 50]
        let daily = starts.map { [UpstoxDesk.candle(UpstoxDesk.eve.at(TimeOfDay(0, 0)), $0, 1000)] }
        let minutes = starts.indices.map { index in
            (0..<375 * days).map { minute in
                let price = index == 0 ? prices[min(minute, prices.count - 1)] : starts[index]
                let date = UpstoxDesk.day.advanced(by: minute / 375 == 0 ? 0 : 3)
                let open = date.at(TimeOfDay(9, 15)).advanced(by: .seconds(Int64(minute % 375) * 60))
                return UpstoxDesk.candle(open, price, 600)
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
        market.fund(Money(rupees: 1_000_000))
        var setup = PracticeSetup(instruments: table, daily: daily, seed: 1)
        let share = InstrumentID(index: 0)
        market.deposit(
            Deposit(
                account: AccountID(index: 0),
                instrument: share,
                quantity: Quantity(10),
                price: Price(rupees: 1400),
                entered: UpstoxDesk.eve.at(TimeOfDay(10, 0)),
                reason: "",
                isPaid: false
            )
        )
        setup.holdings = [.init(share, quantity: Quantity(10), average: Price(rupees: 1400))]
        var broker = FaultyBroker(UpstoxPractice(setup, settings: settings, day: UpstoxDesk.day))
        time = UpstoxDesk.day.at(start)
        let calendar = MarketCalendar.builtIn
        let list = (0..<days).map { TradingDay(UpstoxDesk.day.advanced(by: $0 * 3), in: calendar, holdsPrices: false) }
        for credential in broker.broker.makeCredentials(at: time) { secrets[credential.name] = credential.value }
        floor = PracticeFloor(broker, market, days: list, start: time)
        wait(0)
    }

    private static func candle(_ start: Timestamp, _ price: Int64, _ volume: Int64) -> Candle {
        let price = Price(rupees: price)
        return Candle(start: start, open: price, high: price, low: price, close: price, volume: Quantity(volume))
    }

    /// Nil when the connection ended without an answer.
    mutating func ask(_ request: IncomingRequest) -> PracticeResponse? {
        calls += 1
        let call = PracticeCall(number: calls)
        for action in act(.request(call, request)) {
            if case .respond(call, let response, _) = action { return response }
        }
        return nil
    }

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
        wait(UpstoxDesk.day.advanced(by: day).at(moment).since(time).microseconds / 1000)
    }
}

import SaudaCore
import SaudaSimulation

/// A practice exchange on one share with a tick of 0.05 on Friday 2026-11-20, spoken to in rupees and times.
struct ExchangeCounter {
    static let thursday = Day(number: 20_776)
    static let friday = Day(number: 20_777)
    static let share = InstrumentID(index: 0)
    static let account = AccountID(index: 0)

    var exchange: PracticeExchange
    var events: [Event] = []
    private var orders: UInt64 = 0

    /// - Parameter tick: nil for the dated ladder.
    init(
        cash: Int64 = 1_000_000,
        held: Int64 = 0,
        tick: Price? = Price(paise: 5),
        lot: Int64 = 1,
        plan: ChargePlan = .paper,
        hasDerivatives: Bool = false,
        model: ExchangeModel = ExchangeModel()
    ) throws {
        var instruments = InstrumentTable()
        try instruments.add(
            Instrument(
                symbol: "ALPHA",
                tick: tick,
                lot: Quantity(lot),
                freeze: Quantity(5000),
                hasDerivatives: hasDerivatives
            )
        )
        try instruments.add(Instrument(symbol: "BETA", tick: tick))
        exchange = PracticeExchange(
            instruments: instruments,
            plans: [plan, plan],
            settings: ExchangeSettings(charges: .builtIn, ticks: .builtIn, model: model)
        )
        exchange.add(cash: Money(rupees: cash), to: Self.account)
        if held > 0 { deposit(held) }
    }

    mutating func deposit(_ quantity: Int64) {
        exchange.deposit(
            Deposit(
                account: Self.account,
                instrument: Self.share,
                quantity: Quantity(quantity),
                price: Price(rupees: 100),
                entered: Self.friday.advanced(by: -5).at(TimeOfDay(9, 15)),
                reason: "",
                isPaid: false
            )
        )
    }

    static func at(_ hour: Int, _ minute: Int, _ second: Int = 0, day: Day = friday) -> Timestamp {
        day.at(TimeOfDay(hour, minute, second))
    }

    mutating func start(_ day: Day = friday) {
        exchange.start(TradingDay(day, in: .builtIn, holdsPrices: true), at: Self.at(8, 30, day: day), into: &events)
    }

    mutating func end(_ day: Day = friday) { exchange.end(at: Self.at(15, 30, day: day), into: &events) }

    /// The market comes to a price, at 10:00 unless said otherwise.
    mutating func move(to rupees: Double, isGap: Bool = false, at time: Timestamp = at(10, 0)) throws {
        guard let price = Price(rupees: rupees) else { return }
        exchange.trade(Self.share, at: price, isGap: isGap, time: time, into: &events)
    }

    /// Places an order for ten units and returns its number.
    @discardableResult
    mutating func place(
        _ side: Side,
        _ terms: ExchangeTerms,
        _ variety: OrderRequest.Variety = .regular,
        product: Product = .delivery,
        validity: Validity = .day,
        at time: Timestamp = at(10, 0)
    ) -> OrderID {
        place(side, 10, terms, variety, product: product, validity: validity, at: time)
    }

    @discardableResult
    mutating func place(
        _ side: Side,
        _ quantity: Int64,
        _ terms: ExchangeTerms,
        _ variety: OrderRequest.Variety = .regular,
        product: Product = .delivery,
        validity: Validity = .day,
        disclosed: Int64 = 0,
        at time: Timestamp = at(10, 0)
    ) -> OrderID {
        orders += 1
        var terms = terms.terms(quantity, validity)
        terms.disclosed = Quantity(disclosed)
        let request = OrderRequest(
            id: OrderID(number: orders),
            account: Self.account,
            instrument: Self.share,
            side: side,
            product: product,
            variety: variety,
            terms: terms,
            strategy: StrategyID(index: 0),
            reason: ""
        )
        exchange.accept(.place(request), at: time, into: &events)
        return request.id
    }

    mutating func modify(
        _ id: OrderID,
        _ terms: ExchangeTerms,
        account: AccountID = account,
        at time: Timestamp = at(10, 0)
    ) {
        modify(id, 10, terms, account: account, at: time)
    }

    mutating func modify(
        _ id: OrderID,
        _ quantity: Int64,
        _ terms: ExchangeTerms,
        account: AccountID = account,
        at time: Timestamp = at(10, 0)
    ) {
        let terms = terms.terms(quantity, .day)
        let command = Command.modify(id, account, BrokerOrderID("P\(id.number)"), terms, request: 2)
        exchange.accept(command, at: time, into: &events)
    }

    mutating func cancel(_ id: OrderID, account: AccountID = account, at time: Timestamp = at(10, 0)) {
        exchange.accept(.cancel(id, account, BrokerOrderID("P\(id.number)"), request: 2), at: time, into: &events)
    }

    // MARK: - What came of it

    var cash: Money { exchange.accounts[0].cash }

    func reports(of id: OrderID) -> [Report.Kind] {
        events.compactMap { event in
            if case .report(let report) = event.kind, report.order == id { report.kind } else { nil }
        }
    }

    func end(of id: OrderID) -> Report.Kind? { reports(of: id).last }

    /// The average price an order traded at, in rupees; nil when it did not.
    func price(of id: OrderID) -> Double? {
        for kind in reports(of: id) {
            if case .traded(let total, let value) = kind { return value.price(per: total).rupees }
        }
        return nil
    }
}

/// Order terms in rupees.
enum ExchangeTerms: Sendable {
    case market
    case limit(Double)
    case stop(Double, limit: Double)
    case stopMarket(Double)

    func terms(_ quantity: Int64, _ validity: Validity) -> OrderTerms {
        func price(_ rupees: Double) -> Price { Price(rupees: rupees) ?? .zero }
        var terms = OrderTerms(kind: .market, quantity: Quantity(quantity), validity: validity)
        switch self {
        case .market: break
        case .limit(let limit):
            terms.kind = .limit
            terms.limit = price(limit)
        case .stop(let trigger, let limit):
            terms.kind = .stopLimit
            terms.trigger = price(trigger)
            terms.limit = price(limit)
        case .stopMarket(let trigger):
            terms.kind = .stopMarket
            terms.trigger = price(trigger)
        }
        return terms
    }
}

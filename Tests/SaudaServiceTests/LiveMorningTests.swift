import SaudaBroker
import SaudaCore
import SaudaService
import SaudaStore
import Testing

/// How a live day begins: what there is, is the broker's word; whose it is, is the books'.
@Suite struct LiveMorningTests {
    private let day = Day("2026-08-21")!
    private let main = AccountID(index: 0)
    private let table: InstrumentTable
    private let infy: InstrumentID
    private let tcs: InstrumentID

    init() throws {
        var table = InstrumentTable()
        infy = try table.add(Instrument(symbol: "INFY", segment: .nseEquity))
        tcs = try table.add(Instrument(symbol: "TCS", segment: .nseEquity))
        self.table = table
    }

    private func name(_ id: InstrumentID) -> DayHeader.Name { DayHeader.Name(table[id].name, table[id].segment) }

    private func held(_ id: InstrumentID, _ units: Int64, tracked: Bool = true) -> OpeningBooks.Holding {
        var trade: Trade?
        if tracked {
            trade = Trade(id, at: day.advanced(by: -1).at(TimeOfDay(9, 15)), reason: "AMO")
            trade?.quantity = Quantity(units)
            trade?.bought = Quantity(units)
            trade?.boughtValue = Price(paise: 10000) * Quantity(units)
        }
        return OpeningBooks.Holding(
            instrument: name(id),
            carried: CarriedHolding(
                account: main,
                instrument: id,
                product: .delivery,
                quantity: Quantity(units),
                cost: Price(paise: 10000) * Quantity(units),
                trade: trade
            )
        )
    }

    private func books(
        _ holdings: [OpeningBooks.Holding],
        orders: [OpeningBooks.Order] = [],
        memos: [OpeningBooks.Memo] = []
    ) -> OpeningBooks {
        let account = OpeningBooks.Account(
            name: "main",
            day: day.advanced(by: -1),
            isComplete: true,
            ending: "ended",
            cash: Money(rupees: 5),
            holdings: holdings,
            orders: orders
        )
        return OpeningBooks(accounts: [account], memos: memos, lastOrder: OrderID(number: 41))
    }

    private func handover(_ books: OpeningBooks, strategies: [String] = ["dip"]) -> Handover {
        Handover(books, accounts: ["main"], strategies: strategies.map { ($0, main) }, table)
    }

    private func word(
        _ held: [(InstrumentID, Int64)],
        sold: [(InstrumentID, Int64)] = [],
        orders: [OrderRow] = [],
        sellsHeld: Bool = false
    ) -> LiveMorning.Account {
        LiveMorning.Account(
            id: main,
            name: "main",
            cash: Money(rupees: 1000),
            held: held.map {
                HoldingRow(instrument: $0.0, quantity: Quantity($0.1), average: Price(paise: 17100))
            },
            traded: sold.map {
                PositionRow(
                    instrument: $0.0,
                    symbol: "",
                    product: .delivery,
                    quantity: .zero - Quantity($0.1),
                    average: Price(paise: 21000)
                )
            },
            orders: orders,
            sellsHeld: sellsHeld
        )
    }

    private func morning(_ word: LiveMorning.Account, _ handover: Handover?) -> LiveMorning {
        LiveMorning(day, .builtIn, [word], handover, closes: [(tcs, Price(paise: 9500))], table)
    }

    /// What an engine has after it.
    private func desk(after morning: LiveMorning) -> Desk {
        var engine = Engine(
            instruments: table,
            accounts: [AccountSetup(name: "main")],
            strategies: [],
            charges: .builtIn,
            ticks: .builtIn
        )
        var commands: [Command] = []
        for kind in morning.events { engine.handle(Event(day.at(TimeOfDay(8, 55)), kind), into: &commands) }
        return engine.desk
    }

    @Test func `shares that were there before sauda are in no trade, and the line that changes it is said once`() throws
    {
        let first = morning(word([(infy, 10)], sold: [(tcs, 3)]), nil)
        #expect(desk(after: first).books[0].quantity(of: infy) == Quantity(10))
        #expect(desk(after: first).books[0].quantity(of: tcs) == Quantity(3))
        #expect(desk(after: first).books[0].openTrades.isEmpty)
        let warning = try #require(first.warnings.first)
        #expect(first.warnings.count == 1 && warning.contains("INFY-EQ 10, TCS-EQ 3 were there before sauda"))
        #expect(warning.contains("write `held_shares: sell` under `accounts: main:`"))
        // The next morning it is known, whatever the configuration says now.
        let second = morning(word([(infy, 10)], sellsHeld: true), handover(books([held(infy, 10, tracked: false)])))
        #expect(second.warnings.isEmpty && desk(after: second).books[0].openTrades.isEmpty)
    }

    @Test func `an account that is new beside another begins with its own first morning`() {
        let other = Handover(books([]), accounts: ["other", "main"], strategies: [], table)
        #expect(!other.knows(AccountID(index: 0)) && other.knows(AccountID(index: 1)))
        let morning = morning(word([(infy, 4)], sellsHeld: true), other)
        #expect(desk(after: morning).books[0].openTrade(in: infy)?.entryReason == "HELD")
    }

    @Test func `told to sell, the shares of a first morning are put into trades, and money is the broker's`() {
        let row = OrderRow(
            id: BrokerOrderID("1"),
            tag: nil,
            instrument: infy,
            symbol: "INFY",
            side: .buy,
            product: .delivery,
            terms: OrderTerms(kind: .market, quantity: Quantity(1)),
            status: .complete,
            filled: Quantity(1),
            value: Money(rupees: 150)
        )
        let morning = morning(word([(infy, 10), (infy, 5)], sold: [(tcs, 3)], orders: [row], sellsHeld: true), nil)
        let desk = desk(after: morning)
        // What was spent today comes again with the foreign order.
        #expect(desk.books[0].cash == Money(rupees: 1150))
        #expect(desk.books[0].quantity(of: infy) == Quantity(15))
        #expect(desk.books[0].quantity(of: tcs) == Quantity(3))
        #expect(desk.books[0].openTrade(in: infy)?.quantity == Quantity(15))
        #expect(desk.books[0].openTrade(in: infy)?.entryReason == "HELD")
        #expect(morning.warnings.isEmpty && morning.waiting.isEmpty)
    }

    @Test func `SEL-12: what the books know keeps its trade, and what the broker has beyond is in none`() {
        let morning = morning(word([(infy, 15), (tcs, 7)]), handover(books([held(infy, 10)])))
        let desk = desk(after: morning)
        #expect(desk.books[0].cash == Money(rupees: 1000))
        #expect(desk.books[0].quantity(of: infy) == Quantity(15))
        #expect(desk.books[0].openTrade(in: infy)?.quantity == Quantity(10))
        #expect(desk.books[0].openTrade(in: infy)?.entryReason == "AMO")
        #expect(desk.books[0].quantity(of: tcs) == Quantity(7))
        #expect(desk.books[0].openTrade(in: tcs) == nil)
        #expect(morning.warnings.isEmpty)
    }

    @Test(arguments: [0, 4] as [Int64])
    func `a list that comes short sells nothing and is said`(listed: Int64) throws {
        let rows = listed == 0 ? [] : [(infy, listed)]
        let morning = morning(word(rows), handover(books([held(infy, 10)])))
        #expect(desk(after: morning).books[0].quantity(of: infy) == Quantity(10))
        let warning = try #require(morning.warnings.first)
        #expect(morning.warnings.count == 1)
        #expect(warning.contains("the books hold 10, the broker lists \(listed)"))
    }

    @Test func `what was sold today before the desk began was held in the morning`() {
        let morning = morning(word([(infy, 6)], sold: [(infy, 4)]), handover(books([held(infy, 10)])))
        #expect(morning.warnings.isEmpty)
        #expect(desk(after: morning).books[0].quantity(of: infy) == Quantity(10))
    }

    private func waiting(_ strategy: String) -> OpeningBooks.Order {
        let key = TargetKey(strategy: StrategyID(index: 0), account: main, instrument: tcs, day: day, leg: 0)
        let target = Target(key, .buy, Quantity(5), .market, product: .delivery, reason: "AMO")
        let id = OrderID(number: 40)
        let request = OrderRequest(
            id: id,
            account: main,
            instrument: tcs,
            side: .buy,
            product: .delivery,
            variety: .afterMarket,
            terms: OrderTerms(kind: .market, quantity: Quantity(5)),
            strategy: StrategyID(index: 0),
            reason: "AMO"
        )
        let carried = CarriedOrder(
            request: request,
            brokerID: BrokerOrderID("77"),
            tie: OrderTie(order: id, target: target),
            placed: day.advanced(by: -1)
        )
        return OpeningBooks.Order(strategy: strategy, instrument: name(tcs), carried: carried)
    }

    @Test func `a waiting order is the engine's and the link's again, under today's number of its strategy`() throws {
        let books = books([], orders: [waiting("dip")])
        let morning = morning(word([]), handover(books, strategies: ["other", "dip"]))
        let adopted = try #require(morning.waiting.first)
        #expect(adopted.id == BrokerOrderID("77") && adopted.request.strategy == StrategyID(index: 1))
        let carried = morning.events.compactMap { if case .carriedOrder(let order) = $0 { order } else { nil } }
        #expect(carried.map(\.request) == [adopted.request])
        #expect(carried[0].tie.target.key.strategy == StrategyID(index: 1))
        // Numbers go on: nothing of today has the number of an order that may still be there.
        #expect(morning.events.contains(.lastOrder(OrderID(number: 41))))
    }

    @Test func `a waiting order whose strategy does not run is said and not taken over`() {
        let morning = morning(word([]), handover(books([], orders: [waiting("gone")])))
        #expect(morning.waiting.isEmpty)
        #expect(morning.warnings.count == 1 && morning.warnings[0].contains("'gone' does not run"))
    }

    @Test func `what is held and listed no more is said, whoever listed it`() {
        var stranger = held(infy, 10)
        stranger.instrument = DayHeader.Name("DELISTED", .nseEquity)
        let morning = morning(word([]), handover(books([stranger])))
        #expect(morning.warnings.contains { $0.hasPrefix("DELISTED is held") })
        #expect(!morning.events.contains { if case .carriedHolding = $0 { true } else { false } })
    }

    @Test func `a share that is listed no more keeps its trade in the books, and the others are as ever`() throws {
        let handover = handover(books([held(infy, 10), held(tcs, 5)]))
        let morning = LiveMorning(
            day,
            .builtIn,
            [word([(tcs, 5)])],
            handover,
            closes: [],
            table,
            unlisted: [infy]
        )
        let book = desk(after: morning).books[0]
        #expect(book.openTrades.map(\.quantity) == [Quantity(10), Quantity(5)])
        #expect(morning.warnings.count == 1 && morning.warnings[0].contains("the broker lists the share no more"))
    }

    @Test func `after a split the trade goes on in the new shares, and it is said`() throws {
        let handover = handover(books([held(infy, 10), held(tcs, 5)]))
        // 10 at 100 rupees became 50 at 20; of the others somebody bought more.
        let rows = [
            HoldingRow(instrument: infy, quantity: Quantity(50), average: Price(paise: 2000)),
            HoldingRow(instrument: tcs, quantity: Quantity(10), average: Price(paise: 10100)),
        ]
        var word = word([])
        word.held = rows
        let morning = morning(word, handover)
        let book = desk(after: morning).books[0]
        #expect(book.quantity(of: infy) == Quantity(50) && book.quantity(of: tcs) == Quantity(10))
        #expect(book.openTrade(in: infy)?.quantity == Quantity(50))
        #expect(book.openTrade(in: infy)?.boughtValue == Money(rupees: 1000))
        #expect(book.openTrade(in: tcs)?.quantity == Quantity(5))
        #expect(morning.warnings.count == 1 && morning.warnings[0].contains("10 became 50 at the same cost, 5 for 1"))
    }

    // MARK: - Orders of the evening that nobody answered

    private func row(_ tag: String?, side: Side = .buy, id: String = "88") -> OrderRow {
        OrderRow(
            id: BrokerOrderID(id),
            tag: tag,
            instrument: tcs,
            symbol: "TCS",
            side: side,
            product: .delivery,
            terms: OrderTerms(kind: .market, quantity: Quantity(5)),
            status: .open,
            filled: .zero,
            value: .zero
        )
    }

    private func doubted(_ rows: [OrderRow]) -> LiveMorning {
        var order = waiting("dip")
        order.carried.brokerID = BrokerOrderID("")
        let handover = handover(books([], orders: [order]))
        #expect(handover.orders.isEmpty && handover.doubted.count == 1)
        var word = word([], orders: rows)
        word.tags = [OrderID(number: 40): "SABC14"]
        return morning(word, handover)
    }

    @Test func `an order without an answer that is in the morning's book is ours, by its tag`() throws {
        let morning = doubted([row("SXYZ14", id: "87"), row("SABC14"), row(nil, id: "89")])
        #expect(morning.waiting.map(\.id) == [BrokerOrderID("88")])
        let carried = morning.events.compactMap { if case .carriedOrder(let order) = $0 { order } else { nil } }
        #expect(carried.map(\.brokerID) == [BrokerOrderID("88")])
        #expect(morning.warnings.count == 1 && morning.warnings[0].contains("is in the broker's book as 88"))
    }

    @Test func `an order without an answer that is not in the book was never placed, and is not placed again`() {
        for rows in [[], [row("SABC14", side: .sell)], [row("SABC15")], [row(nil)]] as [[OrderRow]] {
            let morning = doubted(rows)
            #expect(morning.waiting.isEmpty)
            #expect(!morning.events.contains { if case .carriedOrder = $0 { true } else { false } })
            #expect(morning.warnings.count == 1 && morning.warnings[0].contains("counts as never placed"))
        }
    }

    @Test func `the events come in the order that the journal's document names`() {
        let memo = OpeningBooks.Memo(strategy: "dip", instrument: name(tcs), topic: "levels", text: "30")
        let books = books([held(infy, 10)], orders: [waiting("dip")], memos: [memo])
        let numbers = morning(word([(infy, 12)]), handover(books)).events.map { kind in
            switch kind {
            case .cash: 9
            case .lastOrder: 16
            case .reference: 10
            case .carriedHolding: 15
            case .carriedOrder: 14
            case .remembered: 13
            default: 0
            }
        }
        #expect(numbers == [9, 16, 10, 15, 15, 14, 13])
    }

    @Test func `for any list and any books, an engine has what is more of the two`() {
        var random = SystemRandom(seed: 5)
        for _ in 0..<300 {
            let (own, theirs, sold) = (random.below(8), random.below(8), random.below(3))
            let known = own == 0 ? nil : handover(books([held(infy, own)]))
            let rows = theirs == 0 ? [] : [(infy, theirs)]
            let word = word(rows, sold: sold == 0 ? [] : [(infy, sold)], sellsHeld: true)
            let book = desk(after: morning(word, known)).books[0]
            #expect(book.quantity(of: infy) == Quantity(max(own, theirs + sold)))
            let tracked = known == nil ? theirs + sold : own
            #expect(book.openTrade(in: infy)?.quantity ?? .zero == Quantity(tracked))
        }
    }
}

/// Numbers from a seed.
private struct SystemRandom {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func below(_ bound: Int64) -> Int64 {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return Int64((state >> 33) % UInt64(bound))
    }
}

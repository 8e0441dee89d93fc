import SaudaCore
import Testing

/// A desk that takes over in the morning what another process left in the evening.
@Suite struct DeskCarryTests {
    private typealias Bench = EngineBench

    private static let thursday = Bench.friday.advanced(by: -1)

    private static func target(_ units: Int64 = 10, at rupees: Int64 = 2090, leg: UInt16 = 0) -> Target {
        var target = Target(
            Bench.key(day: thursday, leg: leg),
            .buy,
            Quantity(units),
            .limit(Price(rupees: rupees)),
            timing: .nextOpen,
            reason: "DIP"
        )
        target.revision = 2
        return target
    }

    private static func carried(
        _ number: UInt64,
        _ target: Target = target(),
        filled: Int64 = 0
    ) -> CarriedOrder {
        var rest = OrderTerms(kind: .limit, quantity: target.quantity - Quantity(filled))
        if case .limit(let price) = target.price { rest.limit = price }
        return CarriedOrder(
            request: OrderRequest(
                id: OrderID(number: number),
                account: Bench.account,
                instrument: Bench.share,
                side: target.side,
                product: .delivery,
                variety: .afterMarket,
                terms: rest,
                strategy: StrategyID(index: 0),
                reason: "DIP"
            ),
            brokerID: BrokerOrderID("P\(number)"),
            tie: OrderTie(order: OrderID(number: number), target: target, filled: Quantity(filled)),
            placed: thursday
        )
    }

    /// Friday morning, before the day is told.
    private func morning(_ orders: [CarriedOrder], last: UInt64 = 9) throws -> Bench {
        var bench = try Bench(startsDay: false)
        bench.post(.reference(Bench.share, previousClose: Price(rupees: 2100), band: nil))
        bench.post(.lastOrder(OrderID(number: last)))
        for order in orders { bench.post(.carriedOrder(order)) }
        return bench
    }

    @Test func `an order handed over works for its target, and stating that again places nothing`() throws {
        var bench = try morning([Self.carried(5)])
        let working = TargetStatus.working(limit: Price(rupees: 2090), filled: .zero)
        #expect(bench.status(Self.target().key) == working)
        #expect(bench.start(Bench.friday).intents == 0)
        #expect(bench.set(Self.target()).intents == 0)
        bench.now = Bench.friday.at(TimeOfDay(9, 15))
        bench.trade(5, 10, at: Price(rupees: 2080))
        #expect(bench.status(Self.target().key) == .ended(.done, filled: Quantity(10)))
        #expect(bench.book.openTrade(in: Bench.share)?.entryReason == "DIP")
        #expect(bench.set(Self.target()).isEmpty)
        #expect(bench.sent.alerts == [])
    }

    @Test func `it is changed and cancelled under the broker's number that it came with`() throws {
        var bench = try morning([Self.carried(5)])
        bench.start(Bench.friday)
        let change = bench.set(Self.target(at: 2085))
        #expect(change.modifies.map(\.limit) == [Price(rupees: 2085)])
        guard case .modify(_, _, let broker, _, let request)? = change.first(where: \.isIntent) else {
            Issue.record("no modification")
            return
        }
        #expect(broker == BrokerOrderID("P5"))
        bench.hear(5, .modified(request: request))
        #expect(bench.drop(Self.target().key).cancels == [OrderID(number: 5)])
        bench.hear(5, .cancelled)
        #expect(bench.status(Self.target().key) == .ended(.dropped, filled: .zero))
    }

    @Test func `new orders count on from the last one of the days before`() throws {
        var bench = try morning([Self.carried(5), Self.carried(7, Self.target(leg: 1))], last: 12)
        bench.start(Bench.friday)
        bench.now = Bench.friday.at(TimeOfDay(10, 0))
        bench.tick(Price(rupees: 2100))
        #expect(bench.set(Bench.buy(1, at: 209_000)).places.map(\.id.number) == [13])
        // A late fill of an order between them is one of an order that was let go, not of theirs.
        #expect(bench.trade(6, 1, at: Price(rupees: 2090)).alerts == ["late-fill"])
        #expect(bench.book.quantity(of: Bench.share) == .zero)
    }

    @Test func `without a word on numbers the orders handed over say where to go on`() throws {
        var bench = try morning([Self.carried(5)], last: 0)
        bench.start(Bench.friday)
        bench.now = Bench.friday.at(TimeOfDay(10, 0))
        bench.tick(Price(rupees: 2100))
        #expect(bench.set(Bench.buy(1, at: 209_000)).places.map(\.id.number) == [6])
    }

    @Test func `slices come back to one target, with what was filled before`() throws {
        let target = Self.target(30)
        var first = Self.carried(5, target, filled: 10)
        first.request.terms.quantity = Quantity(12)
        var second = Self.carried(6, target, filled: 10)
        second.request.terms.quantity = Quantity(8)
        var bench = try morning([first, second])
        #expect(bench.start(Bench.friday).intents == 0)
        #expect(bench.status(target.key) == .working(limit: Price(rupees: 2090), filled: Quantity(10)))
        bench.trade(5, 12, at: Price(rupees: 2080))
        bench.trade(6, 8, at: Price(rupees: 2080))
        #expect(bench.status(target.key) == .ended(.done, filled: Quantity(30)))
    }

    @Test func `an order that lapses with its day ends a target that is placed once`() throws {
        var bench = try morning([Self.carried(5)])
        bench.start(Bench.friday)
        bench.now = Bench.friday.at(TimeOfDay(15, 30))
        bench.hear(5, .expired)
        #expect(bench.status(Self.target().key) == .ended(.exhausted, filled: .zero))
        #expect(bench.set(Self.target()).isEmpty)
    }

    @Test func `what nobody ties to its order any more is told, never guessed`() throws {
        var nobody = Self.carried(6)
        nobody.tie.target.key.strategy = StrategyID(index: 9)
        nobody.request.strategy = StrategyID(index: 9)
        var elsewhere = Self.carried(6)
        elsewhere.request.account = AccountID(index: 3)
        elsewhere.tie.target.key.account = AccountID(index: 3)
        var unknown = Self.carried(6)
        unknown.request.instrument = InstrumentID(index: .max)
        unknown.tie.target.key.instrument = InstrumentID(index: .max)
        var other = Self.carried(6)
        other.tie.order = OrderID(number: 8)
        var regular = Self.carried(6)
        regular.request.variety = .regular
        var empty = Self.carried(6)
        empty.request.terms.quantity = .zero
        var nameless = Self.carried(6)
        nameless.brokerID = BrokerOrderID("")
        let otherwise = Self.carried(6, Self.target(at: 2000))
        let none = Self.carried(0, Self.target(leg: 3))
        for bad in [nobody, elsewhere, unknown, other, regular, empty, nameless, otherwise, none, Self.carried(5)] {
            var bench = try morning([Self.carried(5)])
            #expect(bench.post(.carriedOrder(bad)).alerts == ["carried-order"], "\(bad)")
            #expect(bench.status(Self.target().key) == .working(limit: Price(rupees: 2090), filled: .zero))
        }
    }

    @Test func `what comes after new orders, or for a target that is over, is refused`() throws {
        var bench = try morning([], last: 0)
        bench.start(Bench.friday)
        bench.now = Bench.friday.at(TimeOfDay(10, 0))
        bench.tick(Price(rupees: 2100))
        bench.set(Bench.buy(1, at: 209_000))
        #expect(bench.post(.carriedOrder(Self.carried(5))).alerts == ["carried-order"])
        var over = try morning([])
        over.set(Self.target())
        over.drop(Self.target().key)
        #expect(over.post(.carriedOrder(Self.carried(5))).alerts == ["carried-order"])
    }

    // MARK: - The evening

    private func ties(_ commands: [Command]) -> [OrderTie] {
        commands.compactMap { if case .tie(let tie) = $0 { tie } else { nil } }
    }

    @Test func `an evening order is tied to its target, anew whenever that is restated or dropped`() throws {
        var bench = try Bench()
        bench.now = Bench.friday.at(TimeOfDay(16, 5))
        var target = Bench.buy(10, at: 209_000)
        target.timing = .nextOpen
        let placed = ties(bench.set(target))
        #expect(placed == [OrderTie(order: OrderID(number: 1), target: target)])
        bench.accept(1)
        target.quantity = Quantity(8)
        let changed = bench.set(target)
        let repeated = bench.set(target)
        let dropped = bench.drop(target.key)
        #expect(ties(changed).map(\.target) == [target])
        #expect(ties(repeated) == [])
        #expect(ties(dropped).map(\.target.persistence) == [.none])
    }

    @Test func `an order for today needs no tie, whatever its variety`() throws {
        var bench = try Bench()
        #expect(ties(bench.set(Bench.buy(1, at: 209_000))) == [])
        var early = try Bench(startsDay: false)
        early.start(Bench.friday)
        early.post(.reference(Bench.share, previousClose: Price(rupees: 2100), band: nil))
        var target = Bench.buy(1, at: 209_000)
        target.timing = .nextOpen
        let commands = early.set(target)
        #expect(commands.places.map(\.variety) == [.afterMarket])
        #expect(ties(commands) == [])
    }

    // MARK: - Holdings

    @Test func `a holding keeps its cost, its lots and what its trade has paid`() throws {
        var trade = Trade(Bench.share, at: Self.thursday.at(TimeOfDay(9, 15)), reason: "DIP")
        trade.quantity = Quantity(30)
        trade.bought = Quantity(40)
        trade.boughtValue = Money(rupees: 80_000)
        trade.sold = Quantity(10)
        trade.soldValue = Money(rupees: 21_000)
        trade.charges = Money(rupees: 95)
        trade.fills = 3
        let lot = Position.Unsettled(
            quantity: Quantity(5),
            value: Money(rupees: 10_000),
            day: Self.thursday,
            from: Bench.friday
        )
        let holding = CarriedHolding(
            account: Bench.account,
            instrument: Bench.share,
            product: .delivery,
            quantity: Quantity(35),
            cost: Money(rupees: 70_500),
            unsettled: [lot],
            trade: trade
        )
        var bench = try Bench(startsDay: false)
        let cash = bench.book.cash
        bench.post(.carriedHolding(holding))
        #expect(bench.book.openTrade(in: Bench.share) == trade)
        #expect(bench.book.position(Bench.share).settled == Quantity(30))
        #expect(bench.book.holdings == [holding])
        #expect(bench.book.cash == cash)
        bench.start(Bench.friday)
        // Bought on Thursday, deliverable on Friday.
        #expect(bench.book.position(Bench.share).settled == Quantity(35))
        #expect(bench.book.position(Bench.share).cost == Money(rupees: 70_500))
    }

    @Test func `a holding for nobody here is told`() throws {
        var bench = try Bench(startsDay: false)
        let holding = CarriedHolding(
            account: AccountID(index: 4),
            instrument: Bench.share,
            product: .delivery,
            quantity: Quantity(1),
            cost: Money(rupees: 1)
        )
        #expect(bench.post(.carriedHolding(holding)).alerts == ["carried-holding"])
    }

    @Test func `the day's loss counts from the last closes, not from what holdings once cost`() throws {
        var limits = RiskLimits()
        limits.dailyLoss = Money(rupees: 1_000)
        var bench = try Bench(limits: limits, startsDay: false)
        bench.post(.reference(Bench.share, previousClose: Price(rupees: 2100), band: nil))
        bench.post(
            .carriedHolding(
                CarriedHolding(
                    account: Bench.account,
                    instrument: Bench.share,
                    product: .delivery,
                    quantity: Quantity(10),
                    cost: Money(rupees: 30_000)
                )
            )
        )
        bench.start(Bench.friday)
        bench.now = Bench.friday.at(TimeOfDay(10, 0))
        // It lost 9,000 on days before, and nothing today.
        bench.tick(Price(rupees: 2100))
        #expect(bench.set(Bench.buy(1, at: 209_000)).places.count == 1)
        bench.tick(Price(rupees: 1990))
        let target = Target(Bench.key(leg: 1), .buy, Quantity(1), .limit(Price(rupees: 1980)), reason: "TEST")
        #expect(bench.set(target).places.count == 0)
    }
}

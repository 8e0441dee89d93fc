import Testing

@testable import SaudaCore

/// One engine, a restless strategy and a bad venue over some days, with the books kept a second time beside it.
private struct ChaosRun {
    static let account = AccountID(index: 0)
    static let cash = Money(rupees: 1_000_000_000)

    let seed: UInt64
    let wishes = Wishes()
    var engine: Engine
    var venue: BadVenue
    var random: SeededGenerator
    var now = EngineBench.friday.at(TimeOfDay(8, 0))
    var wakes: [(time: Timestamp, key: WakeKey)] = []
    var events: [Event] = []
    var commands: [Command] = []
    var keys: [OrderID: TargetKey] = [:]
    var ended: Set<[AnyHashable]> = []
    /// As delivered to us: the highest total and value of each order.
    var heard: [OrderID: (filled: Quantity, value: Money)] = [:]
    var foreign: [BrokerOrderID: ForeignOrder] = [:]
    var stuck: [String: Int] = [:]

    init(seed: UInt64) throws {
        self.seed = seed
        engine = try Self.engine(seed: seed, wishes: wishes)
        venue = BadVenue(seed: seed &* 31 &+ 7)
        random = SeededGenerator(seed: seed &* 17 &+ 3)
    }

    /// Shares without a freeze quantity, two frozen ones, a future, and one that only people trade.
    static func engine(seed: UInt64, wishes: Wishes) throws -> Engine {
        var table = InstrumentTable()
        for index in 0..<8 {
            var instrument = Instrument(symbol: "S\(index)", tick: Price(paise: 10))
            if index == 4 || index == 5 { instrument.freeze = Quantity(1000) }
            if index == 6 {
                instrument.segment = .nseDerivatives
                instrument.kind = .future(expiry: EngineBench.friday.advanced(by: 30))
                instrument.lot = Quantity(65)
                instrument.freeze = Quantity(700)
            }
            try table.add(instrument)
        }
        let window = VenueTraits.Window(from: TimeOfDay(15, 45), to: TimeOfDay(8, 57))
        let strategy = Restless(seed: seed, wishes: wishes)
        return Engine(
            instruments: table,
            accounts: [
                AccountSetup(name: "main", traits: VenueTraits(afterMarket: [window], modifyCap: 5))
            ],
            strategies: [Engine.Entry(name: "restless", account: account, strategy: strategy)],
            charges: .builtIn,
            ticks: .builtIn
        )
    }

    // MARK: - Running

    mutating func post(_ kind: Event.Kind) {
        let event = Event(now, kind)
        events.append(event)
        hear(kind)
        var new: [Command] = []
        engine.handle(event, into: &new)
        commands += new
        check(new)
        for command in new {
            if case .wake(let time, let key) = command { wakes.append((time, key)) }
            if case .place(let request) = command { keys[request.id] = engine.desk.orders.key(of: request.id) }
            venue.take(command)
            checkVenue(after: command)
        }
    }

    /// Keeps the second books.
    mutating func hear(_ kind: Event.Kind) {
        switch kind {
        case .report(let report):
            switch report.kind {
            case .traded(let total, let value), .completed(let total, let value):
                if total > heard[report.order]?.filled ?? .zero { heard[report.order] = (total, value) }
            default: break
            }
        case .foreign(let order):
            if order.filled >= foreign[order.id]?.filled ?? .zero { foreign[order.id] = order }
        default: break
        }
    }

    mutating func run() {
        post(.cash(Self.account, Self.cash))
        for offset in [0, 3, 4] { day(EngineBench.friday.advanced(by: offset)) }
        for id in 0..<8 as Range<UInt32> { checkBooks(InstrumentID(index: id)) }
    }

    mutating func day(_ day: Day) {
        now = day.at(TimeOfDay(8, 30))
        let (open, close) = (day.at(TimeOfDay(9, 15)), day.at(TimeOfDay(15, 30)))
        let settlement = day.advanced(by: day.weekday == .friday ? 3 : 1)
        post(
            .dayStarted(
                TradingDay(
                    day: day,
                    open: open,
                    close: close,
                    auctionFrom: close,
                    settlement: settlement,
                    holdsPrices: false
                )
            )
        )
        for index in 0..<8 as Range<UInt32> {
            let id = InstrumentID(index: index)
            post(.reference(id, previousClose: Price(paise: Restless.middle(of: id)), band: nil))
            let holding = Deposit(
                account: Self.account,
                instrument: id,
                quantity: Quantity(1500),
                price: Price(rupees: 2000),
                entered: day.advanced(by: -3).at(TimeOfDay(10, 0)),
                reason: "CARRIED",
                isPaid: false
            )
            if day == EngineBench.friday, index < 5 { post(.deposit(holding)) }
        }
        while now < close { step() }
        venue.close()
        settle()
        while now < day.at(TimeOfDay(18, 0)) { step() }
        settle()
    }

    mutating func step() {
        let next = now.advanced(by: .seconds(Int64.random(in: 1...240, using: &random)))
        while let index = wakes.indices.min(by: { wakes[$0].time < wakes[$1].time }), wakes[index].time <= next {
            let wake = wakes.remove(at: index)
            now = max(now, wake.time)
            post(.clock(wake.key))
        }
        now = max(now, next)
        switch Int.random(in: 0..<20, using: &random) {
        case 0...9: if let message = venue.next() { for kind in message { post(kind) } }
        case 10...14: if engine.desk.today?.isOpen(at: now) == true { venue.trade() }
        case 15: venue.meddle()
        case 16: post(.control([.halt, .stop, .resume, .resume][Int.random(in: 0..<4, using: &random)]))
        default:
            let id = InstrumentID(index: UInt32.random(in: 0..<8, using: &random))
            let price = Price(paise: Restless.middle(of: id) + 10 * Int64.random(in: -50...50, using: &random))
            post(.tick(Tick(instrument: id, price: price, exchangeTime: now, source: .socket)))
        }
    }

    /// All that is under way arrives. What it sets off may be under way itself, for a while.
    mutating func settle() {
        for _ in 0..<400 {
            guard let message = venue.next() else { return }
            for kind in message { post(kind) }
        }
    }

    // MARK: - Checking

    var comment: Comment { "seed \(seed), event \(events.count)" }

    mutating func check(_ new: [Command]) {
        #expect(new.count < 60, comment)
        for command in new {
            switch command {
            case .place(let request):
                let key = engine.desk.orders.key(of: request.id)
                let revision = engine.desk.targets[key]?.placedRevision
                #expect(!ended.contains([key, revision]), "placed again: \(comment)")
            case .alert(let alert) where alert.code == "order-stuck":
                stuck[alert.text, default: 0] += 1
                #expect(stuck[alert.text] == 1, comment)
            case .alert(let alert):
                #expect(alert.code != "unknown-order", comment)
            default: break
            }
        }
        for key in wishes.keys {
            guard let record = engine.desk.targets[key], record.ending != nil else { continue }
            ended.insert([key, record.target.revision as UInt32?])
        }
    }

    /// At the venue, where it counts: one order per key unless sliced, and never more than was ever wanted.
    mutating func checkVenue(after command: Command) {
        guard command.isIntent else { return }
        var open: [TargetKey: Int] = [:]
        var reach: [TargetKey: Quantity] = [:]
        var selling: [InstrumentID: Quantity] = [:]
        for (id, row) in venue.rows {
            guard let key = keys[id] else { continue }
            if row.isOpen { open[key, default: 0] += 1 }
            let most = row.isOpen ? row.terms.quantity : row.filled
            reach[key, default: .zero] += most
            if row.request.side == .sell, row.request.product == .delivery {
                selling[key.instrument, default: .zero] += most - (heard[id]?.filled ?? .zero)
            }
        }
        for (key, count) in open {
            let freeze = engine.desk.instruments[key.instrument].freeze
            #expect(count <= 1 || freeze != nil, "two orders for one key: \(comment)")
        }
        for (key, most) in reach { #expect(most <= wishes.largest(of: key), "more than was wanted: \(comment)") }
        for (id, units) in selling where id.index != 1 && id.index != 7 {
            #expect(units <= max(engine.desk.books[0].quantity(of: id), .zero), "sold twice: \(comment)")
        }
    }

    func checkBooks(_ id: InstrumentID) {
        let book = engine.desk.books[0]
        var delivery = Quantity(id.index < 5 ? 1500 : 0)
        var other = Quantity.zero
        for (order, fill) in heard {
            guard let row = venue.rows[order], row.request.instrument == id else { continue }
            let signed = Quantity(fill.filled.units * row.request.side.sign)
            if row.request.product == .delivery { delivery += signed } else { other += signed }
        }
        for order in foreign.values where order.instrument == id {
            delivery += Quantity(order.filled.units * order.side.sign)
        }
        #expect(book.position(id).quantity == delivery, comment)
        let product: Product = id.index == 6 ? .carryForward : .intraday
        #expect(book.position(id, product).quantity == other, comment)
    }

    /// Cash moves by fills and charges; with positions at cost it is what came in, and the profit, less the charges.
    func checkMoney() {
        let book = engine.desk.books[0]
        var cash = Self.cash - book.charges.total
        for (order, fill) in heard {
            guard let side = venue.rows[order]?.request.side else { continue }
            cash -= Money(raw: fill.value.raw * side.sign)
        }
        for order in foreign.values { cash -= Money(raw: order.value.raw * order.side.sign) }
        #expect(book.cash == cash, comment)
        var cost = Money.zero
        for id in engine.desk.instruments.ids {
            for product in Product.allCases { cost += book.position(id, product).cost }
        }
        let carried = Price(rupees: 2000) * Quantity(5 * 1500)
        #expect(book.cash + cost == Self.cash + carried + book.realised - book.charges.total, comment)
    }
}

@Suite struct EngineChaosTests {
    @Test(
        "whatever a strategy wants and a broker does, nothing is placed twice and the books agree",
        arguments: 0..<8 as Range<UInt64>
    )
    func chaos(block: UInt64) throws {
        var seen: Set<String> = []
        for seed in block * 12..<(block + 1) * 12 {
            var run = try ChaosRun(seed: seed)
            run.run()
            run.checkMoney()
            for command in run.commands {
                switch command {
                case .place(let request): seen.insert("\(request.variety) \(request.terms.kind)")
                case .modify: seen.insert("modify")
                case .cancel: seen.insert("cancel")
                case .alert(let alert): seen.insert(alert.code)
                default: break
                }
            }
            // The same events give the same commands, byte for byte.
            var again = try ChaosRun.engine(seed: seed, wishes: Wishes())
            var commands: [Command] = []
            for event in run.events { again.handle(event, into: &commands) }
            #expect(bytes(commands) == bytes(run.commands), run.comment)
        }
        // The seeds must reach all of this, or the test says little.
        let needed: Set<String> = [
            "regular LIMIT", "regular MARKET", "regular SL", "regular SL-M", "afterMarket LIMIT", "modify", "cancel",
            "hands-off", "order-stuck", "order-lost",
        ]
        #expect(needed.subtracting(seen).isEmpty, "never seen: \(needed.subtracting(seen))")
    }

    private func bytes(_ commands: [Command]) -> [UInt8] {
        var writer = ByteWriter()
        for command in commands { writer.write(command) }
        return writer.bytes
    }
}

extension OrderShelf {
    fileprivate func key(of id: OrderID) -> TargetKey { records[place(of: id)].key }
}

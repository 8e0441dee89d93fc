import SaudaCore
import SaudaStore

/// A day's events and commands by hand, to be written as a journal.
struct BooksDay {
    static let day = Day(year: 2026, month: 11, day: 20)!
    static let names = ["RELIANCE", "TCS", "INFY", "SBIN"]
    static let reliance = InstrumentID(index: 0)
    static let tcs = InstrumentID(index: 1)
    static let infy = InstrumentID(index: 2)
    static let main = AccountID(index: 0)
    static let second = AccountID(index: 1)

    static func instruments(_ names: [String] = names) throws -> InstrumentTable {
        var table = InstrumentTable()
        for name in names { try table.add(Instrument(symbol: name)) }
        return table
    }

    /// Whatever the journal: both accounts on the plan whose rates are easy to reckon by hand.
    static func projector(
        plan: ChargePlan = .paperV2,
        instruments names: [String] = names
    ) throws -> BookProjector {
        BookProjector(
            schedule: .builtIn,
            plans: ["main": plan, "second": plan],
            instruments: try instruments(names)
        )
    }

    var day = BooksDay.day
    private(set) var entries: [(entry: JournalEntry, cause: UInt64)] = []
    private var lastEvent: UInt64 = 0

    init(_ day: Day = BooksDay.day) { self.day = day }

    var header: DayHeader {
        DayHeader(
            day: day,
            config: "c0ffee",
            accounts: ["main", "second"],
            instruments: BooksDay.names.map { DayHeader.Name($0 + "-EQ", .nseEquity) },
            strategies: ["ema9", "dip"]
        )
    }

    func at(_ hour: Int, _ minute: Int, _ second: Int = 0) -> Timestamp { day.at(TimeOfDay(hour, minute, second)) }

    mutating func add(_ event: Event) {
        entries.append((.event(event), 0))
        lastEvent = UInt64(entries.count)
    }

    mutating func add(_ hour: Int, _ minute: Int, _ kind: Event.Kind) { add(Event(at(hour, minute), kind)) }
    mutating func add(_ hour: Int, _ minute: Int, _ order: UInt64, _ kind: Report.Kind) {
        add(hour, minute, .report(Report(OrderID(number: order), kind)))
    }

    /// A command that the last event caused.
    mutating func add(_ command: Command) { entries.append((.command(command), lastEvent)) }

    mutating func start() {
        add(
            9,
            0,
            .dayStarted(
                TradingDay(
                    day: day,
                    open: at(9, 15),
                    close: at(15, 30),
                    auctionFrom: at(15, 30),
                    settlement: day.advanced(by: 3),
                    holdsPrices: false
                )
            )
        )
    }

    /// Writes the first `count` records as a journal, a frame for each.
    func write(to path: String, count: Int = .max) throws {
        var writer = try JournalWriter(creating: path, header: JournalHeader(payload: header.payload))
        for (entry, cause) in entries.prefix(count) {
            var bytes = ByteWriter()
            switch entry {
            case .event(let event):
                event.encode(into: &bytes)
                try writer.append(kind: JournalRecordKind.event.rawValue, payload: bytes.bytes)
            case .command(let command):
                command.encode(into: &bytes)
                try writer.append(kind: JournalRecordKind.command.rawValue, cause: cause, payload: bytes.bytes)
            }
            try writer.commit(sync: false)
        }
        _ = try writer.close()
    }

    static func order(
        _ number: UInt64,
        _ side: Side,
        _ quantity: Int64,
        _ instrument: InstrumentID,
        at limit: Int64,
        product: Product = .delivery,
        account: AccountID = main
    ) -> OrderRequest {
        OrderRequest(
            id: OrderID(number: number),
            account: account,
            instrument: instrument,
            side: side,
            product: product,
            variety: .regular,
            terms: terms(quantity, limit),
            strategy: StrategyID(index: 0),
            reason: side == .buy ? "DIP" : "EMA9"
        )
    }

    static func terms(_ quantity: Int64, _ limit: Int64) -> OrderTerms {
        OrderTerms(kind: .limit, quantity: Quantity(quantity), limit: Price(rupees: limit))
    }

    static func foreign(_ id: String, filled: Int64, value: Int64, _ status: ForeignOrder.Status) -> ForeignOrder {
        ForeignOrder(
            account: main,
            id: BrokerOrderID(id),
            instrument: infy,
            side: .buy,
            product: .delivery,
            terms: terms(5, 1500),
            filled: Quantity(filled),
            value: Money(raw: value * 10_000),
            status: status
        )
    }
}

extension BooksDay {
    /// A purchase in two fills with a change between, the sale of what was carried over, a purchase by hand, a rejection,
    /// a report on an order that nobody here placed, and shares that went where nobody could see it.
    static func busy(_ day: Day = day) -> BooksDay {
        var script = BooksDay(day)
        script.add(8, 50, .cash(main, Money(raw: 10_000_000_000)))
        script.add(
            8,
            51,
            .deposit(
                Deposit(
                    account: main,
                    instrument: tcs,
                    quantity: Quantity(10),
                    price: Price(rupees: 3000),
                    entered: Day(year: 2026, month: 11, day: 18)!.at(TimeOfDay(10, 0)),
                    reason: "AMO_BUY",
                    isPaid: false
                )
            )
        )
        script.start()
        script.add(9, 20, .clock(WakeKey(owner: StrategyID(index: 0), label: 1)))
        script.add(.place(order(1, .buy, 100, reliance, at: 1000)))
        let strategy = StrategyID(index: 0)
        script.add(.note(Decision(strategy: strategy, instrument: reliance, kind: .acted, code: "dip", text: "3 %")))
        script.add(9, 21, 1, .accepted(BrokerOrderID("B1")))
        script.add(9, 22, 1, .traded(total: Quantity(40), value: Money(raw: 400_000_000)))
        script.add(9, 23, 1, .traded(total: Quantity(40), value: Money(raw: 400_000_000)))
        script.add(.explain(OrderID(number: 1), "DEEPER_DIP"))
        script.add(.modify(OrderID(number: 1), main, BrokerOrderID("B1"), terms(100, 1001), request: 2))
        script.add(9, 24, 1, .modified(request: 2))
        script.add(9, 25, 1, .traded(total: Quantity(100), value: Money(raw: 1_000_600_000)))
        script.add(10, 0, .clock(WakeKey(owner: StrategyID(index: 0), label: 2)))
        script.add(.place(order(2, .sell, 10, tcs, at: 3100)))
        script.add(10, 1, 2, .accepted(BrokerOrderID("B2")))
        script.add(10, 2, 2, .traded(total: Quantity(10), value: Money(raw: 310_000_000)))
        script.add(11, 0, .foreign(foreign("H1", filled: 0, value: 0, .open)))
        script.add(11, 1, .foreign(foreign("H1", filled: 5, value: 7500, .complete)))
        script.add(12, 0, .clock(WakeKey(owner: StrategyID(index: 0), label: 3)))
        script.add(.place(order(3, .buy, 1, infy, at: 1400, account: second)))
        script.add(12, 1, 3, .rejected(.offTick))
        script.add(12, 2, 99, .cancelled)
        script.add(
            .writeOff(
                WriteOff(
                    account: main,
                    instrument: reliance,
                    quantity: Quantity(25),
                    price: Price(rupees: 990),
                    reason: "MANUAL_SELL"
                )
            )
        )
        script.add(.alert(Alert(.critical, code: "unknown-order", text: "a report names order 99")))
        script.add(15, 30, .clock(WakeKey(owner: StrategyID(index: 0), label: 4)))
        return script
    }
}

extension BooksDay {
    /// The same, played to the end of its evening.
    func ended() -> BooksDay {
        var script = self
        script.add(23, 59, .dayEnded)
        return script
    }

    /// A busy day whose evening finds a candidate, keeps a memo and leaves an order waiting.
    static func evening(_ day: Day = day) -> BooksDay {
        var script = busy(day)
        let strategy = StrategyID(index: 0)
        script.add(16, 5, .clock(WakeKey(owner: strategy, label: 5)))
        script.add(.candidate(Candidate(strategy: strategy, instrument: infy, day: day, status: "success")))
        script.add(.remember(Memo(strategy: strategy, instrument: infy, topic: "levels", text: "30")))
        var request = order(4, .buy, 2, infy, at: 1450)
        request.variety = .afterMarket
        let key = TargetKey(strategy: strategy, account: main, instrument: infy, day: day)
        let target = Target(key, .buy, Quantity(2), .limit(Price(rupees: 1450)), timing: .nextOpen, reason: "DIP")
        script.add(.place(request))
        script.add(.tie(OrderTie(order: request.id, target: target)))
        script.add(16, 6, 4, .accepted(BrokerOrderID("B4")))
        return script
    }
}

extension BookStore {
    /// Everything in the books, table by table.
    func dump() throws -> [String: [[String?]]] {
        var dump: [String: [[String?]]] = [:]
        for row in try rows("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name") {
            let table = row[0] ?? ""
            dump[table] = try rows("SELECT * FROM \(table)")
        }
        return dump
    }

    /// The rows as lines, columns parted by bars and NULL a dash.
    func lines(_ sql: String) throws -> [String] {
        try rows(sql).map { row in row.map { $0 ?? "-" }.joined(separator: "|") }
    }
}

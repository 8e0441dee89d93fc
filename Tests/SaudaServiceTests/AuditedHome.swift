import Foundation
import SaudaCore
import SaudaService
import SaudaStore

/// A home with two small days, the second linked to the first, and the books made of both.
final class AuditedHome {
    static let first = Day("2026-11-19")!
    static let second = Day("2026-11-20")!

    let folder = ScratchFolder()
    var path: String { folder.path }

    init() throws {
        for name in ["journal", "tasks"] {
            try FileManager.default.createDirectory(atPath: "\(path)/\(name)", withIntermediateDirectories: true)
        }
        let end = try Self.write(Self.first, to: file(Self.first))
        _ = try Self.write(Self.second, to: file(Self.second), previous: end)
        try book(Self.first)
        try book(Self.second)
    }

    func file(_ day: Day) -> String { "\(path)/journal/\(day).journal" }

    func bytes(_ day: Day) throws -> [UInt8] { try Array(Data(contentsOf: URL(filePath: file(day)))) }

    func put(_ bytes: some Sequence<UInt8>, _ day: Day) throws { try Data(bytes).write(to: URL(filePath: file(day))) }

    func book(_ day: Day) throws {
        let projector = BookProjector(
            schedule: .builtIn,
            plans: ["main": .paperV2],
            instruments: try Self.instruments()
        )
        _ = try projector.rebuild(file(day), in: BookStore(path: "\(path)/books.sqlite"))
    }

    func audit() throws -> JournalAudit? { try HomeAudit.run(path) }

    // MARK: - Days by hand

    static let main = AccountID(index: 0)
    static let infy = InstrumentID(index: 0)
    static let strategy = StrategyID(index: 0)

    static func instruments() throws -> InstrumentTable {
        var table = InstrumentTable()
        for symbol in ["INFY", "TCS"] { try table.add(Instrument(symbol: symbol)) }
        return table
    }

    /// A purchase, decided at a tick and filled in two parts, one order that is refused, and one by hand.
    static func entries(_ day: Day) -> [JournalEntry] {
        func at(_ hour: Int, _ minute: Int) -> Timestamp { day.at(TimeOfDay(hour, minute)) }
        let number = UInt64(day == first ? 1 : 11)
        func report(_ minute: Int, _ order: UInt64, _ kind: Report.Kind) -> JournalEntry {
            .event(Event(at(9, minute), .report(Report(OrderID(number: order), kind))))
        }
        let hours = TradingDay(
            day: day,
            open: at(9, 15),
            close: at(15, 30),
            auctionFrom: at(15, 30),
            settlement: day.advanced(by: 1),
            holdsPrices: false
        )
        let tick = Tick(instrument: infy, price: Price(rupees: 1500), exchangeTime: at(9, 19), source: .simulated)
        let note = Decision(strategy: strategy, instrument: infy, kind: .acted, code: "dip", text: "=3 %, \"deep\"")
        let byHand = ForeignOrder(
            account: main,
            id: BrokerOrderID("H1"),
            instrument: InstrumentID(index: 1),
            side: .buy,
            product: .delivery,
            terms: OrderTerms(kind: .limit, quantity: Quantity(1), limit: Price(rupees: 3000)),
            filled: .zero,
            value: .zero,
            status: .open
        )
        return [
            .event(Event(at(8, 50), .cash(main, Money(rupees: 1_000_000)))),
            .event(Event(at(9, 0), .dayStarted(hours))),
            .event(Event(at(9, 20), .tick(tick))),
            .command(.note(note)),
            .command(.place(order(number, quantity: 10))),
            report(21, number, .accepted(BrokerOrderID("B\(number)"))),
            report(22, number, .traded(total: Quantity(4), value: Money(rupees: 6000))),
            report(23, number, .completed(total: Quantity(10), value: Money(raw: 149_990_000))),
            .event(Event(at(9, 30), .clock(WakeKey(owner: strategy, label: 2)))),
            .command(.place(order(number + 1, quantity: 700))),
            report(31, number + 1, .rejected(.funds(need: Money(rupees: 1_050_000), have: Money(rupees: 985_001)))),
            .event(Event(at(10, 0), .foreign(byHand))),
            .command(.alert(Alert(.warning, strategy: strategy, instrument: infy, code: "refused", text: "no cash"))),
            .event(Event(at(15, 31), .clock(WakeKey(owner: strategy, label: 1)))),
            .event(Event(at(23, 59), .dayEnded)),
        ]
    }

    private static func order(_ number: UInt64, quantity: Int64) -> OrderRequest {
        OrderRequest(
            id: OrderID(number: number),
            account: main,
            instrument: infy,
            side: .buy,
            product: .delivery,
            variety: .regular,
            terms: OrderTerms(kind: .limit, quantity: Quantity(quantity), limit: Price(rupees: 1500)),
            strategy: strategy,
            reason: "DIP"
        )
    }

    /// Writes a frame for each event with its commands; returns the last chain.
    static func write(
        _ day: Day,
        to path: String,
        previous: Digest = .zero,
        entries: [JournalEntry]? = nil,
        header: DayHeader? = nil
    ) throws -> Digest {
        let header =
            try header
            ?? DayHeader(
                day: day,
                config: "c0ffee",
                accounts: ["main"],
                instruments: try instruments(),
                strategies: ["dip"]
            )
        var writer = try JournalWriter(
            creating: path,
            header: JournalHeader(payload: header.payload, previous: previous)
        )
        var cause: UInt64 = 0
        for entry in entries ?? Self.entries(day) {
            var bytes = ByteWriter()
            switch entry {
            case .event(let event):
                try writer.commit(sync: false)
                event.encode(into: &bytes)
                cause = try writer.append(kind: JournalRecordKind.event.rawValue, payload: bytes.bytes)
            case .command(let command):
                command.encode(into: &bytes)
                try writer.append(kind: JournalRecordKind.command.rawValue, cause: cause, payload: bytes.bytes)
            }
        }
        return try writer.close()
    }
}

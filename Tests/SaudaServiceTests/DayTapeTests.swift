import Foundation
import SaudaCore
import SaudaService
import SaudaStore
import Testing

/// What a fill is judged by when its order was changed on the way.
@Suite struct DayTapeTests {
    private static let day = AuditedHome.second
    private let home: AuditedHome

    init() throws { home = try AuditedHome() }

    private static func at(_ minute: Int) -> Timestamp { day.at(TimeOfDay(9, minute)) }

    private func terms(_ kind: OrderKind, limit: Int64 = 0, trigger: Int64 = 0) -> OrderTerms {
        OrderTerms(kind: kind, quantity: Quantity(10), limit: Price(rupees: limit), trigger: Price(rupees: trigger))
    }

    private func tick(_ rupees: Int64, _ minute: Int) -> JournalEntry {
        let tick = Tick(
            instrument: AuditedHome.infy,
            price: Price(rupees: rupees),
            exchangeTime: Self.at(minute),
            source: .simulated
        )
        return .event(Event(Self.at(minute), .tick(tick)))
    }

    private func report(_ kind: Report.Kind, _ minute: Int) -> JournalEntry {
        .event(Event(Self.at(minute), .report(Report(OrderID(number: 11), kind))))
    }

    private func change(_ terms: OrderTerms) -> JournalEntry {
        .command(.modify(OrderID(number: 11), AuditedHome.main, BrokerOrderID("B11"), terms, request: 1))
    }

    private func filled(_ rupees: Int64, _ minute: Int) -> JournalEntry {
        report(.completed(total: Quantity(10), value: Money(rupees: rupees * 10)), minute)
    }

    /// The one fill of a day that buys ten shares at 1500 rupees known, and what followed.
    private func fill(_ terms: OrderTerms, _ later: [JournalEntry]) throws -> SlippedFill {
        let request = OrderRequest(
            id: OrderID(number: 11),
            account: AuditedHome.main,
            instrument: AuditedHome.infy,
            side: .buy,
            product: .delivery,
            variety: .regular,
            terms: terms,
            strategy: AuditedHome.strategy,
            reason: "DIP"
        )
        // Cash, the day's start and a tick at 1500.
        var entries = Array(AuditedHome.entries(Self.day).prefix(3))
        entries += [.command(.place(request)), report(.accepted(BrokerOrderID("B11")), 21)] + later
        entries.append(.event(Event(Self.day.at(TimeOfDay(23, 59)), .dayEnded)))
        try FileManager.default.removeItem(atPath: home.file(Self.day))
        _ = try AuditedHome.write(Self.day, to: home.file(Self.day), entries: entries)
        try home.book(Self.day)
        let fills = try HomeReport(home: home.path).read(.day, of: Self.day).fills
        try #require(fills.count == 1)
        return fills[0]
    }

    @Test("an order changed to market is judged by the price known at the change", arguments: [true, false])
    func market(isConfirmed: Bool) throws {
        var later = [tick(1600, 22), change(terms(.market))]
        if isConfirmed { later.append(report(.modified(request: 1), 23)) }
        let slipped = try fill(terms(.limit, limit: 1500), later + [tick(1610, 24), filled(1605, 25)])
        #expect(slipped.mark?.limit == nil && slipped.reference == Price(rupees: 1600) && slipped.basis == "last")
        #expect(slipped.slippage?.cost == Money(rupees: 50))
    }

    @Test func `a change to market that was refused leaves the limit, and the price of the beginning`() throws {
        let refused = report(.modifyRefused(.other(code: "x", text: "too late"), request: 1), 23)
        let later = [tick(1600, 22), change(terms(.market)), refused, filled(1499, 25)]
        let slipped = try fill(terms(.limit, limit: 1500), later)
        #expect(slipped.reference == Price(rupees: 1500) && slipped.mark?.decided == Price(rupees: 1500))
        #expect(slipped.basis == "limit" && slipped.slippage?.cost == Money(rupees: -10))
    }

    @Test func `a new limit counts before it is confirmed where the old one was passed`() throws {
        let later = [tick(1600, 22), change(terms(.limit, limit: 1610)), filled(1605, 25)]
        #expect(try fill(terms(.limit, limit: 1500), later).mark?.limit == Price(rupees: 1610))
    }

    @Test func `a stop that goes to the market is judged by its trigger`() throws {
        let slipped = try fill(terms(.stopMarket, trigger: 1520), [tick(1520, 22), filled(1523, 23)])
        #expect(slipped.mark?.limit == nil && slipped.reference == Price(rupees: 1520))
        #expect(slipped.basis == "trigger" && slipped.slippage?.cost == Money(rupees: 30))
    }
}

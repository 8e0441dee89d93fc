import Foundation
import SaudaCore
import SaudaService
import SaudaStore
import Testing

/// HIS-1 and HIS-2 where a home has more than one account, and trades within the day beside those of shares.
@Suite struct TradesHistoryTests {
    private static let day = AuditedHome.second
    private static let second = AccountID(index: 1)
    private static let other = StrategyID(index: 1)

    private func at(_ hour: Int, _ minute: Int) -> Timestamp { Self.day.at(TimeOfDay(hour, minute)) }

    private func place(
        _ number: UInt64,
        _ side: Side,
        _ units: Int64,
        _ product: Product = .delivery,
        account: AccountID = AuditedHome.main,
        strategy: StrategyID = AuditedHome.strategy
    ) -> JournalEntry {
        .command(
            .place(
                OrderRequest(
                    id: OrderID(number: number),
                    account: account,
                    instrument: AuditedHome.infy,
                    side: side,
                    product: product,
                    variety: .regular,
                    terms: OrderTerms(kind: .limit, quantity: Quantity(units), limit: Price(rupees: 1500)),
                    strategy: strategy,
                    reason: "DIP"
                )
            )
        )
    }

    private func filled(_ number: UInt64, _ units: Int64, _ minute: Int) -> [JournalEntry] {
        let value = Money(rupees: 1500 * units)
        let kinds: [Report.Kind] = [
            .accepted(BrokerOrderID("B\(number)")), .completed(total: Quantity(units), value: value),
        ]
        return kinds.map { .event(Event(at(9, minute), .report(Report(OrderID(number: number), $0)))) }
    }

    private func levels(_ strategy: StrategyID, _ text: String) -> JournalEntry {
        .command(.remember(Memo(strategy: strategy, instrument: AuditedHome.infy, topic: "levels", text: text)))
    }

    /// The same share bought in both accounts, and bought and sold within the day beside it in the first.
    private func history() throws -> [[String: Any]] {
        let home = try AuditedHome()
        var entries: [JournalEntry] = [.event(Event(at(8, 50), .cash(Self.second, Money(rupees: 1_000_000))))]
        // Cash, the day's start and a tick.
        entries += AuditedHome.entries(Self.day).prefix(3)
        entries += [
            place(11, .buy, 10), place(12, .buy, 3, .intraday),
            place(13, .buy, 5, account: Self.second, strategy: Self.other),
        ]
        entries += filled(11, 10, 21) + filled(12, 3, 21) + filled(13, 5, 22)
        entries += [
            levels(AuditedHome.strategy, "30=1 20=0 10=0 reset=1 rsi=284300 cycle=0"),
            levels(Self.other, "30=0 20=1 10=0 reset=0 rsi=181000 cycle=0"), place(14, .sell, 3, .intraday),
        ]
        entries += filled(14, 3, 23)
        entries.append(.event(Event(at(23, 59), .dayEnded)))
        let file = home.file(Self.day)
        try FileManager.default.removeItem(atPath: file)
        let header = DayHeader(
            day: Self.day,
            config: "c0ffee",
            accounts: ["main", "second"],
            instruments: try AuditedHome.instruments(),
            strategies: ["dip", "other"]
        )
        _ = try AuditedHome.write(Self.day, to: file, entries: entries, header: header)
        let store = try BookStore(path: "\(home.path)/books.sqlite")
        let projector = BookProjector(
            schedule: .builtIn,
            plans: ["main": .paperV2, "second": .paperV2],
            instruments: try AuditedHome.instruments()
        )
        _ = try projector.rebuild(file, in: store)
        let text = try TradesHistory.text(upTo: Self.day, in: store)
        let history = try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
        return try #require(history["trades"] as? [[String: Any]])
    }

    @Test func `HIS-2: each trade has its account, and what that account's strategies kept`() throws {
        let trades = try history()
        #expect(trades.map { $0["account"] as? String } == ["main", "second"])
        #expect(trades.map { $0["qty"] as? Int } == [10, 5])
        #expect(trades.map { $0["rsi10"] as? Double } == [28.43, 18.1])
        let taken = trades.map { $0["levels_taken"] as? [String: Bool] }
        #expect(taken == [["30": true, "20": false, "10": false], ["30": false, "20": true, "10": false]])
    }

    @Test func `HIS-2: a trade of shares has no order and no exit of a trade within the day`() throws {
        let main = try #require(try history().first)
        #expect(main["order_id"] as? String == "B11" && main["status"] as? String == "open")
        #expect((main["partial_exits"] as? [Any])?.isEmpty == true)
    }
}

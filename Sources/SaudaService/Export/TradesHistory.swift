package import SaudaCore
package import SaudaStore

/// The books as `trades_history.json` (HIS-1 to HIS-3): trades, failed orders, and when something last happened.
///
/// Null where the books do not know: a broker's answers to orders, the RSI at an exit, the capital set for a trade.
package enum TradesHistory {
    /// Up to the end of `day`.
    package static func text(upTo day: Day, in store: BookStore) throws(StoreError) -> String {
        let opening = try OpeningBooks(before: day.advanced(by: 1), in: store)
        let failed = opening.memos.filter { $0.topic == "failed-order" }
        return JSON.object([
            "trades": .array(try store.trades(upTo: day).map(trade)),
            "failed_orders": .array(failed.map(failedOrder)),
            "last_run": .text(try store.lastEvent(upTo: day)),
        ]).text() + "\n"
    }

    /// HIS-2, and the account and why it was entered.
    private static func trade(_ trade: BookedTrade) -> JSON {
        let levels = MemoFields(trade.memos["levels"] ?? "")
        let tracking = MemoFields(trade.memos["tracking"] ?? "")
        let name = trade.instrument
        return .object([
            "account": .string(trade.account),
            "symbol": .string(name.symbol),
            "placed_symbol": .string(name.text),
            "ticker": .string(name.ticker),
            "entry_price": .rupees(trade.entry),
            "entry_time": .string(trade.enteredAt),
            "rsi10": trade.figures.map { .rupees(Money(raw: $0.rsi)) } ?? levels.decimal("rsi"),
            "ema9": trade.figures.map { .rupees($0.ema9) } ?? .null,
            "ema200": trade.figures.map { .rupees($0.ema200) } ?? .null,
            "capital": .null,
            "qty": .number(trade.quantity),
            "rsi_entry_level": .null,
            "levels_taken": trade.memos["levels"] == nil
                ? .null : .object(["30": levels.flag("30"), "20": levels.flag("20"), "10": levels.flag("10")]),
            "reset_ready": levels.flag("reset"),
            "order_response": .null,
            "order_id": .text(trade.orderID),
            "status": .string(trade.isOpen ? "open" : "closed"),
            "entry_type": tracking.text("type"),
            "entry_reason": .string(trade.entryReason),
            "reentries": .array(tracking.words("re").compactMap(reentry)),
            "partial_exits": .array(trade.partialExits.map(partialExit)),
            "original_recommendation_date": tracking.moment("recommended"),
            "exit_price": trade.exit.map { .rupees($0.price) } ?? .null,
            "exit_time": .text(trade.exit?.at),
            "exit_reason": .text(trade.exit?.reason),
            "exit_rsi10": .null,
            "sell_order_id": .text(trade.sellOrderID),
            "sell_order_response": .null,
            "pnl": trade.isOpen ? .null : .rupees(trade.profit),
            "pnl_pct": trade.exit.map { percent($0.price, of: trade.entry) } ?? .null,
        ])
    }

    /// (exit/entry - 1) * 100 to four places.
    private static func percent(_ exit: Price, of entry: Price) -> JSON {
        let (product, isTooLarge) = (exit.raw &- entry.raw).multipliedReportingOverflow(by: 1_000_000)
        guard entry > .zero, !isTooLarge else { return .null }
        return .literal("\(Money(raw: product).price(per: Quantity(entry.raw)))")
    }

    private static func partialExit(_ exit: BookedTrade.Exit) -> JSON {
        .object([
            "qty": .number(exit.quantity), "exit_time": .string(exit.at), "exit_reason": .string(exit.reason),
            "exit_price": .rupees(exit.price),
        ])
    }

    /// REN-6: `quantity/level/rsi/price/time/cycle`.
    private static func reentry(_ text: String) -> JSON? {
        let parts = text.split(separator: "/").compactMap { Int64($0) }
        guard parts.count == 6 else { return nil }
        return .object([
            "qty": .number(parts[0]), "level": .number(parts[1]), "rsi": .rupees(Money(raw: parts[2])),
            "price": .rupees(Price(raw: parts[3])),
            "time": .string(Timestamp(microseconds: parts[4]).bookText), "cycle": .number(parts[5]),
        ])
    }

    /// HIS-3.
    private static func failedOrder(_ memo: OpeningBooks.Memo) -> JSON {
        let fields = MemoFields(memo.text)
        let shortfall = fields.number("required").flatMap { required in
            fields.number("have").map { JSON.rupees(max(Money(raw: required) - Money(raw: $0), .zero)) }
        }
        return .object([
            "symbol": .string(memo.instrument.symbol),
            "ticker": .string(memo.instrument.ticker),
            "close": fields.decimal("close"),
            "qty": fields.count("qty"),
            "required_cash": fields.decimal("required"),
            "shortfall": shortfall ?? .null,
            "reason": fields.text("reason"),
            "verdict": fields.text("verdict"),
            "rsi10": fields.decimal("rsi"),
            "ema9": fields.decimal("ema9"),
            "ema200": fields.decimal("ema200"),
            "first_failed_at": fields.moment("first"),
            "last_retry_attempt": fields.moment("last"),
            "retry_count": fields.count("retries"),
        ])
    }
}

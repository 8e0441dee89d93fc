import SaudaCore
import SaudaStore

extension PeriodReport {
    /// For programs: everything, money exact in rupees, nothing cut.
    package var json: String {
        JSON.object([
            "span": .string(span.rawValue), "from": .string("\(from)"), "to": .string("\(to)"),
            "total": Self.json(total),
            "accounts": .array(
                accounts.map { .object([.init(name: "account", value: .string($0.name))] + Self.members($0.figures)) }
            ),
            "strategies": .array(strategies.map(Self.json)),
            "days": .array(days.map(Self.json)),
            "trades": .array(trades.map(Self.json)),
            "fills": .array(fills.map(Self.json)),
            "incidents": Self.json(incidents),
            "unequal_days": .words(unequalDays.map { "\($0)" }),
            "backtest": backtest.map(Self.json) ?? .null,
        ]).text() + "\n"
    }

    private static func json(_ figures: PeriodFigures) -> JSON { .object(members(figures)) }

    private static func members(_ figures: PeriodFigures) -> [JSON.Member] {
        let charges = DayLedger.chargeParts.compactMap { part in
            figures.charges[part].map { JSON.Member(name: part, value: .rupees($0)) }
        }
        return [
            .init(name: "orders", value: json(figures.orders)),
            .init(name: "trades", value: json(figures.trades)),
            .init(name: "realised", value: .rupees(figures.realised)),
            .init(name: "charges", value: .rupees(figures.chargesTotal)),
            .init(name: "charges_by_kind", value: .object(charges)),
            .init(name: "net", value: .rupees(figures.net)),
            .init(name: "slippage", value: json(figures.slippage)),
        ]
    }

    private static func json(_ counts: OrderCounts) -> JSON {
        .object([
            "placed": count(counts.placed), "filled": count(counts.filled), "partly_filled": count(counts.partly),
            "cancelled": count(counts.cancelled), "refused": count(counts.refused), "lapsed": count(counts.lapsed),
            "lost": count(counts.lost), "open": count(counts.open), "in_doubt": count(counts.inDoubt),
        ])
    }

    private static func json(_ trades: TradeFigures) -> JSON {
        .object([
            "closed": count(trades.count), "won": count(trades.won), "win_rate": decimal(trades.winRate),
            "profit": .rupees(trades.profit), "charges": .rupees(trades.charges), "net": .rupees(trades.net),
        ])
    }

    private static func json(_ slippage: FillSlippage) -> JSON {
        .object([
            "fills": count(slippage.fills), "rupees": .rupees(slippage.cost),
            "basis_points": decimal(slippage.basisPoints),
        ])
    }

    private static func json(_ part: StrategyPart) -> JSON {
        .object([
            "strategy": .text(part.strategy), "account": .string(part.account), "fills": count(part.fills),
            "trades": json(part.trades), "slippage": json(part.slippage),
        ])
    }

    private static func json(_ part: DayPart) -> JSON {
        .object([
            "day": .string("\(part.day)"),
            "state": .string(part.summary.map { $0.isComplete ? "played" : "begun" } ?? "missing"),
            "notes": .words(part.notes),
            "figures": part.summary == nil ? .null : json(part.figures()),
            "accounts": .array((part.summary?.accounts ?? []).map(json)),
            "incidents": part.summary.map { json($0.incidents) } ?? .null,
        ])
    }

    private static func json(_ account: DaySummary.Account) -> JSON {
        let held = account.held.map { held in
            JSON.object([
                "instrument": .string(held.position.instrument.text),
                "product": .string(held.position.product.bookWord),
                "quantity": .number(held.position.quantity), "average": .rupees(held.position.average),
                "cost": .rupees(held.position.cost), "price": held.price.map { .rupees($0) } ?? .null,
                "worth": held.worth.map { .rupees($0) } ?? .null,
            ])
        }
        return .object([
            "account": .string(account.name), "cash": .rupees(account.cash), "cost": .rupees(account.cost),
            "worth": account.worth.map { .rupees($0) } ?? .null, "held": .array(held),
        ])
    }

    private static func json(_ incidents: DayIncidents) -> JSON {
        .object([
            "logins": optional(incidents.logins), "reconnects": optional(incidents.reconnects),
            "halts": optional(incidents.halts), "unanswered": count(incidents.unanswered),
            "foreign_orders": count(incidents.foreign), "warnings": count(incidents.warnings),
            "criticals": count(incidents.criticals), "differences": incidents.differences.map(JSON.words) ?? .null,
            "failures": .words(incidents.failures),
        ])
    }

    private static func json(_ trade: DayLedger.Trade) -> JSON {
        .object([
            "account": .string(trade.account), "strategy": .text(trade.strategy),
            "instrument": .string(trade.instrument.text), "product": .string(trade.product.bookWord),
            "quantity": .number(trade.quantity), "entry": .rupees(trade.entry), "exit": .rupees(trade.exit),
            "profit": .rupees(trade.profit), "charges": .rupees(trade.charges), "net": .rupees(trade.net),
            "exit_time": .string(trade.exitedAt), "exit_reason": .string(trade.reason),
        ])
    }

    private static func json(_ slipped: SlippedFill) -> JSON {
        let fill = slipped.fill
        return .object([
            "at": .string(fill.at.bookText), "account": .string(fill.account), "strategy": .text(fill.strategy),
            "order": slipped.mark.map { .literal("\($0.order)") } ?? .null,
            "instrument": .string(fill.instrument.text), "side": .string("\(fill.side)"),
            "quantity": .number(fill.quantity.units), "price": .rupees(fill.price),
            "limit": (slipped.mark?.limit).map { .rupees($0) } ?? .null,
            "trigger": (slipped.mark?.trigger).map { .rupees($0) } ?? .null,
            "decided": (slipped.mark?.decided).map { .rupees($0) } ?? .null,
            "slippage": (slipped.slippage?.cost).map { .rupees($0) } ?? .null,
            "basis_points": decimal(slipped.slippage?.basisPoints),
        ])
    }

    private static func json(_ comparison: OrderComparison) -> JSON {
        func json(_ traded: OrderComparison.Traded?) -> JSON {
            traded.map {
                .object(["quantity": .number($0.quantity.units), "price": .rupees($0.price)])
            } ?? .null
        }
        let rows = comparison.rows.map { row in
            JSON.object([
                "day": .string("\(row.key.day)"), "strategy": .string(row.key.strategy),
                "symbol": .string(row.key.symbol), "side": .string("\(row.key.side)"), "traded": json(row.ours),
                "backtest": json(row.theirs), "slippage": (row.slippage?.cost).map { .rupees($0) } ?? .null,
                "basis_points": decimal(row.slippage?.basisPoints),
            ])
        }
        return .object([
            "slippage": Self.json(comparison.slippage), "orders": .array(rows),
            "assumptions": .words(comparison.assumptions),
        ])
    }

    private static func count(_ number: Int) -> JSON { .number(Int64(number)) }
    private static func optional(_ number: Int?) -> JSON { number.map(count) ?? .null }

    /// Four places.
    private static func decimal(_ value: Double?) -> JSON {
        value.map { .rupees(Money(raw: Int64(($0 * 10_000).rounded()))) } ?? .null
    }
}

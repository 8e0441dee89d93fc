import GRDB
import SaudaCore

/// Writes rows of one day, handles as names.
struct BookRowWriter {
    let database: Database
    let header: DayHeader

    typealias Values = KeyValuePairs<String, (any DatabaseValueConvertible)?>

    /// Adds a row of the day. Statements are kept by their text, so that each is compiled once.
    func insert(into table: String, _ values: Values) throws {
        let columns = values.map(\.key).joined(separator: ", ")
        let marks = String(repeating: ", ?", count: values.count)
        let sql = "INSERT INTO \(table) (day, \(columns)) VALUES (?\(marks))"
        let day: (any DatabaseValueConvertible)? = "\(header.day)"
        try database.cachedStatement(sql: sql).execute(arguments: StatementArguments([day] + values.map(\.value)))
    }

    func accountOf(_ id: AccountID) -> String { header.accounts[Int(id.index)] }
    func nameOf(_ id: InstrumentID) -> DayHeader.Name { header.instruments[Int(id.index)] }

    func write(_ order: BookOrder) throws {
        let name = nameOf(order.instrument)
        let terms = order.terms
        try insert(
            into: "orders",
            [
                "account": accountOf(order.account), "origin": order.origin.rawValue, "reference": order.reference,
                "number": order.number.map { Int64(bitPattern: $0.number) }, "broker_id": order.brokerID?.text,
                "instrument": name.text, "segment": name.segment.bookWord,
                "side": "\(order.side)", "product": order.product.bookWord, "variety": order.variety?.bookWord,
                "strategy": order.strategy.map { header.strategies[Int($0.index)] }, "reason": order.reason,
                "kind": "\(terms.kind)", "validity": terms.validity.bookWord, "quantity": terms.quantity.units,
                "limit_e4": terms.limit.orNil, "trigger_e4": terms.trigger.orNil,
                "disclosed": terms.disclosed == .zero ? nil : terms.disclosed.units,
                "status": order.status, "filled": order.filled.units, "value_e4": order.value.raw,
                "rejection": order.rejection.map { "\($0)" },
                "placed_at": order.placed.time.bookText, "placed_at_us": order.placed.time.microseconds,
                "changed_at": order.changed.bookText, "changed_at_us": order.changed.microseconds,
                "sequence": order.placed.sequence.signed,
            ]
        )
    }

    func write(_ step: BookOrderStep, of order: BookOrder?) throws {
        try insert(
            into: "order_events",
            [
                "sequence": step.stamp.sequence.signed,
                "cause": step.stamp.cause == 0 ? nil : step.stamp.cause.signed,
                "account": order.map { accountOf($0.account) }, "origin": order?.origin.rawValue,
                "reference": order?.reference, "number": step.number.map { Int64(bitPattern: $0.number) },
                "at": step.stamp.time.bookText, "at_us": step.stamp.time.microseconds,
                "what": step.what, "quantity": step.terms?.quantity.units,
                "limit_e4": step.terms?.limit.orNil, "trigger_e4": step.terms?.trigger.orNil,
                "filled": step.filled?.units, "value_e4": step.value?.raw, "detail": step.detail,
            ]
        )
    }

    func write(_ booked: BookFill, of order: BookOrder?) throws {
        let fill = booked.fill
        let name = nameOf(fill.instrument)
        try insert(
            into: "fills",
            [
                "sequence": booked.stamp.sequence.signed, "account": accountOf(booked.account),
                "source": booked.source.rawValue, "origin": order?.origin.rawValue, "reference": order?.reference,
                "instrument": name.text, "segment": name.segment.bookWord, "product": fill.product.bookWord,
                "side": "\(fill.side)", "quantity": fill.quantity.units, "value_e4": fill.value.raw,
                "price_e4": fill.value.price(per: fill.quantity).raw,
                "at": fill.time.bookText, "at_us": fill.time.microseconds, "reason": fill.reason,
            ]
        )
        for part in booked.charges.bookParts {
            try insert(
                into: "charges",
                [
                    "sequence": booked.stamp.sequence.signed, "part": part.name, "account": accountOf(booked.account),
                    "amount_e4": part.amount.raw,
                ]
            )
        }
    }

    func write(_ book: AccountBook, added: Money, touched: [(InstrumentID, Product)]) throws {
        let account = accountOf(book.id)
        try insert(
            into: "cash",
            [
                "account": account, "cash_e4": book.cash.raw, "added_e4": added.raw, "traded_e4": book.traded.raw,
                "realised_e4": book.realised.raw, "charges_e4": book.charges.total.raw,
            ]
        )
        for (instrument, product) in touched {
            let position = book.position(instrument, product)
            let name = nameOf(instrument)
            try insert(
                into: "positions",
                [
                    "account": account, "instrument": name.text, "segment": name.segment.bookWord,
                    "product": product.bookWord, "quantity": position.quantity.units,
                    "unsettled": (position.quantity - position.settled).units, "cost_e4": position.cost.raw,
                    "average_e4": position.average.raw, "realised_e4": position.realised.raw,
                    "charges_e4": position.charges.total.raw,
                ]
            )
            for (number, lot) in position.unsettled.enumerated() {
                try insert(
                    into: "lots",
                    [
                        "account": account, "instrument": name.text, "segment": name.segment.bookWord,
                        "product": product.bookWord, "number": number + 1, "quantity": lot.quantity.units,
                        "value_e4": lot.value.raw, "bought_on": "\(lot.day)", "settles_on": "\(lot.from)",
                        "earlier_e4": lot.earlier.raw,
                    ]
                )
            }
        }
        for (index, trade) in (book.closedTrades + book.openTrades).enumerated() {
            try write(trade, number: index + 1, of: account)
        }
    }

    private func write(_ trade: Trade, number: Int, of account: String) throws {
        let name = nameOf(trade.instrument)
        try insert(
            into: "trades",
            [
                "account": account, "number": number, "status": trade.isOpen ? "open" : "closed",
                "instrument": name.text, "segment": name.segment.bookWord, "quantity": trade.quantity.units,
                "bought": trade.bought.units, "bought_value_e4": trade.boughtValue.raw, "entry_e4": trade.entry.raw,
                "sold": trade.sold.units, "sold_value_e4": trade.soldValue.raw, "exit_e4": trade.exit.raw,
                "profit_e4": trade.profit.raw, "charges_e4": trade.charges.raw, "fills": trade.fills,
                "entered_at": trade.entered.bookText, "entered_at_us": trade.entered.microseconds,
                "exited_at": trade.exited?.bookText, "exited_at_us": trade.exited?.microseconds,
                "entry_reason": trade.entryReason, "exit_reason": trade.exitReason,
            ]
        )
    }

    func write(_ alert: Alert, _ stamp: BookStamp) throws {
        let name = alert.instrument.map(nameOf)
        try insert(
            into: "alerts",
            [
                "sequence": stamp.sequence.signed, "cause": stamp.cause.signed,
                "at": stamp.time.bookText, "at_us": stamp.time.microseconds, "level": alert.level.bookWord,
                "strategy": alert.strategy.map { header.strategies[Int($0.index)] },
                "instrument": name?.text, "segment": name?.segment.bookWord, "code": alert.code, "text": alert.text,
            ]
        )
    }

    func write(_ decision: Decision, _ stamp: BookStamp) throws {
        let name = decision.instrument.map(nameOf)
        try insert(
            into: "decisions",
            [
                "sequence": stamp.sequence.signed, "cause": stamp.cause.signed,
                "at": stamp.time.bookText, "at_us": stamp.time.microseconds, "kind": decision.kind.bookWord,
                "strategy": header.strategies[Int(decision.strategy.index)],
                "instrument": name?.text, "segment": name?.segment.bookWord,
                "code": decision.code, "text": decision.text,
            ]
        )
    }
}

extension Price {
    /// In 1/10,000 rupee; nil for the zero that means none.
    fileprivate var orNil: Int64? { self == .zero ? nil : raw }
}

extension UInt64 {
    /// As SQLite holds it.
    fileprivate var signed: Int64 { Int64(bitPattern: self) }
}

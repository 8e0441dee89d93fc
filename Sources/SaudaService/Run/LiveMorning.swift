package import SaudaBroker
package import SaudaCore

/// A live day's morning, decided: what there is, is the broker's word; whose it is, is the books'.
///
/// Shares that the books know keep their trade, lots and cost, also when the broker lists fewer: a list that comes short
/// sells nothing, and strategies compare holdings by their own rules (SEL-12). What the broker has beyond that is the
/// owner's and in no trade, so that nothing sells it (a person's purchase never raises what is sold). Where the
/// configuration says so (`held_shares: sell`), what is there on an account's first morning is put into trades.
package struct LiveMorning {
    /// In the order in which they are posted, before the day is started (docs/journal.md, "Over the night").
    package private(set) var events: [Event.Kind] = []
    /// Waiting orders, for the links.
    package private(set) var waiting: [AdoptedOrder] = []
    /// For people.
    package private(set) var warnings: [String] = []

    /// What a broker says of one account.
    package struct Account {
        package var id: AccountID
        package var name: String
        package var cash: Money
        package var held: [HoldingRow]
        package var traded: [PositionRow]
        package var orders: [OrderRow]
        /// What our orders of an evening are tagged with, by their numbers: of those without an answer.
        package var tags: [OrderID: String] = [:]
        /// Whether what is held on the first morning may be sold.
        package var sellsHeld: Bool

        package init(
            id: AccountID,
            name: String,
            cash: Money,
            held: [HoldingRow],
            traded: [PositionRow],
            orders: [OrderRow],
            sellsHeld: Bool
        ) {
            self.id = id
            self.name = name
            self.cash = cash
            self.held = held
            self.traded = traded
            self.orders = orders
            self.sellsHeld = sellsHeld
        }
    }

    /// - Parameters:
    ///   - closes: of the day before, by instrument.
    ///   - unlisted: instruments that the books have and the broker no more.
    package init(
        _ day: Day,
        _ calendar: MarketCalendar,
        _ accounts: [Account],
        _ handover: Handover?,
        closes: [(InstrumentID, Price)],
        _ instruments: InstrumentTable,
        unlisted: Set<InstrumentID> = []
    ) {
        for account in accounts {
            // What was traded today before this desk began comes as foreign orders: begin before it.
            let spent = account.orders.filter { $0.instrument != nil && $0.product == .delivery }
                .reduce(Money.zero) { $0 + Money(raw: $1.value.raw * $1.side.sign) }
            events.append(.cash(account.id, account.cash + spent))
        }
        if let handover { events.append(.lastOrder(handover.lastOrder)) }
        for (id, close) in closes { events.append(.reference(id, previousClose: close, band: nil)) }
        let before = calendar.previousTradingDay(before: day)
        for account in accounts {
            let isFirst = handover?.knows(account.id) != true
            var kept: [String] = []
            let rows = Self.morning(account.held, account.traded)
            let known = (handover?.holdings ?? []).filter { $0.account == account.id }
                .map { split($0, rows, account, instruments) }
            for holding in known { events.append(.carriedHolding(holding)) }
            for row in rows {
                let own = known.filter { $0.instrument == row.instrument && $0.product == .delivery }
                    .reduce(Quantity.zero) { $0 + $1.quantity }
                guard row.quantity > own else {
                    if row.quantity < own { tell(account, row.instrument, own, row.quantity, instruments) }
                    continue
                }
                let rest = HoldingRow(
                    instrument: row.instrument,
                    quantity: row.quantity - own,
                    average: row.average
                )
                if isFirst, account.sellsHeld {
                    events.append(Self.deposit(rest, account.id, before))
                } else {
                    events.append(Self.others(rest, account.id))
                    if isFirst { kept.append("\(instruments[rest.instrument].name) \(rest.quantity)") }
                }
            }
            if !kept.isEmpty { warnings.append(Self.keeping(kept, of: account.name)) }
            for holding in known where holding.product == .delivery && holding.quantity > .zero {
                guard !unlisted.contains(holding.instrument) else {
                    warnings.append(
                        "\(account.name) \(instruments[holding.instrument].name): \(holding.quantity) are held and the "
                            + "broker lists the share no more. Its trade is kept as it is and nothing is ordered in it; "
                            + "look after it by hand."
                    )
                    continue
                }
                guard !account.held.contains(where: { $0.instrument == holding.instrument }) else { continue }
                tell(account, holding.instrument, holding.quantity, .zero, instruments)
            }
        }
        let found = Self.found(handover?.doubted ?? [], in: accounts, instruments)
        warnings += found.warnings
        for order in ((handover?.orders ?? []) + found.orders).sorted(by: { $0.request.id < $1.request.id }) {
            events.append(.carriedOrder(order))
            waiting.append(
                AdoptedOrder(
                    request: order.request,
                    id: order.brokerID,
                    terms: order.request.terms,
                    filled: .zero
                )
            )
        }
        if let memos = handover?.memos, !memos.isEmpty { events.append(.remembered(memos)) }
        warnings += handover?.warnings ?? []
        warnings += (handover?.missing ?? []).map {
            "\($0.name) is \($0.how) and the broker lists it no more: it is not followed, look after it by hand."
        }
    }

    private mutating func split(
        _ holding: CarriedHolding,
        _ rows: [HoldingRow],
        _ account: Account,
        _ instruments: InstrumentTable
    ) -> CarriedHolding {
        guard holding.product == .delivery, let row = rows.first(where: { $0.instrument == holding.instrument }),
            let split = ShareSplit(
                holding.quantity,
                cost: holding.cost,
                listed: row.quantity,
                average: row.average
            ),
            let adjusted = split.adjusted(holding)
        else { return holding }
        warnings.append(
            "\(account.name) \(instruments[holding.instrument].name): \(holding.quantity) became \(row.quantity) at the "
                + "same cost, \(split.new) for \(split.old): a split or a bonus issue. What is held and its trade go on in "
                + "the new shares; compare the statement."
        )
        return adjusted
    }

    private mutating func tell(
        _ account: Account,
        _ id: InstrumentID,
        _ own: Quantity,
        _ theirs: Quantity,
        _ instruments: InstrumentTable
    ) {
        warnings.append(
            "\(account.name) \(instruments[id].name): the books hold \(own), the broker lists \(theirs); what was bought "
                + "last may not be listed yet, else compare the statement."
        )
    }

    /// Said once, on the account's first morning.
    private static func keeping(_ shares: [String], of name: String) -> String {
        let rest = shares.count > 5 ? " and \(shares.count - 5) more" : ""
        return
            "\(name): \(shares.prefix(5).joined(separator: ", "))\(rest) were there before sauda and are left alone. To "
            + "have strategies sell such shares write `held_shares: sell` under `accounts: \(name):` and begin in a new `home:`."
    }

    /// What was held before today's trades: what is left, and what was sold of it today.
    static func morning(_ held: [HoldingRow], _ traded: [PositionRow]) -> [HoldingRow] {
        var rows: [HoldingRow] = []
        for row in held {
            if let place = rows.firstIndex(where: { $0.instrument == row.instrument }) {
                rows[place].quantity += row.quantity
            } else {
                rows.append(row)
            }
        }
        for trade in traded where trade.product == .delivery && trade.quantity < .zero {
            guard let id = trade.instrument else { continue }
            let sold = .zero - trade.quantity
            if let place = rows.firstIndex(where: { $0.instrument == id }) {
                rows[place].quantity += sold
            } else {
                rows.append(HoldingRow(instrument: id, quantity: sold, average: trade.average))
            }
        }
        return rows.filter { $0.quantity > .zero }
    }

    private static func deposit(_ row: HoldingRow, _ account: AccountID, _ before: Day) -> Event.Kind {
        .deposit(
            Deposit(
                account: account,
                instrument: row.instrument,
                quantity: row.quantity,
                price: row.average,
                entered: before.at(TimeOfDay(15, 30)),
                reason: "HELD",
                isPaid: false
            )
        )
    }

    private static func others(_ row: HoldingRow, _ account: AccountID) -> Event.Kind {
        .carriedHolding(
            CarriedHolding(
                account: account,
                instrument: row.instrument,
                product: .delivery,
                quantity: row.quantity,
                cost: row.average * row.quantity
            )
        )
    }
}

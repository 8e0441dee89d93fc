package import SaudaBroker
package import SaudaCore

/// Our side of a scenario, for every driver alike: actions become a link's inputs, and what it says becomes the record.
package struct LinkDesk: Sendable {
    package static let account = AccountID(index: 0)
    package static let settings = LinkSettings(account: account, tagPrefix: "SD", seed: 1)

    package var record: LinkRecord
    private let share: InstrumentID
    private var terms: [UInt64: OrderTerms] = [:]
    private var references: [UInt64: BrokerOrderID] = [:]
    private var changes: UInt32 = 0
    /// Orders with a change that is not answered.
    private var changing: Set<UInt64> = []

    package init(_ adapter: any BrokerAdapter, share: InstrumentID, price: Price, day: Day) {
        self.share = share
        record = LinkRecord(signInsPerDay: adapter.traits.signInsPerDay, reference: price, day: day)
    }

    /// Once the day's instruments are known.
    package func opening(_ listings: ListingTable) -> [LinkInput] {
        [.listings(listings), .pricesExpected(true), .follow, .command(.watch(share, true))]
    }

    /// Nil while the broker has not named the order, or has not answered its last change; none for questions, which are
    /// the driver's to ask.
    package mutating func input(for action: LinkScenario.Action, at now: Timestamp) -> LinkInput? {
        switch action {
        case .buy(let number, let price, let quantity):
            let order = order(number, price, quantity)
            terms[number] = order.terms
            let tag = OrderTag.text(order.id, prefix: LinkDesk.settings.tagPrefix)
            record.placed[number] = LinkRecord.Placed(time: now, tag: tag)
            return .command(.place(order))
        case .resize(let number, let quantity):
            guard let reference = free(number), var new = terms[number] else { return nil }
            new.quantity = quantity
            terms[number] = new
            changing.insert(number)
            changes += 1
            return .command(.modify(OrderID(number: number), LinkDesk.account, reference, new, request: changes))
        case .cancel(let number):
            guard let reference = free(number) else { return nil }
            changing.insert(number)
            changes += 1
            return .command(.cancel(OrderID(number: number), LinkDesk.account, reference, request: changes))
        case .ask: return nil
        }
    }

    private func free(_ number: UInt64) -> BrokerOrderID? { changing.contains(number) ? nil : references[number] }

    private func order(_ number: UInt64, _ price: LinkScenario.Price, _ quantity: Quantity) -> OrderRequest {
        let terms =
            switch price {
            case .market: OrderTerms(kind: .market, quantity: quantity)
            case .far:
                // On a tick of five paise, which every other one divides.
                OrderTerms(
                    kind: .limit,
                    quantity: quantity,
                    limit: Price(raw: record.reference.raw / 25 * 24 / 500 * 500)
                )
            }
        return OrderRequest(
            id: OrderID(number: number),
            account: LinkDesk.account,
            instrument: share,
            side: .buy,
            product: .delivery,
            variety: .regular,
            terms: terms,
            strategy: StrategyID(index: 0),
            reason: "card"
        )
    }

    package mutating func hear(_ kind: Event.Kind, at now: Timestamp) {
        switch kind {
        case .tick(let tick): record.ticks.append((now, tick))
        case .foreign(let order): record.foreign.append((now, order))
        case .report(let report):
            record.reports.append((now, report))
            switch report.kind {
            case .accepted(let id), .foundInBook(let id): references[report.order.number] = id
            case .modified, .modifyRefused, .cancelled, .cancelRefused, .requestTimedOut:
                changing.remove(report.order.number)
            default: break
            }
        default: break
        }
    }

    package mutating func hear(_ notice: LinkNotice, at now: Timestamp) { record.notices.append((now, notice.code)) }

    package mutating func hear(isAnswered: Bool) {
        if isAnswered { record.answered += 1 } else { record.unanswered += 1 }
    }
}

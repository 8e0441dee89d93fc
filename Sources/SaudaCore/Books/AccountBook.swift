/// One account: cash, positions, tracked trades, foreign orders. Changed by fills only.
public struct AccountBook: Sendable {
    public let id: AccountID
    public private(set) var cash = Money.zero
    /// By instrument index, delivery first; grown when needed. Use `position(_:_:)`.
    private var delivery: [Position] = []
    private var others: [OtherKey: Position] = [:]
    /// Instruments held under delivery, in the order of their handles.
    public private(set) var held: [InstrumentID] = []
    /// Trades we track, one per instrument, in the order of their handles.
    public private(set) var openTrades: [Trade] = []
    public private(set) var closedTrades: [Trade] = []
    public private(set) var charges = Charges.zero
    public private(set) var realised = Money.zero
    /// Bought plus sold, for turnover.
    public private(set) var traded = Money.zero
    public private(set) var foreignOrders: [ForeignOrder] = []
    /// What was delivered today, by instrument: the depository charges per share and day.
    private var deliveredToday: [InstrumentID: Money] = [:]

    private struct OtherKey: Hashable {
        var instrument: InstrumentID
        var product: Product
    }

    public init(id: AccountID) { self.id = id }

    public func position(_ instrument: InstrumentID, _ product: Product = .delivery) -> Position {
        guard product == .delivery else {
            return others[OtherKey(instrument: instrument, product: product)] ?? Position()
        }
        let index = Int(instrument.index)
        return index < delivery.count ? delivery[index] : Position()
    }

    public func quantity(of instrument: InstrumentID) -> Quantity {
        let index = Int(instrument.index)
        return index < delivery.count ? delivery[index].quantity : .zero
    }

    func delivered(_ instrument: InstrumentID) -> Money { deliveredToday[instrument] ?? .zero }

    public func openTrade(in instrument: InstrumentID) -> Trade? {
        let index = tradeIndex(instrument)
        return index < openTrades.count && openTrades[index].instrument == instrument ? openTrades[index] : nil
    }

    package mutating func add(cash amount: Money) { cash += amount }

    /// Books one fill of ours, with its charges; a tracked one opens, raises, lowers or closes the trade.
    package mutating func fill(_ fill: Fill, charges part: Charges, settlement: Day) {
        realised += withPosition(fill.instrument, fill.product) { position in
            let profit = position.fill(fill.side, fill.quantity, value: fill.value)
            position.charges += part
            guard fill.product == .delivery else { return profit }
            if fill.side == .buy {
                position.unsettled.append(
                    .init(quantity: fill.quantity, value: fill.value, day: fill.time.day, from: settlement)
                )
            } else {
                position.deliver(fill.quantity)
            }
            return profit
        }
        cash += Money(raw: -fill.side.sign * fill.value.raw) - part.total
        charges += part
        traded += fill.value
        if fill.side == .sell, fill.product == .delivery { deliveredToday[fill.instrument, default: .zero] += fill.value }
        track(fill, charges: part.total)
    }

    /// Puts shares in that no order of ours bought.
    package mutating func deposit(_ deposit: Deposit, settlement: Day) {
        let value = deposit.price * deposit.quantity
        _ = withPosition(deposit.instrument, .delivery) { position in
            if deposit.isPaid {
                position.unsettled.append(
                    .init(quantity: deposit.quantity, value: value, day: deposit.entered.day, from: settlement)
                )
            }
            return position.fill(.buy, deposit.quantity, value: value)
        }
        if deposit.isPaid { cash -= value }
        track(
            Fill(
                instrument: deposit.instrument,
                product: .delivery,
                side: .buy,
                quantity: deposit.quantity,
                value: value,
                time: deposit.entered,
                reason: deposit.reason
            ),
            charges: .zero
        )
    }

    /// Lets go what has become deliverable by `day`.
    package mutating func settle(by day: Day) {
        deliveredToday.removeAll(keepingCapacity: true)
        for id in held where !delivery[Int(id.index)].unsettled.isEmpty {
            delivery[Int(id.index)].unsettled.removeAll { $0.from <= day }
        }
    }

    /// Keeps the newest state of a foreign order and returns the one before.
    mutating func note(_ order: ForeignOrder) -> ForeignOrder? {
        if let index = foreignOrders.firstIndex(where: { $0.id == order.id }) {
            let before = foreignOrders[index]
            foreignOrders[index] = order
            return before
        }
        foreignOrders.append(order)
        return nil
    }

    mutating func forgetForeignOrders() { foreignOrders.removeAll { $0.status != .open } }

    /// Cash plus everything held at the last prices.
    public func equity(at market: MarketView) -> Money { cash + invested(at: market) }

    /// The value of everything held at the last prices; at cost where there is none.
    public func invested(at market: MarketView) -> Money {
        var sum = Money.zero
        for id in held {
            let last = market[id].last
            sum += last.raw > 0 ? last * delivery[Int(id.index)].quantity : delivery[Int(id.index)].cost
        }
        for (key, position) in others where position.quantity.units != 0 {
            let last = market[key.instrument].last
            sum += last.raw > 0 ? last * position.quantity : position.cost
        }
        return sum
    }
}

// MARK: - Trades

extension AccountBook {
    private func tradeIndex(_ instrument: InstrumentID) -> Int {
        var low = 0
        var high = openTrades.count
        while low < high {
            let middle = (low + high) / 2
            if openTrades[middle].instrument < instrument { low = middle + 1 } else { high = middle }
        }
        return low
    }

    private mutating func track(_ fill: Fill, charges part: Money) {
        guard fill.product == .delivery else { return }
        let index = tradeIndex(fill.instrument)
        let exists = index < openTrades.count && openTrades[index].instrument == fill.instrument
        if fill.side == .buy {
            if !exists {
                openTrades.insert(Trade(fill.instrument, at: fill.time, reason: fill.reason), at: index)
            }
            openTrades[index].quantity += fill.quantity
            openTrades[index].bought += fill.quantity
            openTrades[index].boughtValue += fill.value
        } else {
            guard exists else { return }
            let sold = min(fill.quantity, openTrades[index].quantity)
            let value = sold == fill.quantity ? fill.value : fill.value.price(per: fill.quantity) * sold
            openTrades[index].quantity -= sold
            openTrades[index].sold += sold
            openTrades[index].soldValue += value
            openTrades[index].exitReason = fill.reason
        }
        openTrades[index].charges += part
        openTrades[index].fills += 1
        if openTrades[index].quantity.units == 0 {
            openTrades[index].exited = fill.time
            closedTrades.append(openTrades.remove(at: index))
        }
    }

    private mutating func withPosition(
        _ instrument: InstrumentID,
        _ product: Product,
        _ change: (inout Position) -> Money
    ) -> Money {
        guard product == .delivery else {
            return change(&others[OtherKey(instrument: instrument, product: product), default: Position()])
        }
        let index = Int(instrument.index)
        while delivery.count <= index { delivery.append(Position()) }
        let before = delivery[index].quantity.units
        let profit = change(&delivery[index])
        let after = delivery[index].quantity.units
        if before == 0, after != 0 {
            let place = held.firstIndex { $0 > instrument } ?? held.count
            held.insert(instrument, at: place)
        } else if before != 0, after == 0 {
            held.removeAll { $0 == instrument }
        }
        return profit
    }
}

/// One account: cash, positions, tracked trades, foreign orders. Changed by fills only.
public struct AccountBook: Sendable {
    public let id: AccountID
    public private(set) var cash = Money.zero
    /// By instrument index, delivery first; grown when needed. Use `position(_:_:)`.
    private var delivery: [Position] = []
    /// Of the same positions, side by side: asked for with every candle.
    @usableFromInline var quantities: [Quantity] = []
    private(set) var others: [OtherKey: Position] = [:]
    /// Instruments held under delivery, in the order of their handles.
    public private(set) var held: [InstrumentID] = []
    /// Trades we track for delivery, one per instrument, in the order of their handles.
    public private(set) var openTrades: [Trade] = []
    public private(set) var closedTrades: [Trade] = []
    /// The same under other products.
    var openOthers: [OtherKey: Trade] = [:]
    var closedOthers: [Trade] = []
    public private(set) var charges = Charges.zero
    public private(set) var realised = Money.zero
    /// Bought plus sold, for turnover.
    public private(set) var traded = Money.zero
    /// Orders that are not ours, as last seen today.
    public private(set) var foreignOrders: [ForeignOrder] = []
    private var seenForeign: [BrokerOrderID: SeenForeign] = [:]
    /// What was delivered today, by instrument: the depository charges per share and day.
    private var deliveredToday: [InstrumentID: Money] = [:]

    struct OtherKey: Hashable {
        var instrument: InstrumentID
        var product: Product
    }

    /// What a foreign order was, and what of it stands in the books. Outlives the day, so that an order book that still
    /// lists yesterday's orders books nothing twice.
    private struct SeenForeign {
        var order: ForeignOrder
        var filled = Quantity.zero
        var value = Money.zero
        /// The day on which it was seen last.
        var day: Day
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
        return index < quantities.count ? quantities[index] : .zero
    }

    func quantity(of instrument: InstrumentID, _ product: Product) -> Quantity {
        product == .delivery ? quantity(of: instrument) : position(instrument, product).quantity
    }

    func delivered(_ instrument: InstrumentID) -> Money { deliveredToday[instrument] ?? .zero }

    @inlinable @inline(__always)
    public func openTrade(in instrument: InstrumentID) -> Trade? {
        let index = tradeIndex(instrument)
        return index < openTrades.count && openTrades[index].instrument == instrument ? openTrades[index] : nil
    }

    package mutating func add(cash amount: Money) { cash += amount }

    /// Books one fill, with its charges; a tracked one opens, raises, lowers or closes the trade.
    ///
    /// - Parameters:
    ///   - earlier: the value of the same order's fills before this one.
    ///   - isTracked: whether it touches a delivery trade at all, and opens or raises one under another product.
    package mutating func fill(
        _ fill: Fill,
        charges part: Charges,
        settlement: Day,
        earlier: Money = .zero,
        isTracked: Bool = true
    ) {
        var opened = Quantity.zero
        var squared = Quantity.zero
        let held = fill.product == .delivery ? .zero : position(fill.instrument, fill.product).quantity
        realised += withPosition(fill.instrument, fill.product) { position in
            let before = max(position.quantity, .zero)
            let profit = position.fill(fill.side, fill.quantity, value: fill.value)
            position.charges += part
            guard fill.product == .delivery else { return profit }
            if fill.side == .buy {
                opened = max(position.quantity, .zero) - before
                position.receive(fill, opened, from: settlement, earlier: earlier)
            } else {
                squared = position.squared(by: fill.quantity, on: fill.time.day).reduce(.zero) { $0 + $1.quantity }
                position.deliver(fill.quantity)
            }
            return profit
        }
        cash += Money(raw: -fill.side.sign * fill.value.raw) - part.total
        charges += part
        traded += fill.value
        if fill.side == .sell, fill.product == .delivery, squared < fill.quantity {
            deliveredToday[fill.instrument, default: .zero] += fill.value - fill.value(of: squared)
        }
        if fill.product != .delivery {
            track(fill, before: held, charges: part.total, opens: isTracked)
        } else if isTracked {
            track(fill, opened, charges: part.total)
        }
    }

    /// Takes out shares that were sold where we could not see it. Moves no cash.
    package mutating func book(_ writeOff: WriteOff, at time: Timestamp) {
        realised += withPosition(writeOff.instrument, .delivery) { position in
            let held = min(writeOff.quantity, max(position.quantity, .zero))
            position.deliver(held)
            return position.fill(.sell, held, value: writeOff.price * held)
        }
        let fill = Fill(
            instrument: writeOff.instrument,
            product: .delivery,
            side: .sell,
            quantity: writeOff.quantity,
            value: writeOff.price * writeOff.quantity,
            time: time,
            reason: writeOff.reason
        )
        track(fill, .zero, charges: .zero)
    }

    /// Tracks shares that are held already. Moves neither cash nor shares.
    package mutating func book(_ takeUp: TakeUp, at time: Timestamp) {
        let fill = Fill(
            instrument: takeUp.instrument,
            product: .delivery,
            side: .buy,
            quantity: takeUp.quantity,
            value: takeUp.value,
            time: time,
            reason: takeUp.reason
        )
        track(fill, fill.quantity, charges: .zero)
    }

    /// Puts shares in that no order of ours bought: delivered already, and without charges of ours.
    package mutating func deposit(_ deposit: Deposit) {
        let fill = Fill(
            instrument: deposit.instrument,
            product: .delivery,
            side: .buy,
            quantity: deposit.quantity,
            value: deposit.price * deposit.quantity,
            time: deposit.entered,
            reason: deposit.reason
        )
        realised += withPosition(deposit.instrument, .delivery) { $0.fill(.buy, fill.quantity, value: fill.value) }
        if deposit.isPaid { cash -= fill.value }
        track(fill, fill.quantity, charges: .zero)
    }

    /// Takes over what was held last evening.
    package mutating func carry(_ holding: CarriedHolding) {
        realised += withPosition(holding.instrument, holding.product) { position in
            position.quantity += holding.quantity
            position.cost += holding.cost
            position.unsettled += holding.unsettled
            return .zero
        }
        guard let trade = holding.trade, openTrade(in: holding.instrument) == nil else { return }
        openTrades.insert(trade, at: tradeIndex(holding.instrument))
    }

    /// Positions of the products other than delivery, in the order of their handles.
    var otherPositions: [(instrument: InstrumentID, product: Product, position: Position)] {
        others.map { ($0.key.instrument, $0.key.product, $0.value) }
            .sorted { ($0.0, $0.1.rawValue) < ($1.0, $1.1.rawValue) }
    }

    /// Lets go what has become deliverable by `day`.
    package mutating func settle(by day: Day) {
        deliveredToday.removeAll(keepingCapacity: true)
        for id in held where !delivery[Int(id.index)].unsettled.isEmpty {
            delivery[Int(id.index)].unsettled.removeAll { $0.from <= day }
        }
    }

    /// Instruments with a position, under every product.
    var openPositions: Int { held.count + others.values.count { $0.quantity.units != 0 } }

    /// Cash plus everything held at the last prices.
    public func equity(at market: MarketView) -> Money { cash + invested(at: market) }

    /// The value of everything held at the last prices, else the previous closes; at cost where there is none.
    public func invested(at market: MarketView) -> Money {
        var sum = Money.zero
        for id in held {
            let last = market[id].lastKnown
            sum += last.raw > 0 ? last * delivery[Int(id.index)].quantity : delivery[Int(id.index)].cost
        }
        for (key, position) in others where position.quantity.units != 0 {
            let last = market[key.instrument].lastKnown
            sum += last.raw > 0 ? last * position.quantity : position.cost
        }
        return sum
    }
}

// MARK: - Foreign orders

extension AccountBook {
    /// Keeps the newest state of a foreign order, whatever comes late; returns the one before, and what of it is booked.
    mutating func note(
        _ order: ForeignOrder,
        on day: Day
    ) -> (before: ForeignOrder?, booked: (filled: Quantity, value: Money)) {
        let before = seenForeign[order.id]?.order
        if let before, order.isOlder(than: before) { return (before, booked(order.id)) }
        if let index = foreignOrders.firstIndex(where: { $0.id == order.id }) {
            foreignOrders[index] = order
        } else {
            foreignOrders.append(order)
        }
        seenForeign[order.id, default: SeenForeign(order: order, day: day)].order = order
        seenForeign[order.id]?.day = day
        return (before, booked(order.id))
    }

    /// What of a foreign order stands in the books.
    func booked(_ id: BrokerOrderID) -> (filled: Quantity, value: Money) {
        seenForeign[id].map { ($0.filled, $0.value) } ?? (.zero, .zero)
    }

    mutating func markBooked(_ id: BrokerOrderID, _ filled: Quantity, _ value: Money) {
        seenForeign[id]?.filled = filled
        seenForeign[id]?.value = value
    }

    /// A new day: what was not seen on it yet has lapsed, or will be seen again.
    mutating func forgetForeignOrders(before day: Day) {
        guard !seenForeign.isEmpty else { return }
        foreignOrders.removeAll { seenForeign[$0.id].map { $0.day < day } ?? true }
        seenForeign = seenForeign.filter { $0.value.day >= day.advanced(by: -7) }
    }
}

extension ForeignOrder {
    /// Fills only grow, and an end is an end.
    fileprivate func isOlder(than other: ForeignOrder) -> Bool {
        filled < other.filled || (status == .open && other.status != .open)
    }
}

// MARK: - Trades

extension AccountBook {
    @inlinable @inline(__always)
    func tradeIndex(_ instrument: InstrumentID) -> Int {
        var low = 0
        var high = openTrades.count
        while low < high {
            let middle = (low + high) / 2
            if openTrades[middle].instrument < instrument { low = middle + 1 } else { high = middle }
        }
        return low
    }

    private mutating func track(_ fill: Fill, _ opened: Quantity, charges part: Money) {
        guard fill.side == .sell || opened > .zero else { return }
        let index = tradeIndex(fill.instrument)
        let exists = index < openTrades.count && openTrades[index].instrument == fill.instrument
        if fill.side == .buy {
            if !exists {
                openTrades.insert(Trade(fill.instrument, at: fill.time, reason: fill.reason), at: index)
            }
            openTrades[index].quantity += opened
            openTrades[index].bought += opened
            openTrades[index].boughtValue += fill.value(of: opened)
        } else {
            guard exists else { return }
            let sold = min(fill.quantity, openTrades[index].quantity)
            openTrades[index].quantity -= sold
            openTrades[index].sold += sold
            openTrades[index].soldValue += fill.value(of: sold)
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
        while delivery.count <= index {
            delivery.append(Position())
            quantities.append(.zero)
        }
        let before = delivery[index].quantity.units
        let profit = change(&delivery[index])
        let after = delivery[index].quantity.units
        quantities[index] = delivery[index].quantity
        if before == 0, after != 0 {
            let place = held.firstIndex { $0 > instrument } ?? held.count
            held.insert(instrument, at: place)
        } else if before != 0, after == 0 {
            held.removeAll { $0 == instrument }
        }
        return profit
    }
}

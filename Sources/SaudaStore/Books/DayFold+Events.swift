import SaudaCore

// What happened, handed on to the books as the engine does.

extension DayFold {
    mutating func take(_ kind: Event.Kind) throws(StoreError) {
        switch kind {
        case .report(let report): try take(report)
        case .foreign(let order): try take(order)
        case .dayStarted(let day): try start(day)
        case .deposit(let deposit): try take(deposit)
        case .cash(let account, let amount):
            try check(account)
            books[Int(account.index)].add(cash: amount)
            added[Int(account.index)] += amount
        case .carriedOrder(let order): try take(order)
        case .carriedHolding(let holding): try take(holding)
        case .lastOrder(let id): lastOrder = max(lastOrder, id.number)
        case .dayEnded: hasEnded = true
        case .tick, .candle, .clock, .answer, .reference, .control, .job, .remembered: break
        }
    }

    private mutating func start(_ day: TradingDay) throws(StoreError) {
        guard day.day == header.day else { throw refusal("starts \(day.day) in the journal of \(header.day)") }
        let isNew = today == nil
        today = day
        // Said twice (a restart, hours that were moved) it only brings the new hours.
        guard isNew else { return }
        waiting.dayStarted()
        for index in books.indices {
            rates[index] = DayRates(schedule, plans[index], on: day.day)
            books[index].settle(by: day.day)
        }
    }

    private mutating func take(_ deposit: Deposit) throws(StoreError) {
        try check(deposit.account)
        _ = try instrument(deposit.instrument)
        books[Int(deposit.account.index)].deposit(deposit)
        let fill = Fill(
            instrument: deposit.instrument,
            product: .delivery,
            side: .buy,
            quantity: deposit.quantity,
            value: deposit.price * deposit.quantity,
            time: deposit.entered,
            reason: deposit.reason
        )
        fills.append(
            BookFill(
                stamp: stamp,
                account: deposit.account,
                source: deposit.isPaid ? .deposit : .carried,
                fill: fill,
                charges: .zero
            )
        )
    }

    private mutating func take(_ report: Report) throws(StoreError) {
        var step = BookOrderStep(stamp: stamp, number: report.order, what: report.kind.bookWord)
        switch report.kind {
        case .traded(let total, let value), .completed(let total, let value):
            step.filled = total
            step.value = value
        case .accepted(let id), .foundInBook(let id): step.detail = id.text
        case .rejected(let why), .modifyRefused(let why, _), .cancelRefused(let why, _): step.detail = "\(why)"
        case .placeTimedOut, .modified, .cancelled, .requestTimedOut, .expired, .absentFromBook: break
        }
        step.order = own[report.order]
        steps.append(step)
        guard let index = own[report.order] else {
            unknownReports += 1
            return
        }
        try apply(report.kind, to: index)
    }

    private mutating func apply(_ kind: Report.Kind, to index: Int) throws(StoreError) {
        let action = orders[index].lifecycle?.take(kind) ?? .none
        switch kind {
        case .accepted(let id), .foundInBook(let id): if !id.text.isEmpty { orders[index].brokerID = id }
        default: break
        }
        orders[index].refresh(at: stamp.time)
        switch action {
        case .book(let quantity, let value), .bookAndFlag(let quantity, let value, _):
            let earlier = orders[index].value - value
            try book(quantity, value, reason: orders[index].reason, earlier: earlier, index, isTracked: true)
        case .none, .sendPlace, .sendModify, .sendCancel, .fetchOrderBook, .flag: break
        }
    }

    private mutating func take(_ order: ForeignOrder) throws(StoreError) {
        try check(order.account)
        let key = Foreign(account: order.account, id: order.id)
        let index = foreign[key] ?? orders.count
        if index == orders.count {
            _ = try instrument(order.instrument)
            foreign[key] = index
            orders.append(BookOrder(order, stamp))
        }
        orders[index].foreign = order
        orders[index].changed = stamp.time
        steps.append(
            BookOrderStep(
                stamp: stamp,
                order: index,
                number: orders[index].number,
                what: "seen",
                terms: order.terms,
                filled: order.filled,
                value: order.value,
                detail: order.status.bookWord
            )
        )
        guard orders[index].lifecycle == nil else { return try follow(order, index) }
        orders[index].terms = order.terms
        let before = booked[key] ?? (.zero, .zero)
        let (quantity, value) = (order.filled - before.filled, order.value - before.value)
        guard quantity > .zero, order.filled <= .limit, value > .zero,
            value.raw <= Price.limit.raw * quantity.units
        else { return }
        booked[key] = (order.filled, order.value)
        let reason = order.side == .buy ? "MANUAL_BUY" : "MANUAL_EXIT"
        try book(quantity, value, reason: reason, earlier: before.value, index, isTracked: order.side == .sell)
    }

    /// An adopted order reports like our own.
    private mutating func follow(_ order: ForeignOrder, _ index: Int) throws(StoreError) {
        if order.status == .complete {
            return try apply(.completed(total: order.filled, value: order.value), to: index)
        }
        if order.filled > .zero { try apply(.traded(total: order.filled, value: order.value), to: index) }
        switch order.status {
        case .open, .complete: break
        case .cancelled: try apply(.cancelled, to: index)
        case .rejected: try apply(.rejected(.other(code: "", text: "rejected at the exchange")), to: index)
        }
    }

    private mutating func book(
        _ quantity: Quantity,
        _ value: Money,
        reason: String,
        earlier: Money,
        _ index: Int,
        isTracked: Bool
    ) throws(StoreError) {
        let order = orders[index]
        let account = Int(order.account.index)
        let fill = Fill(
            instrument: order.instrument,
            product: order.product,
            side: order.side,
            quantity: quantity,
            value: value,
            time: stamp.time,
            reason: reason
        )
        let charges = books[account].charges(
            for: fill,
            of: try instrument(order.instrument),
            earlier: earlier,
            at: rates[account]
        )
        let settlement = today?.settlement ?? stamp.time.day.advanced(by: 1)
        books[account].fill(
            fill,
            charges: charges,
            settlement: settlement,
            earlier: earlier,
            isTracked: isTracked
        )
        let source = order.origin == .own ? BookFill.Source.own : .foreign
        fills.append(
            BookFill(
                stamp: stamp,
                account: order.account,
                source: source,
                order: index,
                fill: fill,
                charges: charges
            )
        )
    }
}

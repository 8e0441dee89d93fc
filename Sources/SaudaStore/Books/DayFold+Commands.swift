import SaudaCore

// What the engine wanted done.

extension DayFold {
    mutating func take(_ command: Command) throws(StoreError) {
        switch command {
        case .place(let request): try place(request)
        case .modify(let number, let account, let id, let terms, _):
            guard terms.quantity > .zero else { throw refusal("changes an order to no quantity") }
            let index = try change(number, account, id, "modify", terms)
            _ = orders[index].lifecycle?.modify(terms)
            orders[index].terms = terms
            orders[index].refresh(at: stamp.time)
        case .cancel(let number, let account, let id, _):
            let index = try change(number, account, id, "cancel", nil)
            _ = orders[index].lifecycle?.cancel()
            orders[index].refresh(at: stamp.time)
        case .note(let decision):
            try check(decision.strategy, decision.instrument)
            decisions.append((stamp, decision))
        case .alert(let alert):
            try check(alert.strategy, alert.instrument)
            alerts.append((stamp, alert))
        case .writeOff(let writeOff): try take(writeOff)
        case .takeUp(let takeUp):
            // The fill stands in the books already, as that of a foreign order.
            try check(takeUp.account)
            _ = try instrument(takeUp.instrument)
            books[Int(takeUp.account.index)].book(takeUp, at: stamp.time)
        case .explain(let number, let reason): explain(number, reason)
        case .candidate(let candidate):
            try check(candidate.strategy, candidate.instrument)
            candidates[CandidateKey(strategy: candidate.strategy, instrument: candidate.instrument)] = (
                stamp, candidate
            )
        case .remember(let memo):
            try check(memo.strategy, memo.instrument)
            let key = MemoKey(strategy: memo.strategy, instrument: memo.instrument, topic: memo.topic)
            memos[key] = (stamp, memo)
        case .tie(let tie): try take(tie)
        case .fetch, .wake, .watch: break
        }
    }

    private mutating func place(_ request: OrderRequest) throws(StoreError) {
        try check(request.account)
        try check(request.strategy, nil)
        _ = try instrument(request.instrument)
        guard own[request.id] == nil else { throw refusal("places order \(request.id.number) a second time") }
        guard request.terms.quantity > .zero else { throw refusal("places an order without a quantity") }
        var order = BookOrder(request, stamp)
        _ = order.lifecycle?.place(request.terms)
        own[request.id] = orders.count
        lastOrder = max(lastOrder, request.id.number)
        if request.variety == .afterMarket, today.map({ stamp.time >= $0.open }) ?? true {
            waiting.add(request.id, placed: header.day)
        }
        steps.append(
            BookOrderStep(
                stamp: stamp,
                order: orders.count,
                number: request.id,
                what: "place",
                terms: request.terms
            )
        )
        orders.append(order)
    }

    private mutating func take(_ writeOff: WriteOff) throws(StoreError) {
        try check(writeOff.account)
        _ = try instrument(writeOff.instrument)
        books[Int(writeOff.account.index)].book(writeOff, at: stamp.time)
        let fill = Fill(
            instrument: writeOff.instrument,
            product: .delivery,
            side: .sell,
            quantity: writeOff.quantity,
            value: writeOff.price * writeOff.quantity,
            time: stamp.time,
            reason: writeOff.reason
        )
        fills.append(
            BookFill(stamp: stamp, account: writeOff.account, source: .writeOff, fill: fill, charges: .zero)
        )
    }

    private mutating func explain(_ number: OrderID, _ reason: String) {
        // It comes before the change it explains: an order adopted just now is not known by its number yet.
        explained[number] = reason
        let index = own[number]
        if let index { orders[index].reason = reason }
        steps.append(BookOrderStep(stamp: stamp, order: index, number: number, what: "explain", detail: reason))
    }

    private mutating func take(_ tie: OrderTie) throws(StoreError) {
        let key = tie.target.key
        try check(key.account)
        try check(key.strategy, key.instrument)
        waiting.tie(tie)
    }

    /// Notes a change that we asked for, and returns the order's place. An order that is neither ours nor adopted
    /// before is a foreign one, and this is how its adoption shows.
    private mutating func change(
        _ number: OrderID,
        _ account: AccountID,
        _ id: BrokerOrderID,
        _ what: String,
        _ terms: OrderTerms?
    ) throws(StoreError) -> Int {
        guard let index = own[number] ?? foreign[Foreign(account: account, id: id)] else {
            throw refusal("changes order \(number.number), which the journal did not place")
        }
        if own[number] == nil {
            guard orders[index].terms.quantity > .zero else { throw refusal("changes an order without a quantity") }
            let key = Foreign(account: account, id: id)
            orders[index].adopt(as: number, booked: booked[key] ?? (.zero, .zero))
            orders[index].reason = explained[number] ?? ""
            own[number] = index
            lastOrder = max(lastOrder, number.number)
        }
        steps.append(BookOrderStep(stamp: stamp, order: index, number: number, what: what, terms: terms))
        return index
    }
}

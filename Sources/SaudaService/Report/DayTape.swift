package import SaudaCore
package import SaudaStore

/// What a day's journal knows of prices and the books do not: the last of each instrument, and for each fill what its
/// order asked for and what was known when it was placed.
package struct DayTape: Hashable, Sendable {
    package struct Mark: Hashable, Sendable {
        package var order: UInt64
        /// In force when it was filled; nil for an order at the market.
        package var limit: Price?
        /// The last price the engine had been told when the order was placed; nil where there was none.
        package var decided: Price?
    }

    private struct Order {
        var request: OrderRequest
        /// Asked for and not confirmed yet.
        var asked: OrderTerms
        var decided: Price?

        /// A broker may fill at changed terms before it has confirmed them.
        func limit(at price: Price) -> Price? {
            guard request.terms.kind == .limit || request.terms.kind == .stopLimit else { return nil }
            let isBeyond = request.side == .buy ? price > request.terms.limit : price < request.terms.limit
            return isBeyond ? asked.limit : request.terms.limit
        }
    }

    package private(set) var closes: [DayHeader.Name: Price] = [:]
    /// By the record of the report that brought the fill.
    package private(set) var marks: [UInt64: Mark] = [:]
    /// The chain at its end, as the books keep it.
    package private(set) var digest = ""
    /// What a crash has cut off, in words; nil for a journal that is whole.
    package private(set) var cut: String?

    /// - Parameter read: Told how many bytes of the file are read, now and then.
    /// - Throws: `JournalError` when the file cannot be read, `DataError` when it is corrupt or makes no sense.
    package init(_ path: String, read: (Int) -> Void = { _ in }) throws {
        var reader = try JournalReader(path: path)
        guard let payload = reader.header?.payload else {
            cut = "it breaks off inside its header"
            return
        }
        let names = try JournalNames(payload, of: path).header.instruments
        var prices = [Price?](repeating: nil, count: names.count)
        var orders: [OrderID: Order] = [:]
        while let record = try reader.next() {
            if record.sequence % 4096 == 0 { read(reader.bytesRead) }
            switch try JournalEntry(record, of: path) {
            case .event(let event): take(event, record.sequence, &prices, &orders)
            case .command(.place(let request)):
                let known = Int(request.instrument.index)
                let price = known < prices.count ? prices[known] : nil
                orders[request.id] = Order(request: request, asked: request.terms, decided: price)
            case .command(.modify(let id, _, _, let terms, _)): orders[id]?.asked = terms
            case .command: break
            }
        }
        digest = "\(reader.chain)"
        switch reader.ending {
        case .corrupt(let sequence, _)?:
            throw DataError(
                file: path,
                what: "record \(sequence) does not fit the chain",
                nextStep: "run `sauda verify`, and bring the file back from a backup before you trust a report of it"
            )
        case .cut?: cut = "a crash has cut its end off"
        case .complete?, nil: break
        }
        for (name, price) in zip(names, prices) { closes[name] = price }
    }

    private mutating func take(
        _ event: Event,
        _ record: UInt64,
        _ prices: inout [Price?],
        _ orders: inout [OrderID: Order]
    ) {
        func note(_ id: InstrumentID, _ price: Price) {
            if Int(id.index) < prices.count, price > .zero { prices[Int(id.index)] = price }
        }
        switch event.kind {
        case .tick(let tick), .answer(_, .quote(let tick)): note(tick.instrument, tick.price)
        case .candle(let id, _, let candle): note(id, candle.close)
        case .reference(let id, let close, _):
            if Int(id.index) < prices.count, prices[Int(id.index)] == nil { note(id, close) }
        case .carriedOrder(let carried):
            let known = Int(carried.request.instrument.index)
            orders[carried.request.id] = Order(
                request: carried.request,
                asked: carried.request.terms,
                decided: known < prices.count ? prices[known] : nil
            )
        case .report(let report):
            guard var order = orders[report.order] else { return }
            switch report.kind {
            case .modified: order.request.terms = order.asked
            case .traded(let total, let value), .completed(let total, let value):
                marks[record] = Mark(
                    order: report.order.number,
                    limit: order.limit(at: value.price(per: total)),
                    decided: order.decided
                )
            default: return
            }
            orders[report.order] = order
        default: break
        }
    }
}

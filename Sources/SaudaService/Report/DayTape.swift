package import SaudaCore
package import SaudaStore

/// What a day's journal knows of prices and the books do not: the last of each instrument, and for each fill what its
/// order asked for and what was known when it was placed.
package struct DayTape: Hashable, Sendable {
    package struct Mark: Hashable, Sendable {
        package var order: UInt64
        /// In force when it was filled; nil for an order at the market.
        package var limit: Price?
        /// Of an order that sleeps until it, and then goes to the market.
        package var trigger: Price?
        /// The last price the engine had been told when the order was placed, or changed to one at the market; nil
        /// where there was none.
        package var decided: Price?
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
                orders[request.id] = Order(request, at: Self.price(of: request.instrument, prices))
            case .command(.modify(let id, _, _, let terms, _)):
                guard let order = orders[id] else { continue }
                orders[id]?.ask(terms, at: Self.price(of: order.instrument, prices))
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

    private static func price(of id: InstrumentID, _ prices: [Price?]) -> Price? {
        Int(id.index) < prices.count ? prices[Int(id.index)] : nil
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
            let price = Self.price(of: carried.request.instrument, prices)
            orders[carried.request.id] = Order(carried.request, at: price)
        case .report(let report):
            guard var order = orders[report.order] else { return }
            switch report.kind {
            case .modified: order.inForce = order.asked
            case .modifyRefused: order.asked = order.inForce
            case .traded(let total, let value), .completed(let total, let value):
                marks[record] = order.mark(at: value.price(per: total))
            default: return
            }
            orders[report.order] = order
        default: break
        }
    }
}

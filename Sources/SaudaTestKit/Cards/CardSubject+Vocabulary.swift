import SaudaBroker
import SaudaCore

// The calls that every adapter is asked for, with this subject's share and price.

extension CardSubject {
    /// The limit of a stop order lies beyond its trigger.
    func terms(_ kind: OrderKind, _ validity: Validity, _ side: Side) -> OrderTerms {
        let beyond = side == .buy ? higher : lower
        let quantity = Quantity(10)
        return switch kind {
        case .market: OrderTerms(kind: kind, quantity: quantity, validity: validity)
        case .limit: OrderTerms(kind: kind, quantity: quantity, limit: price, validity: validity)
        case .stopLimit: OrderTerms(kind: kind, quantity: quantity, limit: beyond, trigger: price, validity: validity)
        case .stopMarket: OrderTerms(kind: kind, quantity: quantity, trigger: price, validity: validity)
        }
    }

    /// About a hundredth away from the price, on its tick.
    private var step: Int64 { price.raw / 100_000 * 1000 }
    var higher: Price { Price(raw: price.raw + step) }
    var lower: Price { Price(raw: price.raw - step) }

    /// Handles of all that is listed, in their order.
    var listed: [InstrumentID] {
        (0..<1024).map { InstrumentID(index: $0) }.filter { context.listings[$0] != nil }
    }

    /// A limit order of one lot; derivatives are carried forward.
    func orderOfLot(_ instrument: InstrumentID) -> OrderRequest {
        let listing = context.listings[instrument]?.instrument
        let quantity = max(Quantity(1), listing?.lot ?? Quantity(1))
        var order = order(OrderTerms(kind: .limit, quantity: quantity, limit: price), of: instrument)
        switch listing?.kind {
        case .future?, .option?: order.product = .carryForward
        default: break
        }
        return order
    }

    struct Option {
        var name: String
        var terms: OrderTerms
        var side = Side.buy
        var product: Product?
        var options: OrderOptions
    }

    /// What may be asked of an order beside its terms, each with sensible values.
    var options: [Option] {
        let market = OrderTerms(kind: .market, quantity: Quantity(10))
        return [
            Option(name: "an iceberg order", terms: limit, options: OrderOptions(form: .iceberg(legs: 2))),
            Option(
                name: "a cover order",
                terms: limit,
                product: .intraday,
                options: OrderOptions(form: .cover(stop: lower))
            ),
            Option(
                name: "an auction order",
                terms: limit,
                side: .sell,
                options: OrderOptions(form: .auction(number: "20"))
            ),
            Option(name: "a validity of minutes", terms: limit, options: OrderOptions(minutes: 5)),
            Option(name: "a protection", terms: market, options: OrderOptions(protection: .percent(hundredths: 333))),
            Option(name: "slices", terms: limit, options: OrderOptions(isSliced: true)),
            Option(name: "an algorithm", terms: limit, options: OrderOptions(algorithm: "ALGO7")),
        ]
    }

    /// New orders: every kind, validity and side, then products, varieties, instruments and options, one at a time.
    var placings: [(name: String, command: OrderCommand)] {
        var placings: [(name: String, command: OrderCommand)] = []
        func add(_ name: String, _ order: OrderRequest, _ options: OrderOptions = OrderOptions()) {
            placings.append((name, .place(order, tag: "card1", options)))
        }
        for kind in OrderKind.allCases {
            for validity in Validity.allCases {
                for side in Side.allCases {
                    add("\(kind) \(validity) \(side)", order(terms(kind, validity, side), side))
                }
            }
        }
        for product in Product.allCases {
            var order = order(limit)
            order.product = product
            add("limit \(product)", order)
        }
        for kind in OrderKind.allCases {
            add("\(kind) after the market", order(terms(kind, .day, .buy), variety: .afterMarket))
        }
        var shown = limit
        shown.disclosed = Quantity(5)
        add("limit, half of it shown", order(shown))
        for instrument in listed {
            add("limit of \(context.listings[instrument]?.instrument.name ?? "")", orderOfLot(instrument))
        }
        for option in options {
            var order = order(option.terms, option.side)
            if let product = option.product { order.product = product }
            add(option.name, order, option.options)
        }
        return placings
    }

    /// Changes and cancels of an order that rests at `limit`.
    var changes: [(name: String, command: OrderCommand)] {
        let id = samples.accepted.id
        var (dearer, fewer, both) = (limit, limit, limit)
        dearer.limit = higher
        fewer.quantity = Quantity(9)
        both.limit = higher
        both.quantity = fewer.quantity
        let market = OrderTerms(kind: .market, quantity: limit.quantity)
        let terms: [(name: String, terms: OrderTerms)] = [
            ("price", dearer), ("quantity", fewer), ("price and quantity", both), ("to market", market),
            ("to stop", terms(.stopLimit, .day, .buy)),
        ]
        return terms.map { ($0.name, .modify(id, share, from: limit, to: $0.terms)) } + [
            ("price after the market", .modify(id, share, from: limit, to: dearer, variety: .afterMarket)),
            ("cancel", .cancel(id, share)), ("cancel after the market", .cancel(id, share, variety: .afterMarket)),
        ]
    }

    /// One errand of each kind.
    var errands: [Errand] {
        let order = PlannedOrder(share, .buy, .delivery, limit)
        let id = samples.accepted.id
        let leg = GTT.Leg(trigger: lower, side: .sell, product: .delivery, quantity: Quantity(10), limit: lower)
        let gtt = GTT(share, [leg], last: price)
        let bracket = BracketOrder(
            share,
            .buy,
            .intraday,
            quantity: Quantity(10),
            price: price,
            target: higher,
            stop: BracketOrder.Stop(lower)
        )
        return [
            .signIn, .renew, .signOut, .probe, .instruments, .orderBook, .orderHistory(id), .ordersTagged("card1"),
            .trades, .positions, .holdings, .funds, .quotes([share]), .dayQuotes([share]),
            .candles(share, .minute, from: now.day, through: now.day), .optionExpiries(share),
            .optionChain(share, expiry: now.day.advanced(by: 7)), .margins([order]),
            .basketMargin([order], withPositions: true), .charges([order]), .auctions,
            .convert(PositionConversion(share, .buy, Quantity(3), from: .intraday, to: .delivery)), .gtts,
            .gtt(GTTID("1")), .placeGTT(gtt), .changeGTT(GTTID("1"), gtt), .deleteGTT(GTTID("1")), .brackets,
            .placeBracket(bracket, tag: "card1"), .changeBracket(id, BracketChange(stop: lower)),
            .cancelBracket(id, .target), .tradingHalt, .setTradingHalt(true), .orderAddresses,
            .registerAddress("203.0.113.11", as: .secondary),
        ]
    }
}

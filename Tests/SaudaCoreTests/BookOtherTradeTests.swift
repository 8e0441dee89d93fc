import SaudaCore
import Testing

/// Trades under the products other than delivery.
@Suite struct BookOtherTradeTests {
    private let share = InstrumentID(index: 0)

    private func fill(
        _ side: Side,
        _ units: Int64,
        at rupees: Int64,
        _ product: Product = .intraday,
        at time: TimeOfDay = TimeOfDay(10, 0)
    ) -> Fill {
        Fill(
            instrument: share,
            product: product,
            side: side,
            quantity: Quantity(units),
            value: Price(rupees: rupees) * Quantity(units),
            time: EngineBench.friday.at(time),
            reason: "\(side) at \(rupees)"
        )
    }

    private func book(_ fills: [(fill: Fill, isTracked: Bool)]) -> AccountBook {
        var book = AccountBook(id: AccountID(index: 0))
        let charges = Charges(flat: Money(rupees: 2))
        for (fill, isTracked) in fills {
            book.fill(fill, charges: charges, settlement: EngineBench.monday, isTracked: isTracked)
        }
        return book
    }

    @Test func `a long round trip is one trade with its reasons, its charges and its profit`() {
        let trades = book([
            (fill(.buy, 10, at: 100), true), (fill(.buy, 10, at: 110), true), (fill(.sell, 20, at: 120), true),
        ])
        .otherTrades
        #expect(trades.count == 1)
        let trade = trades[0]
        #expect(trade.isOpen == false)
        #expect(trade.side == .buy)
        #expect(trade.entry == Price(rupees: 105))
        #expect(trade.exit == Price(rupees: 120))
        #expect(trade.profit == Money(rupees: 300))
        #expect(trade.charges == Money(rupees: 6))
        #expect(trade.fills == 3)
        #expect(trade.entryReason == "BUY at 100")
        #expect(trade.exitReason == "SELL at 120")
    }

    @Test func `a short round trip sells first and gains when the price falls`() {
        let book = book([(fill(.sell, 10, at: 100), true), (fill(.buy, 4, at: 90), true)])
        let open = book.otherTrades[0]
        #expect(open.side == .sell)
        #expect(open.quantity == Quantity(-6))
        #expect(open.profit == Money(rupees: 40))
        #expect(open.profit(at: Price(rupees: 95)) == Money(rupees: 70))
        var covered = book
        covered.fill(fill(.buy, 6, at: 105), charges: .zero, settlement: EngineBench.monday)
        #expect(covered.otherTrades.map(\.profit) == [Money(rupees: 10)])
        #expect(covered.otherTrades.map(\.entry) == [Price(rupees: 100)])
        #expect(covered.otherTrades.map(\.exit) == [Price(rupees: 99)])
        #expect(covered.otherTrades.map(\.isOpen) == [false])
    }

    @Test func `a fill through zero closes one trade and opens the next; the profits are the book's`() {
        let book = book([(fill(.buy, 10, at: 100), true), (fill(.sell, 15, at: 110), true)])
        let trades = book.otherTrades
        #expect(trades.map(\.isOpen) == [false, true])
        #expect(trades.map(\.quantity) == [.zero, Quantity(-5)])
        #expect(trades.map(\.charges) == [Money(rupees: 4), .zero])
        #expect(trades[0].profit == book.realised)
    }

    @Test("what a person or the broker does lowers a trade on either side", arguments: [Side.buy, .sell])
    func lowered(side: Side) {
        let book = book([(fill(side, 10, at: 100), true), (fill(side.opposite, 10, at: 100), false)])
        #expect(book.otherTrades.map(\.isOpen) == [false])
        #expect(book.position(share, .intraday).quantity == .zero)
    }

    @Test("what a person or the broker does makes no trade of ours", arguments: [Side.buy, .sell])
    func unmade(side: Side) {
        let book = book([(fill(side, 10, at: 100), false), (fill(side.opposite, 4, at: 100), true)])
        #expect(book.otherTrades.isEmpty, "ours closes a part of what a person holds")
    }

    @Test func `a person who closes more than our trade closes only ours`() {
        let book = book([(fill(.buy, 10, at: 100), true), (fill(.sell, 25, at: 101), false)])
        #expect(book.otherTrades.map(\.sold) == [Quantity(10)])
        #expect(book.otherTrades.map(\.profit) == [Money(rupees: 10)])
        #expect(book.position(share, .intraday).quantity == Quantity(-15))
    }

    @Test func `products are kept apart, and delivery has lists of its own`() {
        let book = book([
            (fill(.buy, 10, at: 100), true), (fill(.sell, 10, at: 100, .carryForward), true),
            (fill(.buy, 10, at: 100, .delivery), true),
        ])
        #expect(book.otherTrades.map(\.product) == [.intraday, .carryForward])
        #expect(book.openTrades.map(\.product) == [.delivery])
        #expect(book.closedTrades.isEmpty)
    }
}

extension Charges {
    fileprivate init(flat amount: Money) {
        self.init()
        brokerage = amount
    }
}

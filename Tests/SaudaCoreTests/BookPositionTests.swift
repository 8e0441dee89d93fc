import SaudaCore
import Testing

/// Positions, trades and settlement by hand.
@Suite struct BookPositionTests {
    static let share = InstrumentID(index: 0)
    static let day = EngineBench.friday
    static let settlement = EngineBench.monday

    func fill(
        _ side: Side,
        _ units: Int64,
        at rupees: Int64,
        _ product: Product = .delivery,
        on day: Day = day
    ) -> Fill {
        Fill(
            instrument: Self.share,
            product: product,
            side: side,
            quantity: Quantity(units),
            value: Price(rupees: rupees) * Quantity(units),
            time: day.at(TimeOfDay(10, 0)),
            reason: "\(side)"
        )
    }

    func book(_ fills: [Fill]) -> AccountBook {
        var book = AccountBook(id: AccountID(index: 0))
        for fill in fills { book.fill(fill, charges: .zero, settlement: Self.settlement) }
        return book
    }

    @Test func `profit is booked by average cost: 10 at 100 and 10 at 110, 15 sold at 120`() {
        let book = book([fill(.buy, 10, at: 100), fill(.buy, 10, at: 110), fill(.sell, 15, at: 120)])
        let position = book.position(Self.share)
        // Average 105: 15 x 15 = 225; 5 left at 525.
        #expect(book.realised == Money(rupees: 225) && position.realised == Money(rupees: 225))
        #expect(position.quantity == Quantity(5) && position.cost == Money(rupees: 525))
        #expect(position.average == Price(rupees: 105))
        #expect(position.unrealised(at: Price(rupees: 101)) == Money(rupees: -20))
        #expect(book.cash == Money(rupees: -2100 + 1800) && book.traded == Money(rupees: 3900))
    }

    @Test func `a sale through zero closes the long and opens the short at the sale's price`() {
        let book = book([fill(.buy, 10, at: 100, .intraday), fill(.sell, 15, at: 110, .intraday)])
        let position = book.position(Self.share, .intraday)
        #expect(position.quantity == Quantity(-5) && position.cost == Money(rupees: -550))
        #expect(book.realised == Money(rupees: 100))
        #expect(book.held.isEmpty && book.openTrades.isEmpty && book.position(Self.share).quantity == .zero)
        var covered = book
        covered.fill(fill(.buy, 5, at: 100, .intraday), charges: .zero, settlement: Self.settlement)
        #expect(covered.realised == Money(rupees: 150) && covered.cash == Money(rupees: 150))
        #expect(covered.position(Self.share, .intraday).cost == .zero)
    }

    @Test func `thirds lose no money: 1 of 3 for 100 in all, three times`() {
        var bought = fill(.buy, 3, at: 1)
        bought.value = Money(rupees: 100)
        let book = book([bought] + [1, 1, 1].map { fill(.sell, $0, at: 50) })
        #expect(book.realised == Money(rupees: 50) && book.cash == Money(rupees: 50))
        #expect(book.position(Self.share).cost == .zero)
    }

    @Test func `T+1: what was bought today is held today and delivered from Monday on`() {
        var book = book([fill(.buy, 10, at: 100), fill(.buy, 5, at: 100)])
        #expect(book.quantity(of: Self.share) == Quantity(15) && book.position(Self.share).settled == .zero)
        book.settle(by: Self.day.advanced(by: 1))
        #expect(book.position(Self.share).settled == .zero)
        book.settle(by: Self.settlement)
        #expect(book.position(Self.share).settled == Quantity(15))
    }

    @Test func `a sale takes the newest purchase first, so what was settled stays settled`() {
        var book = book([fill(.buy, 10, at: 100, on: Self.day.advanced(by: -1))])
        book.settle(by: Self.settlement)
        book.fill(fill(.buy, 5, at: 100), charges: .zero, settlement: Self.settlement)
        book.fill(fill(.sell, 3, at: 100), charges: .zero, settlement: Self.settlement)
        #expect(book.position(Self.share).settled == Quantity(10))
        #expect(book.position(Self.share).unsettled.map(\.quantity) == [Quantity(2)])
        #expect(book.position(Self.share).unsettled.map(\.value) == [Money(rupees: 200)])
        book.fill(fill(.sell, 6, at: 100), charges: .zero, settlement: Self.settlement)
        #expect(book.position(Self.share).settled == Quantity(6))
    }

    @Test func `REN-6: a second buy raises the trade, its entry is the average; SEL-9: parts sold count as profit`() {
        let partly = book([fill(.buy, 10, at: 100), fill(.buy, 30, at: 80), fill(.sell, 20, at: 90)])
        let trade = partly.openTrades[0]
        // (10 x 100 + 30 x 80) / 40 = 85; 20 x (90 - 85) = 100.
        #expect(trade.entry == Price(rupees: 85) && trade.quantity == Quantity(20))
        #expect(trade.profit == Money(rupees: 100))
        let closed = book([
            fill(.buy, 10, at: 100), fill(.buy, 30, at: 80), fill(.sell, 20, at: 90), fill(.sell, 20, at: 100),
        ])
        #expect(closed.openTrades.isEmpty && closed.closedTrades.count == 1)
        #expect(closed.closedTrades[0].profit == Money(rupees: 400) && closed.closedTrades[0].fills == 4)
        #expect(closed.closedTrades[0].exitReason == "SELL" && closed.closedTrades[0].entryReason == "BUY")
    }

    @Test func `a buy that covers what was sold before it opens no trade`() {
        let book = book([fill(.sell, 10, at: 110), fill(.buy, 10, at: 100)])
        #expect(book.quantity(of: Self.share) == .zero && book.held.isEmpty)
        #expect(book.openTrades.isEmpty && book.realised == Money(rupees: 100))
        let more = self.book([fill(.sell, 10, at: 110), fill(.buy, 15, at: 100)])
        #expect(more.openTrades.map(\.quantity) == [Quantity(5)])
        #expect(more.openTrades.map(\.boughtValue) == [Money(rupees: 500)])
        #expect(more.position(Self.share).unsettled.map(\.quantity) == [Quantity(5)])
    }

    @Test func `what is worth nothing known counts at cost`() throws {
        let bench = try EngineBench()
        var book = book([fill(.buy, 10, at: 2000)])
        #expect(book.equity(at: bench.desk.market) == Money(rupees: 10 * 2100 - 20_000))
        let other = Fill(
            instrument: InstrumentID(index: 2),
            product: .carryForward,
            side: .sell,
            quantity: Quantity(65),
            value: Price(rupees: 26_100) * Quantity(65),
            time: Self.day.at(TimeOfDay(10, 0)),
            reason: ""
        )
        book.fill(other, charges: .zero, settlement: Self.settlement)
        // Short 65 at 26,100, now 26,000.
        #expect(book.equity(at: bench.desk.market) == Money(rupees: 1000 + 6500))
    }
}

import SaudaCore
import Testing

/// Shares that come in without an order of ours.
@Suite struct BookDepositTests {
    static let day = Day("2025-04-01")!
    static let share = InstrumentID(index: 0)

    @Test func `a deposit sold on its own day pays for the sale alone: no purchase of ours is there to correct`() throws
    {
        var book = AccountBook(id: AccountID(index: 0))
        book.add(cash: Money(rupees: 100_000))
        book.deposit(
            Deposit(
                account: AccountID(index: 0),
                instrument: Self.share,
                quantity: Quantity(20),
                price: Price(paise: 420_050),
                entered: Self.day.at(TimeOfDay(8, 30)),
                reason: "POSITIONS_FILE",
                isPaid: true
            )
        )
        #expect(book.cash == Money(rupees: 100_000 - 84_010))
        let sale = Fill(
            instrument: Self.share,
            product: .delivery,
            side: .sell,
            quantity: Quantity(20),
            value: Price(rupees: 4400) * Quantity(20),
            time: Self.day.at(TimeOfDay(9, 15)),
            reason: "EMA9_TARGET"
        )
        let charges = book.charges(
            for: sale,
            of: Instrument(symbol: "HAL"),
            at: DayRates(.builtIn, .paper, on: Self.day)
        )
        // STT 0.1 % of 88,000; exchange 297 per crore; GST 18 % of exchange, fund and SEBI fee.
        #expect(charges.stt == Money(rupees: 88))
        #expect(charges.stamp == .zero)
        #expect(charges.brokerage == .zero)
        #expect(charges.total > Money(rupees: 88) && charges.total < Money(rupees: 92))
    }
}

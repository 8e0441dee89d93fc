import SaudaBroker
import SaudaCore
import Testing

/// Holdings of practice brokers over the days.
@Suite struct PracticePortfolioTests {
    private let price = Price(paise: 10000)

    private func portfolio() -> PracticePortfolio { PracticePortfolio([]) { Int($0.index) } }

    private func trade(_ portfolio: inout PracticePortfolio, _ side: Side, _ units: Int64) {
        portfolio.fill(0, .delivery, side, Quantity(units), price * Quantity(units))
    }

    @Test func `what is sold the day after it was bought is gone, and does not come back with the delivery`() {
        var portfolio = portfolio()
        trade(&portfolio, .buy, 430)
        portfolio.endDay()
        #expect(portfolio.holdings.map(\.undelivered) == [Quantity(430)])
        trade(&portfolio, .sell, 400)
        #expect(portfolio.holdings.map(\.undelivered) == [Quantity(30)])
        #expect(portfolio.holdings.map(\.quantity) == [.zero])
        portfolio.endDay()
        #expect(portfolio.holdings.map(\.quantity) == [Quantity(30)])
        trade(&portfolio, .sell, 30)
        portfolio.endDay()
        #expect(portfolio.holdings.isEmpty)
    }

    @Test func `delivered shares are sold before those on their way`() {
        var portfolio = portfolio()
        trade(&portfolio, .buy, 10)
        portfolio.endDay()
        portfolio.endDay()
        trade(&portfolio, .buy, 5)
        portfolio.endDay()
        trade(&portfolio, .sell, 12)
        #expect(portfolio.holdings.map(\.quantity) == [.zero])
        #expect(portfolio.holdings.map(\.undelivered) == [Quantity(3)])
    }
}

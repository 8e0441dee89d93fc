import KotakNeoAdapter
import KotakNeoPractice
import SaudaBroker
import SaudaCore
import SaudaServer
import Testing

/// The adapter against the practice broker: each was written from the reference alone, so where they agree the
/// reference was read the same way twice.
@Suite struct NeoAgreementTests {
    private func client(
        _ start: TimeOfDay = TimeOfDay(9, 15, 1),
        prices: [Int64] = [1500],
        _ set: (inout NeoSettings) -> Void = { _ in }
    ) throws -> NeoClient {
        var settings = NeoDesk.calm
        set(&settings)
        return try NeoClient(NeoDesk(prices: prices, start: start, settings: settings, signsIn: false))
    }

    private let limit = OrderTerms(kind: .limit, quantity: Quantity(10), limit: Price(rupees: 1450))

    // MARK: - The account

    @Test func `two steps make a session, which ends at midnight and has the account's money and shares`() throws {
        var client = try client()
        let session = try #require(client.context.session)
        #expect(session.user == NeoDesk.ucc)
        #expect(session.expires == NeoDesk.day.advanced(by: 1).at(TimeOfDay(0, 0)))
        #expect(try client.carryOut(.probe) == .alive)
        #expect(try client.carryOut(.funds) == .funds(available: Money(rupees: 1_000_000)))
        let holding = HoldingRow(instrument: try client.share, quantity: Quantity(10), average: Price(rupees: 1400))
        #expect(try client.carryOut(.holdings) == .holdings([holding]))
    }

    @Test func `books of a day without an order are empty`() throws {
        var client = try client()
        #expect(try client.carryOut(.orderBook) == .orders([]))
        #expect(try client.carryOut(.trades) == .trades([]))
        #expect(try client.carryOut(.positions) == .positions([]))
    }

    @Test func `shares, the future and the option are listed with lot, tick, day and freeze quantity`() throws {
        let client = try client()
        let share = try #require(client.context.listings[try client.share])
        #expect(share.instrument.segment == .nseEquity)
        #expect(share.instrument.series == "EQ")
        #expect(share.instrument.tick == Price(paise: 10))
        let kinds = client.context.listings.listings.map(\.instrument.kind)
        let future = Instrument.Kind.future(expiry: try #require(Day("2026-09-29")))
        #expect(kinds.contains(future))
        let option = Instrument.Kind.option(
            expiry: try #require(Day("2026-09-22")),
            strike: Price(rupees: 25_000),
            isCall: true
        )
        #expect(kinds.contains(option))
        let contracts = client.context.listings.listings.filter { $0.instrument.segment == .nseDerivatives }
        #expect(contracts.allSatisfy { $0.instrument.lot == Quantity(65) && $0.instrument.freeze == Quantity(1800) })
    }

    @Test(
        "a session that has ended is told in every way that the broker has, and one sign-in ends it",
        arguments: NeoDeadSession.allCases
    )
    func deadSession(way: NeoDeadSession) throws {
        for status in [200, 401, 403] {
            var client = try client { settings in
                settings.deadSessions = [way]
                settings.gatewayStatus = status
            }
            client.desk.floor.broker.broker.endSessions(at: client.desk.time)
            for errand in [Errand.probe, .orderBook, .trades, .positions, .holdings, .funds] {
                #expect(try client.refusal(of: errand)?.recovery == .signInAgain, "\(errand), \(status)")
            }
            var placing: BrokerError?
            do { _ = try client.place(.buy, limit) } catch let error as BrokerError { placing = error }
            #expect(placing?.recovery == .signInAgain)
            try client.signIn()
            #expect(try client.carryOut(.probe) == .alive)
        }
    }

    @Test func `orders from an address that is not registered stop, and reads go on`() throws {
        var client = try client { $0.orderAddresses = ["203.0.113.10"] }
        var refusal: BrokerError?
        do { _ = try client.place(.buy, limit) } catch let error as BrokerError { refusal = error }
        #expect(refusal?.recovery == .stop)
        #expect(refusal?.rejection == .notPermitted)
        #expect(try client.carryOut(.orderBook) == .orders([]))
    }

    @Test func `too many calls are told to slow down`() throws {
        var client = try client { settings in
            settings.callsPerSecond = 4
            settings.retryAfter = 7
        }
        var recoveries: Set<Recovery> = []
        for _ in 0..<12 {
            if let error = try client.refusal(of: .funds) { recoveries.insert(error.recovery) }
        }
        #expect(recoveries == [.slowDown(after: .seconds(7))])
    }

    // MARK: - Orders

    @Test func `an order is placed, changed, cancelled, and read back each time`() throws {
        var client = try client()
        let share = try client.share
        let id = try client.place(.buy, limit)
        var row = try client.row(id)
        #expect(row.status == .open)
        #expect(row.tag == "sauda1")
        #expect(row.terms == limit)
        #expect(row.product == .delivery)
        #expect(row.variety == .regular)
        var new = limit
        new.limit = Price(rupees: 1440)
        #expect(try client.order(.modify(id, share, from: limit, to: new)) == .taken)
        row = try client.row(id)
        #expect(row.status == .open)
        #expect(row.terms == new)
        // The broker's own stands there now.
        #expect(row.tag != "sauda1")
        #expect(try client.order(.cancel(id, share)) == .taken)
        #expect(try client.row(id).status == .cancelled)
        guard case .orders(let history) = try client.carryOut(.orderHistory(id)) else { return }
        #expect(history.first?.status == .pending)
        #expect(history.first?.tag == "sauda1")
        #expect(history.last?.status == .cancelled)
        #expect(history.allSatisfy { $0.id == id && $0.terms.validity == .day })
        #expect(history.compactMap(\.updated) == history.compactMap(\.updated).sorted())
        // Too late.
        var late: BrokerError?
        do { _ = try client.order(.cancel(id, share)) } catch let error as BrokerError { late = error }
        #expect(late?.recovery == .changeRequest)
    }

    @Test func `a market order becomes a limit in its band and is filled; its trade has its number`() throws {
        var client = try client()
        let market = OrderTerms(kind: .market, quantity: Quantity(7))
        let id = try client.place(.buy, market, product: .intraday)
        client.desk.wait(1000)
        let row = try client.row(id)
        #expect(row.status == .complete)
        #expect(row.terms.kind == .limit)
        #expect(row.filled == Quantity(7))
        #expect(row.value.raw > 0)
        guard case .trades(let trades) = try client.carryOut(.trades) else { return }
        #expect(trades.allSatisfy { $0.order == id })
        #expect(trades.reduce(0) { $0 + $1.quantity.units } == 7)
        #expect(trades.reduce(Money.zero) { $0 + $1.price * $1.quantity } == row.value)
        guard case .positions(let positions) = try client.carryOut(.positions) else { return }
        #expect(positions.map(\.quantity.units) == [7])
        #expect(positions.first?.product == .intraday)
    }

    /// The answer says "Ok" to an order that the account cannot pay.
    @Test func `Ok is no acceptance: the rejection comes with the book`() throws {
        var client = try client()
        let id = try client.place(.buy, OrderTerms(kind: .limit, quantity: Quantity(1000), limit: Price(rupees: 1490)))
        client.desk.wait(1000)
        let row = try client.row(id)
        #expect(row.status == .rejected)
        #expect(row.rejection != nil)
        #expect(row.filled == .zero)
    }

    @Test func `a stop order waits for its trigger`() throws {
        var client = try client()
        let stop = OrderTerms(
            kind: .stopLimit,
            quantity: Quantity(5),
            limit: Price(rupees: 1395),
            trigger: Price(rupees: 1400)
        )
        let waiting = try client.row(try client.place(.sell, stop))
        #expect(waiting.status == .open)
        #expect(waiting.terms == stop)
    }

    @Test("an after-market order is changed and cancelled as one", arguments: [false, true])
    func afterMarket(needsSymbol: Bool) throws {
        var client = try client(TimeOfDay(16, 30)) { $0.afterMarketCancelNeedsSymbol = needsSymbol }
        let share = try client.share
        let id = try client.place(.buy, limit, .afterMarket)
        var row = try client.row(id)
        #expect(row.status == .open)
        #expect(row.variety == .afterMarket)
        var new = limit
        new.limit = Price(rupees: 1440)
        #expect(try client.order(.modify(id, share, from: limit, to: new, variety: .afterMarket)) == .taken)
        row = try client.row(id)
        #expect(row.terms == new)
        #expect(row.variety == .afterMarket)
        // As a regular one it is refused, and nothing happens to it.
        var refusal: BrokerError?
        do { _ = try client.order(.cancel(id, share)) } catch let error as BrokerError { refusal = error }
        #expect(refusal?.recovery == .changeRequest)
        #expect(try client.row(id).status == .open)
        #expect(try client.order(.cancel(id, share, variety: .afterMarket)) == .taken)
        #expect(try client.row(id).status == .cancelled)
    }

    /// A lost answer sent again would be told so, and must not be taken for a refusal of the first.
    @Test func `a tag that was used today is in doubt, never sent again`() throws {
        var client = try client()
        _ = try client.place(.buy, limit)
        var refusal: BrokerError?
        do { _ = try client.place(.buy, limit) } catch let error as BrokerError { refusal = error }
        #expect(refusal?.recovery == .checkOrderBook)
        guard case .orders(let rows) = try client.carryOut(.orderBook) else { return }
        #expect(rows.count == 1)
        _ = try client.place(.buy, limit, tag: "sauda2")
    }

    @Test func `a wider band is asked for in whole per cent`() throws {
        var client = try client()
        let market = OrderTerms(kind: .market, quantity: Quantity(1))
        let id = try client.place(
            .buy,
            market,
            options: OrderOptions(protection: .percent(hundredths: 300))
        )
        #expect(try client.row(id).terms.limit == Price(rupees: 1545))
    }

    @Test func `margins are those of the broker`() throws {
        var client = try client()
        let share = try client.share
        let orders = [PlannedOrder(share, .buy, .delivery, limit), PlannedOrder(share, .sell, .delivery, limit)]
        guard case .margins(let margins) = try client.carryOut(.margins(orders)) else { return }
        #expect(margins.map(\.total) == [Money(rupees: 14_500), .zero])
    }

    // MARK: - The market

    @Test func `quotes and candles are the market's, minutes and days in India's time`() throws {
        var client = try client(TimeOfDay(9, 20, 5), prices: [1500, 1510, 1520, 1530, 1540, 1550])
        let share = try client.share
        guard case .quotes(let ticks) = try client.carryOut(.quotes([share])) else { return }
        #expect(ticks.map(\.instrument) == [share])
        #expect(ticks.first?.exchangeTime.day == NeoDesk.day)
        guard case .dayQuotes(let days) = try client.carryOut(.dayQuotes([share])) else { return }
        #expect(days.first?.open == Price(rupees: 1500))
        #expect(days.first?.close == Price(rupees: 1500))
        let day = NeoDesk.day
        guard case .candles(let minutes) = try client.carryOut(.candles(share, .minute, from: day, through: day)) else {
            return
        }
        #expect(minutes.first?.start == day.at(TimeOfDay(9, 15)))
        #expect(minutes.prefix(3).map(\.close) == [1500, 1510, 1520].map { Price(rupees: $0) })
        let eve = day.advanced(by: -1)
        guard case .candles(let daily) = try client.carryOut(.candles(share, .day, from: eve, through: eve)) else {
            return
        }
        #expect(daily.map(\.close) == [Price(rupees: 1500)])
        #expect(daily.first?.start.day == eve)
        // A day without a price.
        let long = day.advanced(by: -400)
        #expect(try client.carryOut(.candles(share, .day, from: long, through: long)) == .candles([]))
    }

    @Test func `an index has expiries, and the options of one of them`() throws {
        var client = try client()
        let id = try client.id("nse_cm|NIFTY")
        let expiry = try #require(Day("2026-09-22"))
        #expect(try client.carryOut(.optionExpiries(id)) == .optionExpiries([expiry]))
        guard case .optionChain(let chain) = try client.carryOut(.optionChain(id, expiry: expiry)) else { return }
        #expect(chain.last > .zero)
        #expect(chain.strikes.map(\.price) == [Price(rupees: 25_000)])
        #expect(chain.strikes.first?.call?.last == Price(rupees: 100))
        #expect(chain.strikes.first?.put == nil)
    }
}

import SaudaBroker
import SaudaCore
import SaudaServer
import Testing
import ZerodhaKiteAdapter
import ZerodhaKitePractice

/// The rest of the dialect, adapter against practice: varieties, GTTs, margins, charges, conversions, postbacks.
@Suite struct AccountAgreementTests {
    private func client(_ prices: [Int64] = [1500]) throws -> KiteClient {
        try KiteClient(KiteDesk(prices: prices, signedIn: false))
    }

    private static func limit(_ units: Int64, _ rupees: Int64) -> OrderTerms {
        OrderTerms(kind: .limit, quantity: Quantity(units), limit: Price(rupees: rupees))
    }

    @Test func `an iceberg order becomes its legs`() throws {
        var client = try client([1500, 1500, 1480])
        let id = try client.place(.buy, Self.limit(31, 1490), options: OrderOptions(form: .iceberg(legs: 2)))
        #expect(id.text.hasPrefix("iceberg/"))
        #expect(try client.rows().map(\.terms.quantity.units) == [16])
        client.desk.wait(until: TimeOfDay(9, 18))
        let rows = try client.rows()
        #expect(rows.map(\.terms.quantity.units) == [16, 15] && rows.allSatisfy { $0.status == .complete })
        guard case .trades(let trades) = try client.carryOut(.trades) else { return }
        #expect(trades.map(\.order) == rows.map(\.id))
    }

    @Test func `a cover order is covered, its stop moved and exited`() throws {
        var client = try client([1500, 1489])
        let options = OrderOptions(form: .cover(stop: Price(rupees: 1475)))
        let id = try client.place(.buy, Self.limit(5, 1490), product: .intraday, options: options)
        client.desk.wait(until: TimeOfDay(9, 17))
        let stop = try #require(try client.rows().last)
        #expect(stop.id.text.hasSuffix("/" + id.text.dropFirst(3)) && stop.side == .sell && stop.status == .open)
        var terms = stop.terms
        terms.trigger = Price(rupees: 1480)
        let infy = try client.id("NSE:INFY")
        #expect(try client.order(.modify(stop.id, infy, from: stop.terms, to: terms)) == .taken)
        #expect(try client.row(stop.id).terms.trigger == Price(rupees: 1480))
        #expect(try client.order(.cancel(stop.id, infy)) == .taken)
        #expect(try client.row(stop.id).status == .complete)
        guard case .positions(let positions) = try client.carryOut(.positions) else { return }
        #expect(positions.map(\.quantity) == [.zero])
    }

    @Test func `an auction order goes to an auction that the broker names`() throws {
        var client = try client()
        guard case .auctions(let auctions) = try client.carryOut(.auctions) else { return }
        let auction = try #require(auctions.first)
        #expect(auction.instrument == (try client.id("NSE:INFY")) && auction.quantity == Quantity(10))
        let options = OrderOptions(form: .auction(number: auction.number))
        let id = try client.place(.sell, Self.limit(4, 1510), options: options)
        #expect(try client.row(id).status == .open)
    }

    @Test func `minutes and a protection of per cents are taken`() throws {
        var client = try client()
        let timed = try client.place(.buy, Self.limit(1, 1450), options: OrderOptions(minutes: 2, algorithm: "A1"))
        let terms = OrderTerms(kind: .market, quantity: Quantity(1))
        let protected = OrderOptions(protection: .percent(hundredths: 250))
        let market = try client.place(.buy, terms, options: protected)
        // The book shows a limit order at the last price and the band.
        let row = try client.row(market)
        #expect(row.terms.kind == .limit && row.terms.limit == Price(paise: 153_750) && row.status == .complete)
        client.desk.wait(until: TimeOfDay(9, 18))
        #expect(try client.row(timed).status == .cancelled)
    }

    @Test func `what is above the freeze quantity is sliced`() throws {
        var client = try client()
        let terms = Self.limit(1950, 99)
        let key = "NFO:DEMO26MARFUT"
        let sliced = OrderOptions(isSliced: true)
        let answer = try client.answer(.buy, terms, of: key, product: .carryForward, options: sliced)
        guard case .sliced(let ids, let refused) = answer else {
            Issue.record("\(answer)")
            return
        }
        let rows = try client.rows()
        #expect(rows.map(\.id) == ids && rows.map(\.terms.quantity.units) == [900, 900, 150] && refused.isEmpty)
    }

    @Test func `a GTT is placed, changed, listed, fired and deleted`() throws {
        var client = try client([1500, 1500, 1500, 1440])
        let infy = try client.id("NSE:INFY")
        func gtt(_ trigger: Int64) -> GTT {
            let leg = GTT.Leg(
                trigger: Price(rupees: trigger),
                side: .buy,
                product: .delivery,
                quantity: Quantity(5),
                limit: Price(rupees: 1455)
            )
            return GTT(infy, [leg])
        }
        guard case .gtt(let id) = try client.carryOut(.placeGTT(gtt(1300))),
            case .gtt(let other) = try client.carryOut(.placeGTT(gtt(1400)))
        else { return }
        #expect(try client.carryOut(.changeGTT(id, gtt(1450))) == .gtt(id))
        #expect(try client.carryOut(.deleteGTT(other)) == .done)
        client.desk.wait(until: TimeOfDay(9, 19))
        guard case .gtts(let rows) = try client.carryOut(.gtts), case .gtts(let one) = try client.carryOut(.gtt(id))
        else { return }
        #expect(rows.map(\.status) == [.triggered, .deleted] && one == [rows[0]])
        let order = try #require(try client.rows().first)
        #expect(rows[0].outcomes == [.placed(String(order.id.text.dropFirst("regular/".count)))])
        #expect(rows[0].legs == gtt(1450).legs && order.filled == Quantity(5))
    }

    @Test func `margins, a basket and charges are the practice's own`() throws {
        var client = try client()
        let infy = try client.id("NSE:INFY")
        let orders = [
            PlannedOrder(infy, .buy, .delivery, Self.limit(10, 1490)),
            PlannedOrder(infy, .sell, .delivery, Self.limit(10, 1510)),
        ]
        guard case .margins(let margins) = try client.carryOut(.margins(orders)),
            case .basketMargin(let basket) = try client.carryOut(.basketMargin(orders, withPositions: true)),
            case .charges(let charges) = try client.carryOut(.charges(orders))
        else { return }
        #expect(margins.map(\.total) == [Money(rupees: 14_900), .zero] && basket.orders == margins)
        #expect(basket.total == Money(rupees: 14_900))
        #expect(charges.map(\.charges.total) == charges.map(\.total))
        #expect(charges.map(\.charges) == margins.compactMap(\.charges))
    }

    @Test func `a conversion moves the position, and what cannot be converted is refused`() throws {
        var client = try client()
        let infy = try client.id("NSE:INFY")
        _ = try client.place(.buy, OrderTerms(kind: .market, quantity: Quantity(7)), product: .intraday)
        let conversion = PositionConversion(infy, .buy, Quantity(3), from: .intraday, to: .delivery)
        #expect(try client.carryOut(.convert(conversion)) == .done)
        guard case .positions(let rows) = try client.carryOut(.positions) else { return }
        #expect(rows.map(\.quantity.units) == [4, 3] && rows.map(\.product) == [.intraday, .delivery])
        let error = #expect(throws: BrokerError.self) {
            try client.carryOut(
                .convert(PositionConversion(infy, .buy, Quantity(9), from: .intraday, to: .delivery))
            )
        }
        #expect(error?.recovery == .changeRequest)
    }

    @Test func `the day so far is the market's, and a signed-out session is dead`() throws {
        var client = try client([1500, 1520, 1480])
        client.desk.wait(until: TimeOfDay(9, 17, 30))
        let infy = try client.id("NSE:INFY")
        guard case .dayQuotes(let quotes) = try client.carryOut(.dayQuotes([infy])) else { return }
        let quote = try #require(quotes.first)
        #expect(quote.high == Price(rupees: 1520) && quote.close == Price(rupees: 1500))
        #expect(quote.low <= quote.last && quote.last <= quote.high)
        #expect(try client.carryOut(.signOut) == .done)
        let error = #expect(throws: BrokerError.self) { try client.carryOut(.probe) }
        #expect(error?.recovery == .signInAgain)
    }

    @Test func `a postback is read as the order of the book`() throws {
        var client = try client()
        let id = try client.place(.buy, Self.limit(10, 1450))
        let number = String(id.text.dropFirst("regular/".count))
        let text = try #require((client.desk.floor.broker.broker as? KitePractice)?.postback(number))
        let row = try Postback.read(Array(text.utf8), in: client.context)
        let booked = try client.row(id)
        #expect(row == booked)
        let forged = text.replacing(number, with: "1900000000000000001")
        #expect(throws: BrokerError.self) { try Postback.read(Array(forged.utf8), in: client.context) }
    }
}

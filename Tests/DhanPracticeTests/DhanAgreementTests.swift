import DhanAdapter
import DhanPractice
import SaudaBroker
import SaudaCore
import Testing

/// The adapter against the practice broker: each was written from the reference alone, so where they agree the
/// reference was read the same way twice.
@Suite struct DhanAgreementTests {
    private func client(_ start: TimeOfDay = TimeOfDay(9, 15, 1), prices: [Int64] = [1500]) throws -> DhanClient {
        try DhanClient(DhanDesk(prices: prices, start: start))
    }

    @Test func `a pasted token is a session, with the account's money and shares`() throws {
        var client = try client()
        #expect(client.context.session?.user == DhanDesk.client)
        #expect(try client.carryOut(.probe) == .alive)
        guard case .funds(let money) = try client.carryOut(.funds) else { return }
        #expect(money == Money(rupees: 1_000_000))
        guard case .holdings(let rows) = try client.carryOut(.holdings) else { return }
        let share = try client.id("NSE_EQ:1333")
        #expect(rows == [HoldingRow(instrument: share, quantity: Quantity(10), average: Price(rupees: 1400))])
    }

    @Test func `PIN and one-time code make a session of a day`() throws {
        let client = try DhanClient(DhanDesk(), signIn: ["pin", "totp-secret"])
        let session = try #require(client.context.session)
        let life = try #require(session.expires).since(session.issued)
        #expect(abs(life.microseconds - 86_400_000_000) < 120_000_000)
    }

    @Test func `shares, the future and the index are listed with lot, tick and freeze quantity`() throws {
        let client = try client()
        let share = try #require(client.context.listings[try client.id("NSE_EQ:1333")])
        #expect(share.instrument.segment == .nseEquity && share.instrument.tick == Price(paise: 5))
        let future = try #require(client.context.listings[try client.id("NSE_FNO:54321")])
        #expect(future.instrument.kind == .future(expiry: DhanDesk.day.advanced(by: 6)))
        #expect(future.instrument.lot == Quantity(75) && future.instrument.freeze == Quantity(900))
        #expect(client.context.listings.listings.contains { $0.instrument.kind == .index })
    }

    @Test func `an order is placed, changed, cancelled, and read back each time`() throws {
        var client = try client()
        let terms = OrderTerms(kind: .limit, quantity: Quantity(10), limit: Price(rupees: 1450))
        let id = try client.place(.buy, terms)
        var row = try client.row(id)
        #expect(row.status == .open && row.tag == "sauda1" && row.terms == terms && row.product == .delivery)
        var new = terms
        new.limit = Price(rupees: 1440)
        #expect(try client.order(.modify(id, client.id("NSE_EQ:1333"), from: terms, to: new)) == .taken)
        row = try client.row(id)
        #expect(row.status == .open && row.terms == new)
        #expect(try client.order(.cancel(id, client.id("NSE_EQ:1333"))) == .taken)
        #expect(try client.row(id).status == .cancelled)
        guard case .orders(let history) = try client.carryOut(.orderHistory(id)) else { return }
        #expect(history.map(\.id) == [id] && history.map(\.status) == [.cancelled])
    }

    @Test func `a market order is filled, its trade has its number, its position its sign`() throws {
        var client = try client()
        let id = try client.place(.buy, OrderTerms(kind: .market, quantity: Quantity(7)), product: .intraday)
        client.desk.wait(1000)
        let row = try client.row(id)
        #expect(row.status == .complete && row.filled == Quantity(7) && row.value.raw > 0)
        guard case .trades(let trades) = try client.carryOut(.trades) else { return }
        #expect(trades.allSatisfy { $0.order == id } && trades.reduce(0) { $0 + $1.quantity.units } == 7)
        #expect(trades.reduce(Money.zero) { $0 + $1.price * $1.quantity } == row.value)
        guard case .positions(let positions) = try client.carryOut(.positions) else { return }
        #expect(positions.map(\.quantity.units) == [7] && positions.first?.product == .intraday)
    }

    @Test func `a stop order waits, and an after-market order waits over the night`() throws {
        var client = try client()
        let stop = OrderTerms(
            kind: .stopLimit,
            quantity: Quantity(5),
            limit: Price(rupees: 1395),
            trigger: Price(rupees: 1400)
        )
        let waiting = try client.row(try client.place(.sell, stop))
        #expect(waiting.status == .open && waiting.terms == stop)
        var evening = try self.client(TimeOfDay(16, 30))
        let limit = OrderTerms(kind: .limit, quantity: Quantity(5), limit: Price(rupees: 1450))
        let id = try evening.place(.buy, limit, .afterMarket)
        #expect(try evening.row(id).status == .open)
        #expect(try evening.order(.cancel(id, evening.id("NSE_EQ:1333"))) == .taken)
        #expect(try evening.row(id).status == .cancelled)
    }

    @Test func `quotes and candles are the market's, minutes and days in India's time`() throws {
        var client = try client(TimeOfDay(9, 20, 5), prices: [1500, 1510, 1520, 1530, 1540, 1550])
        let share = try client.id("NSE_EQ:1333")
        guard case .quotes(let ticks) = try client.carryOut(.quotes([share])) else { return }
        #expect(ticks.map(\.instrument) == [share])
        let day = DhanDesk.day
        guard case .candles(let minutes) = try client.carryOut(.candles(share, .minute, from: day, through: day)) else {
            return
        }
        #expect(minutes.first?.start == day.at(TimeOfDay(9, 15)))
        #expect(minutes.prefix(3).map(\.close) == [1500, 1510, 1520].map { Price(rupees: $0) })
        let eve = DhanDesk.eve
        guard case .candles(let days) = try client.carryOut(.candles(share, .day, from: eve, through: eve)) else {
            return
        }
        #expect(days.map(\.close) == [Price(rupees: 1500)] && days.first?.start.day == eve)
    }

    @Test func `prices and order messages come on sockets of their own and are read`() throws {
        var client = try client()
        let share = try client.id("NSE_EQ:1333")
        guard case .socket(let orders) = try client.dhan.orderStream(in: client.context) else {
            Issue.record("no socket for orders")
            return
        }
        var prices = try open(try client.dhan.feed(in: client.context), 1, [share], &client)
        var updates = try open(orders, 2, [], &client)
        let id = try client.place(.buy, OrderTerms(kind: .market, quantity: Quantity(3)))
        client.desk.wait(3000)
        for action in client.desk.written {
            switch action {
            case .write(PracticeSocket(number: 1), .binary(let bytes), _):
                unsafe prices.codec.receive(binary: bytes.span.bytes, at: client.desk.time, into: &prices.output)
            case .write(PracticeSocket(number: 2), .text(let text), _):
                updates.codec.receive(text: text, at: client.desk.time, into: &updates.output)
            default: break
            }
        }
        #expect(prices.output.skipped.isEmpty && updates.output.skipped.isEmpty)
        let last = try #require(prices.output.ticks.last)
        #expect(last.instrument == share && last.price == Price(rupees: 1500))
        // The feed's clock is shifted, REST's is not (section 3.5): both are the same moment here.
        let exchange = last.exchangeTime
        #expect(exchange.day == DhanDesk.day && exchange.time >= TimeOfDay(9, 15) && exchange <= client.desk.time)
        let row = try #require(updates.output.orders.last { $0.id == id })
        #expect(row.status == .complete && row.filled == Quantity(3) && row.tag == "sauda1")
    }

    @Test func `twenty levels of each side come on a connection of their own and are the order book's`() throws {
        var client = try client()
        let share = try client.id("NSE_EQ:1333")
        // The other listings have none, and one connection is for all that is asked.
        var table = ListingTable()
        try table.add(try #require(client.context.listings[share]), as: share)
        client.context.listings = table
        var stream = try open(try client.dhan.depthFeed(in: client.context), 1, [share], &client)
        client.desk.wait(3000)
        for case .write(PracticeSocket(number: 1), .binary(let bytes), _) in client.desk.written {
            unsafe stream.codec.receive(binary: bytes.span.bytes, at: client.desk.time, into: &stream.output)
        }
        #expect(stream.output.skipped.isEmpty && stream.output.ticks.isEmpty)
        let depth = try #require(stream.output.depths.last)
        #expect(depth.instrument == share && depth.bids.count == 20 && depth.asks.count == 20)
        let (bid, ask) = (depth.bids[0].price, depth.asks[0].price)
        #expect(bid < ask && bid <= Price(rupees: 1500) && ask >= Price(rupees: 1500))
    }

    private struct Stream {
        var codec: any StreamCodec
        var output = StreamOutput()
    }

    private func open(
        _ plan: StreamPlan,
        _ number: UInt64,
        _ wanted: [InstrumentID],
        _ client: inout DhanClient
    ) throws -> Stream {
        let socket = PracticeSocket(number: number)
        let url = try #require(plan.request?.url)
        let target = url.dropFirst("wss://".count).drop { $0 != "/" && $0 != "?" }
        client.desk.written.removeAll { $0 == .accept(socket) }
        client.desk.act(
            .socketRequest(socket, IncomingRequest(.get, target.first == "/" ? String(target) : "/" + target))
        )
        #expect(client.desk.written.contains(.accept(socket)))
        var stream = Stream(codec: plan.codec)
        stream.codec.want(wanted, at: client.desk.time, into: &stream.output)
        stream.codec.opened(at: client.desk.time, into: &stream.output)
        for message in stream.output.send { client.desk.act(.socketMessage(socket, message)) }
        stream.output.removeAll()
        return stream
    }
}

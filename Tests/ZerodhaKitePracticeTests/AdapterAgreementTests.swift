import SaudaBroker
import SaudaCore
import Testing
import ZerodhaKiteAdapter
import ZerodhaKitePractice

/// The adapter against the practice broker: each was written from the reference alone, so where they agree the
/// reference was read the same way twice.
@Suite struct AdapterAgreementTests {
    private func client(_ start: TimeOfDay = TimeOfDay(9, 15, 1), prices: [Int64] = [1500]) throws -> KiteClient {
        try KiteClient(KiteDesk(prices: prices, start: start, signedIn: false))
    }

    @Test func `a session, its user and its money`() throws {
        var client = try client()
        #expect(client.context.session?.expires?.description == "2026-03-21T06:00:00+05:30")
        #expect(try client.carryOut(.probe) == .alive)
        guard case .funds(let money) = try client.carryOut(.funds) else { return }
        #expect(money == Money(rupees: 1_000_000))
        guard case .holdings(let rows) = try client.carryOut(.holdings) else { return }
        #expect(
            rows == [
                HoldingRow(instrument: try client.id("NSE:INFY"), quantity: Quantity(10), average: Price(rupees: 1400))
            ]
        )
    }

    @Test func `shares, the future and the index are listed`() throws {
        let client = try client()
        for key in ["NSE:INFY", "NSE:M&M"] {
            let listing = try #require(client.context.listings[try client.id(key)])
            #expect(listing.instrument.segment == .nseEquity && listing.instrument.tick == Price(paise: 5))
        }
        let kinds = client.context.listings.listings.map(\.instrument.kind)
        #expect(kinds.contains(.future(expiry: KiteDesk.day.advanced(by: 6))) && kinds.contains(.index))
    }

    @Test func `an order is placed, changed, cancelled, and read back each time`() throws {
        var client = try client()
        let terms = OrderTerms(kind: .limit, quantity: Quantity(10), limit: Price(rupees: 1450))
        let id = try client.place(.buy, terms)
        var row = try client.row(id)
        #expect(row.status == .open && row.tag == "sauda1" && row.terms == terms && row.product == .delivery)
        var new = terms
        new.limit = Price(rupees: 1440)
        #expect(try client.order(.modify(id, client.id("NSE:INFY"), from: terms, to: new)) == .taken)
        row = try client.row(id)
        #expect(row.status == .open && row.terms == new)
        #expect(try client.order(.cancel(id, client.id("NSE:INFY"))) == .taken)
        #expect(try client.row(id).status == .cancelled)
        guard case .orders(let history) = try client.carryOut(.orderHistory(id)) else { return }
        #expect(history.count > 3 && history.last?.status == .cancelled && history.allSatisfy { $0.id == id })
    }

    @Test func `a market order is filled, its trade has its reference, its position its sign`() throws {
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

    @Test func `a stop order waits, and an after-market order goes to its variety`() throws {
        var client = try client()
        let stop = OrderTerms(kind: .stopMarket, quantity: Quantity(5), trigger: Price(rupees: 1400))
        let waiting = try client.row(try client.place(.sell, stop))
        #expect(waiting.status == .open && waiting.terms.trigger == Price(rupees: 1400))
        var evening = try self.client(TimeOfDay(16, 30))
        let limit = OrderTerms(kind: .limit, quantity: Quantity(5), limit: Price(rupees: 1450))
        let id = try evening.place(.buy, limit, .afterMarket)
        #expect(id.text.hasPrefix("amo/"))
        #expect(try evening.row(id).status == .open)
        #expect(try evening.order(.cancel(id, evening.id("NSE:INFY"))) == .taken)
        #expect(try evening.row(id).status == .cancelled)
    }

    @Test func `too little money is a rejection with both figures, wherever it is told`() throws {
        var client = try client()
        let terms = OrderTerms(kind: .limit, quantity: Quantity(5000), limit: Price(rupees: 1500))
        var rejection: Rejection?
        do {
            rejection = try client.row(try client.place(.buy, terms)).rejection
        } catch let error as BrokerError {
            rejection = error.rejection
            #expect(error.recovery == .changeRequest)
        }
        guard case .funds(let need, let have) = rejection else { Issue.record("\(rejection as Any)"); return }
        #expect(need > have && have > .zero)
    }

    @Test func `quotes and candles are the market's`() throws {
        var client = try client(TimeOfDay(9, 20, 5), prices: [1500, 1510, 1520, 1530, 1540, 1550])
        let infy = try client.id("NSE:INFY")
        guard case .quotes(let ticks) = try client.carryOut(.quotes([infy])) else { return }
        #expect(ticks.count == 1 && ticks.first?.instrument == infy)
        let day = KiteDesk.day
        guard case .candles(let minutes) = try client.carryOut(.candles(infy, .minute, from: day, through: day)) else {
            return
        }
        #expect(
            minutes.first?.start == day.at(TimeOfDay(9, 15))
                && minutes.prefix(3).map(\.close) == [1500, 1510, 1520].map { Price(rupees: $0) }
        )
        guard
            case .candles(let days) = try client.carryOut(
                .candles(infy, .day, from: KiteDesk.eve, through: KiteDesk.eve)
            )
        else {
            return
        }
        #expect(days.map(\.close) == [Price(rupees: 1500)])
    }

    @Test func `the ticker's frames and order messages are read`() throws {
        var client = try client()
        let infy = try client.id("NSE:INFY")
        let plan = try client.kite.feed(in: client.context)
        let url = try #require(plan.request?.url)
        let mark = try #require(url.firstIndex(of: "?"))
        let socket = PracticeSocket(number: 1)
        client.desk.written.removeAll()
        client.desk.act(.socketRequest(socket, IncomingRequest(.get, "/" + url[mark...])))
        #expect(client.desk.written.contains(.accept(socket)))
        var codec = plan.codec
        var output = StreamOutput()
        codec.want([infy], at: client.desk.time, into: &output)
        codec.opened(at: client.desk.time, into: &output)
        for message in output.send { client.desk.act(.socketMessage(socket, message)) }
        let id = try client.place(.buy, OrderTerms(kind: .market, quantity: Quantity(3)))
        client.desk.wait(3000)
        output.removeAll()
        for action in client.desk.written {
            switch action {
            case .write(socket, .binary(let bytes), _):
                unsafe codec.receive(binary: bytes.span.bytes, at: client.desk.time, into: &output)
            case .write(socket, .text(let text), _): codec.receive(text: text, at: client.desk.time, into: &output)
            default: break
            }
        }
        #expect(output.skipped.isEmpty && !output.ticks.isEmpty && output.readOrders)
        #expect(output.ticks.allSatisfy { $0.instrument == infy && $0.price.isPlausible })
        #expect(output.orders.last.map { $0.id == id && $0.status == .complete && $0.filled == Quantity(3) } == true)
    }

    @Test func `a session that has ended says so, on a call and on the ticker`() throws {
        var client = try client()
        client.context.session?.secrets["access-token"] = Secret("nobody")
        let error = #expect(throws: BrokerError.self) { try client.carryOut(.orderBook) }
        #expect(error?.recovery == .signInAgain)
        let answers = client.desk.connect(token: "nobody")
        guard case .refuse(_, let response) = answers.first(where: { if case .refuse = $0 { true } else { false } })
        else {
            Issue.record("\(answers)"); return
        }
        let refusal = HTTPResponse(status: response.status, headers: response.headers, body: response.body)
        #expect(client.kite.recovery(from: refusal).recovery == .signInAgain)
    }
}

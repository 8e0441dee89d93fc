import SaudaBroker
import SaudaCore
import SaudaServer
import Testing
import UpstoxAdapter
import UpstoxPractice

/// The adapter against the practice broker: each was written from docs/brokers/upstox.md alone, so where they agree the
/// document was read the same way twice.
@Suite struct UpstoxAgreementTests {
    private static let buy = OrderTerms(kind: .limit, quantity: Quantity(10), limit: Price(rupees: 1450))

    private func client(
        _ start: TimeOfDay = TimeOfDay(9, 15, 1),
        prices: [Int64] = [1500],
        days: Int = 1,
        _ change: (inout UpstoxSettings) -> Void = { _ in }
    ) throws -> UpstoxClient {
        var settings = UpstoxSettings()
        change(&settings)
        return try UpstoxClient(UpstoxDesk(prices: prices, start: start, days: days, settings: settings))
    }

    // MARK: The account

    @Test func `a pasted token is a session until half past three, with the account's money and shares`() throws {
        var client = try client()
        #expect(client.context.session?.user == UpstoxDesk.user)
        #expect(client.context.session?.expires == UpstoxDesk.day.advanced(by: 1).at(TimeOfDay(3, 30)))
        #expect(try client.carryOut(.probe) == .alive)
        #expect(try client.carryOut(.funds) == .funds(available: Money(rupees: 1_000_000)))
        let row = HoldingRow(instrument: try client.share(), quantity: Quantity(10), average: Price(rupees: 1400))
        #expect(try client.carryOut(.holdings) == .holdings([row]))
    }

    @Test func `a login in the browser ends in a session, and a session can be ended`() throws {
        var client = try UpstoxClient(UpstoxDesk(), signIn: ["api-key", "api-secret", "redirect-uri"])
        #expect(try client.carryOut(.signOut) == .done)
        let error = #expect(throws: BrokerError.self) { try client.carryOut(.probe) }
        #expect(error?.recovery == .signInAgain)
    }

    @Test func `a code works once, and one that nobody gave never (T10)`() throws {
        var client = try UpstoxClient(UpstoxDesk())
        let names = ["api-key", "api-secret", "redirect-uri"]
        let secrets = client.desk.secrets.filter { names.contains($0.key) }.mapValues { Secret($0) }
        let context = AdapterContext(credentials: Credentials(user: UpstoxDesk.user, secrets: secrets))
        func recovery(of place: String) throws -> Recovery? {
            var dialogue = client.upstox.dialogue(.signIn, in: context)
            _ = dialogue.next(.start, at: client.desk.time)
            guard case .send(let request) = dialogue.next(.redirect(Secret(place)), at: client.desk.time) else {
                throw UpstoxClient.Unexpected()
            }
            let response = try client.send(request)
            guard case .failed(let error) = dialogue.next(.response(response), at: client.desk.time) else { return nil }
            return error.recovery
        }
        var dialogue = client.upstox.dialogue(.signIn, in: context)
        guard case .openBrowser(let url) = dialogue.next(.start, at: client.desk.time) else {
            throw UpstoxClient.Unexpected()
        }
        let page = String(url.reveal().dropFirst("https://api.upstox.com".count))
        let answer = client.desk.ask(IncomingRequest(.get, page))
        let place = try #require(answer?.headers.first { $0.name == "Location" }).value
        #expect(try recovery(of: place) == nil)
        #expect(try recovery(of: place) == .stop)
        #expect(try recovery(of: "nobodys") == .stop)
    }

    @Test func `share, future and indices are listed with lot, tick and freeze quantity`() throws {
        let client = try client()
        let rows = client.context.listings.listings.map(\.instrument)
        let share = try #require(rows.first { $0.kind == .equity })
        #expect(share.name == "HDFCBANK-EQ")
        #expect(share.tick == Price(paise: 5))
        let future = try #require(rows.first { $0.kind == .future(expiry: UpstoxDesk.day.advanced(by: 6)) })
        #expect(future.symbol == "NIFTY-26Mar2026-FUT")
        #expect(future.lot == Quantity(75))
        #expect(future.freeze == Quantity(900))
        #expect(rows.filter { $0.kind == .index }.map(\.symbol).sorted() == ["NIFTY", "SENSEX"])
    }

    // MARK: Orders

    @Test func `an order is placed, changed, cancelled, and read back each time`() throws {
        var client = try client()
        let share = try client.share()
        let id = try client.place(.buy, Self.buy)
        var row = try client.row(id)
        #expect(row.status == .open)
        #expect(row.tag == "sauda1")
        #expect(row.terms == Self.buy)
        #expect(row.product == .delivery)
        #expect(row.instrument == share)
        var new = Self.buy
        new.limit = Price(rupees: 1440)
        #expect(try client.order(.modify(id, share, from: Self.buy, to: new)) == .taken)
        row = try client.row(id)
        #expect(row.status == .open)
        #expect(row.terms == new)
        #expect(try client.order(.cancel(id, share)) == .taken)
        #expect(try client.row(id).status == .cancelled)
        guard case .orders(let states) = try client.carryOut(.orderHistory(id)) else { return }
        #expect(states.first?.status == .pending)
        #expect(states.last?.status == .cancelled)
        #expect(states.count >= 6)
    }

    @Test func `an order is found by its tag, and one that is not there is not`() throws {
        var client = try client()
        let id = try client.place(.buy, Self.buy, tag: "A1")
        _ = try client.place(.buy, Self.buy, tag: "A2")
        guard case .orders(let rows) = try client.carryOut(.ordersTagged("A1")) else { return }
        #expect(rows.map(\.id) == [id])
        #expect(rows.map(\.status) == [.open])
        #expect(rows.first?.updated?.day == UpstoxDesk.day)
        #expect(try client.carryOut(.ordersTagged("A3")) == .orders([]))
        var other = try self.client { $0.unknownTagIsEmpty = false }
        #expect(throws: BrokerError.self) { try other.carryOut(.ordersTagged("A3")) }
    }

    @Test func `a market order is filled, its trade has its number, its position its sign`() throws {
        var client = try client()
        let id = try client.place(.buy, OrderTerms(kind: .market, quantity: Quantity(7)), product: .intraday)
        client.desk.wait(1000)
        let row = try client.row(id)
        #expect(row.status == .complete)
        #expect(row.filled == Quantity(7))
        #expect(row.value.raw > 0)
        guard case .trades(let trades) = try client.carryOut(.trades) else { return }
        #expect(trades.allSatisfy { $0.order == id })
        #expect(trades.reduce(0) { $0 + $1.quantity.units } == 7)
        #expect(trades.reduce(Money.zero) { $0 + $1.price * $1.quantity } == row.value)
        guard case .positions(let positions) = try client.carryOut(.positions) else { return }
        #expect(positions.map(\.quantity.units) == [7])
        #expect(positions.first?.product == .intraday)
        #expect(positions.first?.average.raw ?? 0 > 0)
        let wanted = PositionConversion(try client.share(), .buy, Quantity(7), from: .intraday, to: .delivery)
        #expect(try client.carryOut(.convert(wanted)) == .done)
    }

    @Test func `a stop order waits for its trigger`() throws {
        var client = try client()
        let stop = OrderTerms(
            kind: .stopLimit,
            quantity: Quantity(5),
            limit: Price(rupees: 1395),
            trigger: Price(rupees: 1400)
        )
        let row = try client.row(try client.place(.sell, stop))
        #expect(row.status == .open)
        #expect(row.terms == stop)
    }

    @Test func `an after-market order waits over the night and goes out in the morning`() throws {
        var client = try client(TimeOfDay(16, 30), days: 2)
        let id = try client.place(.buy, Self.buy, .afterMarket)
        #expect(try client.row(id).status == .open)
        #expect(try client.row(id).variety == .afterMarket)
        client.desk.wait(until: TimeOfDay(9, 20), day: 3)
        // The evening's token has ended.
        let now = client.desk.time
        let secrets = client.desk.floor.broker.broker.makeCredentials(at: now)
        let token = try #require(secrets.first { $0.name == "access-token" }).value
        client.context.session?.secrets["access-token"] = Secret(token)
        let row = try client.row(id)
        #expect(row.status == .open)
        #expect(row.updated?.day == UpstoxDesk.day.advanced(by: 3))
    }

    @Test func `slices are orders of their own, all with the tag`() throws {
        var client = try client()
        let future = try client.find { if case .future = $0 { true } else { false } }
        let terms = OrderTerms(kind: .limit, quantity: Quantity(2025), limit: Price(rupees: 95))
        let request = try client.request(.buy, terms, product: .carryForward, of: future)
        let answer = try client.order(.place(request, tag: "S1", OrderOptions(isSliced: true)))
        guard case .sliced(let ids, let refused) = answer else {
            Issue.record("\(answer)")
            return
        }
        #expect(refused.isEmpty)
        guard case .orders(let rows) = try client.carryOut(.ordersTagged("S1")) else { return }
        #expect(Set(rows.map(\.id)) == Set(ids))
        #expect(rows.map(\.terms.quantity.units).sorted() == [225, 900, 900])
        #expect(rows.allSatisfy { $0.product == .carryForward })
    }

    @Test func `what the broker refuses comes with the way out that it needs`() throws {
        var client = try client { $0.orderAddresses = ["203.0.113.10"] }
        let blocked = #expect(throws: BrokerError.self) { try client.place(.buy, Self.buy) }
        #expect(blocked?.recovery == .stop)
        guard case .orderAddresses(let known) = try client.carryOut(.orderAddresses) else { return }
        #expect(known.primary?.address == "203.0.113.10")
        var other = try self.client()
        let share = try other.share()
        let id = try other.place(.buy, Self.buy)
        _ = try other.order(.cancel(id, share))
        let ended = #expect(throws: BrokerError.self) { try other.order(.cancel(id, share)) }
        #expect(ended?.recovery == .checkOrderBook)
        let unknown = #expect(throws: BrokerError.self) { try other.order(.cancel(BrokerOrderID("1"), share)) }
        #expect(unknown?.recovery == .checkOrderBook)
        let early = #expect(throws: BrokerError.self) { try other.place(.buy, Self.buy, .afterMarket) }
        #expect(early?.recovery == .changeRequest)
        let dear = OrderTerms(kind: .limit, quantity: Quantity(5000), limit: Price(rupees: 1500))
        let row = try other.row(try other.place(.buy, dear))
        #expect(row.status == .rejected)
        #expect(row.rejection != nil)
    }

    @Test func `more than ten orders a second are refused, and held back`() throws {
        var client = try client()
        let request = try client.upstox.request(.place(client.request(.buy, Self.buy), tag: "A"), in: client.context)
        let incoming = IncomingRequest(.post, "/v3/order/place", headers: request.headers, body: request.body)
        client.desk.wait(until: TimeOfDay(9, 15, 30))
        let statuses = (0..<12).compactMap { _ in client.desk.ask(incoming)?.status }
        #expect(statuses == Array(repeating: 200, count: 10) + [429, 429])
    }

    // MARK: The market

    @Test func `quotes and candles are the market's, today's minutes too`() throws {
        for isFloat in [false, true] {
            var client = try client(TimeOfDay(9, 20, 5), prices: [1500, 1510, 1520, 1530, 1540, 1550]) {
                $0.pricesAreFloats = isFloat
            }
            let share = try client.share()
            guard case .quotes(let ticks) = try client.carryOut(.quotes([share])) else { return }
            #expect(ticks.map(\.instrument) == [share])
            #expect(ticks.first?.exchangeTime.day == UpstoxDesk.day)
            guard case .dayQuotes(let days) = try client.carryOut(.dayQuotes([share])) else { return }
            #expect(days.first?.close == Price(rupees: 1500))
            let errand = Errand.candles(share, .minute, from: UpstoxDesk.day, through: UpstoxDesk.day)
            guard case .candles(let minutes) = try client.carryOut(errand) else { return }
            #expect(minutes.first?.start == UpstoxDesk.day.at(TimeOfDay(9, 15)))
            #expect(minutes.prefix(3).map(\.close) == [1500, 1510, 1520].map { Price(rupees: $0) })
            let past = Errand.candles(share, .day, from: UpstoxDesk.eve.advanced(by: -5), through: UpstoxDesk.day)
            guard case .candles(let daily) = try client.carryOut(past) else { return }
            #expect(daily.map(\.start.day) == [UpstoxDesk.eve, UpstoxDesk.day])
        }
    }

    @Test func `one key that nobody knows costs the others no quote (T14)`() throws {
        var client = try client()
        let share = try client.share()
        let listing = Listing(Instrument(symbol: "GONE"), feedKey: "NSE_EQ|GONE", orderKey: "NSE_EQ|GONE")
        let gone = InstrumentID(index: 99)
        try client.context.listings.add(listing, as: gone)
        var dialogue = client.upstox.dialogue(.dayQuotes([gone, share]), in: client.context)
        var step = dialogue.next(.start, at: client.desk.time)
        while case .send(let request) = step {
            step = dialogue.next(.response(try client.send(request)), at: client.desk.time)
        }
        guard case .done(.dayQuotes(let quotes)) = step else {
            Issue.record("\(step)")
            return
        }
        #expect(quotes.map(\.instrument) == [share])
        #expect(dialogue.skipped == ["an instrument that the broker has no quote of": 1])
    }

    @Test func `margins and charges are those that the exchange of the practice books`() throws {
        var client = try client()
        let share = try client.share()
        let future = try client.find { if case .future = $0 { true } else { false } }
        let buy = PlannedOrder(share, .buy, .delivery, Self.buy)
        let lots = OrderTerms(kind: .limit, quantity: Quantity(75), limit: Price(rupees: 95))
        let other = PlannedOrder(future, .buy, .carryForward, lots)
        guard case .margins(let margins) = try client.carryOut(.margins([buy, other])) else { return }
        #expect(margins.map(\.total) == [Money(rupees: 14_500), Money(rupees: 7125)])
        #expect(margins.map(\.span) == [.zero, Money(rupees: 7125)])
        guard case .basketMargin(let basket) = try client.carryOut(.basketMargin([buy, other], withPositions: false))
        else { return }
        #expect(basket.total == Money(rupees: 21_625))
        #expect(basket.sum == basket.total)
        #expect(basket.orders == margins)
        guard case .charges(let charges) = try client.carryOut(.charges([buy])) else { return }
        let charge = try #require(charges.first)
        #expect(charge.total > .zero)
        #expect(charge.total == charge.charges.total)
        #expect(charge.charges.stt == Money(paise: 1450))
    }

    @Test func `the options of a share are told by their expiry`() throws {
        var client = try client()
        let share = try client.share()
        let index = try #require(client.context.listings.find(orderKey: "NSE_INDEX|Nifty 50"))
        let expiry = UpstoxDesk.day.advanced(by: 6)
        #expect(try client.carryOut(.optionExpiries(share)) == .optionExpiries([expiry]))
        guard case .optionChain(let chain) = try client.carryOut(.optionChain(share, expiry: expiry)) else { return }
        #expect(chain.strikes.map(\.price) == [Price(rupees: 1500)])
        #expect(chain.strikes.first?.call?.last == Price(rupees: 50))
        #expect(chain.strikes.first?.put == nil)
        #expect(chain.last == Price(rupees: 1500))
        #expect(chain.strikes.first?.call?.greeks?.impliedVolatility ?? 0 > 0)
        let none = #expect(throws: BrokerError.self) {
            try client.carryOut(.optionChain(share, expiry: expiry.advanced(by: 7)))
        }
        #expect(none?.recovery == .changeRequest)
        #expect(try client.carryOut(.optionExpiries(index)) == .optionExpiries([]))
    }

    @Test func `prices come over the feed, the depth with them`() throws {
        for isFloat in [false, true] {
            var client = try client(prices: [1500, 1510, 1520]) { $0.pricesAreFloats = isFloat }
            let plan = try client.upstox.depthFeed(in: client.context)
            #expect(try client.open(plan, 1))
            var codec = plan.codec
            var output = StreamOutput()
            let share = try client.share()
            codec.opened(at: client.desk.time, into: &output)
            codec.want([share, try client.find { $0 == .index }], at: client.desk.time, into: &output)
            for message in output.send { client.desk.act(.socketMessage(PracticeSocket(number: 1), message)) }
            client.desk.wait(until: TimeOfDay(9, 17, 30))
            output.removeAll()
            for message in client.messages(1) {
                guard case .binary(let bytes) = message else { continue }
                unsafe codec.receive(binary: bytes.span.bytes, at: client.desk.time, into: &output)
            }
            let prices = output.ticks.filter { $0.instrument == share }.map(\.price)
            #expect(Set(prices).isSuperset(of: [1510, 1520].map { Price(rupees: $0) }))
            #expect(output.ticks.contains { $0.quantity.units > 0 })
            #expect(output.depths.contains { $0.instrument == share && $0.bids.count == 5 && $0.asks.count == 5 })
            let known: Set = ["a price of an instrument that has not traded"]
            #expect(
                Set(output.skipped.keys).isSubset(
                    of: known.union(["a price that is not positive, not finite or out of range"])
                )
            )
        }
    }

    @Test func `every state of an order is told, and read like the book`() throws {
        var client = try client()
        guard case .socket(let plan) = try client.upstox.orderStream(in: client.context) else { return }
        #expect(try client.open(plan, 2))
        let id = try client.place(.buy, OrderTerms(kind: .market, quantity: Quantity(7)))
        client.desk.wait(1000)
        var codec = plan.codec
        var output = StreamOutput()
        for message in client.messages(2) {
            guard case .text(let text) = message else { continue }
            codec.receive(text: text, at: client.desk.time, into: &output)
        }
        #expect(output.skipped.isEmpty)
        #expect(output.orders.allSatisfy { $0.id == id })
        #expect(output.orders.first?.status == .pending)
        let last = try #require(output.orders.last)
        #expect(last.status == .complete)
        let row = try client.row(id)
        #expect(last.filled == row.filled)
        #expect(last.value == row.value)
        #expect(last.tag == row.tag)
    }

    @Test func `an address of a stream is good once`() throws {
        var client = try client()
        let place = try client.place(of: try client.upstox.feed(in: client.context))
        #expect(place.headers.isEmpty)
        let first = client.desk.act(.socketRequest(PracticeSocket(number: 1), place))
        #expect(first.contains(.accept(PracticeSocket(number: 1))))
        let second = client.desk.act(.socketRequest(PracticeSocket(number: 2), place))
        #expect(second.contains(.refuse(PracticeSocket(number: 2), PracticeResponse(403))))
    }

    @Test func `a handshake with the token is sent on to such an address`() throws {
        var client = try client()
        let token = try #require(client.context.session?.secrets["access-token"])
        let headers = [HTTPHeader("Authorization", "Bearer \(token.reveal())")]
        for path in ["/v3/feed/market-data-feed", "/v2/feed/portfolio-stream-feed"] {
            let socket = PracticeSocket(number: 1)
            let actions = client.desk.act(.socketRequest(socket, IncomingRequest(.get, path, headers: headers)))
            guard case .refuse(socket, let response)? = actions.first, response.status == 302,
                let place = response.headers.first?.value
            else {
                Issue.record("\(actions)")
                continue
            }
            let target = String(place.dropFirst("ws://127.0.0.1".count))
            let next = client.desk.act(.socketRequest(socket, IncomingRequest(.get, target)))
            #expect(next.contains(.accept(socket)))
        }
    }

    @Test func `a frame that lies ends nothing`() throws {
        let client = try client()
        var codec = FeedCodec(client.context.listings, wantsDepth: true)
        var output = StreamOutput()
        codec.want(try [client.share()], at: client.desk.time, into: &output)
        let honest = Array("\u{12}\u{04}\u{0A}\u{02}ab".utf8) + Array(repeating: 0x12, count: 20)
        for choice in UInt64(0)..<500 {
            let lie = client.desk.floor.broker.broker.lie(honest, choice: choice &* 0x9E37_79B9)
            unsafe codec.receive(binary: lie.span.bytes, at: client.desk.time, into: &output)
        }
        #expect(output.ticks.isEmpty)
        #expect(!output.skipped.isEmpty)
    }
}

import KotakNeoAdapter
import KotakNeoPractice
import SaudaBroker
import SaudaCore
import SaudaServer
import Testing

/// The adapter's streams on the whole practice broker: addresses as the sign-in hands them out, handshakes, a session,
/// a market and an order book behind them.
@Suite struct NeoStreamAgreementTests {
    @Test("prices of a share and the index come by either feed, nothing left out", arguments: ["sfeed", "hsm"])
    func prices(feed: String) throws {
        let desk = try NeoDesk(prices: [1500, 1510, 1520], signsIn: false)
        var client = try NeoClient(desk, feed: feed)
        let share = try client.share
        let index = try #require(client.context.listings.find(feedKey: "nse_cm|Nifty 50"))
        var stream = try NeoStream(client.neo.feed(in: client.context), 1, [share, index], &client.desk)
        for _ in 0..<180 {
            client.desk.wait(500)
            stream.exchange(&client.desk)
        }
        #expect(stream.isReady)
        #expect(stream.closed == nil)
        #expect(stream.skipped.isEmpty, "\(stream.skipped)")
        #expect(Set(stream.ticks.map(\.instrument)) == [share, index])
        let prices = stream.ticks.filter { $0.instrument == share }
        #expect(prices.count > 10)
        #expect(prices.allSatisfy { $0.price >= Price(rupees: 1500) && $0.price <= Price(rupees: 1520) })
        #expect(prices.map(\.price) == prices.map(\.price).sorted())
        let last = try #require(prices.last)
        #expect(last.exchangeTime.day == NeoDesk.day)
        #expect(last.exchangeTime <= client.desk.time)
        #expect(client.desk.time.since(last.exchangeTime) < .seconds(5))
    }

    @Test func `an order is told from its acceptance to its fill, and a dead session asks for a new one`() throws {
        var client = try NeoClient(try NeoDesk(signsIn: false))
        guard case .socket(let plan) = try client.neo.orderStream(in: client.context) else {
            Issue.record("no socket for orders")
            return
        }
        var stream = try NeoStream(plan, 1, [], &client.desk)
        let id = try client.place(.buy, OrderTerms(kind: .market, quantity: Quantity(3)))
        for _ in 0..<8 {
            client.desk.wait(500)
            stream.exchange(&client.desk)
        }
        #expect(stream.isReady)
        #expect(stream.readsBook)
        // A new connection is told the state of today's orders, again where its news are on their way (section 9).
        #expect(stream.skipped.keys.allSatisfy { $0 == "an order message that is told already" }, "\(stream.skipped)")
        let states = stream.orders.filter { $0.id == id }
        #expect(states.first?.status == .pending)
        let row = try #require(states.last)
        #expect(row.status == .complete)
        #expect(row.filled == Quantity(3))
        #expect(row.tag == "sauda1")
        #expect(try client.row(id).value == row.value)
        client.desk.floor.broker.broker.endSessions(at: client.desk.time)
        client.desk.wait(500)
        stream.exchange(&client.desk)
        // It is cut, or told so; a new connection with the old session is refused.
        var again = try NeoStream(plan, 2, [], &client.desk)
        again.exchange(&client.desk)
        #expect(again.closed?.recovery == .signInAgain)
    }
}

/// A codec on a socket of the practice broker.
struct NeoStream {
    private let socket: PracticeSocket
    private var codec: any StreamCodec
    private(set) var ticks: [Tick] = []
    private(set) var orders: [OrderRow] = []
    private(set) var skipped: [String: Int] = [:]
    private(set) var isReady = false
    private(set) var readsBook = false
    private(set) var closed: BrokerError?

    init(_ plan: StreamPlan, _ number: UInt64, _ wanted: [InstrumentID], _ desk: inout NeoDesk) throws {
        socket = PracticeSocket(number: number)
        codec = plan.codec
        let url = try #require(plan.request?.url)
        let rest = url.firstRange(of: "://").map { url[$0.upperBound...] } ?? ""
        let path = rest.firstIndex(of: "/").map { String(rest[$0...]) } ?? "/"
        desk.act(.socketRequest(socket, IncomingRequest(.get, path)))
        try #require(desk.written.contains(.accept(socket)), "\(url)")
        var output = StreamOutput()
        codec.opened(at: desk.time, into: &output)
        codec.want(wanted, at: desk.time, into: &output)
        take(output, &desk)
        exchange(&desk)
    }

    /// Everything that was written to it, and what that makes it say.
    mutating func exchange(_ desk: inout NeoDesk) {
        while true {
            var messages: [SocketMessage] = []
            desk.written.removeAll { action in
                guard case .write(socket, let message, _) = action else { return false }
                messages.append(message)
                return true
            }
            guard !messages.isEmpty else { return }
            for message in messages {
                var output = StreamOutput()
                switch message {
                case .binary(let bytes): unsafe codec.receive(binary: bytes.span.bytes, at: desk.time, into: &output)
                case .text(let text): codec.receive(text: text, at: desk.time, into: &output)
                case .ping: break
                }
                take(output, &desk)
            }
        }
    }

    private mutating func take(_ output: StreamOutput, _ desk: inout NeoDesk) {
        ticks += output.ticks
        orders += output.orders
        skipped.merge(output.skipped) { $0 + $1 }
        isReady = isReady || output.isReady
        readsBook = readsBook || output.readOrders
        closed = closed ?? output.close
        for message in output.send { desk.act(.socketMessage(socket, message)) }
    }
}

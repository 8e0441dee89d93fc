import DhanAdapter
import SaudaBroker
import SaudaCommand
import SaudaCore
import SaudaServer
import SaudaTestKit
import Testing

/// Orders that somebody else places in the account, with link, adapter and practice broker of dhan: told, and never taken
/// for ours (architecture, section 4).
@Suite struct DhanStrangerTests {
    /// A practice floor at which a stranger sends each of our orders a second time, with some of it changed.
    private struct StrangerFloor: PracticeSide {
        var floor: PracticeFloor
        let target: String
        let change: @Sendable (String) -> String
        private var calls: UInt64 = 0

        init(_ floor: PracticeFloor, _ target: String, _ change: @escaping @Sendable (String) -> String) {
            self.floor = floor
            self.target = target
            self.change = change
        }

        var broker: FaultyBroker {
            get { floor.broker }
            set { floor.broker = newValue }
        }
        var nextTime: Timestamp { floor.nextTime }

        static func date(of time: Timestamp) -> String { time.httpDate }

        mutating func advance(to time: Timestamp, into actions: inout [PracticeAction]) {
            floor.advance(to: time, into: &actions)
        }

        mutating func take(_ input: PracticeInput, at time: Timestamp, into actions: inout [PracticeAction]) {
            floor.take(input, at: time, into: &actions)
            guard case .request(_, var request) = input, request.method == .post, request.path == "/v2/orders" else {
                return
            }
            let body = Array(change(String(decoding: request.body, as: UTF8.self)).utf8)
            request = IncomingRequest(.post, target, headers: request.headers, body: body, address: request.address)
            calls += 1
            var made: [PracticeAction] = []
            floor.take(.request(PracticeCall(number: .max - calls), request), at: time, into: &made)
            actions += made.filter { if case .respond = $0 { false } else { true } }
        }
    }

    private static let tag = OrderTag.text(OrderID(number: 1), prefix: LinkDesk.settings.tagPrefix)

    /// One order that rests, a minute long.
    ///
    /// - Parameter target: where the stranger sends his.
    private func play(
        to target: String = "/v2/orders",
        until end: TimeOfDay = TimeOfDay(9, 16, 20),
        _ change: @escaping @Sendable (String) -> String
    ) throws -> LinkRecord {
        let plan = try PracticeDayPlan(seed: 3)
        var floor = PlayedBroker.dhan.floor(plan, from: LinkScenario.start, seed: 3)
        var secrets: [String: Secret] = [:]
        var user = ""
        for credential in floor.broker.broker.makeCredentials(at: PracticeDayPlan.day.at(LinkScenario.start)) {
            if credential.name == "user" { user = credential.value }
            if credential.name == "access-token" { secrets[credential.name] = Secret(credential.value) }
        }
        let step = LinkScenario.Step(TimeOfDay(9, 15, 20), .buy(1, .far, Quantity(10)))
        var player = LinkPlayer(
            PlayedBroker.dhan.adapter,
            Credentials(user: user, secrets: secrets),
            StrangerFloor(floor, target, change),
            share: InstrumentID(index: 0),
            price: plan.prices[0],
            day: PracticeDayPlan.day,
            listings: { try plan.listings($0) },
            logIn: { _, _, _ in .redirect(Secret("http://app/?nobody=needed")) }
        )
        return try player.play(LinkScenario([step], until: end))
    }

    private func accepted(_ record: LinkRecord) -> [BrokerOrderID] {
        record.reports.compactMap { _, report in
            if case .accepted(let id) = report.kind { id } else { nil }
        }
    }

    @Test func `a second order with our correlation id is a stranger's, and a person is told`() throws {
        let record = try play { $0 }
        let ids = record.book.map(\.id)
        #expect(record.book.map(\.tag) == [Self.tag, Self.tag])
        #expect(accepted(record) == ids.prefix(1).map(\.self))
        #expect(record.notices.count { $0.code == "second-order" } == 1)
        #expect(Set(record.foreign.map(\.order.id)) == Set(ids.dropFirst()))
        // Neither is touched.
        #expect(record.book.map(\.status) == [.open, .open])
    }

    @Test func `an update for an order that nobody here placed is told as somebody else's, at once`() throws {
        let record = try play {
            $0.replacing(Self.tag, with: "byhand").replacing("\"quantity\":10", with: "\"quantity\":7")
        }
        #expect(record.book.map(\.tag) == [Self.tag, "byhand"])
        #expect(accepted(record) == record.book.prefix(1).map(\.id))
        #expect(record.reports.allSatisfy { $0.report.order == OrderID(number: 1) })
        let stranger = try #require(record.book.last)
        let first = try #require(record.foreign.first)
        #expect(first.order.id == stranger.id)
        #expect(first.order.terms.quantity == Quantity(7))
        // Over the order stream: the book is read every 30 s only.
        let placed = try #require(record.placed[1]?.time)
        #expect(first.time.since(placed) < .seconds(2))
        #expect(record.notices.allSatisfy { $0.code != "second-order" })
        #expect(record.book.map(\.status) == [.open, .open])
    }

    @Test func `a bracket order by hand is two strangers, entry and exit, each fill of them told once`() throws {
        let start = try PracticeDayPlan(seed: 3).prices[0]
        let step = Price(raw: start.raw / 1000).roundedUp(toTick: Price(paise: 5))
        let (target, stop) = (start + step, start - step)
        let record = try play(to: "/v2/super/orders", until: TimeOfDay(9, 30)) { body in
            let plain = body.replacing(Self.tag, with: "byhand").replacing("\"CNC\"", with: "\"INTRADAY\"")
                .replacing("\"orderType\":\"LIMIT\"", with: "\"orderType\":\"MARKET\"")
                .replacing(#/"price":[0-9.]+/#, with: "\"price\":0.0")
            return plain.dropLast() + ",\"targetPrice\":\(target),\"stopLossPrice\":\(stop),\"trailingJump\":0}"
        }
        let strangers = record.book.dropFirst()
        #expect(strangers.map(\.side) == [.buy, .sell])
        #expect(strangers.map(\.filled) == [Quantity(10), Quantity(10)])
        #expect(Set(record.foreign.map(\.order.id)) == Set(strangers.map(\.id)))
        for row in strangers {
            let told = record.foreign.map(\.order).filter { $0.id == row.id }
            #expect(told.last?.filled == row.filled)
            #expect(told.last?.value == row.value)
            #expect(told.map(\.filled) == told.map(\.filled).sorted())
        }
        #expect(record.reports.allSatisfy { $0.report.order == OrderID(number: 1) })
    }
}

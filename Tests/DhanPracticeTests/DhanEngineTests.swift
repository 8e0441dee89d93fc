import DhanPractice
import Foundation
import SaudaBroker
import SaudaCore
import SaudaSimulation
import Testing

/// The engine of super orders against an exchange that this test plays itself, so that orders rest and are cut short.
@Suite struct DhanEngineTests {
    private struct Bench {
        var broker: DhanPractice
        var time = DhanDesk.day.at(TimeOfDay(10, 0))
        var token = ""
        /// Orders that went to the exchange, by its numbers, since the last look.
        var placed: [OrderRequest] = []
        var cancelled: [OrderID] = []

        init() throws {
            var table = InstrumentTable()
            try table.add(Instrument(symbol: "HDFCBANK", token: 1333, tick: Price(paise: 5)))
            broker = DhanPractice(PracticeSetup(instruments: table), day: DhanDesk.day)
            let day = TradingDay(DhanDesk.day, in: MarketCalendar.builtIn, holdsPrices: false)
            for credential in broker.makeCredentials(at: time) where credential.name == "access-token" {
                token = credential.value
            }
            hand(.dayStarted(day))
            move(1500)
        }

        mutating func hand(_ input: PracticeInput) {
            var actions: [PracticeAction] = []
            broker.handle(input, at: time, into: &actions)
            for action in actions {
                switch action {
                case .exchange(.place(let request)): placed.append(request)
                case .exchange(.cancel(let id, _, _, _)): cancelled.append(id)
                default: break
                }
            }
        }

        mutating func move(_ price: Int64) {
            hand(.market([MarketMove(DhanDesk.share, price: Price(rupees: price), quantity: Quantity(1))]))
            wait()
        }

        mutating func wait() {
            time = time.advanced(by: .milliseconds(1100))
            hand(.timer)
        }

        mutating func tell(_ id: OrderID, _ kind: Report.Kind) {
            hand(.exchange(Event(time, .report(Report(id, kind)))))
        }

        mutating func fill(_ request: OrderRequest, _ units: Int64, at price: Int64) {
            tell(request.id, .accepted(BrokerOrderID("x")))
            tell(request.id, .traded(total: Quantity(units), value: Price(rupees: price) * Quantity(units)))
        }

        mutating func send(_ method: HTTPRequest.Method, _ target: String, _ body: String = "") -> String {
            var actions: [PracticeAction] = []
            let headers = [HTTPHeader("access-token", token)]
            let request = IncomingRequest(method, target, headers: headers, body: Array(body.utf8))
            broker.handle(.request(PracticeCall(number: 1), request), at: time, into: &actions)
            wait()
            for case .respond(_, let response, _) in actions { return String(decoding: response.body, as: UTF8.self) }
            return ""
        }

        mutating func legs() throws -> [String: [String: Any]] {
            let data = Data(send(.get, "/v2/super/orders").utf8)
            let rows = try #require(try JSONSerialization.jsonObject(with: data) as? [[String: Any]])
            let legs = try #require(rows.first?["legDetails"] as? [[String: Any]])
            return Dictionary(uniqueKeysWithValues: legs.map { ($0["legName"] as? String ?? "", $0) })
        }
    }

    private static let body = DhanDesk.body([
        "productType": "\"INTRADAY\"", "price": "1500", "targetPrice": "1520", "stopLossPrice": "1490",
        "trailingJump": "0",
    ])

    @Test func `only what has come in goes out, and the rest of the entry is given up`() throws {
        var bench = try Bench()
        _ = bench.send(.post, "/v2/super/orders", Self.body)
        let entry = try #require(bench.placed.first)
        bench.fill(entry, 4, at: 1500)
        bench.move(1490)
        let stop = try #require(bench.placed.last)
        #expect(bench.placed.count == 2)
        #expect(stop.side == .sell && stop.terms.quantity == Quantity(4))
        #expect(bench.cancelled == [entry.id])
        // Once.
        bench.move(1485)
        #expect(bench.placed.count == 2)
    }

    @Test func `a stop waits until the target's order has come back, and takes what is left`() throws {
        var bench = try Bench()
        _ = bench.send(.post, "/v2/super/orders", Self.body)
        bench.fill(try #require(bench.placed.first), 10, at: 1500)
        bench.move(1520)
        let target = try #require(bench.placed.last)
        #expect(target.terms.kind == .limit && target.terms.limit == Price(rupees: 1520))
        bench.fill(target, 3, at: 1520)
        bench.move(1489)
        #expect(bench.placed.count == 2)
        #expect(bench.cancelled == [target.id])
        bench.tell(target.id, .cancelled)
        bench.wait()
        let stop = try #require(bench.placed.last)
        #expect(bench.placed.count == 3)
        #expect(stop.side == .sell && stop.terms.quantity == Quantity(7))
        bench.fill(stop, 7, at: 1489)
        let legs = try bench.legs()
        #expect(legs["STOP_LOSS_LEG"]?["orderStatus"] as? String == "TRADED")
        #expect(legs["TARGET_LEG"]?["orderStatus"] as? String == "CANCELLED")
        let positions = bench.send(.get, "/v2/positions")
        #expect(positions.contains("\"netQty\":0"))
    }

    @Test func `an entry that never came in leaves nothing that could fire`() throws {
        var bench = try Bench()
        _ = bench.send(.post, "/v2/super/orders", Self.body)
        let entry = try #require(bench.placed.first)
        bench.tell(entry.id, .rejected(.notPermitted))
        bench.move(1485)
        bench.move(1525)
        #expect(bench.placed.count == 1)
        #expect(try bench.legs().values.allSatisfy { $0["orderStatus"] as? String == "CANCELLED" })
    }
}

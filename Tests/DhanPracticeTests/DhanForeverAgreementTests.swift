import DhanAdapter
import DhanPractice
import SaudaBroker
import SaudaCore
import Testing

/// Forever orders and option chains: the adapter against practice Dhan.
@Suite struct DhanForeverAgreementTests {
    private func leg(_ trigger: Int64, _ limit: Int64, _ quantity: Int64 = 10) -> GTT.Leg {
        GTT.Leg(
            trigger: Price(rupees: trigger),
            side: .sell,
            product: .delivery,
            quantity: Quantity(quantity),
            limit: Price(rupees: limit)
        )
    }

    private func row(_ client: inout DhanClient, _ id: GTTID) throws -> GTTRow? {
        guard case .gtts(let rows) = try client.carryOut(.gtt(id)) else { return nil }
        #expect(rows.count == 1)
        return rows.first
    }

    @Test("placed, read, changed and ended, with one leg and with two", arguments: [1, 2])
    func roundTrip(legs: Int) throws {
        var client = try DhanClient(DhanDesk(prices: [1500, 1500]))
        let share = try client.id("NSE_EQ:1333")
        let gtt = GTT(share, Array([leg(1450, 1448), leg(1550, 1552, 5)].prefix(legs)))
        guard case .gtt(let id) = try client.carryOut(.placeGTT(gtt)) else { return }
        let placed = try #require(try row(&client, id))
        #expect(placed.instrument == share)
        #expect(placed.legs == gtt.legs)
        #expect(placed.status == .active)
        var changed = gtt
        for index in changed.legs.indices { changed.legs[index].quantity = Quantity(7) }
        changed.legs[0].limit = Price(rupees: 1449)
        #expect(try client.carryOut(.changeGTT(id, changed)) == .gtt(id))
        #expect(try row(&client, id)?.legs == changed.legs)
        #expect(try client.carryOut(.deleteGTT(id)) == .done)
        #expect(try row(&client, id)?.status == .cancelled)
        #expect(throws: BrokerError.self) { try client.carryOut(.deleteGTT(id)) }
        #expect(throws: BrokerError.self) { try client.carryOut(.changeGTT(id, gtt)) }
    }

    @Test func `a leg that fires places its order, and the other is over`() throws {
        var client = try DhanClient(DhanDesk(prices: [1500, 1500, 1550, 1560, 1560]))
        let share = try client.id("NSE_EQ:1333")
        guard case .gtt(let id) = try client.carryOut(.placeGTT(GTT(share, [leg(1450, 1448), leg(1550, 1540, 5)])))
        else { return }
        client.desk.wait(until: TimeOfDay(9, 20))
        let fired = try #require(try row(&client, id))
        #expect(fired.status == .triggered)
        #expect(fired.outcomes == [nil, .placed(nil)])
        guard case .orders(let orders) = try client.carryOut(.orderBook) else { return }
        #expect(orders.map(\.filled) == [Quantity(5)])
        #expect(orders.first?.side == .sell)
    }

    /// What an errand makes of practice Dhan's answer.
    private func read(_ errand: Errand, _ desk: inout DhanPriceDesk) throws -> ErrandResult {
        let nifty = Listing(
            Instrument(symbol: "NIFTY", series: "", segment: .nseIndex, kind: .index, token: 13),
            feedKey: "IDX_I:13:INDEX",
            orderKey: "IDX_I:13"
        )
        var context = AdapterContext(credentials: Credentials(user: DhanDesk.client, secrets: [:]))
        context.session = BrokerSession(
            user: DhanDesk.client,
            secrets: ["access-token": Secret("x")],
            issued: .distantFuture,
            expires: nil
        )
        try context.listings.add(nifty, as: InstrumentID(index: 0))
        var dialogue = Dhan().dialogue(errand, in: context)
        guard case .send(let request) = dialogue.next(.start, at: .distantFuture) else { throw DhanClient.Unexpected() }
        let path = try #require(request.url.split(separator: "dhan.co").last)
        let answer = try desk.post(String(path), String(decoding: request.body, as: UTF8.self))
        let response = HTTPResponse(status: answer.status, headers: [], body: Array(answer.text.utf8))
        let end = dialogue.next(.response(response), at: .distantFuture)
        guard case .done(let result) = end else { throw DhanClient.Unexpected() }
        #expect(dialogue.skipped.isEmpty)
        return result
    }

    @Test func `expiries and a chain come as practice Dhan makes them up`() throws {
        let nifty = InstrumentID(index: 0)
        var desk = try DhanPriceDesk(withOptions: false)
        desk.trade(151_000)
        desk.wait(4000)
        guard case .optionExpiries(let days) = try read(.optionExpiries(nifty), &desk) else { return }
        let first = try #require(days.first)
        #expect(days.count == 2)
        desk.wait(4000)
        guard case .optionChain(let chain) = try read(.optionChain(nifty, expiry: first), &desk) else { return }
        #expect(chain.expiry == first)
        #expect(chain.strikes.count == 5)
        #expect(chain.strikes.allSatisfy { $0.call?.greeks != nil && $0.put?.greeks != nil })
        let middle = try #require(
            chain.strikes.min { abs($0.price.raw - chain.last.raw) < abs($1.price.raw - chain.last.raw) }
        )
        // Within half the way to the next strike.
        #expect(abs(middle.price.raw - chain.last.raw) <= (chain.strikes[1].price.raw - chain.strikes[0].price.raw))
    }
}

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

    @Test func `expiries and a chain come as practice Dhan makes them up`() throws {
        var client = try DhanClient(DhanDesk())
        let listings = client.context.listings
        let index = try #require(
            listings.listings.first { $0.instrument.kind == .index && $0.instrument.symbol == "NIFTY" }
        )
        let nifty = try #require(listings.find(orderKey: index.orderKey))
        guard case .optionExpiries(let days) = try client.carryOut(.optionExpiries(nifty)) else { return }
        let first = try #require(days.first)
        guard case .optionChain(let chain) = try client.carryOut(.optionChain(nifty, expiry: first)) else { return }
        #expect(chain.expiry == first)
        #expect(!chain.strikes.isEmpty)
        #expect(chain.strikes.allSatisfy { $0.call != nil && $0.put != nil })
        // The same options as the instrument list has.
        let listed = listings.listings.compactMap { listing -> Price? in
            guard case .option(first, let strike, true) = listing.instrument.kind,
                listing.instrument.symbol.hasPrefix("NIFTY-")
            else { return nil }
            return strike
        }
        #expect(chain.strikes.map(\.price) == listed.sorted())
        #expect(throws: BrokerError.self) { try client.carryOut(.optionChain(nifty, expiry: DhanDesk.day)) }
    }
}

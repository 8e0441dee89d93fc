import SaudaBroker
import SaudaCore
import Testing

@Suite struct BrokerTraitsTests {
    @Test func `what is missing is not there, and orders by their tag are told by a trait of their own`() {
        var traits = BrokerTraits(
            venue: VenueTraits(),
            budgets: [],
            feed: FeedLimits(instrumentsPerSocket: 1, sockets: 1),
            missing: [.signOut, .placeGTT]
        )
        #expect(ErrandKind.allCases.filter { !traits.has($0) } == [.signOut, .ordersTagged, .placeGTT])
        traits.findsOrdersByTag = true
        #expect(traits.has(.ordersTagged))
    }

    @Test func `an errand is of its kind, and writes as its kind does`() {
        #expect(Errand.deleteGTT(GTTID("1")).kind == .deleteGTT)
        #expect(Errand.deleteGTT(GTTID("1")).isWrite)
        #expect(
            Errand.candles(InstrumentID(index: 0), .day, from: Day(number: 1), through: Day(number: 2)).kind == .candles
        )
        #expect(!Errand.gtt(GTTID("1")).isWrite)
        #expect(ErrandKind.allCases.count(where: \.isWrite) == 9)
    }
}

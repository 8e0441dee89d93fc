import SaudaCore
import SaudaSimulation
import Testing

/// How much of an order trades: participation in the volume and disclosed quantities.
@Suite struct ExchangeVolumeTests {
    static let friday = SimulatorMarket.friday

    func at(_ hour: Int, _ minute: Int, _ second: Int = 0) -> Timestamp {
        Self.friday.at(TimeOfDay(hour, minute, second))
    }

    /// 100 at 09:15, 98 at 11:20, 103 at 13:25, 101 at the close; a tenth of the volume is open to the account.
    func market(volume: Int64, share: Int? = 1000, held: Int64 = 0) -> ModelMarket {
        let day = ModelMarket.day(Self.friday, 100, 103, 98, 101, volume: volume)
        return ModelMarket([day], ExchangeModel(participation: share), held: held)
    }

    struct Row: Sendable {
        var name: String
        var volume: Int64
        var order: ModelOrder
        var fills: [ModelFill]
        var end: Report.Kind?
    }

    static func order(
        _ hour: Int,
        _ minute: Int,
        _ quantity: Int64,
        _ price: Target.PriceRule = .market,
        validity: Validity = .day,
        disclosed: Int64 = 0
    ) -> ModelOrder {
        ModelOrder(
            friday.at(TimeOfDay(hour, minute)),
            .buy,
            quantity,
            price,
            validity: validity,
            disclosed: disclosed,
            timing: hour < 9 || minute < 15 && hour == 9 ? .nextOpen : .now
        )
    }

    @Test(arguments: [
        Row(name: "small enough", volume: 4000, order: order(9, 1, 100), fills: [ModelFill(9, 15, 0, 100, 100)]),
        Row(
            name: "a quarter at every price",
            volume: 4000,
            order: order(9, 1, 350),
            fills: [
                ModelFill(9, 15, 0, 100, 100), ModelFill(11, 20, 0, 100, 98), ModelFill(13, 25, 0, 100, 103),
                ModelFill(15, 29, 59, 50, 101),
            ]
        ),
        Row(
            name: "the rest lapses",
            volume: 400,
            order: order(9, 1, 100),
            fills: [
                ModelFill(9, 15, 0, 10, 100), ModelFill(11, 20, 0, 10, 98), ModelFill(13, 25, 0, 10, 103),
                ModelFill(15, 29, 59, 10, 101),
            ],
            end: .expired
        ),
        Row(name: "no volume", volume: 0, order: order(9, 1, 10), fills: [], end: .expired),
        Row(name: "too little for one", volume: 9, order: order(9, 1, 10), fills: [], end: .expired),
        Row(
            name: "a limit takes what has been traded when it is reached",
            volume: 400,
            order: order(9, 1, 100, .limit(99)),
            fills: [ModelFill(11, 20, 0, 20, 99)],
            end: .expired
        ),
        Row(
            name: "at once what has been traded so far",
            volume: 400,
            order: order(12, 0, 100),
            fills: [ModelFill(12, 0, 0, 20, 98), ModelFill(13, 25, 0, 10, 103), ModelFill(15, 29, 59, 10, 101)],
            end: .expired
        ),
        Row(
            name: "the rest of an IOC lapses at once",
            volume: 400,
            order: order(12, 0, 100, .limit(98), validity: .ioc),
            fills: [ModelFill(12, 0, 0, 20, 98)],
            end: .expired
        ),
        Row(
            name: "disclosed in slices",
            volume: 40_000,
            order: order(10, 0, 100, .limit(98), disclosed: 10),
            fills: [ModelFill(11, 20, 0, 10, 98)],
            end: .expired
        ),
    ])
    func `an account takes its share of a day's volume, a quarter at every price`(_ row: Row) throws {
        let log = try market(volume: row.volume).play([row.order])
        #expect(log.fills() == row.fills, "\(row.name)")
        if let end = row.end { #expect(log.reports().last?.kind == end, "\(row.name)") }
    }

    @Test func `every minute opens its own share, and what is not taken is gone`() throws {
        var market = market(volume: 0)
        market.minutes = [
            ModelMarket.candle(at(9, 15), 100, 100, 100, 100, volume: 400),
            ModelMarket.candle(at(9, 16), 101, 101, 101, 101, volume: 0),
            ModelMarket.candle(at(9, 17), 102, 102, 102, 102, volume: 80),
        ]
        market.daily = []
        let log = try market.play([ModelOrder(at(9, 1), .buy, 46, .market, timing: .nextOpen)])
        #expect(
            log.fills() == [
                ModelFill(9, 15, 0, 10, 100), ModelFill(9, 15, 15, 10, 100), ModelFill(9, 15, 40, 10, 100),
                ModelFill(9, 15, 59, 10, 100), ModelFill(9, 17, 0, 2, 102), ModelFill(9, 17, 15, 2, 102),
                ModelFill(9, 17, 40, 2, 102),
            ]
        )
        #expect(log.reports().last?.kind == .traded(total: Quantity(46), value: Money(rupees: 4612)))
    }

    @Test func `two orders of an account share what the volume gives`() throws {
        let log = try market(volume: 400).play([Self.order(12, 0, 15), Self.order(12, 0, 15)])
        #expect(log.fills(of: 1) == [ModelFill(12, 0, 0, 15, 98)])
        #expect(log.fills(of: 2).first == ModelFill(12, 0, 0, 5, 98))
    }

    @Test func `without the model volume does not matter`() throws {
        let log = try market(volume: 0, share: nil).play([Self.order(9, 1, 1000)])
        #expect(log.fills() == [ModelFill(9, 15, 0, 1000, 100)])
    }

    @Test func `a closing auction has its own minutes' volume`() throws {
        var market = market(volume: 0, held: 100)
        market.hasDerivatives = true
        market.minutes = [
            ModelMarket.candle(at(9, 15), 100, 100, 100, 100, volume: 1000),
            ModelMarket.candle(at(15, 29), 102, 102, 102, 102, volume: 300),
        ]
        market.daily = []
        let log = try market.play([ModelOrder(at(15, 21), .sell, 100, .market)])
        #expect(log.fills() == [ModelFill(15, 30, 0, 30, 102)])
        #expect(log.reports().last?.kind == .expired)
    }

    // MARK: - Disclosed quantities

    @Test(arguments: [(Int64(10), true), (9, false), (100, true), (101, false), (-1, false)])
    func `a disclosed quantity is a tenth of the order at least`(_ disclosed: Int64, _ isTaken: Bool) throws {
        var counter = try ExchangeCounter()
        counter.start()
        let id = counter.place(.buy, 100, .limit(99), disclosed: disclosed)
        if isTaken { return #expect(counter.end(of: id) == .accepted(BrokerOrderID("P1"))) }
        guard case .rejected(.other("disclosed", _)) = counter.end(of: id) else {
            Issue.record("\(disclosed) was taken")
            return
        }
    }

    @Test func `a buy whose cash runs out between two parts keeps the first and loses the rest`() throws {
        var model = ExchangeModel(participation: 1000)
        model.locksFromPrices = false
        var counter = try ExchangeCounter(cash: 1090, plan: .named("flat:1%"), model: model)
        counter.start()
        var listing = Listing(day: ExchangeCounter.friday, low: 100, high: 120, close: 110)
        listing.volumes = [Quantity(200)]
        counter.exchange.list(ExchangeCounter.share, as: listing)
        let id = counter.place(.buy, 10, .market, at: ExchangeCounter.at(9, 2))
        var events: [Event] = []
        for (number, price) in [Price(rupees: 100), 120].enumerated() {
            let time = ExchangeCounter.at(9 + number, 15)
            counter.exchange.trade(
                ExchangeCounter.share,
                at: price,
                isGap: number == 0,
                number: number,
                time: time,
                into: &events
            )
        }
        counter.events += events
        #expect(
            counter.reports(of: id).suffix(2) == [.traded(total: Quantity(5), value: Money(rupees: 500)), .expired]
        )
        #expect(counter.cash == Money(paise: 109_000 - 50_500))
        #expect(counter.exchange.answer(.funds(ExchangeCounter.account)) == .funds(available: counter.cash))
    }
}

import SaudaCore
import Testing

/// What the desk knows of prices, and how old they are.
@Suite struct EngineMarketTests {
    typealias Bench = EngineBench
    let age = TimeSpan.seconds(60)

    @Test func `S0-7: a price is asked for by the handle it came with, and no other instrument has it`() throws {
        var bench = try Bench()
        bench.tick(Price(paise: 210_420))
        #expect(bench.desk.price(of: Bench.share, notOlderThan: age) == Price(paise: 210_420))
        #expect(bench.desk.price(of: Bench.frozen, notOlderThan: age) == Price(rupees: 100))
        #expect(try bench.desk.instruments.find("DALBHARAT-EQ") == bench.desk.instruments.find("DALBHARAT"))
    }

    @Test func `SEL-6: a price of 60 seconds ago stands, one of 61 does not`() throws {
        var bench = try Bench()
        bench.tick(Price(rupees: 2101))
        bench.wait(.seconds(60))
        #expect(bench.desk.price(of: Bench.share, notOlderThan: age) == Price(rupees: 2101))
        bench.wait(.seconds(1))
        bench.post(.control(.resume))
        #expect(bench.desk.price(of: Bench.share, notOlderThan: age) == nil)
    }

    @Test func `a tick older than the last one changes nothing and is told to nobody`() throws {
        var bench = try Bench()
        bench.wait(.seconds(10))
        bench.tick(Price(rupees: 2105))
        _ = bench.script.lines()
        bench.tick(Price(rupees: 2000), age: .seconds(5))
        #expect(bench.desk.market[Bench.share].last == Price(rupees: 2105))
        #expect(bench.script.lines().isEmpty)
        bench.tick(Price(rupees: 2106), age: .zero)
        #expect(bench.script.lines() == ["tick 2106.00"])
    }

    @Test("a price that cannot be one is dropped", arguments: [0, -5, Int64.max, Price.limit.raw + 1])
    func nonsense(raw: Int64) throws {
        var bench = try Bench()
        _ = bench.script.lines()
        bench.wait(.seconds(1))
        bench.tick(Price(raw: raw))
        bench.tick(Price(rupees: 5), of: InstrumentID(index: 99))
        #expect(bench.desk.market[Bench.share].last == Price(rupees: 2100))
        #expect(bench.script.lines().isEmpty)
    }

    @Test func `a tick ahead of our clock neither stays fresh for ever nor shuts out the next`() throws {
        var bench = try Bench()
        bench.tick(Price(rupees: 2101), age: .seconds(-86_400))
        #expect(bench.desk.price(of: Bench.share, notOlderThan: age) == Price(rupees: 2101))
        bench.wait(.seconds(61))
        bench.post(.control(.resume))
        #expect(bench.desk.price(of: Bench.share, notOlderThan: age) == nil)
        bench.tick(Price(rupees: 2102))
        #expect(bench.desk.price(of: Bench.share, notOlderThan: age) == Price(rupees: 2102))
    }

    @Test func `yesterday's last trade, repeated by the feed in the morning, opens no new day`() throws {
        var bench = try Bench()
        bench.wait(.seconds(60))
        bench.tick(Price(rupees: 2120))
        bench.start(Bench.monday)
        let late = Bench.friday.at(TimeOfDay(15, 29))
        let stale = Tick(instrument: Bench.share, price: Price(rupees: 2130), exchangeTime: late, source: .socket)
        bench.post(.tick(stale))
        #expect(bench.desk.price(of: Bench.share, notOlderThan: .seconds(1_000_000)) == nil)
        #expect(bench.desk.market[Bench.share].last == Price(rupees: 2130))
        bench.now = Bench.monday.at(TimeOfDay(9, 15))
        bench.tick(Price(rupees: 2140))
        let quote = bench.desk.market[Bench.share]
        #expect(quote.open == Price(rupees: 2140) && quote.low == Price(rupees: 2140))
        #expect(quote.previousClose == Price(rupees: 2130))
    }

    @Test func `the day's band and previous close, told in the morning, outlast the first tick`() throws {
        var bench = try Bench()
        bench.start(Bench.monday)
        // A split of one to ten on Monday: our last price of Friday says nothing.
        let band = PriceBand(lower: Price(rupees: 189), upper: Price(rupees: 231))
        bench.post(.reference(Bench.share, previousClose: Price(rupees: 210), band: band))
        bench.now = Bench.monday.at(TimeOfDay(9, 15))
        bench.tick(Price(rupees: 212))
        #expect(bench.desk.market[Bench.share].previousClose == Price(rupees: 210))
        #expect(bench.desk.market[Bench.share].band == band)
        bench.start(Bench.monday.advanced(by: 1))
        bench.now = Bench.monday.advanced(by: 1).at(TimeOfDay(9, 15))
        bench.tick(Price(rupees: 214))
        #expect(bench.desk.market[Bench.share].previousClose == Price(rupees: 212))
        #expect(bench.desk.market[Bench.share].band == nil)
    }

    @Test func `open, high, low and volume are today's`() throws {
        var bench = try Bench()
        for (paise, units) in [(210_500, 10), (209_900, 20), (210_000, 30)] as [(Int64, Int64)] {
            bench.wait(.seconds(1))
            bench.post(
                .tick(
                    Tick(
                        instrument: Bench.share,
                        price: Price(paise: paise),
                        quantity: Quantity(units),
                        exchangeTime: bench.now,
                        source: .rest
                    )
                )
            )
        }
        let quote = bench.desk.market[Bench.share]
        #expect(quote.open == Price(rupees: 2100) && quote.high == Price(paise: 210_500))
        #expect(quote.low == Price(paise: 209_900) && quote.volume == Quantity(60) && quote.source == .rest)
    }

    @Test func `what one strategy no longer watches another still does`() throws {
        let scripts = [Script(), Script()]
        var table = InstrumentTable()
        try table.add(Instrument(symbol: "DALBHARAT"))
        var engine = Engine(
            instruments: table,
            accounts: [AccountSetup(name: "main")],
            strategies: scripts.enumerated().map { index, script in
                Engine.Entry(name: "puppet-\(index)", account: EngineBench.account, strategy: Puppet(script: script))
            },
            charges: .builtIn,
            ticks: .builtIn
        )
        func act(_ index: Int, _ isWanted: Bool) -> [Command] {
            scripts[index].add { $0.watch(EngineBench.share, isWanted) }
            var commands: [Command] = []
            let key = WakeKey(owner: StrategyID(index: UInt16(index)), label: 0)
            engine.handle(Event(EngineBench.friday.at(TimeOfDay(10, 0)), .clock(key)), into: &commands)
            return commands
        }
        #expect(act(0, true) == [.watch(EngineBench.share, true)])
        #expect(act(1, true) == [])
        #expect(act(0, false) == [])
        #expect(act(0, false) == [])
        #expect(engine.desk.market[EngineBench.share].isWatched)
        #expect(act(1, false) == [.watch(EngineBench.share, false)])
    }

    @Test func `a watch is asked for once, and once more when it changes`() throws {
        var bench = try Bench()
        #expect(bench.act { $0.watch(Bench.share) } == [.watch(Bench.share, true)])
        #expect(bench.act { $0.watch(Bench.share) }.isEmpty)
        #expect(bench.act { $0.watch(Bench.share, false) } == [.watch(Bench.share, false)])
    }

    @Test func `an answer goes to the strategy that asked, and once`() throws {
        var bench = try Bench()
        _ = bench.script.lines()
        let asked = bench.act { _ = $0.fetch(.funds(Bench.account)) }
        #expect(asked == [.fetch(RequestID(number: 1), .funds(Bench.account))])
        bench.post(.answer(RequestID(number: 1), .failure("no")))
        bench.post(.answer(RequestID(number: 1), .failure("no")))
        bench.post(.answer(RequestID(number: 2), .failure("no")))
        #expect(bench.script.lines() == ["answer 1"])
    }
}

import SaudaCore
import Testing

@testable import SaudaService

@Suite struct AlertGateTests {
    private static let start = Day("2026-11-20")!.at(TimeOfDay(10, 0))
    private let channel = AlertChannel(name: "c", target: .ntfy(url: "https://n.example/t", token: nil))

    private func at(_ seconds: Int64) -> Timestamp { Self.start.advanced(by: .seconds(seconds)) }

    private func notice(
        _ level: Alert.Level = .warning,
        _ code: String = "a",
        _ instrument: String? = nil,
        _ text: String = "t"
    ) -> Notice {
        Notice(level, code, text, instrument: instrument, at: Self.start)
    }

    @Test func `what is below the channel's level is not its business`() {
        var gate = AlertGate(channel)
        #expect(gate.take(notice(.info), at: at(0)).isEmpty)
        #expect(gate.take(notice(.warning), at: at(1)) == [notice(.warning)])
        #expect(gate.finish(at: at(2)).isEmpty)
    }

    @Test func `the day's summary passes the level, but for channels of what is critical or that do not want it`() {
        let target = AlertChannel.Target.ntfy(url: "https://n.example/t", token: nil)
        func passes(_ channel: AlertChannel, _ code: String = "summary") -> Bool {
            var gate = AlertGate(channel)
            return gate.take(notice(.info, code), at: at(0)).count == 1
        }
        #expect(passes(channel) && !passes(channel, "day"))
        #expect(!passes(AlertChannel(name: "c", target: target, level: .critical)))
        #expect(passes(AlertChannel(name: "c", target: target, level: .critical, takesSummary: true)))
        #expect(!passes(AlertChannel(name: "c", target: target, takesSummary: false)))
    }

    @Test func `an alert names its account where there are several: by its strategy, else by what happened`() {
        let accounts = [AccountSetup(name: "main"), AccountSetup(name: "second")]
        let second = AccountID(index: 1)
        let owners = AlertOwners(accounts, [Engine.Entry(name: "dip", account: second, strategy: Idle())])
        let clock = Event(at(0), .control(.resume))
        let byHand = ForeignOrder(
            account: AccountID(index: 0),
            id: BrokerOrderID("H1"),
            instrument: InstrumentID(index: 0),
            side: .buy,
            product: .delivery,
            terms: OrderTerms(kind: .limit, quantity: Quantity(1), limit: Price(rupees: 3000)),
            filled: .zero,
            value: .zero,
            status: .open
        )
        let alert = Alert(.warning, strategy: StrategyID(index: 0), code: "a", text: "t")
        let plain = Alert(.warning, code: "a", text: "t")
        #expect(owners.name(of: alert, at: clock) == "second" && owners.name(of: plain, at: clock) == nil)
        #expect(owners.name(of: plain, at: Event(at(0), .foreign(byHand))) == "main")
        #expect(AlertOwners([accounts[0]], []).name(of: plain, at: Event(at(0), .foreign(byHand))) == nil)
        let notices = Notice.all(of: clock, [.alert(alert)], symbol: { _ in nil }) { owners.name(of: $0, at: clock) }
        #expect(notices.map(\.account) == [nil, "second"])
    }

    private struct Idle: Strategy {}

    @Test func `the same of one instrument goes once in five minutes, then says how often it came`() {
        var gate = AlertGate(channel)
        #expect(gate.take(notice(.warning, "a", "TCS"), at: at(0)).count == 1)
        #expect(gate.take(notice(.warning, "a", "INFY"), at: at(0)).count == 1)
        #expect(gate.take(notice(.warning, "b", "TCS"), at: at(0)).count == 1)
        for second in 1...4 {
            #expect(gate.take(notice(.warning, "a", "TCS", "\(second)"), at: at(Int64(second))).isEmpty)
        }
        #expect(gate.tick(at: at(299)).isEmpty)
        let again = gate.tick(at: at(300))
        #expect(again.map(\.text) == ["4"] && again.map(\.count) == [4] && again.map(\.since) == [at(0)])
        #expect(NoticeText(again[0]).body == "2026-11-20 10:00:00  4 (came 4 more times since 10:00:00)")
        #expect(gate.tick(at: at(600)).isEmpty)
        #expect(gate.take(notice(.warning, "a", "TCS"), at: at(601)).map(\.count) == [1])
    }

    @Test func `what two accounts say, and other words without an instrument, are other alerts`() {
        var gate = AlertGate(channel)
        func passes(_ text: String, _ account: String? = nil, _ instrument: String? = nil) -> Bool {
            var notice = notice(.warning, "a", instrument, text)
            notice.account = account
            return gate.take(notice, at: at(0)).count == 1
        }
        #expect(passes("3 s without a price", "main") && passes("3 s without a price", "second"))
        #expect(!passes("7 s without a price", "main"))
        #expect(passes("momentum: no data", "main") && passes("mean-reversion: no data", "main"))
        #expect(passes("x", "main", "TCS") && passes("x", "second", "TCS") && !passes("y", "main", "TCS"))
    }

    @Test func `what a channel did not take is told in the hour's summary, and again until it is taken`() {
        var router = AlertRouter([channel])
        _ = router.take(notice(.critical, "a"), at: at(0))
        _ = router.take(notice(.warning, "b"), at: at(0))
        while let lost = router.next(for: 0) { router.fail(lost, for: 0, at: at(60)) }
        #expect(router.tick(at: at(3599)).isEmpty)
        #expect(router.tick(at: at(3600)) == [0])
        let summary = router.next(for: 0)
        #expect(summary?.code == "left-out" && summary?.level == .critical && summary?.count == 2)
        #expect(summary?.text.hasPrefix("2 more were left out since 10:00:00, 1 of them critical") == true)
        if let summary { router.fail(summary, for: 0, at: at(3700)) }
        #expect(router.tick(at: at(7300)) == [0])
        let again = router.next(for: 0)
        #expect(again?.text.hasPrefix("2 more were left out since 11:01:40, 1 of them critical") == true)
    }

    @Test func `critical ones pass though they are the same`() {
        var gate = AlertGate(channel)
        for second in 0..<20 { #expect(gate.take(notice(.critical), at: at(Int64(second))) == [notice(.critical)]) }
    }

    @Test func `after twenty in an hour the rest is counted and told when the hour is over`() {
        var gate = AlertGate(channel)
        var sent: [Notice] = []
        for code in 0..<37 { sent += gate.take(notice(.warning, "c\(code)"), at: at(Int64(code))) }
        #expect(sent.map(\.code) == (0..<20).map { "c\($0)" })
        #expect(gate.tick(at: at(3599)).isEmpty)
        let summary = gate.tick(at: at(3600))
        #expect(summary.map(\.code) == ["left-out"] && summary.map(\.level) == [.warning])
        #expect(summary.first?.text.hasPrefix("17 more were left out since 10:00:00;") == true)
        #expect(gate.tick(at: at(7200)).isEmpty)
        #expect(gate.take(notice(.warning, "new"), at: at(7201)).count == 1)
    }

    @Test func `critical ones go on to three times as many, and the first that is left out is told at once`() {
        var gate = AlertGate(channel)
        var sent: [Notice] = []
        for code in 0..<30 { sent += gate.take(notice(.warning, "w\(code)"), at: at(0)) }
        for code in 0..<50 { sent += gate.take(notice(.critical, "c\(code)"), at: at(1)) }
        #expect(sent.count == 61)
        #expect(sent.count(where: { $0.level == .critical }) == 41)
        #expect(sent.last?.code == "limit-reached")
        #expect(
            sent.last?.text == "60 messages went out within the hour: critical alerts are only counted until 11:00:00"
        )
        let summary = gate.tick(at: at(3600))
        #expect(summary.map(\.level) == [.critical])
        #expect(summary.first?.text.hasPrefix("20 more were left out since 10:00:00, 10 of them critical") == true)
    }

    @Test("storms: few messages, and each alert is sent, repeated or counted", arguments: 1...12)
    func storms(seed: UInt64) {
        var random = SplitMix(state: seed)
        let limit = Int.random(in: 1...40, using: &random)
        var channel = channel
        channel.perHour = limit
        channel.level = [.info, .warning, .critical][Int(seed % 3)]
        var gate = AlertGate(channel)
        var now = Self.start
        var hours: [Int: Int] = [:]
        var (taken, critical, told, toldCritical) = (0, 0, 0, 0)
        func count(_ notices: [Notice]) {
            for notice in notices {
                told += notice.count
                if notice.code != "left-out", notice.code != "limit-reached", notice.level == .critical {
                    toldCritical += notice.count
                }
                if let words = notice.text.firstMatch(of: /([0-9]+) of them critical/) { toldCritical += Int(words.1)! }
                hours[Int(now.microseconds / 3_600_000_000), default: 0] += 1
            }
        }
        for _ in 0..<10_000 {
            // A storm, with pauses of up to an hour now and then.
            let pause = Int.random(in: 0..<500, using: &random) == 0 ? Int64.random(in: 1...4000, using: &random) : 0
            now = now.advanced(by: .milliseconds(pause * 1000 + Int64.random(in: 0...50, using: &random)))
            if Int.random(in: 0..<20, using: &random) == 0 { count(gate.tick(at: now)) }
            let level = [Alert.Level.info, .warning, .warning, .critical].randomElement(using: &random)!
            let code = "c\(Int.random(in: 0..<60, using: &random))"
            if level >= channel.level {
                taken += 1
                if level == .critical { critical += 1 }
            }
            count(gate.take(notice(level, code, ["TCS", nil].randomElement(using: &random)!), at: now))
        }
        count(gate.finish(at: now))
        #expect(told == taken && toldCritical == critical)
        // A clock hour may hold parts of two of the gate's own.
        #expect(hours.values.allSatisfy { $0 <= 2 * (3 * limit + 2) }, "\(hours) of \(limit)")
    }

    @Test func `a storm of 10,000 in one minute is at most a few messages`() {
        var router = AlertRouter([channel])
        for number in 0..<10_000 {
            _ = router.take(
                notice(number % 100 == 0 ? .critical : .warning, "c\(number % 3000)"),
                at: at(Int64(number / 200))
            )
        }
        _ = router.finish(at: at(61))
        var sent: [Notice] = []
        while let next = router.next(for: 0) { sent.append(next) }
        #expect(sent.count <= 62)
        #expect(sent.reduce(0) { $0 + $1.count } == 10_000)
        #expect(sent.last?.code == "left-out" && sent.last?.level == .critical)
    }

    @Test func `a queue that is full lets go of its oldest that is not critical, and counts it`() {
        var channel = channel
        channel.perHour = 100
        var router = AlertRouter([channel], queueLimit: 3)
        _ = router.take(notice(.critical, "a"), at: at(0))
        _ = router.take(notice(.warning, "b"), at: at(0))
        _ = router.take(notice(.warning, "c"), at: at(0))
        _ = router.take(notice(.critical, "d"), at: at(0))
        _ = router.take(notice(.critical, "e"), at: at(0))
        _ = router.take(notice(.critical, "f"), at: at(0))
        _ = router.take(notice(.warning, "g"), at: at(0))
        #expect(router.waiting(for: 0) == 3)
        _ = router.finish(at: at(1))
        var sent: [Notice] = []
        while let next = router.next(for: 0) { sent.append(next) }
        #expect(sent.map(\.code) == ["a", "d", "e", "left-out"])
        #expect(sent.last?.text.hasPrefix("4 more were left out since 10:00:00, 1 of them critical") == true)
    }

    @Test func `each channel has its own level`() {
        var loud = channel
        loud.level = .critical
        var router = AlertRouter([channel, loud])
        #expect(router.take(notice(.warning), at: at(0)) == [0])
        #expect(router.take(notice(.critical, "b"), at: at(0)) == [0, 1])
    }
}

import AMOBuyStrategy
import EMA9SellStrategy
import FoundationEssentials
import SaudaCore
import SaudaService
import SaudaStore
import Testing

/// A recorded day, played under another configuration.
@Suite struct DayDifferenceTests {
    private static let first = Day(year: 2026, month: 8, day: 3)!
    /// An evening with buys, and the day on which they fill and sells are placed.
    private static let evening = Day(year: 2026, month: 8, day: 5)!
    private static let morning = Day(year: 2026, month: 8, day: 6)!

    private func played() async throws -> (ScratchFolder, PaperPlanner) {
        let folder = ScratchFolder()
        let planner = try SessionHomeTests.planner(folder.path)
        var day = Self.first
        while day <= Self.morning {
            try await SessionHomeTests.play(day, planner)
            day = day.advanced(by: 1)
        }
        return (folder, planner)
    }

    private func replay(_ planner: PaperPlanner, _ day: Day, _ other: Config) async throws -> DayDifference {
        try await planner.replay(
            day,
            positions: nil,
            rehearse: false,
            titled: "config.yaml",
            with: (title: "other.yaml", config: other)
        )
    }

    private func config(_ home: String, _ strategies: String) throws -> Config {
        try SessionHomeTests.planner(home, strategies).config
    }

    @Test func `a configuration that changes nothing makes no difference, byte for byte`() async throws {
        let (folder, planner) = try await played()
        for day in [Self.evening, Self.morning] {
            let difference = try await replay(planner, day, try config(folder.path, SessionHomeTests.standard))
            #expect(difference.isEqual)
            #expect(difference.isByteEqual)
            #expect(difference.basis.hasPrefix("the day as recorded"))
            #expect(difference.recorded == difference.with)
            #expect(difference.text.contains { $0.text.hasPrefix("no difference: ") })
        }
    }

    @Test func `a replay without another configuration wants a paper day that is there`() async throws {
        let home = try AuditedHome()
        let planner = try SessionHomeTests.planner(home.path)
        try planner.checkReplay(of: "\(AuditedHome.first)")
        let missing = try #require(throws: DataError.self) { try planner.checkReplay(of: "2020-01-01") }
        #expect(missing.what == "there is no journal of that day")
        #expect(missing.nextStep == "see --home; the latest days here are 2026-11-19, 2026-11-20")
        try HomeKind.paper.claim(home.path)
        try planner.checkReplay(of: "\(AuditedHome.first)")
        for kind in ["practice", "live"] {
            try WholeFile.replace("\(home.path)/kind", with: Array("\(kind)\n".utf8))
            let error = try #require(throws: RequestError.self) { try planner.checkReplay(of: "2026-11-19") }
            #expect(error.description.contains("(\(kind))"))
            #expect(error.description.hasSuffix("`sauda replay 2026-11-19 --with FILE`"))
        }
    }

    @Test func `half the capital a trade buys about half as much, and the row says what differs`() async throws {
        let (folder, planner) = try await played()
        let half = """
              exits: {use: ema9-sell, account: main}
              dips: {use: amo-buy, account: main, with: {capital_per_trade: 50000}}
            """
        let difference = try await replay(planner, Self.evening, try config(folder.path, half))
        #expect(!difference.isEqual)
        let rows = difference.rows.filter { $0.side == "BUY" }
        #expect(!rows.isEmpty)
        for row in rows {
            #expect(row.kind == .changed)
            #expect(row.differs.contains("quantity"))
            let (then, now) = (try #require(row.recorded), try #require(row.other))
            #expect(now.quantity <= then.quantity / 2 + 1)
            #expect(now.quantity >= then.quantity / 2 - 1)
        }
    }

    @Test func `a strategy that is switched off leaves its orders in the recorded day alone`() async throws {
        let (folder, planner) = try await played()
        let without = "  exits: {use: ema9-sell, account: main}"
        let difference = try await replay(planner, Self.evening, try config(folder.path, without))
        let bought = difference.rows.filter { $0.strategy == "dips" }
        #expect(!bought.isEmpty)
        #expect(bought.allSatisfy { $0.kind == .onlyRecorded && $0.other == nil })
        #expect(!difference.rows.contains { $0.kind == .onlyOther })
        #expect(difference.with.orders < difference.recorded.orders)

        // The next morning its waiting orders have nobody.
        let next = try await replay(planner, Self.morning, try config(folder.path, without))
        #expect(next.notes.contains { $0.contains("have no strategy under other.yaml") })
        #expect(next.rows.contains { $0.kind == .onlyRecorded && $0.recorded?.filled ?? 0 > 0 })
    }

    @Test func `a home of a broker is played on the practice exchange on both sides, and that is said`() async throws {
        let (folder, planner) = try await played()
        try Data("practice\n".utf8).write(to: URL(filePath: "\(folder.path)/kind"))
        let same = try await replay(planner, Self.morning, try config(folder.path, SessionHomeTests.standard))
        #expect(same.basis.hasPrefix("a day with a broker"))
        #expect(same.isEqual && same.isByteEqual)
        #expect(same.recorded.orders > 0)
        let without = "  dips: {use: amo-buy, account: main}"
        let less = try await replay(planner, Self.morning, try config(folder.path, without))
        #expect(less.rows.contains { $0.kind == .onlyRecorded && $0.strategy == "exits" })
    }

    @Test func `other accounts are refused with what to do`() async throws {
        let (folder, planner) = try await played()
        var other = try config(folder.path, SessionHomeTests.standard)
        other.accounts[0].name = "second"
        let error = await #expect(throws: RequestError.self) {
            _ = try await self.replay(planner, Self.morning, other)
        }
        #expect(error?.description.contains("name the accounts of the day") == true)
    }

    @Test func `instruments that the day has no prices for are refused by name`() async throws {
        let (folder, planner) = try await played()
        var other = try config(folder.path, SessionHomeTests.standard)
        other.universe = .symbols(["INDIGO", "TATASTEEL"])
        let error = await #expect(throws: RequestError.self) {
            _ = try await self.replay(planner, Self.morning, other)
        }
        #expect(error?.description.contains("no prices of TATASTEEL") == true)
    }

    @Test func `a smaller universe is played with fewer shares`() async throws {
        let (folder, planner) = try await played()
        var other = try config(folder.path, SessionHomeTests.standard)
        other.universe = .symbols(["INFY"])
        let difference = try await replay(planner, Self.evening, other)
        #expect(!difference.rows.contains { $0.kind == .onlyOther })
    }

    @Test func `a day that is not there and a damaged one are bad data`() async throws {
        let (folder, planner) = try await played()
        let same = try config(folder.path, SessionHomeTests.standard)
        let missing = await #expect(throws: DataError.self) {
            _ = try await self.replay(planner, Self.first.advanced(by: -3), same)
        }
        #expect(missing?.description.contains("2026-08-06") == true)
        let path = "\(folder.path)/journal/\(Self.morning).journal"
        var bytes = Array(try Data(contentsOf: URL(filePath: path)))
        bytes[bytes.count / 2] ^= 0x40
        try Data(bytes).write(to: URL(filePath: path))
        await #expect(throws: DataError.self) { _ = try await self.replay(planner, Self.morning, same) }
    }

    @Test func `a recorded side of another configuration is refused`() async throws {
        let (folder, planner) = try await played()
        let wrong = try SessionHomeTests.planner(folder.path, "  exits: {use: ema9-sell, account: main}")
        await #expect(throws: RequestError.self) {
            _ = try await self.replay(wrong, Self.morning, planner.config)
        }
    }
}

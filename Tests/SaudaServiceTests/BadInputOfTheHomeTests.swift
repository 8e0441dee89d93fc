import Foundation
import SaudaCore
import SaudaService
import SaudaSimulation
import SaudaStore
import Testing

/// What a home may hold, and a clock may show, when a live day begins: taken up and said, or refused and left as it is.
@Suite struct BadInputOfTheHomeTests {
    private let day = Day("2026-08-20")!
    private let main = AccountID(index: 0)
    private let table: InstrumentTable

    init() throws {
        var table = InstrumentTable()
        try table.add(Instrument(symbol: "INFY"))
        self.table = table
    }

    private func at(_ hour: Int, _ minute: Int) -> Timestamp { day.at(TimeOfDay(hour, minute)) }

    /// A morning's journal of the day: a frame each for cash, shares, the start and two prices, the last at 10:00.
    private func write(_ home: ScratchFolder, on day: Day? = nil, previous: Digest = .zero) throws {
        try FileManager.default.createDirectory(atPath: "\(home.path)/journal", withIntermediateDirectories: true)
        let day = day ?? self.day
        let deposit = Deposit(
            account: main,
            instrument: InstrumentID(index: 0),
            quantity: Quantity(7),
            price: Price(rupees: 100),
            entered: day.at(TimeOfDay(8, 0)),
            reason: "HELD",
            isPaid: false
        )
        func tick(_ hour: Int) -> Event {
            let time = day.at(TimeOfDay(hour, 0))
            let tick = Tick(
                instrument: InstrumentID(index: 0),
                price: Price(rupees: 100),
                exchangeTime: time,
                source: .socket
            )
            return Event(time, .tick(tick))
        }
        let hours = TradingDay(day, in: .builtIn, holdsPrices: false)
        let events = [
            Event(day.at(TimeOfDay(8, 55)), .cash(main, Money(rupees: 100))),
            Event(day.at(TimeOfDay(8, 55)), .deposit(deposit)), Event(day.at(TimeOfDay(8, 55)), .dayStarted(hours)),
            tick(9), tick(10),
        ]
        let header = DayHeader(
            day: day,
            config: Fingerprint.of("test"),
            accounts: ["main"],
            instruments: table,
            strategies: []
        )
        var writer = try JournalWriter(
            creating: path(home, day),
            header: JournalHeader(payload: header.payload, previous: previous)
        )
        for event in events {
            var bytes = ByteWriter()
            event.encode(into: &bytes)
            _ = try writer.append(kind: JournalRecordKind.event.rawValue, payload: bytes.bytes)
            try writer.commit(sync: true)
        }
    }

    private func path(_ home: ScratchFolder, _ day: Day? = nil) -> String {
        "\(home.path)/journal/\(day ?? self.day).journal"
    }

    private func bytes(_ home: ScratchFolder, _ day: Day? = nil) throws -> Data {
        try Data(contentsOf: URL(filePath: path(home, day)))
    }

    private func takeUp(_ home: ScratchFolder, at time: Timestamp) throws -> LiveDay {
        let plan = LivePlan(
            day: day,
            instruments: table,
            accounts: [AccountSetup(name: "main")],
            strategies: [],
            feed: main,
            history: main,
            fingerprint: "test",
            home: home.path
        )
        return try LiveDay(
            plan,
            links: [],
            clock: WireClock(time, rate: 1),
            mailbox: Mailbox<LiveDay.Input>(),
            notices: { _, _ in },
            observer: { _, _, _ in }
        )
    }

    // MARK: - The journal

    @Test func `a journal cut anywhere in its last frame is taken up before it, and the cut is said and kept`() throws {
        let sound = ScratchFolder()
        try write(sound)
        let whole = try bytes(sound)
        #expect(try takeUp(sound, at: at(10, 1)).resumed == 5)
        var size = 0
        var wholeFrames = 0
        var live: LiveDay
        repeat {
            size += 1
            let home = ScratchFolder()
            try write(home)
            try whole.dropLast(size).write(to: URL(filePath: path(home)))
            live = try takeUp(home, at: at(10, 1))
            #expect(live.desk.books[0].quantity(of: InstrumentID(index: 0)) == Quantity(7))
            guard let recovery = live.recovery else {
                // Cut between two frames: nothing is lost that was begun.
                wholeFrames += 1
                #expect(live.resumed == 4)
                continue
            }
            #expect(recovery.contains(".cut-1"), "cut by \(size): \(recovery)")
            #expect(FileManager.default.fileExists(atPath: path(home) + ".cut-1"))
        } while live.resumed != 3 && size < 1000
        #expect(wholeFrames == 1 && live.resumed == 3 && size > 40)
    }

    @Test func `a journal damaged in its middle is refused with what to do, and is left as it is`() throws {
        let home = ScratchFolder()
        try write(home)
        var damaged = try bytes(home)
        damaged[damaged.count / 2] ^= 0x10
        try damaged.write(to: URL(filePath: path(home)))
        let error = try #require(throws: JournalError.self) { _ = try takeUp(home, at: at(10, 1)) }
        #expect(error.nextStep.contains("backup"), "\(error)")
        #expect(try bytes(home) == damaged)
        // The day after does not begin on top of it either.
        let next = try #require(throws: JournalError.self) {
            _ = try LiveEvening(before: day.advanced(by: 1), in: home.path, plans: ["main": .paper])
        }
        #expect(next.nextStep.contains("backup") && next.nextStep.contains("order book"), "\(next)")
        #expect(try bytes(home) == damaged)
    }

    // MARK: - The clock

    @Test func `a clock that lies behind the day's journal is refused until it is past it`() throws {
        let home = ScratchFolder()
        try write(home)
        let before = try bytes(home)
        let error = try #require(throws: JournalError.self) { _ = try takeUp(home, at: at(9, 30)) }
        #expect(error.what == "it has events of 10:00:00, and the clock shows 09:30:00")
        #expect(error.nextStep.contains("timedatectl"))
        #expect(try bytes(home) == before)
        #expect(try takeUp(home, at: at(9, 57)).resumed == 5, "some minutes are no clock that was set")
    }

    @Test(arguments: ["journal", "tasks"])
    func `a clock set back a day is refused at a start: the home knows a later day`(folder: String) throws {
        let home = ScratchFolder()
        try write(home)
        if folder == "tasks" {
            try FileManager.default.removeItem(atPath: "\(home.path)/journal")
            let clerk = try DayClerk(home: home.path, calendar: .builtIn, at: at(8, 50)) { _ in }
            try clerk.turn(at: at(8, 50))
        }
        try ClockCheck.refuse(at(8, 51), in: home.path)
        try ClockCheck.refuse(day.advanced(by: 1).at(TimeOfDay(8, 51)), in: home.path)
        let error = try #require(throws: JournalError.self) {
            try ClockCheck.refuse(day.advanced(by: -1).at(TimeOfDay(10, 0)), in: home.path)
        }
        #expect(error.what.contains("2026-08-20, and the clock shows 2026-08-19"))
    }

    @Test func `a clock a day ahead of the broker's, or behind it, trades nothing and says both times`() throws {
        func skew(_ seconds: Int64) -> ClosedRange<TimeSpan> {
            TimeSpan.seconds(seconds - 1)...TimeSpan.seconds(seconds + 1)
        }
        try ClockCheck.refuse(at(9, 0), skew: nil, at: "acme")
        for seconds in [-299, -5, 0, 5, 299] as [Int64] {
            try ClockCheck.refuse(at(9, 0), skew: skew(seconds), at: "acme")
        }
        for seconds in [-86_400, -400, 400, 86_400] as [Int64] {
            #expect(throws: RequestError.self) { try ClockCheck.refuse(at(9, 0), skew: skew(seconds), at: "acme") }
        }
        let error = try #require(throws: RequestError.self) {
            try ClockCheck.refuse(at(9, 0), skew: TimeSpan.seconds(-86_400)...TimeSpan.seconds(-86_399), at: "acme")
        }
        #expect(error.description.hasPrefix("the clock shows 2026-08-20 09:00:00, that of acme 2026-08-19 09:00:00"))
    }

    @Test func `a clock that jumps a day ahead and back begins no line of the day twice`() throws {
        let home = ScratchFolder()
        var begun: [TaskSlot: Int] = [:]
        let clerk = try DayClerk(home: home.path, calendar: .builtIn, at: at(8, 50)) { [day] event in
            if event.day == day, case .started = event.kind { begun[event.slot, default: 0] += 1 }
        }
        func live(from first: Timestamp, minutes: Int64) throws {
            for minute in 0..<minutes {
                let now = first.advanced(by: .seconds(minute * 60))
                try clerk.turn(at: now)
                while let slot = clerk.running {
                    while let step = clerk.nextStep { try clerk.finish(step, at: now) }
                    try clerk.finish(slot, at: now)
                    try clerk.turn(at: now)
                }
            }
        }
        try live(from: at(8, 50), minutes: 100)
        let before = begun
        #expect(before[TaskSlot(.sellOrders)] == 1)
        try live(from: day.advanced(by: 1).at(TimeOfDay(10, 30)), minutes: 5)
        #expect(clerk.day == day.advanced(by: 1))
        // Back again: what is left of the day is lost, and nothing of it is done a second time.
        try live(from: at(10, 35), minutes: 600)
        #expect(begun == before && !clerk.isUnderWay(at: at(16, 5)))
        // The next start at the right time refuses, because the flags are of a later day.
        #expect(throws: JournalError.self) { try ClockCheck.refuse(at(10, 36), in: home.path) }
    }

    // MARK: - Two of us

    @Test
    func `SVC-8: a second sauda in an account is refused, whatever its home, and the file tells nobody whose it is`()
        throws
    {
        let folder = ScratchFolder()
        let locks = "\(folder.path)/sauda/locks"
        do {
            let first = try AccountLock("main", at: "acme", user: "AB1234", folder: locks)
            let error = try #require(throws: JournalError.self) {
                _ = try AccountLock("mine", at: "acme", user: "AB1234", folder: locks)
            }
            #expect(error.what.contains("account of 'mine' (pid \(getpid()))"))
            #expect(error.nextStep.contains("take 'mine' out of config.yaml"))
            let others = try [
                AccountLock("main", at: "acme", user: "AB1235", folder: locks),
                AccountLock("main", at: "zenith", user: "AB1234", folder: locks),
            ]
            let names = try FileManager.default.contentsOfDirectory(atPath: locks)
            #expect(names.count == 3)
            for name in names {
                let text = try String(contentsOfFile: "\(locks)/\(name)", encoding: .utf8)
                for word in ["AB123", "acme", "main"] { #expect(!name.contains(word) && !text.contains(word)) }
            }
            withExtendedLifetime((first, others)) {}
        }
        _ = try AccountLock("main", at: "acme", user: "AB1234", folder: locks)
    }

    @Test func `the locks of one person are in one folder, and without one nothing begins`() throws {
        let all = ["RUNTIME_DIRECTORY": "/run/sauda", "XDG_RUNTIME_DIR": "/run/user/7", "HOME": "/srv/a"]
        #expect(try AccountLock.folder(all) == "/run/sauda/locks")
        #expect(try AccountLock.folder(all.filter { $0.key != "RUNTIME_DIRECTORY" }) == "/run/user/7/sauda/locks")
        #expect(
            try AccountLock.folder(["XDG_RUNTIME_DIR": "", "HOME": "/srv/a"]) == "/srv/a/.local/state/sauda/locks"
        )
        #expect(throws: JournalError.self) { try AccountLock.folder([:]) }
    }
}

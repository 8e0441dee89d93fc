import SaudaCore
import SaudaService
import SaudaSimulation
import Testing

/// FED-9: the market's phase as clients are told.
@Suite struct FeedPhaseTests {
    private let day = Day("2026-03-20")!
    private var hours: TradingDay { TradingDay(day, in: .builtIn, holdsPrices: false) }

    @Test(
        "FED-9: each second belongs to one phase, and FREEZE comes before the open",
        arguments: [
            ("08:59:59", FeedPhase.closed), ("09:00:00", .preOpen), ("09:06:59", .preOpen), ("09:07:00", .freeze),
            ("09:14:59", .freeze), ("09:15:00", .live), ("12:00:00", .live), ("15:29:59", .live), ("15:30:00", .live),
            ("15:30:01", .closed), ("23:59:59", .closed),
        ]
    )
    func phases(time: String, phase: FeedPhase) throws {
        let parts = time.split(separator: ":").compactMap { Int($0) }
        let moment = day.at(TimeOfDay(parts[0], parts[1], parts[2]))
        #expect(FeedPhase(at: moment, hours) == phase)
        #expect(FeedPhase(at: moment, nil) == .closed, "a holiday has no hours")
        #expect(
            FeedPhase(at: moment.advanced(by: .seconds(86_400)), hours) == .closed,
            "another day's hours say nothing"
        )
    }

    @Test func `a whole day goes through every phase once, in order`() {
        var seen: [FeedPhase] = []
        for second in 0..<86_400 {
            let phase = FeedPhase(at: day.at(TimeOfDay(0, 0, 0)).advanced(by: .seconds(Int64(second))), hours)
            if seen.last != phase { seen.append(phase) }
        }
        #expect(seen == [.closed, .preOpen, .freeze, .live, .closed])
        #expect(FeedPhase.allCases.map(\.wantsPrices) == [true, true, true, false])
    }
}

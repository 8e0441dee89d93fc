import SaudaCore
import SaudaService
import Testing

/// FED-11, FED-12: a feed's quality in words and figures.
@Suite struct ConnectionQualityTests {
    private let start = Day("2026-03-20")!.at(TimeOfDay(9, 15, 0))

    private func at(_ second: Int64) -> Timestamp { start.advanced(by: .seconds(second)) }

    @Test func `FED-11: four words, and UNKNOWN before anything is known`() {
        var quality = ConnectionQuality()
        #expect(quality.word(in: .live) == .unknown && quality.figure(at: start) == 0)
        quality.take(isOpen: false, hasPrices: false, at: at(0))
        #expect(quality.word(in: .live) == .unknown, "never connected")
        quality.take(isOpen: true, hasPrices: true, at: at(1))
        #expect(FeedPhase.allCases.allSatisfy { quality.word(in: $0) == .excellent })
        quality.take(isOpen: true, hasPrices: false, at: at(40))
        #expect(FeedPhase.allCases.map { quality.word(in: $0) } == [.degraded, .degraded, .degraded, .unknown])
        quality.take(isOpen: false, hasPrices: false, at: at(41))
        #expect(FeedPhase.allCases.map { quality.word(in: $0) } == [.poor, .poor, .poor, .unknown])
    }

    @Test func `FED-12: all in the first minute and with prices, half without, nothing without a connection`() {
        var quality = ConnectionQuality()
        quality.take(isOpen: true, hasPrices: false, at: at(0))
        #expect(quality.figure(at: at(59)) == 100)
        #expect(quality.figure(at: at(60)) == 50)
        quality.take(isOpen: true, hasPrices: true, at: at(61))
        #expect(quality.figure(at: at(500)) == 100)
        quality.take(isOpen: false, hasPrices: true, at: at(501))
        #expect(quality.figure(at: at(501)) == 0)
    }

    @Test func `FED-12: five less for each reconnection beyond five, thirty at most`() {
        var quality = ConnectionQuality()
        var figures: [Int] = []
        for number in 0..<14 {
            quality.take(isOpen: true, hasPrices: true, at: at(Int64(2 * number)))
            #expect(quality.reconnects == number)
            figures.append(quality.figure(at: at(Int64(2 * number))))
            quality.take(isOpen: false, hasPrices: false, at: at(Int64(2 * number) + 1))
        }
        #expect(figures == [100, 100, 100, 100, 100, 100, 95, 90, 85, 80, 75, 70, 70, 70])
    }
}

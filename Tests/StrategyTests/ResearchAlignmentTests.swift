import SaudaCore
import Testing

@testable import AMOBuyStrategy

/// SIG-5.
@Suite struct ResearchAlignmentTests {
    private typealias Reading = TimeframeReading

    private func score(_ daily: TimeframeReading, _ weekly: TimeframeReading = Drawn.reading()) -> Int {
        Alignment(daily: daily, weekly: weekly).score
    }

    @Test func `SIG-5: nothing gives nothing, and all of it ten`() {
        #expect(score(Drawn.reading()) == 0)
        let daily = Drawn.reading(severity: .extreme, support: .strong, distance: 3, volume: 2, pressure: 2, setup: 6)
        #expect(score(daily, Drawn.reading(volume: 1, uptrend: true)) == 10)
    }

    @Test func `SIG-5: daily severity counts 3, 2 and 1`() {
        #expect(
            [Reading.Severity.extreme, .high, .moderate, .none].map { score(Drawn.reading(severity: $0)) } == [
                3, 2, 1, 0,
            ]
        )
    }

    @Test func `SIG-5: the weeks count 2 for an uptrend, or 1 for a dip or support`() {
        func weekly(_ reading: TimeframeReading) -> Int { score(Drawn.reading(), reading) }
        #expect(weekly(Drawn.reading(severity: .high, support: .strong, uptrend: true)) == 2)
        #expect(weekly(Drawn.reading(severity: .moderate)) == 1 && weekly(Drawn.reading(severity: .high)) == 1)
        #expect(weekly(Drawn.reading(severity: .extreme)) == 0, "an extreme week is no dip")
        #expect(weekly(Drawn.reading(support: .strong)) == 1 && weekly(Drawn.reading(support: .moderate)) == 1)
        #expect(weekly(Drawn.reading(support: .weak)) == 0)
    }

    @Test func `SIG-5: daily support counts 2 within 3 %, 1 within 5 %`() {
        #expect(score(Drawn.reading(support: .strong, distance: 3)) == 2)
        #expect(score(Drawn.reading(support: .strong, distance: 3.01)) == 1)
        #expect(score(Drawn.reading(support: .moderate, distance: 1)) == 1)
        #expect(score(Drawn.reading(support: .moderate, distance: 5)) == 1)
        #expect(score(Drawn.reading(support: .moderate, distance: 5.01)) == 0)
        #expect(score(Drawn.reading(support: .weak, distance: 1)) == 0)
    }

    @Test func `SIG-5: exhaustion of days and weeks together counts 2 from 3 on, 1 from 1 on`() {
        func both(_ daily: Int, _ weekly: Int) -> Int {
            score(Drawn.reading(volume: daily), Drawn.reading(volume: weekly))
        }
        #expect([both(0, 1), both(1, 0), both(1, 1), both(2, 1), both(2, 2)] == [1, 1, 1, 2, 2])
    }

    @Test func `SIG-5: pressure and a good setup count 1 each, of the days only`() {
        #expect(score(Drawn.reading(pressure: 1)) == 1 && score(Drawn.reading(pressure: 2)) == 1)
        #expect(score(Drawn.reading(setup: 4)) == 1 && score(Drawn.reading(setup: 6)) == 1)
        #expect(score(Drawn.reading(setup: 3)) == 0)
        #expect(score(Drawn.reading(), Drawn.reading(pressure: 2, setup: 7)) == 0)
    }

    @Test func `SIG-5: labels, of which three are signals`() {
        // Severity 3, support 2, exhaustion 1, pressure 1, setup 1, weeks 2: taken one after the other.
        let weekly = Drawn.reading(uptrend: true)
        func label(_ daily: TimeframeReading, _ weekly: TimeframeReading = Drawn.reading()) -> String {
            Alignment(daily: daily, weekly: weekly).label.word
        }
        #expect(label(Drawn.reading(severity: .moderate)) == "poor_uptrend_dip")
        #expect(label(Drawn.reading(severity: .high)) == "weak_uptrend_dip")
        #expect(label(Drawn.reading(severity: .high), weekly) == "fair_uptrend_dip")
        #expect(label(Drawn.reading(severity: .high, support: .strong, distance: 1), weekly) == "good_uptrend_dip")
        #expect(
            label(Drawn.reading(severity: .extreme, support: .strong, distance: 1, volume: 1), weekly)
                == "excellent_uptrend_dip"
        )
        let signals = [Alignment.Label.poor, .weak, .fair, .good, .excellent].map(\.signal)
        #expect(signals == [[], [], .fairUptrendDip, .goodUptrendDip, .excellentUptrendDip])
    }

    @Test func `SIG-5: without weeks there is no alignment and no label`() {
        let short = Analyst().analysis(of: Chart(Drawn.walk(100, seed: 6)).latest)
        #expect(short.status == .success && short.daily != nil && short.weekly == nil)
        #expect(short.alignment == nil && short.alignmentScore == 0)
        let long = Analyst(.version21).analysis(of: Chart(Drawn.walk(400, seed: 6)).latest)
        #expect(long.alignment != nil)
    }
}

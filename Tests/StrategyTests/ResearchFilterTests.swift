import SaudaCore
import Testing

@testable import AMOBuyStrategy

/// SIG-6, SIG-7, SIG-8: volume, fundamentals, news.
@Suite struct ResearchFilterTests {
    private typealias Quality = VolumeReading.Quality

    @Test(
        "SIG-6: volume by profile, ratio and RSI",
        arguments: [
            ("current", 9_999.0, 2.0, 50.0, VolumeReading.Quality.illiquid, false),
            ("current", 10_000, 1.5, 50, .excellent, true), ("current", 10_000, 1.49, 50, .good, true),
            ("current", 10_000, 1, 50, .good, true), ("current", 10_000, 0.7, 50, .fair, true),
            ("current", 10_000, 0.69, 50, .fair, false), ("current", 10_000, 0.65, 29.99, .fair, true),
            ("current", 10_000, 0.65, 30, .fair, false), ("current", 10_000, 0.5, 29, .minimal, true),
            ("current", 10_000, 0.49, 29, .poor, false), ("current", 10_000, 0.65, .nan, .fair, false),
            ("v2_1", 149_999, 2, 50, .illiquid, false), ("v2_1", 150_000, 1, 50, .good, true),
            ("v2_1", 150_000, 0.99, 50, .fair, false), ("v2_1", 150_000, 0.99, 15, .fair, false),
            ("v2_1", 150_000, 0.59, 15, .poor, false), ("current", 0, 0, 15, .unknown, false),
        ]
    )
    func volume(
        name: String,
        average: Double,
        ratio: Double,
        rsi: Double,
        quality: VolumeReading.Quality,
        passes: Bool
    ) throws {
        let profile = try #require(Profile(named: name))
        let volume = VolumeReading(today: ratio * average, average: average, rsi: rsi, profile, clock: nil)
        #expect(volume.quality == quality && volume.passes == passes)
    }

    @Test(
        "SIG-6: strong is 1.2 after rounding to two decimals",
        arguments: [(1195.0, true), (1194, false), (1200, true)]
    )
    func strong(today: Double, isStrong: Bool) {
        let volume = VolumeReading(today: today, average: 1000, rsi: 50, .current, clock: nil)
        #expect(volume.isStrong == isStrong)
    }

    @Test(
        "SIG-6: less is asked for while the day is young",
        arguments: [
            ("09:10", 0.4, 1.0), ("09:15", 0.4, 0.4), ("10:00", 0.4, 0.4), ("10:01", 0.4, 0.5), ("12:00", 0.4, 0.5),
            ("12:01", 0.49, 0.7), ("14:00", 0.49, 0.7), ("14:01", 0.595, 0.85), ("15:30", 0.595, 0.85),
            ("15:31", 0.7, 1), ("08:59", 0.7, 1),
        ]
    )
    func relief(time: String, current: Double, older: Double) throws {
        let clock = try #require(TimeOfDay(time))
        func threshold(_ profile: Profile) -> Double {
            VolumeReading(today: 1, average: 1, rsi: 50, profile, clock: clock).threshold
        }
        #expect(near(threshold(.current), current, 1e-12) && near(threshold(.version21), older, 1e-12))
    }

    @Test func `SIG-6: the mean is that of the last 50 bars, today's included`() {
        var bars = Array(repeating: Drawn.bar(100, 101, 99, 100, volume: 100), count: 60)
        for index in 0..<10 { bars[index].volume = 9999 }
        bars[59].volume = 150
        let volume = VolumeReading(Drawn.view(bars), .current, clock: nil)
        #expect(volume.average == 101 && volume.ratio == 1.49)
    }

    @Test(
        "SIG-7: fundamentals by profile; a missing value never blocks",
        arguments: [
            (nil, nil, FundamentalsGrade.sound, FundamentalsGrade.sound), (0.0, nil, .sound, .sound),
            (12, 30.0, .sound, .sound), (-0.1, 4.99, .growth, .loss), (-0.1, 5, .avoid, .loss),
            (-3, nil, .avoid, .loss), (nil, 40, .sound, .sound),
        ]
    )
    func fundamentals(pe: Double?, pb: Double?, current: FundamentalsGrade, older: FundamentalsGrade) {
        let given = Fundamentals(pe: pe, pb: pb, asOf: Drawn.firstDay)
        #expect(FundamentalsGrade(given, .current) == current && FundamentalsGrade(given, .version21) == older)
        #expect(FundamentalsGrade(nil, .current) == .sound)
    }

    @Test(
        "SIG-8: a headline scores its words, whole ones",
        arguments: [
            ("Profit surges to a record", 1.0), ("Shares slumped", -1), ("Stock soared", 1),
            ("Shares plunge on fraud probe", -1), ("Profit falls", 0),
            ("Strong growth, weak margin", 1.0 / 3), ("Board meets on Friday", 0), ("Bank stands against peers", 0),
            ("PROFITS", 1), ("", 0),
        ]
    )
    func headline(title: String, score: Double) { #expect(near(NewsReading.score(title), score, 1e-12)) }

    private func news(_ titles: [(Int, String)], _ profile: Profile) -> NewsReading {
        let day = Drawn.firstDay
        return NewsReading(titles.map { Headline(day: day.advanced(by: $0.0), title: $0.1) }, asOf: day, profile)
    }

    @Test func `SIG-8: the headlines of the last 30 days count, later ones never`() {
        let reading = news(
            [(-31, "loss"), (-30, "gain"), (0, "gain"), (1, "loss"), (-3, "gain, loss and fraud")],
            .current
        )
        // (1 + 1 - 1/3) / 3, to three decimals.
        #expect(reading == .init(score: 0.556, confidence: 0.6, used: 3))
        #expect(news([], .current) == .init(score: 0, confidence: 0.1, used: 0))
        #expect(news(Array(repeating: (0, "gain"), count: 9), .current).confidence == 1)
    }

    @Test func `SIG-8: bad news by profile`() {
        func isBad(_ used: Int, _ score: Double, _ profile: Profile) -> Bool {
            NewsReading(score: score, confidence: min(max(Double(used) / 5, 0.1), 1), used: used).isBad(profile.news)
        }
        #expect(isBad(2, -0.52, .current) && !isBad(2, -0.51, .current) && !isBad(1, -1, .current))
        #expect(isBad(1, -0.25, .version21) && !isBad(1, -0.24, .version21) && !isBad(0, -1, .version21))
        var doubtful = NewsReading(score: -1, confidence: 0.34, used: 2)
        #expect(!doubtful.isBad(Profile.current.news))
        doubtful.confidence = 0.35
        #expect(doubtful.isBad(Profile.current.news))
    }
}

extension NewsReading {
    fileprivate init(score: Double, confidence: Double, used: Int) {
        self.init([], asOf: Drawn.firstDay, .current)
        self.score = score
        self.confidence = confidence
        self.used = used
    }
}

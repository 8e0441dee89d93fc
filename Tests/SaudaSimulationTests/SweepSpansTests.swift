import SaudaCore
import SaudaSimulation
import Testing

/// How the days are split between choosing and judging.
@Suite struct SweepSpansTests {
    static func dates(_ count: Int) -> [Day] { (0..<count).map { Day(number: 20_000 + Int32($0)) } }

    @Test func `the last share of the days judges and no day does both`() throws {
        let spans = try SweepSpans(Self.dates(1000), .grid, outOfSample: 0.3)
        #expect(spans.folds.map(\.inSample) == [0..<700])
        #expect(spans.folds.map(\.outOfSample) == [700..<1000])
        #expect(try SweepSpans(Self.dates(1000), .grid, outOfSample: 0).folds.isEmpty)
    }

    @Test func `each fold of a walk forward judges the days after those it chose by`() throws {
        let folds = try SweepSpans(Self.dates(1001), .walkForward(folds: 4), outOfSample: 0).folds
        #expect(folds.count == 4)
        #expect(folds.allSatisfy { $0.inSample == 0..<$0.outOfSample.lowerBound })
        #expect(zip(folds, folds.dropFirst()).allSatisfy { $0.outOfSample.upperBound == $1.outOfSample.lowerBound })
        #expect(folds.first?.outOfSample.lowerBound == 200)
        #expect(folds.last?.outOfSample.upperBound == 1001)
    }

    @Test func `ten blocks cover all days once, and too few days make none`() throws {
        let spans = try SweepSpans(Self.dates(1003), .grid, outOfSample: 0)
        #expect(spans.blocks.count == 10)
        #expect(spans.blocks.flatMap(Array.init) == Array(0..<1003))
        #expect(try SweepSpans(Self.dates(99), .grid, outOfSample: 0).blocks.isEmpty)
    }

    @Test func `too few days for a part are refused with the way out`() {
        func refusal(_ days: Int, _ search: SweepPlan.Search, _ share: Double) -> String {
            do {
                _ = try SweepSpans(Self.dates(days), search, outOfSample: share)
                return ""
            } catch { return "\(error)" }
        }
        #expect(refusal(50, .grid, 0.3).contains("50 trading days cannot be split 35 to 15"))
        #expect(refusal(119, .walkForward(folds: 5), 0).contains("too few for 5 folds"))
        #expect(refusal(120, .walkForward(folds: 5), 0).isEmpty)
        #expect(refusal(0, .grid, 0).isEmpty)
    }
}

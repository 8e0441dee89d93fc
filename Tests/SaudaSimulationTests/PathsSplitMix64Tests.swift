import SaudaSimulation
import Testing

@Suite struct PathsSplitMix64Tests {
    @Test func `it gives the published numbers`() {
        // Rosetta Code, "Pseudo-random numbers/Splitmix64".
        var random = SplitMix64(seed: 1_234_567)
        #expect(
            (0..<5).map { _ in random.next() } == [
                6_457_827_717_110_365_317, 3_203_168_211_198_807_973, 9_817_491_932_198_370_423,
                4_593_380_528_125_082_431, 16_408_922_859_458_223_821,
            ]
        )
    }

    @Test func `a copy goes on from the same place and the two do not disturb each other`() {
        var random = SplitMix64(seed: 9)
        _ = random.next()
        var copy = random
        let ahead = (0..<10).map { _ in random.next() }
        #expect((0..<10).map { _ in copy.next() } == ahead)
    }

    @Test func `uniforms fill 0 up to but not including 1 evenly`() {
        var random = SplitMix64(seed: 3)
        var tenths = [Int](repeating: 0, count: 10)
        for _ in 0..<100_000 {
            let value = random.uniform()
            #expect(value >= 0 && value < 1)
            tenths[Int(value * 10)] += 1
        }
        #expect(tenths.allSatisfy { (9_600...10_400).contains($0) }, "\(tenths)")
    }

    @Test func `a bound is never reached and everything below it is`() {
        var random = SplitMix64(seed: 4)
        for bound in [1, 2, 3, 7, 375] {
            var seen = Set<Int>()
            for _ in 0..<(bound * 40) { seen.insert(random.below(bound)) }
            #expect(seen == Set(0..<bound))
        }
    }

    @Test func `normals have mean 0, deviation 1 and the tails of a bell`() {
        var random = SplitMix64(seed: 5)
        let values = (0..<100_000).map { _ in random.normal() }
        let mean = values.reduce(0, +) / 100_000
        let variance = values.reduce(0) { $0 + $1 * $1 } / 100_000
        #expect(mean.magnitude < 0.015)
        #expect((0.98...1.02).contains(variance))
        #expect((0.675...0.69).contains(Double(values.count { $0.magnitude < 1 }) / 100_000))
        #expect(values.contains { $0 > 3 } && values.contains { $0 < -3 })
        #expect(values.allSatisfy { $0.magnitude <= 6 })
    }

    @Test func `golden: the doubles are the same bits on every machine`() {
        var random = SplitMix64(seed: 42)
        let bits = (0..<500).flatMap { _ in [random.uniform().bitPattern, random.normal().bitPattern] }
        let bytes = bits.flatMap { word in (0..<8).map { UInt8(word >> ($0 * 8) & 0xFF) } }
        #expect(SplitMix64.fingerprint(bytes) == 4_594_030_745_901_434_591)
    }

    @Test func `names are hashed as FNV-1a publishes it`() {
        #expect(SplitMix64.fingerprint("".utf8) == 0xCBF2_9CE4_8422_2325)
        #expect(SplitMix64.fingerprint("a".utf8) == 0xAF63_DC4C_8601_EC8C)
        #expect(SplitMix64.fingerprint("foobar".utf8) == 0x8594_4171_F739_67E8)
    }

    @Test func `derived seeds differ by seed and by part`() {
        var seen = Set<UInt64>()
        for seed in 0..<100 as Range<UInt64> {
            for part in 0..<100 as Range<UInt64> { seen.insert(SplitMix64.seed(seed, for: part)) }
        }
        #expect(seen.count == 10_000)
    }
}

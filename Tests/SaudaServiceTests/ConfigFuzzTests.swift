import Testing

@testable import SaudaService

@Suite struct ConfigFuzzTests {
    /// Without the list of alerts, which has a smaller one around it: each check compiles the patterns it needs.
    private static let whole = Array(ConfigFixture.whole.prefix(upTo: alerts).utf8)
    private static let listed = Array("\(ConfigFixture.small)\n\(ConfigFixture.whole.suffix(from: alerts))".utf8)
    private static let alerts = ConfigFixture.whole.firstRange(of: "alerts:")!.lowerBound

    @Test func `every prefix of a valid configuration is read or refused with a place`() {
        for length in 0...Self.whole.count { expectAnAnswer(Array(Self.whole.prefix(length))) }
        for length in ConfigFixture.small.utf8.count...Self.listed.count {
            expectAnAnswer(Array(Self.listed.prefix(length)))
        }
        #expect(outcome(Self.whole).isEmpty && outcome(Self.listed).isEmpty)
    }

    @Test("mutations of a list of alerts are read or refused with a place", arguments: 11...12)
    func mutationsOfAlerts(seed: UInt64) {
        var random = SplitMix(state: seed)
        for _ in 0..<300 {
            var bytes = Self.listed
            for _ in 0..<Int.random(in: 1...4, using: &random) { mutate(&bytes, &random) }
            expectAnAnswer(bytes)
        }
    }

    @Test("mutations of a valid configuration are read or refused with a place", arguments: 1...8)
    func mutations(seed: UInt64) {
        var random = SplitMix(state: seed)
        for _ in 0..<500 {
            var bytes = Self.whole
            for _ in 0..<Int.random(in: 1...4, using: &random) { mutate(&bytes, &random) }
            expectAnAnswer(bytes)
        }
    }

    @Test func `the same bytes give the same errors`() {
        var random = SplitMix(state: 99)
        for _ in 0..<100 {
            var bytes = Self.whole
            mutate(&bytes, &random)
            #expect(outcome(bytes) == outcome(bytes))
        }
    }

    private func mutate(_ bytes: inout [UInt8], _ random: inout SplitMix) {
        let place = Int.random(in: 0..<max(1, bytes.count), using: &random)
        let end = min(bytes.count, place + Int.random(in: 1...30, using: &random))
        switch Int.random(in: 0..<6, using: &random) {
        case 0 where !bytes.isEmpty: bytes[min(place, bytes.count - 1)] = UInt8.random(in: 0...255, using: &random)
        case 1: bytes.removeSubrange(min(place, end)..<end)
        case 2:
            bytes.insert(contentsOf: bytes[min(place, end)..<end], at: Int.random(in: 0...bytes.count, using: &random))
        case 3:
            let tokens = [
                "\n", "\t", ": ", "- ", "{", "}", "[", "]", "&a ", "*a", "!t ", "---\n", "? ", "'", "\"", "|\n", "#",
                "<<: ", "yes", "~", "\u{85}", "\\u0000", "%YAML", "1_0", "0x1", "password: ", ", ", "  ",
            ]
            bytes.insert(contentsOf: Array(tokens.randomElement(using: &random)!.utf8), at: min(place, bytes.count))
        case 4: bytes.swapAt(min(place, bytes.count - 1), Int.random(in: 0..<bytes.count, using: &random))
        default: bytes.insert(UInt8.random(in: 0...255, using: &random), at: min(place, bytes.count))
        }
    }

    /// Either a configuration or at least one error, all with a place in the file and both halves of a message.
    private func expectAnAnswer(_ bytes: [UInt8]) {
        let lines = bytes.count { $0 == 10 } + 1
        for error in outcome(bytes) {
            let isPlaced = error.file == "c.yaml" && error.line >= 1 && error.line <= lines + 1 && error.column >= 1
            #expect(isPlaced && !error.message.isEmpty && !error.nextStep.isEmpty, "\(error)")
        }
    }

    private func outcome(_ bytes: [UInt8]) -> [ConfigError] {
        do {
            _ = try Config.check(
                ConfigSource(file: "c.yaml", bytes: bytes),
                catalogue: ConfigFixture.catalogue,
                brokers: ConfigFixture.brokers
            )
            return []
        } catch {
            #expect(!error.errors.isEmpty)
            return error.errors
        }
    }
}

/// A small seeded generator (SplitMix64).
struct SplitMix: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }
}

import SaudaService

/// Where an account's orders go.
enum LinePlace: Sendable {
    case practice(PracticePeer)
    /// With real money, by the machine's clock.
    case brokers(WireClock)

    var isPractice: Bool { if case .practice = self { true } else { false } }
    var kind: HomeKind { isPractice ? .practice : .live }

    /// A practice server's own, else the machine's.
    func clock() async throws -> WireClock {
        switch self {
        case .practice(let peer): return try await peer.clock()
        case .brokers(let clock):
            clock.follow()
            return clock
        }
    }

    /// Keeps a clock with the practice server's, or with the machine's, which may be set or sleep, until the task is
    /// cancelled.
    func lead(_ clock: WireClock) async {
        switch self {
        case .practice(let peer): await peer.lead(clock)
        case .brokers: while (try? await Task.sleep(for: .seconds(1))) != nil { clock.follow() }
        }
    }
}

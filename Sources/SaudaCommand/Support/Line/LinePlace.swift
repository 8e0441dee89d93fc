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
        case .practice(let peer): try await peer.clock()
        case .brokers(let clock): clock
        }
    }

    /// Keeps a clock with the practice server's until the task is cancelled; the machine's needs nobody.
    func lead(_ clock: WireClock) async {
        if case .practice(let peer) = self { await peer.lead(clock) }
    }
}

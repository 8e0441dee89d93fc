import SaudaCore

/// Plays the first days a second time with less history before them: if an order differs, the indicators had not
/// settled when the run began.
struct WarmUpCheck: Sendable {
    /// Days played twice.
    static let days = 60
    /// Fewer candles before the run than this, in most instruments, tell nothing.
    private static let least = 50

    /// - Parameter digests: of the order commands at the end of each day.
    static func result(of setup: BacktestSetup, _ days: [Day], _ digests: [UInt64]) throws -> RunCheck {
        guard let first = days.first else { return RunCheck("warm-up", .impossible, "No day was played.") }
        let before = setup.history.daily.map { $0.firstIndex { $0.start.day >= first } ?? $0.count }
        let isWarm = before.count { $0 >= least } * 2 > before.count
        guard isWarm else {
            let text =
                "Most prices begin with the run, so its first trades rest on indicators that have not settled; begin "
                + "later than the prices do."
            return RunCheck("warm-up", .impossible, text)
        }
        var shorter = setup
        for (index, count) in before.enumerated() { shorter.history.dropFirst(count / 5, of: index) }
        let played = Array(days.prefix(Self.days))
        let again = try Backtest.digests(of: shorter, played)
        if let place = played.indices.first(where: { again[$0] != digests[$0] }) {
            let text =
                "With a fifth less history before the run its orders differ from \(played[place]) on: give it older "
                + "prices, or begin later."
            return RunCheck("warm-up", .failed, text)
        }
        let text =
            "The first \(played.count) days played again with a fifth less history before them: all orders equal."
        return RunCheck("warm-up", .passed, text)
    }
}

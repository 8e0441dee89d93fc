import SaudaService
import SaudaSimulation

/// The JSON of `sauda backtest`: the result, with what identifies the run beside it.
struct BacktestReport: Encodable {
    var outcome: Backtest.Outcome
    var skippedRows: Int
    var replay: JournalReplay?

    private enum CodingKeys: String, CodingKey {
        case orders
        case digest = "commands_digest"
        case skippedRows = "skipped_rows"
        case replayedEvents = "replayed_events"
        case replayEqual = "replay_equal"
    }

    func encode(to encoder: any Encoder) throws {
        try outcome.result.encode(to: encoder)
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(outcome.orders, forKey: .orders)
        try container.encode(outcome.digest, forKey: .digest)
        try container.encode(skippedRows, forKey: .skippedRows)
        guard let replay else { return }
        try container.encode(replay.events, forKey: .replayedEvents)
        try container.encode(replay.difference == nil, forKey: .replayEqual)
    }
}

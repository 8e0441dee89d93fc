import SaudaCore
import SaudaService

// The rows of a study as JSON: rupees and per cent, unrounded.

struct StudyFigureRow: Encodable {
    let figures: StudyFigures

    init(_ figures: StudyFigures) { self.figures = figures }

    private enum CodingKeys: String, CodingKey {
        case signals, executed, skipped, positions, wins, losses, invested, profit
        case returnPercent = "return_percent"
        case winRate = "win_rate_percent"
        case buyAndHold = "buy_and_hold_percent"
    }

    func encode(to encoder: any Encoder) throws {
        var row = encoder.container(keyedBy: CodingKeys.self)
        try row.encode(figures.signals, forKey: .signals)
        try row.encode(figures.executed, forKey: .executed)
        try row.encode(figures.skipped, forKey: .skipped)
        try row.encode(figures.positions, forKey: .positions)
        try row.encode(figures.wins, forKey: .wins)
        try row.encode(figures.losses, forKey: .losses)
        try row.encode(figures.invested, forKey: .invested)
        try row.encode(figures.profit, forKey: .profit)
        try row.encode(figures.returnPercent, forKey: .returnPercent)
        try row.encode(figures.winRatePercent, forKey: .winRate)
        try row.encodeIfPresent(figures.buyAndHoldPercent, forKey: .buyAndHold)
    }
}

struct StudyRow: Encodable {
    var symbol: String
    var figures: StudyFigureRow
    var positions: [Position]
    var warnings: [String]

    struct Position: Encodable {
        var entered: String
        var entry: Double
        var exited: String?
        var exit: Double
        var reason: String
        var target: Double
        var quantity: Int64
        var capital: Double
        var profit: Double
        var returnPercent: Double
        var worstDrawdownPercent: Double
        var fills: [Fill]

        private enum CodingKeys: String, CodingKey {
            case entered, entry, exited, exit, reason, target, quantity, capital, profit, fills
            case returnPercent = "return_percent"
            case worstDrawdownPercent = "worst_drawdown_percent"
        }
    }

    struct Fill: Encodable {
        var day: String
        var price: Double
        var quantity: Int64
        var level: Int
    }

    init(_ row: StudyRun.Row) {
        symbol = row.symbol
        figures = StudyFigureRow(row.result.figures)
        warnings = row.result.warnings
        positions = row.result.positions.map { position in
            Position(
                entered: "\(position.entered)",
                entry: position.entry,
                exited: position.exited.map { "\($0)" },
                exit: position.exit,
                reason: position.exitReason,
                target: position.target,
                quantity: position.quantity,
                capital: position.capital,
                profit: position.profit,
                returnPercent: position.returnPercent,
                worstDrawdownPercent: position.worstDrawdownPercent,
                fills: position.fills.map {
                    Fill(day: "\($0.day)", price: $0.price, quantity: $0.quantity, level: $0.level)
                }
            )
        }
    }
}

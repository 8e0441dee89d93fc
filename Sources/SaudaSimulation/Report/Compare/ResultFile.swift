/// A result as `sauda backtest --format json` wrote it, as far as two of them are compared.
package struct ResultFile: Decodable, Hashable, Sendable {
    package var version: Int
    package var title: String
    package var startDay: String?
    package var endDay: String?
    package var tradingDays: Int
    package var startEquity: Double?
    package var endEquity: Double?
    package var assumptions: [String]
    package var statistics: Statistics
    package var tradeStatistics: [String: Double?]
    package var exposure: [String: Double?]
    /// Missing before there was one, null without a benchmark.
    package var comparison: [String: Double?]?
    package var excessReturn: Double?
    package var totalCharges: Double?
    package var totalSkipped: Int
    package var trades: [Trade]
    package var openTrades: [Trade]
    package var digest: String?

    package struct Statistics: Decodable, Hashable, Sendable {
        var totalReturn: Double?
        var annualReturn: Double?
        var volatility: Double?
        var sharpe: Double?
        var probabilisticSharpe: Double?
        var sortino: Double?
        var calmar: Double?
        var maxDrawdown: [String: Mixed]?
        var underWater: [String: Mixed]?

        private enum CodingKeys: String, CodingKey {
            case volatility, sharpe, sortino, calmar
            case totalReturn = "total_return"
            case annualReturn = "annual_return"
            case probabilisticSharpe = "probabilistic_sharpe"
            case maxDrawdown = "max_drawdown"
            case underWater = "under_water"
        }
    }

    /// A number, or something that is none: a day, null.
    package struct Mixed: Decodable, Hashable, Sendable {
        var number: Double?

        package init(from decoder: any Decoder) throws {
            number = try? decoder.singleValueContainer().decode(Double.self)
        }
    }

    package struct Trade: Codable, Hashable, Sendable {
        package var symbol: String
        package var side: String
        package var quantity: Int
        package var entryTime: String
        package var entryPrice: Double
        package var entryReason: String
        /// These two are nil while the trade is open.
        package var exitTime: String?
        package var exitPrice: Double?
        package var exitReason: String?
        package var profit: Double

        package var entryDay: String { String(entryTime.prefix(10)) }

        private enum CodingKeys: String, CodingKey {
            case symbol, side, quantity, profit
            case entryTime = "entry_time"
            case entryPrice = "entry_price"
            case entryReason = "entry_reason"
            case exitTime = "exit_time"
            case exitPrice = "exit_price"
            case exitReason = "exit_reason"
        }
    }

    private enum CodingKeys: String, CodingKey {
        case version, title, assumptions, statistics, exposure, comparison, trades
        case startDay = "start_day"
        case endDay = "end_day"
        case tradingDays = "trading_days"
        case startEquity = "start_equity"
        case endEquity = "end_equity"
        case tradeStatistics = "trade_statistics"
        case excessReturn = "excess_return"
        case totalCharges = "total_charges"
        case totalSkipped = "total_skipped"
        case openTrades = "open_trades"
        case digest = "commands_digest"
    }
}

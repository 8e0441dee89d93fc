package import SaudaCore

/// A line of the service's day (SVC-2, FED-2). The numbers stand in files for good.
package enum ScheduledTask: UInt8, Hashable, Sendable, CaseIterable {
    /// A forced look at the broker whether the session still holds (FED-4).
    case tokenCheck = 1
    /// The price feed (FED-2).
    case connect
    case premarketRetry
    case premarketAdjustment
    case sellOrders
    /// Hourly; its slots are numbered.
    case monitor
    /// Keeps the day's candles, then lets the feed go (FED-15).
    case candleBackup
    case analysis
    case buyOrders
    /// In steps, see `EndOfDayStep` (SVC-6).
    case cleanup

    /// What the strategies are told; nil for the service's own work.
    package var job: Job? {
        switch self {
        case .tokenCheck, .connect, .candleBackup: nil
        case .premarketRetry: .premarketRetry
        case .premarketAdjustment: .premarketAdjustment
        case .sellOrders: .sellOrders
        case .monitor: .monitor
        case .analysis: .analysis
        case .buyOrders: .buyOrders
        case .cleanup: .cleanup
        }
    }

    /// As in `sauda task` and in JSON.
    package var name: String {
        switch self {
        case .tokenCheck: "token-check"
        case .connect: "connect"
        case .candleBackup: "candle-backup"
        default: job?.name ?? ""
        }
    }

    /// As the log line `TASK: ...` has it (LOG-2, S3-54 to S3-59).
    package var title: String {
        switch self {
        case .tokenCheck: "TOKEN CHECK"
        case .connect: "CONNECT"
        case .premarketRetry: "PRE-MARKET RETRY"
        case .premarketAdjustment: "PRE-MARKET ADJUSTMENT"
        case .sellOrders: "SELL ORDER PLACEMENT"
        case .monitor: "POSITION MONITOR"
        case .candleBackup: "CANDLE BACKUP"
        case .analysis: "MARKET ANALYSIS"
        case .buyOrders: "PLACE BUY ORDERS"
        case .cleanup: "END-OF-DAY CLEANUP"
        }
    }
}

package import SaudaCore

extension Job {
    package init?(named name: String) {
        guard let job = Job.allCases.first(where: { $0.name == name }) else { return nil }
        self = job
    }

    /// When the schedule does it (SVC-2): what belongs to the open keeps its distance from it on a special day, and the
    /// evening's work waits for the close.
    package func time(on day: TradingDay) -> Timestamp {
        func after(_ open: Int64) -> Timestamp { day.open.advanced(by: .seconds(open * 60)) }
        func evening(_ hour: Int, _ minute: Int, _ close: Int64) -> Timestamp {
            max(day.day.at(TimeOfDay(hour, minute)), day.close.advanced(by: .seconds(close * 60)))
        }
        return switch self {
        case .premarketRetry: after(-15)
        case .premarketAdjustment: after(-10)
        case .sellOrders: after(0)
        case .monitor: after(15)
        case .analysis: evening(16, 0, 30)
        case .buyOrders: evening(16, 5, 35)
        case .cleanup: evening(18, 0, 30)
        }
    }
}

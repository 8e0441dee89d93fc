package import SaudaCore

extension Job {
    package init?(named name: String) {
        guard let job = Job.allCases.first(where: { $0.name == name }) else { return nil }
        self = job
    }

    /// When the schedule does it (SVC-2): what belongs to the open keeps its distance from it on a special day, and
    /// after a late close the whole evening is later by as much.
    package func time(on day: TradingDay) -> Timestamp {
        let usual = day.day.at(TimeOfDay(16, 0))
        let delay = max(.zero, day.close.advanced(by: .seconds(30 * 60)).since(usual))
        func after(_ open: Int64) -> Timestamp { day.open.advanced(by: .seconds(open * 60)) }
        func evening(_ hour: Int, _ minute: Int) -> Timestamp {
            day.day.at(TimeOfDay(hour, minute)).advanced(by: delay)
        }
        return switch self {
        case .premarketRetry: after(-15)
        case .premarketAdjustment: after(Self.isFrozenEarly(day.day) ? -12 : -10)
        case .sellOrders: after(0)
        case .monitor: after(15)
        case .analysis: evening(16, 0)
        case .buyOrders: evening(16, 5)
        case .cleanup: evening(18, 0)
        }
    }

    /// Since 2026-09-07 market orders are frozen from 09:05 on (DEC-16).
    private static func isFrozenEarly(_ day: Day) -> Bool { Day("2026-09-07").map { day >= $0 } ?? false }
}

public import SaudaCore

// A person asks for one of the day's jobs: the schedule's own code, now. What was done is not done twice.

extension EMA9Sell {
    public mutating func run(_ job: Job, on desk: inout Desk) {
        guard let today else { return }
        switch job {
        case .sellOrders:
            guard today.isOpen(at: desk.now) else { return refuse(job, "market-closed", on: &desk) }
            cycleDue = min(cycleDue, desk.now)
            cycle(on: &desk)
        case .monitor:
            // The close's own minute is the last (MON-1).
            guard desk.now >= today.open, desk.now < today.close.nextMinute else {
                return refuse(job, "market-closed", on: &desk)
            }
            monitorDue = min(monitorDue, desk.now)
            monitor(on: &desk)
        case .cleanup:
            // By day it would forget the orders that are working.
            guard desk.now >= today.close else { return refuse(job, "market-open", on: &desk) }
            guard cleaned != desk.day else { return refuse(job, "done-today", on: &desk) }
            cleanUp(on: &desk)
        case .premarketRetry, .premarketAdjustment, .analysis, .buyOrders: break
        }
    }

    private func refuse(_ job: Job, _ code: String, on desk: inout Desk) {
        desk.note(.skipped, code, nil, "\(job.name) has nothing to do now")
    }
}

import SaudaBroker
import SaudaCore
import SaudaStore

// The lines of the day, one after another (SVC-5): the schedule says what begins, here it is done.

extension LiveDay {
    /// The schedule has come to another day: this one is over, whatever of it was lost.
    var isOver: Bool { clerk.map { $0.day > plan.day } ?? false }

    /// By a calendar that came since it was begun, the day is none.
    var isClosed: Bool { clerk.map { $0.day == plan.day && $0.isClosed } ?? false }

    func keepSchedule() throws {
        guard let clerk else { return }
        if let slot = begun, slot == clerk.running, errands == 0, isAnswered(slot) {
            if let step = clerk.nextStep { try take(step) } else { try end(slot) }
        }
        try clerk.turn(at: clock.now)
        guard let slot = clerk.running, slot != begun else { return }
        (begun, begunAt, failure) = (slot, clock.now, nil)
        try begin(slot)
    }

    /// What was begun is done when its questions are answered. By day nothing waits for them longer than a minute: the
    /// next line does not (SVC-5).
    private func isAnswered(_ slot: TaskSlot) -> Bool {
        if !desk.isAsking { return true }
        switch slot.task {
        case .analysis, .buyOrders, .cleanup: return false
        default: return clock.now.since(begunAt) >= .seconds(60)
        }
    }

    private func begin(_ slot: TaskSlot) throws {
        switch slot.task {
        // The lines are up, or this would not run; the end of the day goes step by step.
        case .tokenCheck, .connect, .cleanup: break
        case .candleBackup: backUpCandles()
        case .premarketRetry, .premarketAdjustment, .sellOrders, .monitor, .analysis, .buyOrders:
            if let job = slot.task.job { try post(.job(job)) }
        }
    }

    /// Its outcome is on the disk before it is said to be done (SVC-4).
    private func end(_ slot: TaskSlot) throws {
        begun = nil
        try sync()
        try clerk?.finish(slot, at: clock.now, failure: failure)
    }

    /// Does something beside this task, which goes on taking events meanwhile.
    ///
    /// - Parameter body: returns what failed of it, nil when all went well.
    func work(_ body: @escaping @Sendable () async throws -> String?) {
        errands += 1
        Task { [mailbox] in
            do { mailbox.post(.worked(failure: try await body())) } catch {
                mailbox.post(.worked(failure: "\(error)"))
            }
        }
    }

    func worked(_ failure: String?) {
        errands -= 1
        self.failure = self.failure ?? failure
    }
}

extension LinkNotice {
    static func closedDay(_ day: Day) -> LinkNotice {
        LinkNotice(
            .critical,
            "market-closed",
            "\(day) is no trading day any more, by the calendar of now: nothing is placed, and what works or waits is "
                + "cancelled. Look at the broker's order book once."
        )
    }
}

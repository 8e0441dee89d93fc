import SaudaCore
import SaudaService

/// Paces a paper day against the wall clock.
struct DayPlayer {
    let speed: Speed
    let untilClose: Bool
    let halt: HaltFile

    /// Plays to the end or to a stop signal; returns whether the day was played whole.
    func play(_ paper: PaperDay, _ view: RunView) async throws -> Bool {
        StopSignal.watch()
        try paper.begin()
        var started: (wall: ContinuousClock.Instant, market: Timestamp)?
        while let next = paper.nextTime {
            if StopSignal.isRaised { return false }
            // The practice exchange inside sauda stands still with everything else.
            if let since = halt.text {
                view.halted(since, at: paper.now)
                return false
            }
            if untilClose, next >= paper.hours.close { return true }
            // A day begun before is caught up at full speed, and nobody waits for the evening's few jobs.
            if case .times(let factor) = speed, paper.isCaughtUp, next <= paper.hours.close {
                let start = started ?? (.now, next)
                started = start
                let span = Double(next.since(start.market).microseconds) / factor
                let due = start.wall.advanced(by: .microseconds(Int64(span)))
                while ContinuousClock.now < due, !StopSignal.isRaised {
                    view.refresh(paper)
                    try await Task.sleep(until: min(due, ContinuousClock.now + .milliseconds(50)), clock: .continuous)
                }
                if StopSignal.isRaised { return false }
            }
            if try !paper.step() { break }
            view.refresh(paper)
        }
        try paper.end()
        return true
    }
}

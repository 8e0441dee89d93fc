package import SaudaCore

// Jobs that a person asks for. They stand in the journal as events, so that the day played again has them at the same
// moment.

extension PaperDay {
    /// How long a job's orders may take to reach the exchange and be answered.
    private static let patience = TimeSpan.seconds(1)

    /// Plays on to the job's hour, or stays where the day is by now, and has every strategy do the job; returns when.
    package func run(_ job: Job) throws -> Timestamp {
        let due = job.time(on: hours)
        try play(through: due)
        let time = max(due, now)
        try post(Event(time, .job(job)))
        try play(through: time.advanced(by: Self.patience))
        return time
    }

    /// Plays all that happens up to a moment, and whatever of a begun day lies beyond it.
    private func play(through time: Timestamp) throws {
        while let next = nextTime, next <= time || !isCaughtUp {
            if try !step() { return }
        }
    }
}

import SaudaSimulation

extension RunLog {
    /// A paper day begins, or goes on. Its strategies do their jobs by the day's own clock.
    package func start(_ paper: PaperDay) {
        let plan = paper.plan
        start(
            "paper \(plan.day)",
            plan.setup.instruments,
            plan.opening.note,
            paper.recovery,
            jobs: DayLines(plan.day, plan.setup.calendar)?.lines ?? []
        )
    }
}

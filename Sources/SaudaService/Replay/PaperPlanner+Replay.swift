package import SaudaCore
import SaudaStore

extension PaperPlanner {
    /// What the home says it is, else what the configuration makes of it.
    private var kind: HomeKind { HomeKind.of(home) ?? (config.mode == .paper ? .paper : .live) }

    /// Refuses a day that would be planned in vain: only where its prices come from a plan can it be played once more,
    /// byte for byte.
    ///
    /// - Parameter day: As for `plan`.
    /// - Throws: `DataError` when there is no such day, `RequestError` for a home of days with a broker.
    package func checkReplay(of day: String) throws {
        if let day = Day(day) { try Folders.requireJournal(of: day, in: home) }
        guard kind == .paper else {
            throw RequestError(
                "\(home): its days were traded with a broker (\(kind.rawValue)), and only paper days are compared "
                    + "byte for byte",
                "play one under a configuration, its own or another: `sauda replay \(day) --with FILE`"
            )
        }
    }

    /// Plays a recorded day of the home under this configuration and another, and compares.
    ///
    /// - Parameters:
    ///   - positions, rehearse: what the day was run with, on paper.
    ///   - titled: what this configuration is called, for people.
    /// - Throws: `DataError` when there is no such day or its journal is damaged, `RequestError` for a configuration
    ///   under which the day cannot be played.
    package func replay(
        _ day: Day,
        positions: String?,
        rehearse: Bool,
        titled: String,
        with other: (title: String, config: Config)
    ) async throws -> DayDifference {
        try Folders.requireJournal(of: day, in: home)
        let recorded = try RecordedDay("\(home)/journal/\(day).journal")
        let stage: DayStage
        if kind == .paper {
            let plan = try await plan(day: "\(day)", positions: positions, rehearse: rehearse)
            do {
                stage = try DayStage(paper: plan, recorded)
            } catch let error as JournalError {
                throw RequestError("\(error.path): \(error.what)", error.nextStep)
            }
        } else {
            stage = try DayStage(broker: recorded)
        }
        var second = self
        second.config = other.config
        return try DayDifference(stage, recorded: try cast(titled), with: try second.cast(other.title))
    }
}

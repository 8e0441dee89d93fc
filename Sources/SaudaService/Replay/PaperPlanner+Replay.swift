package import SaudaCore
import SaudaStore

extension PaperPlanner {
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
        let path = "\(home)/journal/\(day).journal"
        guard Folders.exists(path) else {
            let days = Folders.journals(in: home).suffix(5).map { "\($0)" }.joined(separator: ", ")
            throw DataError(
                file: path,
                what: "there is no journal of that day",
                nextStep: days.isEmpty ? "see --home" : "see --home; the latest days here are \(days)"
            )
        }
        let recorded = try RecordedDay(path)
        let stage: DayStage
        if HomeKind.of(home) ?? (config.mode == .paper ? .paper : .live) == .paper {
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

import ArgumentParser
import SaudaCore
import SaudaService

/// What makes a paper day besides the day itself: the same for playing it and for replaying it.
struct PaperOptions: ParsableArguments {
    @Option(help: ArgumentHelp("Keep journal and books here instead of `home:`.", valueName: "dir"))
    var home: String?

    @Option(help: "The seed of generated prices.")
    var seed: UInt64 = 7

    @Option(help: ArgumentHelp("Positions to start with: a CSV of symbol,date,quantity,price.", valueName: "file"))
    var positions: String?

    @Flag(help: "Play the 90 trading days before to have positions; generated days always do.")
    var rehearse = false

    func plan(_ day: String?, _ config: Config, _ plugins: Plugins) async throws -> PaperPlan {
        try await planner(config, plugins).plan(day: day, positions: positions, rehearse: rehearse)
    }

    func planner(_ config: Config, _ plugins: Plugins) -> PaperPlanner {
        PaperPlanner(
            config: config,
            plugins: plugins.strategies,
            today: WallClock.now.day,
            seed: seed,
            home: home ?? config.resolved(config.home)
        )
    }
}

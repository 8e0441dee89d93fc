import ArgumentParser
import SaudaSimulation

/// What a sweep is made of, on the command line of `backtest`.
struct SweepOptions: ParsableArguments {
    @Option(
        name: .customLong("sweep"),
        help: ArgumentHelp(
            "Run the values of a parameter in turn: key=a..b:step or key=a,b,c; may be given several times.",
            valueName: "values"
        )
    )
    var axes: [String] = []

    @Option(
        help: ArgumentHelp("grid, random:N, random:N:SEED or walk-forward:FOLDS (default: grid).", valueName: "how")
    )
    var search: String?

    @Option(
        help: ArgumentHelp("The figure that the best combination is chosen by (default: sharpe).", valueName: "figure")
    )
    var rank: SweepRank?

    @Option(
        help: ArgumentHelp(
            "The share of the days, at the end, that judge the choice; 0 for none (default: 0.3).",
            valueName: "share"
        )
    )
    var outOfSample: Double?

    @Option(
        help: ArgumentHelp("Keep finished combinations in this file, and go on from what is there.", valueName: "file")
    )
    var resume: String?

    @Option(help: ArgumentHelp("Combinations run at the same time (default: one a core).", valueName: "n"))
    var jobs: Int?

    @Option(help: ArgumentHelp("Combinations shown in the table (default: 20).", valueName: "n"))
    var top: Int?

    var isAsked: Bool { !axes.isEmpty }

    func validate() throws {
        let isGiven =
            search != nil || rank != nil || outOfSample != nil || resume != nil || jobs != nil || top != nil
        if !isAsked, isGiven {
            throw ValidationError("--search, --rank, --out-of-sample, --resume, --jobs and --top need a --sweep.")
        }
        if let outOfSample, !(0...0.9).contains(outOfSample) { throw ValidationError("--out-of-sample is 0 to 0.9.") }
        if let jobs, !(1...256).contains(jobs) { throw ValidationError("--jobs is 1 to 256.") }
        if let top, !(1...SweepPlan.most).contains(top) { throw ValidationError("--top is 1 to \(SweepPlan.most).") }
        if outOfSample != nil, search?.hasPrefix("walk-forward") == true {
            throw ValidationError("A walk forward keeps its own days back; leave --out-of-sample out.")
        }
    }
}

extension SweepRank: ExpressibleByArgument {}

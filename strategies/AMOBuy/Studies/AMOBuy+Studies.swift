public import SaudaCore

extension AMOBuy {
    /// Settings of the studies, beside those of the strategy.
    public static let studyParameters: [Parameter] = [
        Parameter(
            "target_mode",
            .word(SinglePass.TargetMode.entryDayEMA9.rawValue),
            in: .words(SinglePass.TargetMode.allCases.map(\.rawValue)),
            help: "what study parity-a sells at (BT-2)"
        )
    ]

    /// The published backtests of section 13, by the words of `--mode`; the profile's own comes first and is what SCO-2
    /// scores. Parameters that are missing have their defaults.
    public static func studies(_ parameters: Parameters) -> [Study] {
        func word(_ name: String) -> String? {
            guard case .word(let word)? = parameters.values[name] else { return nil }
            return word
        }
        let analyst = Analyst(word("profile").flatMap(Profile.init(named:)) ?? .current)
        let mode = word("target_mode").flatMap(SinglePass.TargetMode.init(rawValue:)) ?? .entryDayEMA9
        let single = SinglePass(targetMode: mode, analyst: analyst)
        let double = TwoStage(analyst: analyst)
        let simple = SimpleFallback()
        let studies = [
            Study(
                name: "parity-a",
                summary: "the single-pass backtest of 2025-11-10 and later (BT-2)",
                warmUp: StudyWindow.warmUp
            ) { single.run($0, $1) },
            Study(
                name: "parity-b",
                summary: "the two-stage backtest before 2025-11-10 (BT-4)",
                warmUp: StudyWindow.warmUp
            ) { double.run($0, $1) },
            Study(
                name: "parity-simple",
                summary: "their fallback: 8 % up or 5 % down (BT-6)",
                warmUp: 0
            ) { simple.run($0, $1) },
        ]
        return analyst.profile.scoresTwoStage ? [studies[1], studies[0], studies[2]] : studies
    }
}

import SaudaService

extension RunLog {
    /// The log of a home, as the configuration wants it.
    convenience init(_ config: Config, home: String) {
        let log = DayLog(
            home: home,
            config.log,
            secrets: Terminal.secrets,
            machine: { WallClock.now },
            complain: { Terminal.err($0) }
        )
        self.init(log, now: WallClock.now)
    }
}

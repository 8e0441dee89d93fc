package import SaudaCore
package import SaudaStore

/// Whether a clock may be traded by: not one that lies behind what a home has seen, nor one that is far off a broker's.
package enum ClockCheck {
    /// A moment's difference is no clock that was set.
    static let tolerance = TimeSpan.seconds(300)

    /// - Throws: `JournalError` when the home has a journal or flags of a later day: a day that is over would be traded
    ///   again.
    package static func refuse(_ now: Timestamp, in home: String) throws(JournalError) {
        for folder in ["journal", TaskLog.folder] {
            guard let latest = Folders.journals(in: home, folder: folder).last, latest > now.day else { continue }
            throw JournalError(
                path: "\(home)/\(folder)/\(latest).journal",
                what: "it is of \(latest), and the clock shows \(now.day): a day that is over would be traded again",
                nextStep: "Set the machine's clock (`timedatectl`), then start again; or name another `home` in "
                    + "config.yaml."
            )
        }
    }

    /// - Parameter last: the latest moment in the journal that is to be continued.
    /// - Throws: `JournalError` for a clock that lies behind it.
    static func refuse(_ now: Timestamp, behind last: Timestamp, of path: String) throws(JournalError) {
        guard last.since(now) > tolerance else { return }
        throw JournalError(
            path: path,
            what: "it has events of \(last.time), and the clock shows \(now.time)",
            nextStep: "Set the machine's clock (`timedatectl`); the day goes on when it is past \(last.time)."
        )
    }

    /// - Parameter skew: the broker's clock less ours; nil when it has not told.
    /// - Throws: `RequestError` for a clock with which orders would leave at a wrong time, or on a wrong day.
    package static func refuse(_ now: Timestamp, skew: ClosedRange<TimeSpan>?, at broker: String) throws(RequestError) {
        guard let skew, skew.lowerBound > tolerance || skew.upperBound < TimeSpan(microseconds: -tolerance.microseconds)
        else { return }
        let theirs = now.advanced(by: skew.lowerBound)
        throw RequestError(
            "the clock shows \(now.day) \(now.time), that of \(broker) \(theirs.day) \(theirs.time)",
            "set the machine's clock (`timedatectl`); nothing is traded before"
        )
    }
}

import SaudaCore

/// Decides which notices one channel takes, so that a storm stays a handful of messages and nobody is kept in the dark.
///
/// - What is below the channel's level is not its business, but for the day's summary where it is wanted.
/// - The same code of the same account and instrument, or without an instrument of the same text but for its numbers,
///   goes out at most once in five minutes; then once more, saying how often it came. Critical ones always go.
/// - So many messages an hour, critical ones up to three times as many. What is left out is counted and told when the
///   hour is over, and when the first critical one is.
///
/// A value: time is an argument, the machine's own, for it is a person's phone that is spared.
struct AlertGate: Sendable {
    private struct Key: Hashable {
        var code: String
        var account: String
        /// The instrument, else the text as `LogThrottle` folds it.
        var about: String

        init(_ notice: Notice) {
            code = notice.code
            account = notice.account ?? ""
            about = notice.instrument ?? LogThrottle.folded(notice.text)
        }

        var order: (String, String, String) { (code, account, about) }
    }

    /// What went out, and what came since.
    private struct Recent {
        var since: Timestamp
        var repeats = 0
        var last: Notice
    }

    static let pause = TimeSpan.seconds(300)
    static let hour = TimeSpan.seconds(3600)

    let channel: AlertChannel
    private var begun: Timestamp?
    private var sent = 0
    private var left = 0
    private var leftCritical = 0
    /// Whether it was told that critical ones are only counted.
    private var isWarned = false
    private var recent: [Key: Recent] = [:]

    init(_ channel: AlertChannel) { self.channel = channel }

    /// Returns what is to be sent now, this notice among it or not.
    mutating func take(_ notice: Notice, at now: Timestamp) -> [Notice] {
        guard notice.level >= channel.level || notice.code == Notice.summary && channel.takesSummary else { return [] }
        let due = tick(at: now)
        guard notice.level < .critical else { return due + admit(notice, at: now) }
        let key = Key(notice)
        if recent[key] != nil {
            recent[key]?.repeats += 1
            recent[key]?.last = notice
            return due
        }
        let admitted = admit(notice, at: now)
        if !admitted.isEmpty { recent[key] = Recent(since: now, last: notice) }
        return due + admitted
    }

    /// Returns what time alone brings: the summary of an hour, and what came again within five minutes.
    mutating func tick(at now: Timestamp) -> [Notice] {
        var due: [Notice] = []
        if let begun, now >= begun.advanced(by: Self.hour) {
            due += summary(at: now)
            (self.begun, sent) = (nil, 0)
        }
        let over = recent.filter { now >= $0.value.since.advanced(by: Self.pause) }
            .sorted { $0.value.since == $1.value.since ? $0.key.order < $1.key.order : $0.value.since < $1.value.since }
        for (key, known) in over {
            recent[key] = nil
            guard known.repeats > 0 else { continue }
            var again = known.last
            (again.count, again.since) = (known.repeats, known.since)
            let admitted = admit(again, at: now)
            if !admitted.isEmpty { recent[key] = Recent(since: now, last: known.last) }
            due += admitted
        }
        return due
    }

    /// Counts one that was taken and did not go out: it could not be kept, or nobody took it.
    mutating func drop(_ notice: Notice, at now: Timestamp) {
        begun = begun ?? now
        left += notice.count
        leftCritical += notice.critical ?? (notice.level == .critical ? notice.count : 0)
    }

    /// What is left to say when no more will come.
    mutating func finish(at now: Timestamp) -> [Notice] {
        for known in recent.values { left += known.repeats }
        recent = [:]
        return summary(at: now)
    }

    private mutating func admit(_ notice: Notice, at now: Timestamp) -> [Notice] {
        let isCritical = notice.level == .critical
        guard sent >= channel.perHour * (isCritical ? 3 : 1) else {
            begun = begun ?? now
            sent += 1
            return [notice]
        }
        drop(notice, at: now)
        guard isCritical, !isWarned else { return [] }
        isWarned = true
        return [warning(at: now)]
    }

    private func warning(at now: Timestamp) -> Notice {
        let end = (begun ?? now).advanced(by: Self.hour)
        let text = "\(sent) messages went out within the hour: critical alerts are only counted until \(end.time)"
        var notice = Notice(.critical, "limit-reached", text, at: now)
        notice.count = 0
        return notice
    }

    private mutating func summary(at now: Timestamp) -> [Notice] {
        guard left > 0 else { return [] }
        let critical = leftCritical > 0 ? ", \(leftCritical) of them critical" : ""
        let since = (begun.map { " since \($0.time)" }) ?? ""
        let level: Alert.Level = leftCritical > 0 ? .critical : .warning
        let text = "\(left) more were left out\(since)\(critical); the journal has the engine's"
        var notice = Notice(level, "left-out", text, at: now)
        (notice.count, notice.critical) = (left, leftCritical)
        (left, leftCritical, isWarned) = (0, 0, false)
        return [notice]
    }
}

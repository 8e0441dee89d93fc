import SaudaCore

/// Plays some days a second time with everything later cut off, from the same state: if a command differs, something
/// had looked ahead.
struct LookAheadCheck: Sendable {
    /// Days played twice at most; each costs a copy of the run as it stands.
    static let samples = 16

    private let every: Int
    private let days: Int
    private(set) var played = 0
    private(set) var commands = 0
    private(set) var difference: Day?

    /// - Parameter days: of the whole run.
    init(of days: Int) {
        self.days = days
        every = max(1, days / Self.samples)
    }

    /// Whether the day of that number is one of them: spread over the run, the last one too.
    func includes(_ index: Int) -> Bool {
        difference == nil && played < Self.samples && (index % every == every - 1 || index == days - 1)
    }

    mutating func take(_ day: Day, _ whole: DayDigest, _ cut: DayDigest) {
        played += 1
        commands += whole.commands
        if whole != cut, difference == nil { difference = day }
    }

    var result: RunCheck {
        guard played > 0 else { return RunCheck("look-ahead", .impossible, "No day was played.") }
        if let difference {
            let text =
                "\(difference) came out differently without the prices after it: a rule looks ahead, do not trust "
                + "these figures."
            return RunCheck("look-ahead", .failed, text)
        }
        let days = "\(played) of \(days) day\(days == 1 ? "" : "s")"
        let text = "\(days) played again with all later prices cut off: all \(commands) commands equal."
        return RunCheck("look-ahead", .passed, text)
    }
}

/// Every command of a day, notes and questions too.
struct DayDigest: Hashable, Sendable {
    var commands = 0
    private var digest = CommandDigest()

    mutating func add(_ bytes: [UInt8]) {
        commands += 1
        digest.add(bytes)
    }
}

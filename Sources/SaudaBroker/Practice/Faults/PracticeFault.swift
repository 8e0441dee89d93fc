public import SaudaCore

/// Something that goes wrong at a practice broker at a time: `lost-answer@09:20:00`, `too-many@10:00/30`, `cut@now`.
public struct PracticeFault: Hashable, Sendable {
    public enum Kind: String, Hashable, Sendable, CaseIterable {
        /// Every session ends; orders under way go on.
        case tokenDeath = "token-death"
        /// An order request is carried out, and its connection ends without an answer.
        case lostAnswer = "lost-answer"
        /// An order request is carried out, nothing comes back, and the connection stays open.
        case noAnswer = "no-answer"
        /// 503, and nothing was done.
        case errorBefore = "error-before"
        /// 502 or 504, and it was done.
        case errorAfter = "error-after"
        /// 429 to everything.
        case tooMany = "too-many"
        /// Answers drip.
        case slowBody = "slow-body"
        /// Every connection ends without a word, in the middle of TLS.
        case cut
        /// The open sockets say nothing any more, not even pong, and stay open.
        case mute
        /// A frame of prices ends in its middle, and so does the connection.
        case halfFrame = "half-frame"
        /// Order updates come twice.
        case duplicates
        /// Order updates come late and the later one first.
        case reordering
        /// Frames of prices whose lengths do not tell the truth.
        case lyingLength = "lying-length"
        /// Nobody listens for a while; sessions and orders stay.
        case restart
        /// A page in HTML instead of JSON; an order request may have been carried out.
        case page
    }

    public enum Moment: Hashable, Sendable {
        case now
        /// Of the practice day, India time; the next day's when it is over.
        case at(TimeOfDay)
    }

    public var kind: Kind
    public var moment: Moment
    public var duration: TimeSpan

    /// - Parameter duration: nil for the kind's own.
    public init(_ kind: Kind, _ moment: Moment, duration: TimeSpan? = nil) {
        self.kind = kind
        self.moment = moment
        self.duration = duration ?? kind.duration
    }
}

extension PracticeFault.Kind {
    /// How long it goes on unless told otherwise; zero for what happens once.
    public var duration: TimeSpan {
        switch self {
        case .tokenDeath, .lostAnswer, .noAnswer, .errorBefore, .errorAfter, .cut, .mute, .halfFrame: .zero
        case .tooMany, .page, .lyingLength, .restart: .seconds(5)
        case .slowBody: .seconds(10)
        case .duplicates, .reordering: .seconds(60)
        }
    }
}

// MARK: - Text

extension PracticeFault: CustomStringConvertible {
    public struct Refusal: Error, Hashable, Sendable, CustomStringConvertible {
        public var description: String
    }

    /// Reads `KIND@TIME` with TIME as `HH:MM`, `HH:MM:SS` or `now`, and `/SECONDS` behind it for a duration.
    public init(parsing text: String) throws(Refusal) {
        let parts = text.split(separator: "@", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
        guard let kind = Kind(rawValue: parts[0]) else {
            let known = Kind.allCases.map(\.rawValue).joined(separator: ", ")
            throw Refusal(description: "'\(parts[0])' is not a fault. Known faults: \(known).")
        }
        guard parts.count == 2 else {
            throw Refusal(
                description: "'\(text)' says no time. Write \(kind.rawValue)@HH:MM:SS or \(kind.rawValue)@now."
            )
        }
        let times = parts[1].split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
        let moment: Moment
        if times[0] == "now" {
            moment = .now
        } else if let time = TimeOfDay(times[0]) {
            moment = .at(time)
        } else {
            throw Refusal(description: "'\(times[0])' is not a time. Write HH:MM:SS, or now.")
        }
        guard times.count == 2 else {
            self.init(kind, moment)
            return
        }
        guard let seconds = Int64(times[1]), (1...86_400).contains(seconds) else {
            throw Refusal(description: "'\(times[1])' is not a duration. Write whole seconds from 1 to 86400.")
        }
        self.init(kind, moment, duration: .seconds(seconds))
    }

    public var description: String {
        let time = if case .at(let time) = moment { "\(time)" } else { "now" }
        let seconds = duration == .zero ? "" : "/\(duration.microseconds / 1_000_000)"
        return "\(kind.rawValue)@\(time)\(seconds)"
    }
}

import SaudaCore

extension RunLog {
    /// Level, module and first word of a line; nil for what is written otherwise.
    static func place(of kind: DayNews.Kind) -> (LogLevel, LogModule, String)? {
        switch kind {
        case .place: (.info, .orders, "place")
        case .modify: (.info, .orders, "modify")
        case .ask: (.info, .orders, "cancel")
        case .fill: (.info, .orders, "fill")
        case .reject: (.warning, .orders, "REJECTED")
        case .refuse, .stands: (.warning, .orders, "REFUSED")
        case .lapse: (.info, .orders, "lapsed")
        case .cancel: (.info, .orders, "cancelled")
        case .silence: (.warning, .orders, "in doubt")
        case .accept: (.debug, .orders, "broker")
        case .foreign: (.info, .orders, "foreign")
        case .skip: (.info, .strategies, "skip")
        case .remark: (.debug, .strategies, "note")
        case .alert(let level): (LogLevel(level), .alerts, level == .critical ? "ALERT" : "alert")
        case .halt: (.warning, .halt, "HALT")
        case .resume: (.info, .halt, "resume")
        case .replay: (.info, .engine, "taken up")
        case .begin: (.info, .engine, "begin")
        case .end: (.info, .engine, "end")
        case .job: nil
        }
    }

    /// Where a link's notice belongs, by its code: what it says of orders must never be left out as one of many.
    static func module(of code: String) -> LogModule {
        switch code {
        case "slice-refused", "sliced", "placed-twice", "second-order", "unlisted-order", "orders-held",
            "orders-stopped", "look-up-failed", "book-unread":
            .orders
        case "signing-in", "sign-in-failed", "login-awaited", "renewed", "not-renewed", "probe-failed": .login
        case "rest-mode", "broker-says", "frames": .feed
        default: code.hasPrefix("feed-") ? .feed : .link
        }
    }
}

extension LogLevel {
    fileprivate init(_ level: Alert.Level) {
        self =
            switch level {
            case .info: .info
            case .warning: .warning
            case .critical: .critical
            }
    }
}

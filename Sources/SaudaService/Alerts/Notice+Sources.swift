package import SaudaBroker
package import SaudaCore

/// What the parts of a running day have to say, as notices.
extension Notice {
    package init(_ alert: Alert, symbol: String?, account: String? = nil, at time: Timestamp) {
        self.init(alert.level, alert.code, alert.text, instrument: symbol, account: account, at: time)
    }

    package init(_ notice: LinkNotice, at time: Timestamp) {
        let level: Alert.Level =
            switch notice.level {
            case .info: .info
            case .warning: .warning
            case .critical: .critical
            }
        self.init(level, notice.code, notice.text, account: notice.account, at: time)
    }

    /// Of an event and what the engine answered: its alerts, and a halt or the end of one.
    ///
    /// - Parameter owner: The account that an alert is about; nil where it is not known.
    package static func all(
        of event: Event,
        _ commands: [Command],
        symbol: (InstrumentID) -> String?,
        owner: (Alert) -> String? = { _ in nil }
    ) -> [Notice] {
        var notices: [Notice] = []
        switch event.kind {
        case .control(.stop): notices.append(halted("what works is cancelled", at: event.time))
        case .control(.resume):
            notices.append(Notice(.warning, "resume", "orders leave again", at: event.time))
        default: break
        }
        for case .alert(let alert) in commands {
            let name = alert.instrument.flatMap(symbol)
            notices.append(Notice(alert, symbol: name, account: owner(alert), at: event.time))
        }
        return notices
    }

    /// What a day came to; a warning where the books are not what a broker says.
    package init(_ summary: DaySummary, at time: Timestamp) {
        let isFine = summary.incidents.differences?.isEmpty ?? true
        self.init(isFine ? .info : .warning, Notice.summary, summary.text, at: time)
    }

    /// The code of a day's summary.
    package static let summary = "summary"

    package static func halted(_ why: String, account: String? = nil, at time: Timestamp) -> Notice {
        Notice(.critical, "halt", "nothing leaves until `sauda resume`: \(why)", account: account, at: time)
    }
}

package import SaudaCore

/// What a link wants carried out, in order.
package enum LinkAction: Sendable {
    case send(CallID, HTTPRequest, within: TimeSpan)
    case open(SocketID, SocketRequest, within: TimeSpan)
    case write(SocketID, SocketMessage)
    case close(SocketID)
    /// Come back with `timer` then; replaces the wake-up before.
    case wake(at: Timestamp)
    /// For the engine's mailbox.
    case post(Event.Kind)
    /// For people; the engine decides nothing by it.
    case depth(Depth)
    case result(UInt64, Result<ErrandResult, BrokerError>)
    /// For a person.
    case ask(prompt: String)
    case openBrowser(url: Secret)
    /// To be kept encrypted.
    case keep(BrokerSession)
    /// To be kept before what follows is carried out.
    case count(SignInTries)
    case notice(LinkNotice)
}

/// Something worth a log line or an alert.
package struct LinkNotice: Hashable, Sendable {
    package enum Level: UInt8, Hashable, Sendable {
        case info, warning, critical
    }

    package var level: Level
    /// A short stable word: `signed-in`, `feed-gap`, `rest-mode`.
    package var code: String
    package var text: String
    /// Whose line it is, where there are several.
    package var account: String?

    package init(_ level: Level, _ code: String, _ text: String) {
        self.level = level
        self.code = code
        self.text = text
    }

    /// The same, as one of an account's.
    package func of(_ account: String?) -> LinkNotice {
        var notice = self
        notice.account = account
        return notice
    }
}

public import SaudaCore

/// One errand's conversation with a broker: a small state machine without a socket or a clock.
///
/// Called with `.start` first, then with what came of the step before. After `.done` and `.failed` it is not called.
public protocol Dialogue: Sendable {
    mutating func next(_ input: DialogueInput, at now: Timestamp) -> DialogueStep
    /// Rows of the answers that were left out, by reason; whole once it is done. To be counted and shown.
    var skipped: [String: Int] { get }
}

extension Dialogue {
    public var skipped: [String: Int] { [:] }
}

public enum DialogueInput: Hashable, Sendable {
    case start
    /// Any status; what it means is the dialogue's to say.
    case response(HTTPResponse)
    /// A person's answer to `.ask`.
    case reply(Secret)
    /// The address a browser was sent back to, after `.openBrowser`.
    case redirect(Secret)
    /// The moment asked for by `.wait` has come.
    case waited
}

public enum DialogueStep: Sendable {
    /// The link paces it, repeats a read that was lost, and comes back with the response.
    case send(HTTPRequest)
    /// A question for a person; the answer is not shown.
    case ask(prompt: String)
    /// A person has to log in at that address.
    case openBrowser(url: Secret)
    case wait(until: Timestamp)
    case done(ErrandResult)
    case failed(BrokerError)
}

import SaudaBroker
import SaudaCore

/// What came of one try to send an alert, and what to do about it.
enum AlertVerdict: Hashable, Sendable {
    case sent
    /// Another try may help; the receiver may have said when.
    case again(String, after: TimeSpan?)
    /// No other try helps until a person has looked.
    case refused(String)

    /// What is quoted of a receiver's answer, in bytes.
    private static let longestQuote = 160

    init(_ response: HTTPResponse) {
        switch response.status {
        case 200..<300: self = .sent
        case 408, 429, 500...: self = .again(Self.words(response), after: Self.wait(response))
        case 401, 403: self = .refused(Self.words(response) + "; look at the token or secret it is sent with")
        case 404: self = .refused(Self.words(response) + "; look at the address and the token")
        default: self = .refused(Self.words(response))
        }
    }

    init(_ failure: HTTPFailure) {
        switch failure.kind {
        case .badURL, .certificate, .cancelled: self = .refused(failure.text)
        case .nameLookUp, .connect, .tls, .timedOut, .cut, .tooLarge, .malformed:
            self = .again(failure.text, after: nil)
        }
    }

    init(_ failure: MailFailure) {
        self = failure.isTemporary ? .again(failure.text, after: nil) : .refused(failure.text)
    }

    private static func words(_ response: HTTPResponse) -> String {
        let said = NoticeText.clean(String(decoding: response.body.prefix(1024), as: UTF8.self), keepsLines: false)
        let quote = NoticeText.cut(said, to: longestQuote) ?? said
        return "it answered \(response.status)" + (quote.isEmpty ? "" : ": \(quote)")
    }

    /// A number of seconds; a date is passed over.
    private static func wait(_ response: HTTPResponse) -> TimeSpan? {
        guard let seconds = response.header("Retry-After").flatMap({ Int64($0) }), (0...86_400).contains(seconds) else {
            return nil
        }
        return .seconds(seconds)
    }
}

/// When a message that was not taken is sent again: three times, later each time, or when the receiver says.
enum AlertRetry {
    static let waits: [TimeSpan] = [.seconds(2), .seconds(8), .seconds(30)]
    /// Who asks for more has to do without: other messages wait behind.
    static let longestWait = TimeSpan.seconds(120)

    /// - Parameter failures: tries so far, from 1.
    /// - Returns: nil to give up.
    static func wait(after failures: Int, asked: TimeSpan?) -> TimeSpan? {
        guard failures <= waits.count else { return nil }
        guard let asked else { return waits[failures - 1] }
        return asked <= longestWait ? max(asked, .seconds(1)) : nil
    }
}

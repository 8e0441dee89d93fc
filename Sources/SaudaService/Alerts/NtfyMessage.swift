package import SaudaBroker
import SaudaCore

/// A message to a topic of ntfy.sh or a server like it: the body is the text, headers say the rest.
package enum NtfyMessage {
    package static func request(_ notice: Notice, url: String, token: Secret?) -> HTTPRequest {
        let text = NoticeText(notice)
        let (priority, tag) =
            switch notice.level {
            case .info: ("3", "information_source")
            case .warning: ("4", "warning")
            case .critical: ("5", "rotating_light")
            }
        var headers = [
            HTTPHeader("Content-Type", "text/plain; charset=utf-8"),
            HTTPHeader("Title", EncodedWord.text(text.title)),
            HTTPHeader("Priority", priority),
            HTTPHeader("Tags", tag),
        ]
        if let token { headers.append(HTTPHeader("Authorization", "Bearer \(token.reveal())")) }
        return HTTPRequest(.post, url, headers: headers, body: Array(text.body.utf8), endpoint: "alert")
    }
}

package import SaudaBroker
import SaudaCore

/// A POST of JSON to anybody's address, signed where there is a secret.
package enum WebhookMessage {
    /// `X-Sauda-Signature: sha256=HEX`, the HMAC-SHA256 of the body's bytes.
    package static let signature = "X-Sauda-Signature"

    package static func request(_ notice: Notice, url: String, secret: Secret?) -> HTTPRequest {
        let text = NoticeText(notice)
        var members: [JSON.Member] = [
            .init(name: "time", value: .string("\(notice.time)")),
            .init(name: "level", value: .string(notice.level.word)),
            .init(name: "code", value: .string(NoticeText.clean(notice.code, keepsLines: false))),
        ]
        if let instrument = notice.instrument {
            members.append(.init(name: "instrument", value: .string(NoticeText.clean(instrument, keepsLines: false))))
        }
        if let account = notice.account { members.append(.init(name: "account", value: .string(account))) }
        members.append(.init(name: "count", value: .literal("\(notice.count)")))
        members.append(.init(name: "title", value: .string(text.title)))
        members.append(.init(name: "text", value: .string(text.body)))
        let body = Array(JSON.object(members).line.utf8)
        var headers = [HTTPHeader("Content-Type", "application/json")]
        if let secret {
            let code = Digests.hmac(.sha256, key: Array(secret.reveal().utf8), body)
            headers.append(HTTPHeader(signature, "sha256=\(Digests.hex(code))"))
        }
        return HTTPRequest(.post, url, headers: headers, body: body, endpoint: "alert")
    }
}

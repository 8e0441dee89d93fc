package import SaudaBroker
import SaudaCore

/// A message by a bot: `sendMessage`, plain text, so that nothing in it is read as markup.
package enum TelegramMessage {
    package static let server = "https://api.telegram.org"

    /// - Parameter token: part of the address, as the interface wants it; nothing prints the address.
    package static func request(_ notice: Notice, chat: String, token: Secret, server: String = server) -> HTTPRequest {
        let text = NoticeText(notice)
        let body = JSON.object([
            "chat_id": .string(chat), "text": .string("\(text.title)\n\(text.body)"),
            "disable_web_page_preview": .bool(true), "disable_notification": .bool(notice.level == .info),
        ])
        return HTTPRequest(
            .post,
            "\(server)/bot\(encoded(token.reveal()))/sendMessage",
            headers: [HTTPHeader("Content-Type", "application/json")],
            body: Array(body.line.utf8),
            endpoint: "alert"
        )
    }

    /// A token that is none must not reach another path.
    private static func encoded(_ token: String) -> String {
        let digits = Array("0123456789ABCDEF")
        return token.utf8.map { byte -> String in
            switch byte {
            case 0x30...0x3A, 0x41...0x5A, 0x61...0x7A, 0x2D, 0x5F: String(UnicodeScalar(byte))
            default: "%\(digits[Int(byte >> 4)])\(digits[Int(byte & 15)])"
            }
        }.joined()
    }
}

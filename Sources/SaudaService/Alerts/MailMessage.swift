import FoundationEssentials
package import SaudaBroker
package import SaudaCore

/// A mail as RFC 5322 has it: ASCII throughout, lines of at most 76 bytes, the text in base64.
package enum MailMessage {
    /// - Parameter now: its date.
    package static func request(
        _ notice: Notice,
        _ mail: AlertChannel.Mail,
        user: Secret?,
        password: Secret?,
        at now: Timestamp
    ) -> MailRequest {
        MailRequest(
            server: mail.server,
            sender: mail.sender,
            recipients: mail.recipients,
            user: user,
            password: password,
            message: text(notice, mail, at: now)
        )
    }

    /// Each line ends with `\r\n`.
    static func text(_ notice: Notice, _ mail: AlertChannel.Mail, at now: Timestamp) -> [UInt8] {
        let text = NoticeText(notice)
        let body = base64(Array(text.body.replacing("\n", with: "\r\n").utf8) + [13, 10])
        let domain = mail.sender.split(separator: "@").last ?? "localhost"
        let number = Digests.hex(Digests.sha256(Array("\(now)\n\(text.title)\n\(text.body)".utf8))).prefix(32)
        let last = mail.recipients.count - 1
        let recipients = mail.recipients.enumerated().map { $0 < last ? "\($1)," : $1 }
        let subject = EncodedWord.text(text.title).split(separator: " ")
        var lines = [
            "Date: \(date(now))",
            "From: \(mail.sender)",
            EncodedWord.folded("To", recipients),
            EncodedWord.folded("Subject", subject),
            "Message-ID: <\(number)@\(domain)>",
            "MIME-Version: 1.0",
            "Content-Type: text/plain; charset=utf-8",
            "Content-Transfer-Encoding: base64",
            "Auto-Submitted: auto-generated",
        ]
        if notice.level == .critical { lines.append("Importance: high") }
        return Array((lines + [""] + body).map { $0 + "\r\n" }.joined().utf8)
    }

    private static func base64(_ bytes: [UInt8]) -> [String] {
        // 57 bytes make a line of 76.
        stride(from: 0, to: bytes.count, by: 57).map { start in
            Data(bytes[start..<min(start + 57, bytes.count)]).base64EncodedString()
        }
    }

    /// `Fri, 20 Nov 2026 10:15:02 +0530`.
    private static func date(_ time: Timestamp) -> String {
        let days = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]
        let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
        let (year, month, day) = time.day.parts
        return "\(days[Int(time.day.weekday.rawValue)]), \(day) \(months[month - 1]) \(year) \(time.time) +0530"
    }
}

import CCurl
import NIOPosix
package import SaudaBroker
package import SaudaCore

/// Mail through libcurl: SMTP over TLS from the start (`smtps://`) or from STARTTLS on (`smtp://`), which only a server
/// on this machine may go without. A connection each: alerts are few.
package struct CurlMail: MailTransport {
    private let setup: CurlSetup

    /// - Throws: when the file of certificates cannot be used.
    package init(trust: TrustRoots = .system) throws(HTTPFailure) {
        setup = try CurlSetup(egress: Egress(), trust: trust, policy: CurlPolicy())
    }

    package func deliver(_ mail: MailRequest, within limit: TimeSpan) async throws(MailFailure) {
        let place = try MailPlace(mail.server)
        let setup = setup
        let result: Result<Void, MailFailure>
        do {
            // It waits for the server on a thread of NIO's pool for such work.
            result = try await NIOThreadPool.singleton.runIfActive { Self.send(mail, place, setup, limit) }
        } catch {
            throw MailFailure(isTemporary: true, text: "mail to \(place.host): the process is ending")
        }
        try result.get()
    }

    private static func send(
        _ mail: MailRequest,
        _ place: MailPlace,
        _ setup: CurlSetup,
        _ limit: TimeSpan
    ) -> Result<Void, MailFailure> {
        func failure(_ isTemporary: Bool, _ text: String) -> Result<Void, MailFailure> {
            .failure(MailFailure(isTemporary: isTemporary, text: "mail to \(place.host): \(text)"))
        }
        guard CurlSetup.isReady, let handle = CurlHandle(setup) else {
            return failure(true, "libcurl cannot start; raise the limit of memory")
        }
        var recipients: UnsafeMutablePointer<curl_slist>?
        defer { unsafe curl_slist_free_all(recipients) }
        for recipient in mail.recipients { unsafe recipients = curl_slist_append(recipients, "<\(recipient)>") }
        let body = MailBody(mail.message)
        handle.set(CURLOPT_PROTOCOLS_STR, "smtp,smtps")
        handle.set(CURLOPT_URL, mail.server)
        handle.set(CURLOPT_PROXY, "")
        handle.set(CURLOPT_USE_SSL, Int(place.isLoopback ? CURLUSESSL_TRY.rawValue : CURLUSESSL_ALL.rawValue))
        handle.set(CURLOPT_MAIL_FROM, "<\(mail.sender)>")
        unsafe handle.set(lines: recipients, CURLOPT_MAIL_RCPT)
        if let user = mail.user, let password = mail.password {
            handle.set(CURLOPT_USERNAME, user.reveal())
            handle.set(CURLOPT_PASSWORD, password.reveal())
        }
        handle.set(CURLOPT_UPLOAD, 1)
        handle.set(CURLOPT_TIMEOUT_MS, limit.wholeMilliseconds)
        unsafe handle.set(pointer: CURLOPT_READDATA, Unmanaged.passUnretained(body).toOpaque())
        unsafe handle.set(writer: CURLOPT_READFUNCTION) { room, size, count, held in
            guard let room = unsafe room, let held = unsafe held else { return 0 }
            return unsafe Unmanaged<MailBody>.fromOpaque(held).takeUnretainedValue().fill(room, size * count)
        }
        let code = unsafe curl_easy_perform(handle.pointer)
        // It holds the text until the transfer is over.
        withExtendedLifetime(body) {}
        guard code != CURLE_OK else { return .success(()) }
        let status = handle.long(CURLINFO_RESPONSE_CODE)
        let words = unsafe String(cString: curl_easy_strerror(code))
        switch code {
        case CURLE_LOGIN_DENIED:
            return failure(false, "user or password were not taken; look at what the alert's credentials hold")
        case CURLE_USE_SSL_FAILED:
            return failure(false, "the server offers no TLS; use smtps://, or another port")
        case CURLE_PEER_FAILED_VERIFICATION, CURLE_SSL_CACERT_BADFILE, CURLE_SSL_ISSUER_ERROR, CURLE_URL_MALFORMAT:
            return failure(false, words)
        case _ where (500..<600).contains(status):
            return failure(false, "it answered \(status); look at sender and recipients")
        case _ where (400..<500).contains(status): return failure(true, "it answered \(status)")
        default: return failure(true, words)
        }
    }
}

/// The server of a mail, as far as it decides whether TLS may be missing.
struct MailPlace: Hashable, Sendable {
    var host: String
    var isLoopback: Bool

    init(_ server: String) throws(MailFailure) {
        let schemes = ["smtps://", "smtp://"]
        guard let scheme = schemes.first(where: { server.hasPrefix($0) }),
            // The same narrow reading as of any other address.
            let address = try? WebAddress("https://" + server.dropFirst(scheme.utf8.count), [.https]),
            address.target == "/"
        else {
            throw MailFailure(
                isTemporary: false,
                text: "a mail server is written smtps://HOST:PORT or smtp://HOST:PORT, without user and path"
            )
        }
        host = address.host
        isLoopback = address.isLoopback
    }
}

/// The text of a mail, piece by piece. Used by one transfer's thread.
private final class MailBody {
    private let bytes: [UInt8]
    private var sent = 0

    init(_ bytes: [UInt8]) { self.bytes = bytes }

    func fill(_ room: UnsafeMutablePointer<CChar>, _ size: Int) -> Int {
        let piece = bytes[sent..<min(bytes.count, sent + size)]
        for (index, byte) in piece.enumerated() { unsafe room[index] = CChar(bitPattern: byte) }
        sent += piece.count
        return piece.count
    }
}

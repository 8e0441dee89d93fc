import FoundationEssentials
import NIOCore
import NIOHTTP1
import NIOSSL
import NIOTLS
import SaudaBroker

/// Asks for the upgrade and judges the answer (RFC 6455, 4.1 and 4.2.2).
final class HandshakeHandler: ChannelInboundHandler, RemovableChannelHandler {
    typealias InboundIn = HTTPClientResponsePart
    typealias OutboundOut = HTTPClientRequestPart

    /// The most that is kept of the body of a refusal.
    private static let bodyCap = 64 << 10
    private static let suffix = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11"

    private let opening: SocketOpening
    private let key = Data((0..<16).map { _ in UInt8.random(in: 0...255) }).base64EncodedString()
    private var isSecured: Bool
    private var context: ChannelHandlerContext?
    private var isAccepted = false
    /// The handlers that leave with this one.
    var replaced: (encoder: HTTPRequestEncoder, decoder: ByteToMessageHandler<HTTPResponseDecoder>)?

    init(_ opening: SocketOpening, isSecure: Bool) {
        self.opening = opening
        isSecured = !isSecure
    }

    func handlerAdded(context: ChannelHandlerContext) { self.context = context }
    func handlerRemoved(context: ChannelHandlerContext) { self.context = nil }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        if case .handshakeCompleted = event as? TLSUserEvent {
            isSecured = true
            opening.secured()
            send()
        }
        context.fireUserInboundEventTriggered(event)
    }

    func send() {
        guard let context else { return }
        var headers = HTTPHeaders([
            ("Host", opening.address.authority), ("Upgrade", "websocket"), ("Connection", "Upgrade"),
            ("Sec-WebSocket-Key", key), ("Sec-WebSocket-Version", "13"),
        ])
        for header in opening.request.headers { headers.add(name: header.name, value: header.value) }
        if !headers.contains(name: "user-agent") { headers.add(name: "User-Agent", value: "sauda") }
        let head = HTTPRequestHead(version: .http1_1, method: .GET, uri: opening.address.target, headers: headers)
        opening.hasBegun = true
        context.write(wrapOutboundOut(.head(head)), promise: nil)
        context.writeAndFlush(wrapOutboundOut(.end(nil)), promise: nil)
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        switch unwrapInboundIn(data) {
        case .head(let head):
            opening.answered()
            guard head.status == .switchingProtocols else {
                let headers = head.headers.map { HTTPHeader($0.name, $0.value) }
                opening.refusal = HTTPResponse(status: Int(head.status.code), headers: headers)
                return
            }
            if let fault = fault(head.headers) { opening.fail(.malformed, fault) } else { isAccepted = true }
        case .body(let bytes):
            let room = Self.bodyCap - (opening.refusal?.body.count ?? Self.bodyCap)
            opening.refusal?.body += bytes.readableBytesView.prefix(room)
            if bytes.readableBytes >= room { opening.refuse() }
        case .end:
            if isAccepted { opening.upgrade(context, self) } else { opening.refuse() }
        }
    }

    func channelInactive(context: ChannelHandlerContext) {
        opening.refuse()
        opening.fail(isSecured ? .cut : .tls, "the connection ended before it was open")
        context.fireChannelInactive()
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        opening.refuse()
        switch error {
        case HTTPParserError.invalidEOFState: opening.fail(.cut, "the connection ended inside the answer")
        case is HTTPParserError: opening.fail(.malformed, "the answer is no HTTP: \(error)")
        case is NIOSSLExtraError: opening.fail(.certificate, "\(error)")
        case NIOSSLError.handshakeFailed(let reason):
            let isCertificate = "\(reason)".contains("CERTIFICATE_VERIFY_FAILED")
            opening.fail(
                isCertificate ? .certificate : .tls,
                isCertificate ? "its certificate is not trusted" : "\(reason)"
            )
        default: opening.fail(isSecured ? .cut : .tls, "\(error)")
        }
    }

    /// - Returns: what is wrong with an answer that claims to accept.
    private func fault(_ headers: HTTPHeaders) -> String? {
        func tokens(_ name: String) -> [String] { headers[canonicalForm: name].map { $0.lowercased() } }
        let expected = Data(Digests.sha1(Array((key + Self.suffix).utf8))).base64EncodedString()
        if tokens("upgrade") != ["websocket"] || !tokens("connection").contains("upgrade") {
            return "the answer switches to something that is no WebSocket"
        }
        if headers["sec-websocket-accept"] != [expected] {
            return "the answer is not to our key (Sec-WebSocket-Accept)"
        }
        if headers.contains(name: "sec-websocket-extensions") {
            return "the answer has an extension that was not asked for"
        }
        let offers = opening.request.headers.filter { $0.name.lowercased() == "sec-websocket-protocol" }
        let offered = offers.flatMap { $0.value.split { $0 == "," || $0 == " " }.map(String.init) }
        let chosen = headers["sec-websocket-protocol"]
        if chosen.count > 1 || !chosen.allSatisfy(offered.contains) {
            return "the answer chose a protocol that was not offered"
        }
        return nil
    }
}

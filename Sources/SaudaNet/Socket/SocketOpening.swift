import NIOCore
import NIOHTTP1
import NIOPosix
import NIOSSL
import NIOWebSocket
import SaudaBroker
import SaudaCore

/// One connection on its way to being open: connect, proxy, TLS, handshake, all within one limit.
///
/// Unchecked: everything but the request is used on the event loop alone.
final class SocketOpening: @unchecked Sendable {
    typealias Outcome = Result<any Socket, SocketFailure>

    let request: SocketRequest
    let address: WebAddress
    let limit: TimeSpan
    private let loop: any EventLoop
    private let started = MonotonicTime.now
    private var answer: CheckedContinuation<Outcome, Never>?
    private var channel: (any Channel)?
    private var timer: Scheduled<Void>?
    private var early: HTTPFailure?
    private(set) var timings = HTTPTimings()
    /// Whether the handshake's request was handed to the connection.
    var hasBegun = false
    /// What was answered instead of the upgrade, as far as it came.
    var refusal: HTTPResponse?

    init(_ request: SocketRequest, _ address: WebAddress, _ limit: TimeSpan, on loop: any EventLoop) {
        self.request = request
        self.address = address
        self.limit = TimeSpan(microseconds: min(max(limit.microseconds, 0), 86_400_000_000))
        self.loop = loop
    }

    /// - Returns: false when it was cancelled or its time was up before it began.
    func begin(_ answer: CheckedContinuation<Outcome, Never>) -> Bool {
        self.answer = answer
        if let early {
            finish(.failure(.failed(early)))
            return false
        }
        if limit == .zero {
            fail(.timedOut, "no time was given")
            return false
        }
        timer = loop.scheduleTask(in: .microseconds(limit.microseconds)) { self.timeIsUp() }
        return true
    }

    func connected(_ channel: any Channel, through proxy: ProxyTunnel.Place?, _ tls: NIOSSLContext?) {
        guard answer != nil else { return channel.close(promise: nil) }
        self.channel = channel
        timings.connect = elapsed
        let isHere = channel.remoteAddress?.ipAddress.flatMap { SourceAddress($0)?.isLoopback } == true
        guard tls != nil || isHere else {
            return fail(.badURL, "\(address.host) is not on this machine; without TLS it is not spoken to")
        }
        do {
            guard let proxy else { return try secure(channel, tls) }
            let tunnel = ProxyTunnel(proxy, to: address.host, address.port)
            try channel.pipeline.syncOperations.addHandler(ProxyHandler(tunnel, self) { try self.secure(channel, tls) })
        } catch {
            fail(.connect, "\(error)")
        }
    }

    private func secure(_ channel: any Channel, _ tls: NIOSSLContext?) throws {
        let pipeline = channel.pipeline.syncOperations
        let handshake = HandshakeHandler(self, isSecure: tls != nil)
        let decoder = ByteToMessageHandler(HTTPResponseDecoder(leftOverBytesStrategy: .forwardBytes))
        let encoder = HTTPRequestEncoder()
        handshake.replaced = (encoder, decoder)
        // The handlers that TLS will talk to must be there before it begins to.
        try pipeline.addHandlers([encoder, decoder, handshake] as [any ChannelHandler])
        guard let tls else { return handshake.send() }
        let name = SourceAddress(address.host) == nil ? address.host : nil
        try pipeline.addHandler(NIOSSLClientHandler(context: tls, serverHostname: name), position: .first)
    }

    func secured() { timings.tls = elapsed }
    func answered() { timings.firstByte = elapsed }

    /// Puts the connection's own handlers in place of the handshake's. The decoder leaves first, for it may not see what
    /// they write; what came behind the answer is kept for them until then.
    func upgrade(_ context: ChannelHandlerContext, _ handler: HandshakeHandler) {
        guard let (encoder, decoder) = handler.replaced else { return }
        let pipeline = context.pipeline.syncOperations
        let rest = HandshakeRest()
        do { try pipeline.addHandler(rest) } catch { return fail(.cut, "\(error)") }
        pipeline.removeHandler(handler, promise: nil)
        pipeline.removeHandler(encoder, promise: nil)
        pipeline.removeHandler(decoder).assumeIsolated().whenComplete { _ in self.upgraded(rest) }
    }

    private func upgraded(_ rest: HandshakeRest) {
        guard let channel, answer != nil else { return }
        let mailbox = SocketMailbox()
        let end = SocketHandler(mailbox, cap: request.messageCap)
        let decoder = WebSocketFrameDecoder(maxFrameSize: min(request.messageCap, Int(UInt32.max)))
        let handlers: [any ChannelHandler] = [
            SilenceWatch(pingAfter: request.pingAfter), WebSocketFrameEncoder(), ByteToMessageHandler(decoder), end,
        ]
        do { try channel.pipeline.syncOperations.addHandlers(handlers) } catch { return fail(.cut, "\(error)") }
        self.channel = nil
        finish(.success(NIOSocket(channel, end, mailbox)))
        rest.release()
    }

    // MARK: Failures

    func fail(_ kind: HTTPFailure.Kind, _ text: String) {
        let failure = HTTPFailure(kind, mayHaveArrived: hasBegun, text: "socket to \(address.host): \(text)")
        if answer == nil, early == nil { early = failure }
        finish(.failure(.failed(failure)))
    }

    func fail(unconnected error: any Error) {
        switch error {
        case let error as NIOConnectionError where error.connectionErrors.isEmpty && error.dnsAError != nil:
            fail(.nameLookUp, "the name has no address")
        case ChannelError.connectTimeout: timeIsUp()
        case let error as NIOConnectionError:
            fail(.connect, error.connectionErrors.first.map { "\($0.error)" } ?? "no address could be connected to")
        default: fail(.connect, "\(error)")
        }
    }

    func refuse() {
        guard let refusal else { return }
        finish(.failure(.refused(refusal)))
    }

    /// What stands of an answer is worth more than that its rest is late.
    private func timeIsUp() {
        refuse()
        fail(.timedOut, "not open within \(Double(limit.microseconds) / 1e6) s")
    }

    private var elapsed: TimeSpan { TimeSpan(microseconds: MonotonicTime.now - started) }

    private func finish(_ outcome: Outcome) {
        guard let answer else { return }
        self.answer = nil
        timer?.cancel()
        var outcome = outcome
        if case .failure(.refused(var response)) = outcome {
            timings.tls = max(timings.tls, timings.connect)
            timings.total = elapsed
            response.timings = timings
            outcome = .failure(.refused(response))
        }
        channel?.close(promise: nil)
        channel = nil
        answer.resume(returning: outcome)
    }
}

import NIOConcurrencyHelpers
import NIOCore
import NIOHTTP1
import NIOPosix
package import SaudaBroker

/// Waits on a port of this machine for the redirect that a login ends with. `LoginRules` decides what is taken.
package final class LoginListener: Sendable {
    package let port: Int
    private let channel: any Channel
    private let group: MultiThreadedEventLoopGroup
    private let desk: Desk

    /// What all connections share.
    fileprivate final class Desk: Sendable {
        struct State {
            var rules: LoginRules
            var redirect: Secret?
            var refusals: [String] = []
            var waiter: CheckedContinuation<Secret?, Never>?
            var hasEnded = false
        }

        let state: NIOLockedValueBox<State>

        init(_ rules: LoginRules) { state = NIOLockedValueBox(State(rules: rules)) }

        func verdict(_ head: HTTPRequestHead, port: Int) -> LoginRules.Verdict {
            let headers = head.headers.map { HTTPHeader($0.name, $0.value) }
            let (verdict, waiter) = state.withLockedValue { state in
                let verdict = state.rules.verdict(head.method.rawValue, head.uri, headers: headers, port: port)
                var waiter: CheckedContinuation<Secret?, Never>?
                switch verdict {
                case .taken(let url):
                    state.redirect = url
                    (waiter, state.waiter) = (state.waiter, nil)
                case .refused(let status, let text) where status == 403: state.refusals.append(text)
                case .goOn, .refused: break
                }
                return (verdict, waiter)
            }
            if case .taken(let url) = verdict { waiter?.resume(returning: url) }
            return verdict
        }

        /// False when it has ended before.
        func end() -> Bool {
            let (isFirst, waiter) = state.withLockedValue { state in
                defer { (state.hasEnded, state.waiter) = (true, nil) }
                return (!state.hasEnded, state.waiter)
            }
            waiter?.resume(returning: nil)
            return isFirst
        }
    }

    /// - Parameter port: 0 for any that is free.
    package static func start(port: Int, _ rules: LoginRules) async throws -> LoginListener {
        let group = MultiThreadedEventLoopGroup(numberOfThreads: 1)
        let desk = Desk(rules)
        do {
            let channel = try await ServerBootstrap(group: group)
                .serverChannelOption(ChannelOptions.socketOption(.so_reuseaddr), value: 1)
                .childChannelInitializer { channel in
                    channel.eventLoop.makeCompletedFuture {
                        try channel.pipeline.syncOperations.configureHTTPServerPipeline(withErrorHandling: true)
                        try channel.pipeline.syncOperations.addHandler(LoginHandler(desk))
                    }
                }
                .bind(host: "127.0.0.1", port: port).get()
            return LoginListener(channel, group, desk)
        } catch {
            try? await group.shutdownGracefully()
            throw error
        }
    }

    private init(_ channel: any Channel, _ group: MultiThreadedEventLoopGroup, _ desk: Desk) {
        port = channel.localAddress?.port ?? 0
        self.channel = channel
        self.group = group
        self.desk = desk
    }

    /// The redirect, once it has come; nil when `stop` comes first.
    ///
    /// - Precondition: one task waits.
    package func redirect() async -> Secret? {
        await withCheckedContinuation { continuation in
            let ready = desk.state.withLockedValue { state -> Secret?? in
                precondition(state.waiter == nil, "one task waits for a login")
                if let redirect = state.redirect { return .some(redirect) }
                if state.hasEnded { return .some(nil) }
                state.waiter = continuation
                return nil
            }
            if let ready { continuation.resume(returning: ready) }
        }
    }

    /// Why requests were turned away that looked like somebody else's.
    package var refusals: [String] { desk.state.withLockedValue { $0.refusals } }

    /// Once is enough; later calls do nothing. A channel whose loop is gone would never answer a second one.
    package func stop() async {
        guard desk.end() else { return }
        try? await channel.close().get()
        try? await group.shutdownGracefully()
    }
}

/// Answers the requests of one connection and ends it after each.
private final class LoginHandler: ChannelInboundHandler {
    typealias InboundIn = HTTPServerRequestPart
    typealias OutboundOut = HTTPServerResponsePart

    private let desk: LoginListener.Desk
    private var head: HTTPRequestHead?

    init(_ desk: LoginListener.Desk) { self.desk = desk }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        switch unwrapInboundIn(data) {
        case .head(let head): self.head = head
        case .body: break
        case .end:
            guard let head else { return }
            self.head = nil
            answer(desk.verdict(head, port: context.channel.localAddress?.port ?? 0), to: context.channel)
        }
    }

    private func answer(_ verdict: LoginRules.Verdict, to channel: any Channel) {
        var headers = HTTPHeaders([
            ("Content-Type", "text/plain; charset=utf-8"), ("Cache-Control", "no-store"), ("Connection", "close"),
            ("Referrer-Policy", "no-referrer"), ("X-Content-Type-Options", "nosniff"),
            ("Content-Security-Policy", "default-src 'none'"),
        ])
        let status: HTTPResponseStatus
        let text: String
        switch verdict {
        case .taken: (status, text) = (.ok, "sauda has the login; look at its terminal. You can close this page.\n")
        case .goOn(let page):
            (status, text) = (.found, "On to the broker.\n")
            headers.add(name: "Location", value: page.reveal())
        case .refused(let code, let words): (status, text) = (HTTPResponseStatus(statusCode: code), words + "\n")
        }
        headers.add(name: "Content-Length", value: "\(text.utf8.count)")
        let head = HTTPResponseHead(version: .http1_1, status: status, headers: headers)
        channel.write(HTTPServerResponsePart.head(head), promise: nil)
        channel.write(HTTPServerResponsePart.body(.byteBuffer(ByteBuffer(string: text))), promise: nil)
        channel.writeAndFlush(HTTPServerResponsePart.end(nil)).whenComplete { _ in channel.close(promise: nil) }
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) { context.close(promise: nil) }
}

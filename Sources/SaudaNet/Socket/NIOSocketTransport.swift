import NIOCore
import NIOPosix
import NIOSSL
package import SaudaBroker
package import SaudaCore

/// WebSockets through SwiftNIO, for one account.
package final class NIOSocketTransport: SocketTransport {
    private let tls: NIOSSLContext
    private let source: SocketAddress?
    private let proxy: ProxyTunnel.Place?
    private let group = MultiThreadedEventLoopGroup.singleton

    /// - Throws: when the source address, the proxy or the file of certificates cannot be used.
    package init(egress: Egress = Egress(), trust: TrustRoots = .system) throws(HTTPFailure) {
        var configuration = TLSConfiguration.makeClientConfiguration()
        configuration.minimumTLSVersion = .tlsv12
        configuration.certificateVerification = .fullVerification
        configuration.applicationProtocols = ["http/1.1"]
        configuration.shutdownTimeout = .seconds(2)
        if let path = try CurlSetup.certificates(trust) { configuration.trustRoots = .file(path) }
        proxy = try CurlSetup.proxy(egress).map { ProxyTunnel.Place($0) }
        let address = try CurlSetup.address(egress)
        do {
            source = try address.map { try SocketAddress(ipAddress: $0.text, port: 0) }
            tls = try NIOSSLContext(configuration: configuration)
        } catch {
            let text = "TLS cannot be set up with these certificates: \(error)"
            throw HTTPFailure(.certificate, mayHaveArrived: false, text: text)
        }
    }

    package func open(_ request: SocketRequest, within limit: TimeSpan) async throws(SocketFailure) -> any Socket {
        let address: WebAddress
        do throws(HTTPFailure) {
            address = try WebAddress(request.url, [.wss, .ws])
            try HeaderRules.check(request.headers)
        } catch {
            throw .failed(error)
        }
        let loop = group.next()
        let opening = SocketOpening(request, address, limit, on: loop)
        let result = await withTaskCancellationHandler {
            await withCheckedContinuation { answer in
                loop.execute { self.begin(opening, answer, on: loop) }
            }
        } onCancel: {
            loop.execute { opening.fail(.cancelled, "cancelled") }
        }
        return try result.get()
    }

    private func begin(
        _ opening: SocketOpening,
        _ answer: CheckedContinuation<SocketOpening.Outcome, Never>,
        on loop: any EventLoop
    ) {
        guard opening.begin(answer) else { return }
        let address = opening.address
        // What leaves this machine goes through the account's proxy; what stays on it needs none.
        let proxy = address.isSecure ? proxy : nil
        var bootstrap = ClientBootstrap(group: loop)
            .connectTimeout(.microseconds(opening.limit.microseconds))
            .channelOption(.socketOption(.tcp_nodelay), value: 1)
            .channelOption(
                .writeBufferWaterMark,
                value: ChannelOptions.Types.WriteBufferWaterMark(low: 1 << 20, high: 8 << 20)
            )
        if let source { bootstrap = bootstrap.bind(to: source) }
        let tls = address.isSecure ? tls : nil
        let opened = bootstrap.connect(host: proxy?.host ?? address.host, port: proxy?.port ?? address.port)
        opened.assumeIsolated().whenComplete { result in
            switch result {
            case .success(let channel): opening.connected(channel, through: proxy, tls)
            case .failure(let error): opening.fail(unconnected: error)
            }
        }
    }
}

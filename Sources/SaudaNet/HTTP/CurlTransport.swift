package import SaudaBroker
package import SaudaCore

/// HTTP through libcurl, for one account: one thread that all its requests share, and connections kept between them.
///
/// A request goes out at most once: libcurl would send a second time on a new connection when a kept one turns out
/// dead, and is stopped from it. When the transport is released its thread ends.
package final class CurlTransport: HTTPTransport {
    private let loop: CurlLoop

    /// - Throws: when the source address, the proxy or the file of certificates cannot be used.
    package init(
        egress: Egress = Egress(),
        trust: TrustRoots = .system,
        policy: CurlPolicy = CurlPolicy()
    ) throws(HTTPFailure) {
        loop = try CurlLoop(CurlSetup(egress: egress, trust: trust, policy: policy))
    }

    deinit { loop.stop(andWait: true) }

    package func perform(
        _ request: HTTPRequest,
        within limit: TimeSpan
    ) async throws(HTTPFailure) -> HTTPResponse {
        let transfer = try CurlTransfer(request, within: limit)
        let loop = loop
        let result: Result<HTTPResponse, HTTPFailure> = await withTaskCancellationHandler {
            await withCheckedContinuation { loop.submit(transfer, $0) }
        } onCancel: {
            loop.cancel(transfer)
        }
        return try transfer.unpacked(result.get())
    }

    /// Ends what is under way with `cancelled`, and refuses what comes later.
    package func shutDown() { loop.stop(andWait: false) }
}

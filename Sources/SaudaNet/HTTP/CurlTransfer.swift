import CCurl
import Glibc
import SaudaBroker
import SaudaCore

/// One request on its way through a loop.
///
/// Unchecked: `isCancelled` and `answer` are used under the loop's lock only; the rest belongs to the loop's thread from
/// the submission on.
@safe final class CurlTransfer: @unchecked Sendable {
    typealias Outcome = Result<HTTPResponse, HTTPFailure>

    let request: HTTPRequest
    let address: WebAddress
    let limit: TimeSpan
    /// Of the monotonic clock, in microseconds, as `deadline`.
    let submitted: Int64
    var deadline: Int64 { submitted + limit.microseconds }

    var isCancelled = false
    var answer: CheckedContinuation<Outcome, Never>?

    private(set) var handle: CurlHandle?
    private(set) var started: Int64 = 0
    private var lines: UnsafeMutablePointer<curl_slist>?
    private(set) var responseCap = 0
    private(set) var headerCap = 0
    private var headerBytes = 0
    private(set) var body: [UInt8] = []
    private(set) var isTooLarge = false
    /// Whether libcurl was let into sending; from then on the request may have arrived.
    private(set) var hasBegun = false
    /// Whether a kept connection was not fit to be used, found before the request went out on it.
    private(set) var isStale = false
    /// Whether the answer's header lines came to their end.
    private(set) var isHeadWhole = false
    private var hasOpened = false
    private var mustBeSilent = true
    private var sockets: CurlSockets?

    private static let heldBy = [
        CURLOPT_PRIVATE, CURLOPT_WRITEDATA, CURLOPT_HEADERDATA, CURLOPT_PREREQDATA, CURLOPT_OPENSOCKETDATA,
    ]

    init(_ request: HTTPRequest, within limit: TimeSpan) throws(HTTPFailure) {
        address = try WebAddress(request.url, [.https, .http])
        try HeaderRules.check(request.headers)
        self.request = request
        self.limit = TimeSpan(microseconds: min(max(limit.microseconds, 0), 86_400_000_000))
        submitted = MonotonicTime.now
    }

    /// Sets a handle up for this request, which is held by it until `release`.
    func prepare(_ handle: CurlHandle, _ setup: CurlSetup, _ sockets: CurlSockets) {
        self.handle = handle
        self.sockets = sockets
        started = MonotonicTime.now
        // On HTTP/2 a peer may speak at any time.
        mustBeSilent = !setup.policy.http2Hosts.contains(address.host)
        responseCap = setup.policy.responseCap
        headerCap = setup.policy.headerCap
        setup.apply(address, to: handle)
        handle.set(CURLOPT_URL, request.url)
        if request.body.isEmpty, request.method == .get || request.method == .delete {
            handle.set(CURLOPT_HTTPGET, 1)
        } else {
            handle.set(CURLOPT_POST, 1)
            handle.set(size: CURLOPT_POSTFIELDSIZE_LARGE, request.body.count)
            handle.set(bytes: CURLOPT_COPYPOSTFIELDS, request.body)
        }
        handle.set(CURLOPT_CUSTOMREQUEST, request.method.rawValue)
        for line in HeaderRules.lines(request, userAgent: setup.policy.userAgent) {
            unsafe lines = curl_slist_append(lines, line)
        }
        unsafe handle.set(lines: lines)
        handle.set(CURLOPT_TIMEOUT_MS, TimeSpan(microseconds: deadline - started).wholeMilliseconds)
        handle.set(CURLOPT_FRESH_CONNECT, 0)
        let held = unsafe Unmanaged.passRetained(self).toOpaque()
        for option in Self.heldBy {
            unsafe handle.set(pointer: option, held)
        }
    }

    /// Sets the handle up to try again on a new connection, after `isStale`: nothing was sent yet.
    func prepareAnew() {
        isStale = false
        started = MonotonicTime.now
        handle?.set(CURLOPT_FRESH_CONNECT, 1)
        handle?.set(CURLOPT_TIMEOUT_MS, TimeSpan(microseconds: deadline - started).wholeMilliseconds)
    }

    /// Gives the handle back for the next request.
    func release() -> CurlHandle? {
        guard let handle else { return nil }
        unsafe handle.set(lines: nil)
        unsafe curl_slist_free_all(lines)
        unsafe lines = nil
        for option in Self.heldBy {
            unsafe handle.set(pointer: option, nil)
        }
        self.handle = nil
        unsafe Unmanaged.passUnretained(self).release()
        return handle
    }

    // MARK: What libcurl calls

    /// Called before each sending: the first is let through, unless the kept connection it would go out on is not silent.
    /// A second would be libcurl's own retry after a connection died, and could double an order.
    func mayBegin(localPort: UInt16) -> Bool {
        if hasBegun { return false }
        isStale = !hasOpened && mustBeSilent && sockets?.isReadable(localPort: localPort) == true
        hasBegun = !isStale
        return hasBegun
    }

    func openSocket(_ address: UnsafePointer<curl_sockaddr>) -> Int32 {
        let descriptor = unsafe sauda_open_socket(address)
        hasOpened = true
        if descriptor >= 0 { sockets?.add(descriptor) }
        return descriptor
    }

    /// - Returns: false to end the transfer.
    func take(_ bytes: UnsafeRawBufferPointer) -> Bool {
        guard bytes.count <= responseCap - body.count else {
            isTooLarge = true
            return false
        }
        unsafe body.append(contentsOf: bytes)
        return true
    }

    func takeHeader(_ line: UnsafeRawBufferPointer) -> Bool {
        headerBytes += line.count
        if unsafe line.starts(with: "HTTP/".utf8) { isHeadWhole = false }
        if unsafe line.elementsEqual("\r\n".utf8) || line.elementsEqual("\n".utf8) { isHeadWhole = true }
        isTooLarge = isTooLarge || headerBytes > headerCap
        return !isTooLarge
    }

    static func of(_ held: UnsafeMutableRawPointer?) -> CurlTransfer? {
        unsafe held.map { unsafe Unmanaged<CurlTransfer>.fromOpaque($0).takeUnretainedValue() }
    }

    /// Points a new handle's callbacks here.
    static func connect(_ handle: CurlHandle, _ sockets: CurlSockets) {
        unsafe handle.set(writer: CURLOPT_WRITEFUNCTION) { bytes, _, count, held in
            let bytes = unsafe UnsafeRawBufferPointer(start: bytes, count: count)
            return unsafe CurlTransfer.of(held)?.take(bytes) == true ? count : count + 1
        }
        unsafe handle.set(writer: CURLOPT_HEADERFUNCTION) { bytes, size, count, held in
            let line = unsafe UnsafeRawBufferPointer(start: bytes, count: size * count)
            return unsafe CurlTransfer.of(held)?.takeHeader(line) == true ? line.count : line.count + 1
        }
        let codes = unsafe [
            sauda_set_before_request(handle.pointer) { held, _, _, _, port in
                let port = UInt16(truncatingIfNeeded: port)
                return unsafe CurlTransfer.of(held)?.mayBegin(localPort: port) == true
                    ? CURL_PREREQFUNC_OK : CURL_PREREQFUNC_ABORT
            },
            sauda_set_opener(handle.pointer) { held, _, address in
                guard let address = unsafe address else { return -1 }
                return unsafe CurlTransfer.of(held)?.openSocket(address) ?? -1
            },
            sauda_set_closer(handle.pointer) { held, descriptor in
                unsafe CurlSockets.of(held)?.remove(descriptor)
                return close(descriptor)
            },
        ]
        unsafe handle.set(pointer: CURLOPT_CLOSESOCKETDATA, Unmanaged.passUnretained(sockets).toOpaque())
        precondition(codes.allSatisfy { $0 == CURLE_OK }, "libcurl takes no callbacks; its installation is broken")
    }
}

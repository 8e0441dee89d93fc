import CCurl
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

    init(_ request: HTTPRequest, within limit: TimeSpan) throws(HTTPFailure) {
        address = try WebAddress(request.url, [.https, .http])
        try HeaderRules.check(request.headers)
        self.request = request
        self.limit = TimeSpan(microseconds: min(max(limit.microseconds, 0), 86_400_000_000))
        submitted = MonotonicTime.now
    }

    /// Sets a handle up for this request, which is held by it until `release`.
    func prepare(_ handle: CurlHandle, _ setup: CurlSetup) {
        self.handle = handle
        started = MonotonicTime.now
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
        let held = unsafe Unmanaged.passRetained(self).toOpaque()
        for option in [CURLOPT_PRIVATE, CURLOPT_WRITEDATA, CURLOPT_HEADERDATA, CURLOPT_PREREQDATA] {
            unsafe handle.set(pointer: option, held)
        }
    }

    /// Gives the handle back for the next request.
    func release() -> CurlHandle? {
        guard let handle else { return nil }
        unsafe handle.set(lines: nil)
        unsafe curl_slist_free_all(lines)
        unsafe lines = nil
        for option in [CURLOPT_PRIVATE, CURLOPT_WRITEDATA, CURLOPT_HEADERDATA, CURLOPT_PREREQDATA] {
            unsafe handle.set(pointer: option, nil)
        }
        self.handle = nil
        unsafe Unmanaged.passUnretained(self).release()
        return handle
    }

    // MARK: What libcurl calls

    /// Called before each sending: the first is let through. A second would be libcurl's own retry after a kept
    /// connection died, and could double an order.
    func mayBegin() -> Bool {
        defer { hasBegun = true }
        return !hasBegun
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

    func takeHeader(count: Int) -> Bool {
        headerBytes += count
        isTooLarge = isTooLarge || headerBytes > headerCap
        return !isTooLarge
    }

    static func of(_ held: UnsafeMutableRawPointer?) -> CurlTransfer? {
        unsafe held.map { unsafe Unmanaged<CurlTransfer>.fromOpaque($0).takeUnretainedValue() }
    }

    /// Points a new handle's callbacks here.
    static func connect(_ handle: CurlHandle) {
        unsafe handle.set(writer: CURLOPT_WRITEFUNCTION) { bytes, _, count, held in
            let bytes = unsafe UnsafeRawBufferPointer(start: bytes, count: count)
            return unsafe CurlTransfer.of(held)?.take(bytes) == true ? count : count + 1
        }
        unsafe handle.set(writer: CURLOPT_HEADERFUNCTION) { _, size, count, held in
            unsafe CurlTransfer.of(held)?.takeHeader(count: size * count) == true ? size * count : size * count + 1
        }
        let isSet = unsafe sauda_set_before_request(handle.pointer) { held, _, _, _, _ in
            unsafe CurlTransfer.of(held)?.mayBegin() == true ? CURL_PREREQFUNC_OK : CURL_PREREQFUNC_ABORT
        }
        precondition(
            isSet == CURLE_OK,
            "libcurl asks nobody before it sends; its installation does not fit its headers"
        )
    }
}

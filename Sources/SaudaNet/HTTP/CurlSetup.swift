import CCurl
import Glibc
import SaudaBroker
import SaudaCore

/// An account's way out, checked: what each of its handles is set to once.
struct CurlSetup: Sendable {
    let policy: CurlPolicy
    private let address: SourceAddress?
    private let proxy: String?
    private let certificates: String?

    init(egress: Egress, trust: TrustRoots, policy: CurlPolicy) throws(HTTPFailure) {
        self.policy = policy
        address = try Self.address(egress)
        proxy = try Self.proxy(egress)?.text
        certificates = try Self.certificates(trust)
    }

    /// Libcurl's own state for the process, made once. True when it could be.
    static let isReady: Bool = sauda_global_init() == CURLE_OK

    static func address(_ egress: Egress) throws(HTTPFailure) -> SourceAddress? {
        guard let text = egress.address else { return nil }
        guard let address = SourceAddress(text) else {
            let text = "'\(text)' is no source address; write a numeric IPv4 or IPv6 address of this machine"
            throw HTTPFailure(.connect, mayHaveArrived: false, text: text)
        }
        return address
    }

    static func proxy(_ egress: Egress) throws(HTTPFailure) -> (text: String, host: String, port: Int)? {
        guard let text = egress.proxy else { return nil }
        let parts = text.split(separator: "://", maxSplits: 1, omittingEmptySubsequences: false)
        if parts.count == 2, ["http", "socks5"].contains(parts[0]),
            let place = try? WebAddress("https://" + parts[1], [.https]), place.target == "/", !parts[1].contains("/"),
            parts[1].hasSuffix(":\(place.port)")
        {
            return (text, place.host, place.port)
        }
        let advice = "a proxy is written http://host:port or socks5://host:port, without user and path"
        throw HTTPFailure(.badURL, mayHaveArrived: false, text: advice)
    }

    /// The file, which must be there and hold a certificate: an empty trust store fails much later and says less.
    static func certificates(_ trust: TrustRoots) throws(HTTPFailure) -> String? {
        guard case .file(let path) = trust else { return nil }
        let text = unsafe fopen(path, "re").map { file in
            defer { unsafe fclose(file) }
            var bytes = [UInt8](repeating: 0, count: 1 << 20)
            let count = unsafe fread(&bytes, 1, bytes.count, file)
            return String(decoding: bytes[..<count], as: UTF8.self)
        }
        guard let text, text.contains("-----BEGIN CERTIFICATE-----") else {
            let advice = "\(path): no certificate in it; name a readable PEM file with the certificate of the authority"
            throw HTTPFailure(.certificate, mayHaveArrived: false, text: advice)
        }
        return path
    }

    /// Sets what no request changes.
    func apply(to easy: CurlHandle) {
        let address = address.map { "host!" + $0.text }
        easy.set(CURLOPT_NOSIGNAL, 1)
        easy.set(CURLOPT_PROTOCOLS_STR, "http,https")
        easy.set(CURLOPT_FOLLOWLOCATION, 0)
        easy.set(CURLOPT_DISALLOW_USERNAME_IN_URL, 1)
        easy.set(CURLOPT_SSL_VERIFYPEER, 1)
        easy.set(CURLOPT_SSL_VERIFYHOST, 2)
        easy.set(CURLOPT_SSLVERSION, CURL_SSLVERSION_TLSv1_2)
        if let certificates {
            easy.set(CURLOPT_CAINFO, certificates)
            easy.set(CURLOPT_CAPATH, nil)
        }
        easy.set(CURLOPT_INTERFACE, address)
        if let isIPv6 = self.address?.isIPv6 {
            easy.set(CURLOPT_IPRESOLVE, Int(isIPv6 ? CURL_IPRESOLVE_V6 : CURL_IPRESOLVE_V4))
        }
        easy.set(CURLOPT_NOPROXY, proxy == nil && policy.usesEnvironmentProxy ? nil : "")
        easy.set(CURLOPT_CONNECTTIMEOUT_MS, policy.connectWithin.wholeMilliseconds)
        easy.set(CURLOPT_MAXAGE_CONN, Int(policy.idleFor.microseconds / 1_000_000))
        easy.set(CURLOPT_TCP_KEEPALIVE, 1)
        easy.set(CURLOPT_TCP_KEEPIDLE, 30)
        easy.set(CURLOPT_TCP_KEEPINTVL, 10)
        easy.set(CURLOPT_HTTP_CONTENT_DECODING, 0)
        easy.set(CURLOPT_SUPPRESS_CONNECT_HEADERS, 1)
        // A look-up that was given up ends on its own thread; waiting for it would hold up every other request.
        easy.set(CURLOPT_QUICK_EXIT, 1)
        easy.set(size: CURLOPT_MAXFILESIZE_LARGE, policy.responseCap)
    }

    /// What this request's URL decides: loopback is reached straight, whatever the proxy.
    func apply(_ address: WebAddress, to easy: CurlHandle) {
        let isDirect = !address.isSecure || (proxy == nil && !policy.usesEnvironmentProxy)
        easy.set(CURLOPT_PROXY, isDirect ? "" : proxy)
        let offersTwo = policy.http2Hosts.contains(address.host)
        easy.set(CURLOPT_PIPEWAIT, offersTwo ? 1 : 0)
        easy.set(CURLOPT_HTTP_VERSION, offersTwo ? CURL_HTTP_VERSION_2TLS : CURL_HTTP_VERSION_1_1)
    }
}

extension TimeSpan {
    /// Rounded up; at least one, for libcurl takes zero for "no limit".
    var wholeMilliseconds: Int { Int(max(1, (microseconds + 999) / 1000)) }
}

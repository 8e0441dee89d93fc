import SaudaBroker

/// Header lines as adapters may write them: nothing that starts a second line or a second request.
enum HeaderRules {
    /// What the transports write themselves.
    private static let ours: Set<String> = [
        "accept-encoding", "connection", "content-length", "expect", "host", "keep-alive", "proxy-connection", "te",
        "trailer", "transfer-encoding", "upgrade", "sec-websocket-accept", "sec-websocket-extensions",
        "sec-websocket-key", "sec-websocket-version",
    ]

    /// - Throws: `badURL`, for there is no request with such a line; the text names no value.
    static func check(_ headers: [HTTPHeader]) throws(HTTPFailure) {
        for header in headers {
            let isToken = header.name.utf8.allSatisfy {
                (0x21...0x7E).contains($0) && !#""(),/:;<=>?@[\]{}"#.utf8.contains($0)
            }
            if header.name.isEmpty || !isToken {
                throw failure("a header's name holds what no name may hold")
            }
            guard header.value.utf8.allSatisfy({ $0 >= 0x20 && $0 != 0x7F || $0 == 0x09 }) else {
                throw failure("the header \(header.name) holds a line break or another control character")
            }
            if ours.contains(header.name.lowercased()) {
                throw failure("the header \(header.name) is the transport's; leave it out")
            }
        }
    }

    /// The lines in libcurl's writing, in which `Name:` means "not at all" and `Name;` means "empty".
    static func lines(_ request: HTTPRequest, userAgent: String) -> [String] {
        var lines = request.headers.map {
            $0.value.allSatisfy { $0 == " " } ? "\($0.name);" : "\($0.name): \($0.value)"
        }
        func has(_ name: String) -> Bool { request.headers.contains { $0.name.lowercased() == name } }
        if !has("user-agent") { lines.append("User-Agent: \(userAgent)") }
        if !has("content-type") { lines.append("Content-Type:") }
        lines.append("Accept-Encoding: gzip")
        // Never a pause before the body, and never the second sending that follows a refusal of it.
        lines.append("Expect:")
        return lines
    }

    private static func failure(_ text: String) -> HTTPFailure {
        HTTPFailure(.badURL, mayHaveArrived: false, text: text)
    }
}

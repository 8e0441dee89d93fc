import SaudaBroker

/// Header lines as adapters may write them: nothing that starts a second line or a second request. Read as bytes, for
/// speed.
enum HeaderRules {
    /// What the transports write themselves, in small letters.
    private static let ours = [
        "accept-encoding", "connection", "content-length", "expect", "host", "keep-alive", "proxy-connection", "te",
        "trailer", "transfer-encoding", "upgrade", "sec-websocket-accept", "sec-websocket-extensions",
        "sec-websocket-key", "sec-websocket-version",
    ].map { Array($0.utf8) }

    /// The bytes a name may hold (RFC 9110, 5.6.2).
    private static let tokens: [Bool] = (0..<256).map { byte in
        (0x21...0x7E).contains(byte) && !#""(),/:;<=>?@[\]{}"#.utf8.contains(UInt8(byte))
    }

    /// - Throws: `badURL`, for there is no request with such a line; the text names no value.
    static func check(_ headers: [HTTPHeader]) throws(HTTPFailure) {
        for header in headers {
            if header.name.isEmpty || !header.name.utf8.allSatisfy({ tokens[Int($0)] }) {
                throw failure("a header's name holds what no name may hold")
            }
            guard header.value.utf8.allSatisfy({ $0 >= 0x20 && $0 != 0x7F || $0 == 0x09 }) else {
                throw failure("the header \(header.name) holds a line break or another control character")
            }
            if ours.contains(where: { isNamed(header, $0) }) {
                throw failure("the header \(header.name) is the transport's; leave it out")
            }
        }
    }

    /// The lines in libcurl's writing, in which `Name:` means "not at all" and `Name;` means "empty".
    static func lines(_ request: HTTPRequest, userAgent: String) -> [String] {
        var lines: [String] = []
        lines.reserveCapacity(request.headers.count + 4)
        for header in request.headers {
            let isEmpty = header.value.utf8.allSatisfy { $0 == 0x20 }
            lines.append(isEmpty ? header.name + ";" : header.name + ": " + header.value)
        }
        func has(_ name: [UInt8]) -> Bool { request.headers.contains { isNamed($0, name) } }
        if !has(userAgentName) { lines.append("User-Agent: " + userAgent) }
        if !has(contentTypeName) { lines.append("Content-Type:") }
        lines.append("Accept-Encoding: gzip")
        // Never a pause before the body, and never the second sending that follows a refusal of it.
        lines.append("Expect:")
        return lines
    }

    private static let userAgentName = Array("user-agent".utf8)
    private static let contentTypeName = Array("content-type".utf8)

    /// - Parameter name: in small letters.
    private static func isNamed(_ header: HTTPHeader, _ name: [UInt8]) -> Bool {
        header.name.utf8.count == name.count
            && header.name.utf8.elementsEqual(name) { ((0x41...0x5A).contains($0) ? $0 | 0x20 : $0) == $1 }
    }

    private static func failure(_ text: String) -> HTTPFailure {
        HTTPFailure(.badURL, mayHaveArrived: false, text: text)
    }
}

/// An HTTP request as a server sees it. Its headers and fields may hold secrets, so it prints without them.
public struct IncomingRequest: Hashable, Sendable {
    public var method: HTTPRequest.Method
    /// Percent-encoded, without the query: `/orders/regular`.
    public var path: String
    public var query: FormFields
    public var headers: [HTTPHeader]
    public var body: [UInt8]
    /// Where it came from, without the port.
    public var address: String
    /// It came by TLS, so that addresses told in the answer are https and wss.
    public var isSecure: Bool

    /// - Parameter target: path and query as they stand in the request line.
    public init(
        _ method: HTTPRequest.Method,
        _ target: String,
        headers: [HTTPHeader] = [],
        body: [UInt8] = [],
        address: String = "127.0.0.1",
        isSecure: Bool = false
    ) {
        let mark = target.firstIndex(of: "?")
        self.method = method
        path = String(target[..<(mark ?? target.endIndex)])
        query = FormFields(mark.map { target[target.index(after: $0)...] } ?? "")
        self.headers = headers
        self.body = body
        self.address = address
        self.isSecure = isSecure
    }

    /// The first header of that name, whatever its case.
    public func header(_ name: String) -> String? {
        headers.first { $0.name.lowercased() == name.lowercased() }?.value
    }

    /// The body read as a form.
    public var form: FormFields { FormFields(String(decoding: body, as: UTF8.self)) }

    /// The parts of the path, decoded; nil when they cannot be.
    public var parts: [String]? {
        var parts: [String] = []
        for part in path.split(separator: "/") {
            guard let text = FormFields.decode(part, plusIsSpace: false) else { return nil }
            parts.append(text)
        }
        return parts
    }
}

extension IncomingRequest: CustomStringConvertible, CustomReflectable {
    public var description: String { "\(method.rawValue) \(path)" }
    public var customMirror: Mirror { Mirror(self, children: ["request": description]) }
}

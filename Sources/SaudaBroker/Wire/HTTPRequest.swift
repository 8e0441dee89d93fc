/// One HTTP request as an adapter writes it. Its URL and headers may hold secrets, so it prints without either.
public struct HTTPRequest: Hashable, Sendable {
    public enum Method: String, Hashable, Sendable, CaseIterable {
        case get = "GET"
        case post = "POST"
        case put = "PUT"
        case delete = "DELETE"
    }

    public var method: Method
    /// Absolute, percent-encoded.
    public var url: String
    public var headers: [HTTPHeader]
    public var body: [UInt8]
    /// Which of the broker's budgets it counts against.
    public var endpoint: EndpointClass

    public init(
        _ method: Method,
        _ url: String,
        headers: [HTTPHeader] = [],
        body: [UInt8] = [],
        endpoint: EndpointClass
    ) {
        self.method = method
        self.url = url
        self.headers = headers
        self.body = body
        self.endpoint = endpoint
    }

    /// The URL up to its query, where tokens stand.
    public var place: Substring { url.prefix { $0 != "?" } }
}

extension HTTPRequest: CustomStringConvertible, CustomReflectable {
    public var description: String { "\(method.rawValue) \(place)" }
    public var customMirror: Mirror { Mirror(self, children: ["request": description]) }
}

/// One header line. Names compare without case.
public struct HTTPHeader: Hashable, Sendable {
    public var name: String
    public var value: String

    public init(_ name: String, _ value: String) {
        self.name = name
        self.value = value
    }
}

/// A group of calls that a broker counts together; each adapter names its own.
public struct EndpointClass: Hashable, Sendable, ExpressibleByStringLiteral, CustomStringConvertible {
    public var name: String

    public init(stringLiteral name: String) { self.name = name }

    public var description: String { name }
}

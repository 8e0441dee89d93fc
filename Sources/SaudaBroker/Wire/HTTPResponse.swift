public import SaudaCore

/// A whole answer, body decompressed.
public struct HTTPResponse: Hashable, Sendable {
    public var status: Int
    public var headers: [HTTPHeader]
    public var body: [UInt8]
    public var timings: HTTPTimings

    public init(status: Int, headers: [HTTPHeader] = [], body: [UInt8] = [], timings: HTTPTimings = HTTPTimings()) {
        self.status = status
        self.headers = headers
        self.body = body
        self.timings = timings
    }

    /// The first header of that name, whatever its case.
    public func header(_ name: String) -> String? {
        headers.first { $0.name.lowercased() == name.lowercased() }?.value
    }
}

/// How long the parts of one request took, each counted from its start. A phase that did not happen (a connection that
/// was there already) has the value of the phase before it.
public struct HTTPTimings: Hashable, Sendable {
    public var nameLookUp: TimeSpan
    public var connect: TimeSpan
    public var tls: TimeSpan
    public var firstByte: TimeSpan
    public var total: TimeSpan

    public init(
        nameLookUp: TimeSpan = .zero,
        connect: TimeSpan = .zero,
        tls: TimeSpan = .zero,
        firstByte: TimeSpan = .zero,
        total: TimeSpan = .zero
    ) {
        self.nameLookUp = nameLookUp
        self.connect = connect
        self.tls = tls
        self.firstByte = firstByte
        self.total = total
    }
}

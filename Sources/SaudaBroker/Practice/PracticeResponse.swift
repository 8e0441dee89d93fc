/// A practice broker's answer. The date and the length are the server's to add.
public struct PracticeResponse: Hashable, Sendable {
    public var status: Int
    public var headers: [HTTPHeader]
    public var body: [UInt8]

    public init(_ status: Int, headers: [HTTPHeader] = [], body: [UInt8] = []) {
        self.status = status
        self.headers = headers
        self.body = body
    }

    public init(_ status: Int, type: String, _ text: String) {
        self.init(status, headers: [HTTPHeader("Content-Type", type)], body: Array(text.utf8))
    }
}

import SaudaBroker
import SaudaCore

/// Writes the requests of a session: address, headers, encoding (protocol sections 1.3 and 1.4).
struct NeoAPI: Sendable {
    typealias Fields = [(name: String, value: String)]

    let context: AdapterContext

    init(_ context: AdapterContext) { self.context = context }

    /// A form of one field, `jData`, that holds JSON whose values are all texts.
    func post(_ path: String, _ fields: Fields, endpoint: EndpointClass) throws(BrokerError) -> HTTPRequest {
        let json = fields.map { "\(DecodedText.quoted($0.name)):\(DecodedText.quoted($0.value))" }
        return HTTPRequest(
            .post,
            try secret("base-url") + path,
            headers: try headers() + [HTTPHeader("Content-Type", "application/x-www-form-urlencoded")],
            body: Array("jData=\(Self.escaped("{" + json.joined(separator: ",") + "}"))".utf8),
            endpoint: endpoint
        )
    }

    func get(_ path: String, endpoint: EndpointClass) throws(BrokerError) -> HTTPRequest {
        // No `sId` behind it: a stray one gives 404.
        HTTPRequest(.get, try secret("base-url") + path, headers: try headers(), endpoint: endpoint)
    }

    /// All of them with every call: the broker's documents and its client differ in which are needed.
    private func headers() throws(BrokerError) -> [HTTPHeader] {
        let key = try context.credentials.require("access-token", broker: "kotak-neo")
        return [
            HTTPHeader("Authorization", key.reveal()), HTTPHeader("Auth", try secret("token")),
            HTTPHeader("Sid", try secret("sid")), HTTPHeader("neo-fin-key", "neotradeapi"),
            HTTPHeader("accept", "application/json"),
        ]
    }

    private func secret(_ name: String) throws(BrokerError) -> String {
        guard let secret = context.session?.secrets[name], !secret.isEmpty else {
            throw .kotak("there is no session", "Sign in.", .signInAgain)
        }
        return secret.reveal()
    }

    /// Everything but RFC 3986's unreserved characters as %XX: a share may be called M&M-EQ.
    static func escaped(_ text: String) -> String {
        var bytes: [UInt8] = []
        let digits = Array("0123456789ABCDEF".utf8)
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"),
                UInt8(ascii: "~"):
                bytes.append(byte)
            default: bytes += [UInt8(ascii: "%"), digits[Int(byte >> 4)], digits[Int(byte & 15)]]
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}

import SaudaBroker
import SaudaCore

/// An access token: a JWT, HS512, with the claims of section 1.3.
struct DhanToken: Hashable, Sendable {
    /// Who made it.
    enum Consumer: String, Hashable, Sendable {
        /// The website; only such a token can be renewed.
        case website = "SELF"
        case api = "APP"
    }

    var text: String
    var consumer: Consumer
    var end: Timestamp

    /// - Parameter number: tells tokens of one second apart.
    init(_ consumer: Consumer, client: String, until end: Timestamp, number: UInt64, key: [UInt8]) {
        self.consumer = consumer
        self.end = end
        let head: PracticeJSON = ["typ": "JWT", "alg": "HS512"]
        let claims: PracticeJSON = [
            "iss": "dhan", "partnerId": "", "exp": .int(end.microseconds / 1_000_000), "jti": .string("\(number)"),
            "tokenConsumerType": .string(consumer.rawValue), "webhookUrl": "", "dhanClientId": .string(client),
        ]
        let signed = DhanToken.base64(Array(head.text.utf8)) + "." + DhanToken.base64(Array(claims.text.utf8))
        text = signed + "." + DhanToken.base64(Digests.hmac(.sha512, key: key, Array(signed.utf8)))
    }

    /// For URLs, without padding (RFC 4648, section 5).
    static func base64(_ bytes: [UInt8]) -> String {
        let letters = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_".utf8)
        var text: [UInt8] = []
        var place = 0
        while place < bytes.count {
            let group = bytes[place..<min(place + 3, bytes.count)]
            var word: UInt32 = 0
            for offset in 0..<3 { word = word << 8 | (offset < group.count ? UInt32(group[place + offset]) : 0) }
            for offset in 0...group.count { text.append(letters[Int(word >> UInt32(18 - 6 * offset) & 63)]) }
            place += 3
        }
        return String(decoding: text, as: UTF8.self)
    }
}

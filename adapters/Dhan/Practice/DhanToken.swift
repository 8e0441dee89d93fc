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
        let claims: PracticeJSON = [
            "iss": "dhan", "partnerId": "", "exp": .int(end.microseconds / 1_000_000), "jti": .string("\(number)"),
            "tokenConsumerType": .string(consumer.rawValue), "webhookUrl": "", "dhanClientId": .string(client),
        ]
        text = PracticeToken.text("HS512", claims, key: key)
    }
}

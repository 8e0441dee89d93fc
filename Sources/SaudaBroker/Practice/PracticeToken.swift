/// A JSON web token (RFC 7519) as a practice broker hands it out. Its signature tells tokens of one second apart; nobody
/// checks it, for clients have no key of the broker's.
public enum PracticeToken {
    /// - Parameter algorithm: the name that stands in its head, whatever it is signed with.
    public static func text(_ algorithm: String, _ claims: PracticeJSON, key: [UInt8]) -> String {
        let head: PracticeJSON = ["typ": "JWT", "alg": .string(algorithm)]
        let signed = Base64URL.text(Array(head.text.utf8)) + "." + Base64URL.text(Array(claims.text.utf8))
        return signed + "." + Base64URL.text(Digests.hmac(.sha512, key: key, Array(signed.utf8)))
    }
}

/// What a text in config.yaml may be: one regular expression for the checker and for the JSON Schema.
///
/// The patterns keep to what Swift and ECMA 262 read alike, and match the whole text.
struct TextRule: Hashable, Sendable {
    var pattern: String
    /// In Unicode scalars.
    var longest: Int
    /// The rule in words, for messages.
    var allowed: String
    /// True when a slip could put a secret here: then messages do not quote the value.
    var isPrivate = false

    static let name = TextRule(
        pattern: "[a-z0-9-]+",
        longest: 40,
        allowed: "small letters, digits and hyphens, at most 40"
    )

    static let symbol = TextRule(
        pattern: "[A-Z0-9][A-Z0-9&-]*",
        longest: 40,
        allowed: "a symbol in capital letters, such as RELIANCE or M&M"
    )

    static let path = TextRule(
        pattern: #"[^\x00-\x1f\x7f]+"#,
        longest: 1000,
        allowed: "a path; relative ones start at the folder of the file"
    )

    /// A path, or one of `words`, which all begin with `built-in`.
    static func builtIn(_ words: [String]) -> TextRule {
        TextRule(
            pattern: #"(\#(words.joined(separator: "|"))|(?!built-in)[^\x00-\x1f\x7f]+)"#,
            longest: 1000,
            allowed: "\(words.joined(separator: ", ")) or a path"
        )
    }

    static let vault = TextRule(
        pattern: "vault:[a-z0-9-]+",
        longest: 60,
        allowed: "vault:NAME, the name under which the credentials are kept in the vault",
        isPrivate: true
    )

    static let address = TextRule(
        pattern: "(\(ipv4)|\(ipv6))",
        longest: 45,
        allowed: "an IPv4 or IPv6 address"
    )

    static let proxy = TextRule(
        pattern: #"(http|socks5)://(\#(host)|\[\#(ipv6)\]):\#(port)"#,
        longest: 300,
        allowed: "http://HOST:PORT or socks5://HOST:PORT, without a user name and password",
        isPrivate: true
    )

    static let listen = TextRule(
        pattern: #"(\#(host)|\[\#(ipv6)\]):\#(port)"#,
        longest: 300,
        allowed: "HOST:PORT, such as 127.0.0.1:8080"
    )

    static let chat = TextRule(
        pattern: "(-?[0-9]{1,20}|@[A-Za-z][A-Za-z0-9_]{2,40})",
        longest: 41,
        allowed: "a chat's number in quotes, such as \"-100123\", or @CHANNEL"
    )

    static let topic = TextRule(
        pattern: "(\(web)/[A-Za-z0-9_-]{1,64}|\(vault.pattern))",
        longest: 400,
        allowed: "https://HOST/TOPIC, http:// on this machine only, or vault:NAME",
        isPrivate: true
    )

    static let webhook = TextRule(
        pattern: #"(\#(web)(/[!-"$-~]*)?|\#(vault.pattern))"#,
        longest: 2000,
        allowed: "https://HOST/PATH, http:// on this machine only, or vault:NAME",
        isPrivate: true
    )

    static let mailServer = TextRule(
        pattern: #"smtps?://(\#(host)|\[\#(ipv6)\])(:\#(port))?"#,
        longest: 300,
        allowed: "smtps://HOST:PORT, or smtp:// with STARTTLS, without a user name and password",
        isPrivate: true
    )

    static let mailbox = TextRule(
        pattern: "[A-Za-z0-9!#$%&'*+/=?^_{|}~.-]{1,64}@[A-Za-z0-9-]+([.][A-Za-z0-9-]+)*",
        longest: 254,
        allowed: "a mail address, such as desk@example.com"
    )

    /// With TLS, or on this machine.
    private static let web =
        #"(https://(\#(host)|\[\#(ipv6)\])|http://(localhost|127(\.\#(octet)){3}|\[::1\]))(:\#(port))?"#
    private static let host = "[A-Za-z0-9.-]+"
    private static let octet = "(25[0-5]|2[0-4][0-9]|1[0-9][0-9]|[1-9]?[0-9])"
    private static let ipv4 = #"\#(octet)(\.\#(octet)){3}"#
    private static let ipv6 = "[0-9a-fA-F]{0,4}(:[0-9a-fA-F]{0,4}){2,7}"
    private static let port = "([1-9][0-9]{0,3}|[1-5][0-9]{4}|6[0-4][0-9]{3}|65[0-4][0-9]{2}|655[0-2][0-9]|6553[0-5])"
}

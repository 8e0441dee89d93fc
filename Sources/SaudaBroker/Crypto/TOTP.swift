public import SaudaCore

/// Time-based one-time passwords (RFC 6238): SHA-1, 30 s and 6 digits unless said otherwise.
public struct TOTP: Sendable {
    private let key: [UInt8]
    private let hash: Digests.Hash
    private let digits: Int
    private let period: Int64

    /// - Parameter secret: base32 (RFC 4648), case and blanks aside, padded or not. Nil when it is not, or is empty.
    public init?(base32 secret: Secret) {
        guard let key = Self.decode(base32: secret.reveal()), !key.isEmpty else { return nil }
        self.init(key: key)
    }

    public init(key: [UInt8], hash: Digests.Hash = .sha1, digits: Int = 6, period: Int64 = 30) {
        precondition((1...9).contains(digits) && period > 0, "a one-time password has 1 to 9 digits and a period")
        self.key = key
        self.hash = hash
        self.digits = digits
        self.period = period
    }

    public func code(at time: Timestamp) -> Secret {
        let step = UInt64(max(0, time.microseconds / 1_000_000 / period))
        let counter = (0..<8).map { UInt8(truncatingIfNeeded: step >> (56 - 8 * UInt64($0))) }
        let mac = Digests.hmac(hash, key: key, counter)
        let start = Int(mac[mac.count - 1] & 15)
        let word = mac[start..<start + 4].reduce(UInt32(0)) { $0 << 8 | UInt32($1) } & 0x7FFF_FFFF
        let modulus = (0..<digits).reduce(UInt32(1)) { power, _ in power * 10 }
        let text = String(word % modulus)
        return Secret(String(repeating: "0", count: digits - text.count) + text)
    }

    /// When the code at `time` changes. One used too late is refused, and some brokers lock after a few.
    public func ends(at time: Timestamp) -> Timestamp {
        Timestamp(microseconds: (time.microseconds / 1_000_000 / period + 1) * period * 1_000_000)
    }

    static func decode(base32 text: String) -> [UInt8]? {
        var bytes: [UInt8] = []
        var buffer: UInt32 = 0
        var bits: UInt32 = 0
        var isPadded = false
        for character in text.utf8 where character != UInt8(ascii: " ") && character != UInt8(ascii: "-") {
            if character == UInt8(ascii: "=") {
                isPadded = true
                continue
            }
            let value: UInt8
            switch character {
            case UInt8(ascii: "A")...UInt8(ascii: "Z"): value = character - UInt8(ascii: "A")
            case UInt8(ascii: "a")...UInt8(ascii: "z"): value = character - UInt8(ascii: "a")
            case UInt8(ascii: "2")...UInt8(ascii: "7"): value = character - UInt8(ascii: "2") + 26
            default: return nil
            }
            guard !isPadded else { return nil }
            buffer = buffer << 5 | UInt32(value)
            bits += 5
            if bits >= 8 {
                bits -= 8
                bytes.append(UInt8(truncatingIfNeeded: buffer >> bits))
                buffer &= (1 << bits) - 1
            }
        }
        return bytes
    }
}

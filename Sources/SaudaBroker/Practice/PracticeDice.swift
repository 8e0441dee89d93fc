/// Numbers that look like chance and depend on what they are made from.
public enum PracticeDice {
    public static func mix(_ a: UInt64, _ b: UInt64) -> UInt64 {
        var z = a &+ (b &+ 1) &* 0x9E37_79B9_7F4A_7C15
        z = (z ^ z >> 30) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ z >> 27) &* 0x94D0_49BB_1331_11EB
        return z ^ z >> 31
    }

    /// Letters and digits, as tokens and keys are made of.
    public static func text(_ seed: UInt64, _ purpose: UInt64, length: Int) -> String {
        let letters = Array("ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz0123456789".utf8)
        var bytes: [UInt8] = []
        for place in 0..<length {
            let number = mix(mix(seed, purpose), UInt64(place))
            bytes.append(letters[Int(number % UInt64(letters.count))])
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}
